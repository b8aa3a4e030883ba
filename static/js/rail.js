// On a phone the staff rail scrolls sideways: the page one is on stays in sight, and the focus.
export default function mount(shell) {
  const rail = shell.querySelector(".rail__in");
  const here = rail.querySelector("[aria-current]");
  if (here && rail.scrollWidth > rail.clientWidth) {
    rail.scrollLeft = here.offsetLeft - (rail.clientWidth - here.offsetWidth) / 2;
  }
  rail.addEventListener("focusin", (event) => {
    event.target.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}
