// Mouse: take a card, hold it over a lane, let go. Touch has no such drag; there the select is the way.
export default function drag({ root, lanes, move, laneOf, arrowTo }) {
  let held = null, home = null;

  const calm = () => {
    lanes.forEach((lane) => lane.classList.remove("is-over", "is-shut"));
    held?.classList.remove("is-dragging");
    held = null;
  };

  root.addEventListener("dragstart", (event) => {
    held = event.target.closest("[data-ticket]");
    if (!held) return;
    home = { lane: laneOf(held), before: held.nextElementSibling };
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.dataset.ticket);
    lanes.forEach((lane) => lane.classList.toggle("is-shut", lane !== home.lane && !arrowTo(held, lane)));
    requestAnimationFrame(() => held?.classList.add("is-dragging"));
  });
  root.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-lane]");
    if (!held || !over) return;
    event.preventDefault();
    lanes.forEach((lane) => lane.classList.toggle("is-over", lane === over && lane !== home.lane));
  });
  root.addEventListener("drop", (event) => {
    const lane = event.target.closest("[data-lane]");
    const card = held;
    event.preventDefault();
    calm();
    if (card && lane && lane !== home.lane) move(card, lane, home);
  });
  root.addEventListener("dragend", calm);
}
