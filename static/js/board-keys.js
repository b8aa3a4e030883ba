// Keyboard: Space picks a card up, the arrows carry it, Space puts it down, Escape brings it back.
export default function keys({ root, lanes, put, move, laneOf, arrowTo, say }) {
  let held = null, home = null;

  const release = (card, { keep }) => {
    const lane = laneOf(card);
    held = null;
    card.classList.remove("is-grabbed");
    card.querySelector("[data-grip]").setAttribute("aria-pressed", "false");
    put(card, home.lane, home.before);
    if (keep && lane !== home.lane) return move(card, lane, home);
    card.querySelector("[data-grip]").focus();
    return say("cancelled", card, home.lane);
  };

  const carry = (card, step) => {
    const open = lanes.filter((lane) => lane === home.lane || arrowTo(card, lane));
    const lane = open[open.indexOf(laneOf(card)) + step];
    if (!lane) return;
    put(card, lane, lane === home.lane ? home.before : lane.querySelector("[data-lane-list]").firstElementChild);
    card.querySelector("[data-grip]").focus();
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
    say("over", card, lane);
  };

  root.addEventListener("keydown", (event) => {
    const card = event.target.closest("[data-grip]")?.closest("[data-ticket]");
    if (!card) return;
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      if (held === card) return release(card, { keep: true });
      held = card;
      home = { lane: laneOf(card), before: card.nextElementSibling };
      card.classList.add("is-grabbed");
      event.target.setAttribute("aria-pressed", "true");
      return say("held", card, home.lane);
    }
    if (held !== card) return;
    if (event.key === "Escape") return release(card, { keep: false });
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    carry(card, step);
  });
  root.addEventListener("focusout", (event) => {
    // Carrying a card takes it out of the page for a moment; only a focus elsewhere lets it go.
    if (held && event.relatedTarget && !held.contains(event.relatedTarget)) release(held, { keep: false });
  });
}
