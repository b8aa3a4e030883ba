import { announce } from "../live.js";
import * as drawing from "./document.js";
import { Keyboard } from "./keyboard.js";
import { Layers } from "./layers.js";
import { Painter } from "./painter.js";
import { trace, wire } from "./panel.js";
import { Pointing } from "./pointing.js";
import { LETTERS, SHAPES, constrained, strokesOf } from "./sampling.js";
import { WHOLE, middleOf, zoomed } from "./view.js";


// The open sketch pad: what is drawn, with what, and which part of it is seen.
export class Studio {
  view = WHOLE;
  set = { tool: "pen", colour: "#1b1e24", size: 8, strength: 1, mirror: false };
  #growing = null; // the points of the stroke under the hand
  #frame = 0;

  constructor(root, document, onChange) {
    const part = (name) => root.querySelector(`[data-pad-${name}]`);
    this.root = root;
    this.part = part;
    this.onChange = onChange;
    this.painter = new Painter((this.canvas = part("canvas")));
    this.history = new drawing.History(this.#begun(document));
    this.layers = new Layers(part("layers"), this);
    this.keyboard = new Keyboard(root, this.canvas, this);
    this.pointing = new Pointing(this.canvas, this);
    wire(root, this);
    new ResizeObserver(() => { if (this.painter.fit(this.sheet)) this.paint(); }).observe(this.canvas);
    this.painter.fit(this.sheet);
    this.refresh();
  }

  // Only an empty sheet has an outline beneath it from the start.
  #begun(document) {
    const first = this.root.querySelector("[data-underlay]:not([data-underlay=''])")?.dataset.underlay;
    return document ? drawing.revived(document) : drawing.blank(this.part("layers").dataset.first, first);
  }

  get state() { return this.history.state; }
  get sheet() { return this.state; }
  get isDrawing() { return this.#growing !== null; }

  // Drawing: a hand comes down, goes on, lifts or gives up.
  begin(point) {
    const { tool, size, colour, strength } = this.set;
    if (drawing.activeOf(this.state).hidden) return this.say("hidden");
    if (this.#full(this.set.mirror ? 2 : 1)) return this.say("full");
    if (tool === "text") {
      this.#write(point, { height: size * LETTERS, colour, opacity: strength });
      return false;
    }
    this.#growing = SHAPES.includes(tool) ? [point, point] : [point];
    this.paint();
    return true;
  }

  async #write(at, how) {
    const { letter } = await import("./lettering.js");
    letter(this.part("stage"), this.part("text"), this, at, how);
  }

  extend(points, { straight = false, exact }) {
    const growing = this.#growing, { tool } = this.set;
    if (!growing) return;
    if (SHAPES.includes(tool)) growing[1] = straight ? constrained(tool, growing[0], exact) : exact;
    else growing.push(...points);
    this.paint();
  }

  finish() {
    const strokes = this.#live(true);
    this.#growing = null;
    this.add(strokes);
  }

  abandon() { this.#growing = null; this.paint(); }

  add(strokes) {
    this.change(drawing.withStrokes(this.state, strokes));
    if (this.#full(1)) this.say("full");
  }

  #live(lifted = false) {
    return this.#growing ? strokesOf(this.#growing, this.set, this.state.width, lifted) : [];
  }

  #full(more) {
    return drawing.countOf(this.state) + more > drawing.MOST_STROKES || drawing.bytesOf(this.state) > drawing.MOST_BYTES;
  }

  // What was done, and taking it back.
  change(state) {
    if (state === this.state) return;
    this.history.push(state);
    this.refresh();
    this.onChange();
  }

  // A draft comes from elsewhere: the form knows it already.
  restore(document) { this.history.push(this.#begun(document)); this.refresh(); }
  step(state) { this.history.replace(state); this.refresh(); }
  undo() { this.#travel("undo", "undone"); }
  redo() { this.#travel("redo", "redone"); }

  #travel(way, sentence) {
    const before = this.state;
    this.history[way]();
    if (before === this.state) return;
    this.refresh();
    this.say(sentence);
    this.onChange();
  }

  // What is seen.
  look(view, { settled = true } = {}) { this.view = view; this.paint(settled); }
  zoom(factor) { this.look(zoomed(this.view, factor, this.keyboard.cursor ?? middleOf(this.view, this.sheet), this.sheet)); }

  paint(settled = true) {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.painter.draw(this.state, this.view, { live: this.#live(), settled, cursor: this.keyboard.cursor });
    });
  }

  say(name, ...values) {
    const sentence = values.reduce((text, value) => text.replace("{n}", value), this.root.dataset[name] ?? "");
    this.part("status").textContent = sentence;
    announce(sentence);
    return false;
  }

  refresh() {
    const { state, history } = this, count = drawing.countOf(state);
    this.part("undo").disabled = !history.canUndo;
    this.part("redo").disabled = !history.canRedo;
    this.canvas.setAttribute("aria-label", this.root.dataset.sheet.replace("{n}", count));
    this.layers.show(state);
    trace(this, state.underlay);
    this.paint();
  }

  pick(tool) { this.root.querySelector(`[data-tool=${tool}]`).click(); }
  resize(step) { this.part("size").value = this.set.size + step; this.part("size").dispatchEvent(new Event("input")); }
}
