import { radios, slider } from "./controls.js";
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
