import { announce, fragment, send, tell } from "./live.js";
import drag from "./board-drag.js";
import keys from "./board-keys.js";

// Three equal ways to move a card (drag, Space and arrows, the stage select) end in one move.
export default function mount(root) {
  const board = {
    root,
    lanes: [...root.querySelectorAll("[data-lane]")],
    laneOf: (card) => card.closest("[data-lane]"),
    arrowTo: (card, lane) => card.querySelector(`[data-move] option[value="${lane.dataset.lane}"]`),
    say: (name, card, lane) => announce(sentence(root, name, card, lane)),
    put: (card, lane, before = null) => put(card, lane, before),
    move: (card, lane, home) => move(board, card, { lane, home }),
  };
  drag(board);
  keys(board);
  root.addEventListener("change", (event) => {
    if (!event.target.matches("[data-move]")) return;
    const card = event.target.closest("[data-ticket]");
    const home = { lane: board.laneOf(card), before: card.nextElementSibling };
    const lane = board.lanes.find((one) => one.dataset.lane === event.target.value);
    if (lane) board.move(card, lane, home);
  });
  find(root);
}

async function move(board, card, { lane, home }) {
  const back = (text) => {
    put(card, home.lane, home.before);
    tell(text);
    card.querySelector("[data-move]")?.focus();
  };
  if (lane === home.lane) return put(card, home.lane, home.before);
  const arrow = board.arrowTo(card, lane);
  if (!arrow) return back(sentence(board.root, "noWay", card, lane));
  put(card, lane, lane.querySelector("[data-lane-list]").firstElementChild);
  const form = card.querySelector("form");
  const fields = new FormData(form);
  fields.set("stage_id", lane.dataset.lane);
  if ("needsReason" in arrow.dataset) {
    const reason = await reasonFor(board, card, lane);
    if (!reason) return back(sentence(board.root, "cancelled", card, home.lane));
    fields.set("reason", reason);
  }
  try {
    const answer = await send(form, fields);
    const fresh = answer.html && fragment(answer.html).firstElementChild;
    if (fresh) card.replaceWith(fresh);
    (fresh || card).querySelector("[data-move]")?.focus();
    return board.say("moved", fresh || card, lane);
  } catch (refusal) {
    return back(refusal.message);
  }
}

function put(card, lane, before) {
  const from = card.closest("[data-lane]");
  lane.querySelector("[data-lane-list]").insertBefore(card, before?.isConnected ? before : null);
  const select = card.querySelector("[data-move]");
  if (select) select.value = lane.dataset.lane;
  if (from !== lane) { bump(from, -1); bump(lane, 1); }
}

function bump(lane, by) {
  const place = lane.querySelector("[data-lane-count]");
  place.textContent = Math.max(0, Number(place.textContent.replace(/\D/g, "")) + by);
}

function sentence(root, name, card, lane) {
  return (root.dataset[name] ?? "").replace("{title}", card.dataset.title).replace("{stage}", lane.dataset.laneName);
}

function reasonFor(board, card, lane) {
  const dialog = document.getElementById(board.root.dataset.reasonDialog);
  const field = dialog.querySelector("textarea");
  dialog.querySelector("[data-dialog-about]").textContent = sentence(board.root, "asks", card, lane);
  field.value = "";
  dialog.returnValue = "";
  dialog.showModal();
  field.focus();
  return new Promise((done) => {
    dialog.addEventListener("close", () => done(dialog.returnValue === "yes" ? field.value.trim() : ""), { once: true });
  });
}

function find(root) {
  const search = document.querySelector("[data-board-search]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.matches("input, textarea, select") || !search) return;
    event.preventDefault();
    search.focus();
  });
  search?.addEventListener("input", () => {
    const wanted = search.value.toLowerCase();
    root.querySelectorAll("[data-ticket]").forEach((card) => {
      card.hidden = !card.dataset.title.toLowerCase().includes(wanted);
    });
  });
}
