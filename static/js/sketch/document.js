// The drawing as immutable states that share their unchanged parts; the first layer lies at the bottom.
export const MOST_STROKES = 3000;
export const MOST_LAYERS = 24;
export const MOST_BYTES = 1_900_000; // the server takes 2 MB
const WIDTH = 2400, HEIGHT = 1200, PAPER = "#fdfcfa";
let serial = 0;
const layerOf = (name, strokes = [], hidden = false) => ({ id: ++serial, name, strokes, hidden });

export function blank(name, underlay = "") {
  const layer = layerOf(name);
  return { width: WIDTH, height: HEIGHT, paper: PAPER, layers: [layer], active: layer.id, underlay };
}

export function revived(document, underlay = "") {
  const layers = document.layers.map(({ name, strokes, hidden }) => layerOf(name, strokes, hidden === true));
  const top = layers.findLast((layer) => !layer.hidden) ?? layers[layers.length - 1];
  return { width: document.w, height: document.h, paper: document.paper, layers, active: top.id, underlay };
}

// What is sent and kept: no underlay, for it is not the author's work.
export function documentOf(state) {
  if (!countOf(state)) return null;
  const layers = state.layers.map(({ name, strokes, hidden }) => (hidden ? { name, hidden, strokes } : { name, strokes }));
  return { v: 2, w: state.width, h: state.height, paper: state.paper, layers };
}

const bytes = new WeakMap(); // of strokes, which never change
function bytesOfStroke(stroke) {
  if (!bytes.has(stroke)) bytes.set(stroke, JSON.stringify(stroke).length + 1);
  return bytes.get(stroke);
}

export const bytesOf = (state) => state.layers.reduce((sum, { strokes }) => strokes.reduce((all, stroke) => all + bytesOfStroke(stroke), sum), 0);
export const countOf = (state) => state.layers.reduce((sum, layer) => sum + layer.strokes.length, 0);
export const activeOf = (state) => state.layers.find((layer) => layer.id === state.active);
const changed = (state, id, change) => ({
  ...state, layers: state.layers.map((layer) => (layer.id === id ? { ...layer, ...change(layer) } : layer)),
});

export const withStrokes = (state, strokes) => changed(state, state.active, (layer) => ({ strokes: [...layer.strokes, ...strokes] }));
export const cleared = (state) => (activeOf(state).strokes.length ? changed(state, state.active, () => ({ strokes: [] })) : state);
export const renamed = (state, id, name) => changed(state, id, () => ({ name: name.slice(0, 80) }));
export const shown = (state, id, visible) => changed(state, id, () => ({ hidden: !visible }));
export const chosen = (state, id) => ({ ...state, active: id });
export const tracing = (state, underlay) => ({ ...state, underlay });

export function withLayer(state, name) {
  const layer = layerOf(name), place = state.layers.findIndex(({ id }) => id === state.active) + 1;
  return { ...state, layers: state.layers.toSpliced(place, 0, layer), active: layer.id };
}

export function withoutLayer(state, id) {
  if (state.layers.length === 1) return state;
  const place = state.layers.findIndex((layer) => layer.id === id), layers = state.layers.toSpliced(place, 1);
  return { ...state, layers, active: id === state.active ? layers[Math.max(0, place - 1)].id : state.active };
}

export function moved(state, id, step) {
  const place = state.layers.findIndex((layer) => layer.id === id), target = place + step;
  if (target < 0 || target >= state.layers.length) return state;
  const layers = [...state.layers];
  [layers[place], layers[target]] = [layers[target], layers[place]];
  return { ...state, layers };
}

export class History {
  #past = [];
  #future = [];
  constructor(state) { this.state = state; }
  get canUndo() { return this.#past.length > 0; }
  get canRedo() { return this.#future.length > 0; }

  push(state) {
    if (state === this.state) return;
    this.#past.push(this.state);
    if (this.#past.length > 500) this.#past.shift();
    this.#future = [];
    this.state = state;
  }

  // Choosing a layer is no step to take back.
  replace(state) { this.state = state; }
  undo() { if (this.canUndo) [this.state] = [this.#past.pop(), this.#future.push(this.state)]; }
  redo() { if (this.canRedo) [this.state] = [this.#future.pop(), this.#past.push(this.state)]; }
}
