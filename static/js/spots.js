// A pin on the picture and its comment light up together, and lead to each other.
export default function mount(spot) {
  const id = spot.dataset.spot;
  const card = document.getElementById(`comment-${id}`);
  const back = document.querySelector(`[data-back="${id}"]`);
  if (!card) return;
  const light = (on) => [spot, card].forEach((node) => node.classList.toggle("is-lit", on));
  for (const node of [spot, back].filter(Boolean)) {
    for (const type of ["pointerenter", "focusin"]) node.addEventListener(type, () => light(true));
    for (const type of ["pointerleave", "focusout"]) node.addEventListener(type, () => light(false));
  }
  spot.addEventListener("click", (event) => {
    event.preventDefault();
    card.scrollIntoView({ block: "center" });
    (back ?? card).focus({ preventScroll: true });
  });
  back?.addEventListener("click", (event) => {
    event.preventDefault();
    spot.closest("[data-pinboard]").scrollIntoView({ block: "center" });
    spot.focus({ preventScroll: true });
  });
}
