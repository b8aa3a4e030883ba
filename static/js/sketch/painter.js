import { paint } from "./paths.js";
import { activeOf } from "./document.js";

const GRID = 100; // units of the sheet

// Draws states on a canvas. A layer is painted once and kept as pixels, until its strokes or the view change.
export class Painter {
  #kept = new Map();
  #scene = null;

  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.grid = this.mirror = false;
    this.underlay = null;
  }

  // While two fingers move (`settled` false) the kept pixels are stretched; afterwards they are made anew.
  draw(state, view, { live = [], settled = true, cursor = null } = {}) {
    const { context, canvas } = this;
    if (!live.length) {
      this.#scene = null;
      this.#sheet(context, state, view);
      for (const layer of state.layers) this.#put(context, layer, state, view, settled);
    } else {
      const scene = this.#sceneOf(state, view, live[0].tool === "eraser");
      context.drawImage(scene.under, 0, 0);
      const target = scene.erased?.getContext("2d") ?? context;
      this.#place(target, state, view);
      for (const stroke of live) paint(target, stroke);
      context.resetTransform();
      if (scene.erased) context.drawImage(scene.erased, 0, 0);
      if (scene.over) context.drawImage(scene.over, 0, 0);
    }
    if (cursor) this.#cross(context, cursor, (canvas.width / state.width) * view.zoom, view);
  }

  // As many pixels as the screen shows; true if that has changed.
  fit({ width, height }) {
    const { canvas } = this, pixels = Math.round(Math.min(width, canvas.clientWidth * Math.min(2, devicePixelRatio)));
    if (!pixels || pixels === canvas.width) return false;
    Object.assign(canvas, { width: pixels, height: Math.round((pixels * height) / width) });
    this.forget();
    return true;
  }

  forget() { this.#kept.clear(); this.#scene = null; }

  #place(context, state, view) {
    const scale = (this.canvas.width / state.width) * view.zoom;
    context.setTransform(scale, 0, 0, scale, -view.x * scale, -view.y * scale);
    return scale;
  }

  #sheet(context, state, view) {
    const { width, height } = state, thin = 1 / this.#place(context, state, view);
    context.fillStyle = state.paper;
    context.fillRect(0, 0, width, height);
    if (this.underlay) {
      context.globalAlpha = 0.5;
      context.drawImage(this.underlay, 0, 0, width, height);
      context.globalAlpha = 1;
    }
    context.fillStyle = "#8a93a04d";
    for (let x = GRID; this.grid && x < width; x += GRID) context.fillRect(x - thin / 2, 0, thin, height);
    for (let y = GRID; this.grid && y < height; y += GRID) context.fillRect(0, y - thin / 2, width, thin);
    context.fillStyle = "#2f6db3";
    for (let y = 0; this.mirror && y < height; y += 40) context.fillRect(width / 2 - thin, y, 2 * thin, 20);
    context.resetTransform();
  }

  #put(context, layer, state, view, settled) {
    if (layer.hidden || !layer.strokes.length) return;
    const { pixels, view: then } = this.#pixelsOf(layer, state, view, settled);
    const scale = (this.canvas.width / state.width) * view.zoom, grown = view.zoom / then.zoom;
    context.drawImage(pixels, (then.x - view.x) * scale, (then.y - view.y) * scale, pixels.width * grown, pixels.height * grown);
  }

  #pixelsOf(layer, state, view, settled) {
    let kept = this.#kept.get(layer.id);
    if (!kept) this.#kept.set(layer.id, (kept = { strokes: [], view, pixels: this.#canvas() }));
    if (kept.strokes === layer.strokes && (kept.view === view || !settled)) return kept;
    const context = kept.pixels.getContext("2d"), count = kept.strokes.length;
    const more = kept.view === view && count < layer.strokes.length && kept.strokes.every((one, i) => one === layer.strokes[i]);
    if (!more) context.clearRect(0, 0, kept.pixels.width, kept.pixels.height);
    this.#place(context, state, view);
    for (const stroke of more ? layer.strokes.slice(count) : layer.strokes) paint(context, stroke);
    context.resetTransform();
    return Object.assign(kept, { strokes: layer.strokes, view });
  }

  // What lies below and above the growing stroke is put together once.
  #sceneOf(state, view, erases) {
    if (this.#scene?.state === state && this.#scene.view === view) return this.#scene;
    const active = activeOf(state), place = state.layers.indexOf(active);
    const under = this.#canvas(), context = under.getContext("2d");
    this.#sheet(context, state, view);
    for (const layer of state.layers.slice(0, erases ? place : place + 1)) this.#put(context, layer, state, view, true);
    const above = state.layers.slice(place + 1).filter((layer) => !layer.hidden && layer.strokes.length);
    const over = above.length ? this.#canvas() : null;
    for (const layer of above) this.#put(over.getContext("2d"), layer, state, view, true);
    const erased = erases ? this.#canvas() : null;
    if (erased) this.#put(erased.getContext("2d"), active, state, view, true);
    return (this.#scene = { state, view, under, over, erased });
  }

  #cross(context, [x, y], scale, view) {
    const [cx, cy] = [(x - view.x) * scale, (y - view.y) * scale];
    context.fillStyle = "#d8402a";
    context.fillRect(cx - 14, cy - 1, 29, 2);
    context.fillRect(cx - 1, cy - 14, 2, 29);
  }

  #canvas() {
    return Object.assign(document.createElement("canvas"), { width: this.canvas.width, height: this.canvas.height });
  }
}

// The picture without anything that only helps to draw it.
export function pictureOf(state, width) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height: Math.round((width * state.height) / state.width) });
  new Painter(canvas).draw(state, { zoom: 1, x: 0, y: 0 });
  return canvas;
}
