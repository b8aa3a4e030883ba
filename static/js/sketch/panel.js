import * as drawing from "./document.js";
import { WHOLE } from "./view.js";

// Connects the buttons of the studio with what they do.
export function wire(root, studio) {
  const all = (name) => [...root.querySelectorAll(`[data-${name}]`)], { part, painter, set } = studio;
  radios(all("tool"), ({ dataset }) => { set.tool = dataset.tool; });
  radios(all("colour"), ({ dataset }) => { set.colour = dataset.colour; });
  radios(all("underlay"), ({ dataset }) => studio.change(drawing.tracing(studio.state, dataset.underlay)));
  slider(part("size"), (size) => { set.size = size; });
  slider(part("strength"), (percent) => { set.strength = percent / 100; });
  toggle(part("grid"), (on) => { painter.grid = on; studio.paint(); });
  toggle(part("mirror"), (on) => { painter.mirror = set.mirror = on; studio.paint(); });
  const acts = {
    undo: () => studio.undo(),
    redo: () => studio.redo(),
    closer: () => studio.zoom(1.5),
    farther: () => studio.zoom(1 / 1.5),
    whole: () => studio.look(WHOLE),
    clear() {
      studio.change(drawing.cleared(studio.state));
      studio.say("cleared");
    },
    "add-layer"() {
      const count = studio.state.layers.length;
      if (count >= drawing.MOST_LAYERS) return studio.say("layers");
      studio.change(drawing.withLayer(studio.state, part("layers").dataset.new.replace("{n}", count + 1)));
    },
  };
  for (const [name, act] of Object.entries(acts)) part(name).addEventListener("click", act);
}

function toggle(button, act) {
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", on);
    act(on);
  });
}

// The chosen outline lies beneath the drawing as soon as it is there.
export function trace(studio, name) {
  if (studio.traced === name) return;
  studio.traced = name;
  const buttons = [...studio.root.querySelectorAll("[data-underlay]")];
  const chosen = buttons.find((one) => one.dataset.underlay === name), image = chosen?.querySelector("img") ?? null;
  for (const one of buttons) {
    one.setAttribute("aria-checked", one === chosen);
    one.tabIndex = one === (chosen ?? buttons[0]) ? 0 : -1;
  }
  const lay = () => {
    if (studio.traced !== name) return;
    studio.painter.underlay = image;
    studio.painter.forget();
    studio.paint();
  };
  if (image && !image.complete) image.addEventListener("load", lay, { once: true });
  else lay();
}

// Tools, colours and outlines are groups of buttons of which one is chosen; arrows move within a group.
function radios(buttons, onPick) {
  const pick = (chosen) => {
    for (const one of buttons) {
      one.setAttribute("aria-checked", one === chosen);
      one.tabIndex = one === chosen ? 0 : -1;
    }
    onPick(chosen);
  };
  buttons.forEach((button, i) => {
    button.addEventListener("click", () => pick(button));
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = buttons[(i + step + buttons.length) % buttons.length];
      pick(next);
      next.focus();
    });
  });
  return pick;
}

function slider(input, onChange) {
  const output = input.parentElement.querySelector("output");
  const tell = () => { output.value = input.value; onChange(Number(input.value)); };
  input.addEventListener("input", tell);
  tell();
}
