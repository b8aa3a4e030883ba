import { panned, zoomed } from "./view.js";
import { pointOf, sample } from "./sampling.js";

const PALM = 3000; // ms after a pen in which a touch is the hand that holds it
const SETTLE = 140;

// Pen, mouse and fingers on the sheet: one draws, two fingers or the wheel move the view.
export class Pointing {
  #fingers = new Map();
  #drawing = null; // {id, rect, last}
  #penAt = -Infinity;
  #settling = 0;

  constructor(canvas, studio) {
    this.canvas = canvas;
    this.studio = studio;
    const on = (name, act, options) => canvas.addEventListener(name, act, options);
    on("pointerdown", (event) => this.#down(event));
    on("pointermove", (event) => this.#move(event));
    on("pointerup", (event) => this.#up(event, true));
    on("pointercancel", (event) => this.#up(event, false));
    on("wheel", (event) => this.#wheel(event), { passive: false });
    on("contextmenu", (event) => event.preventDefault());
  }

  #down(event) {
    if (event.button) return;
    if (event.pointerType === "pen") this.#takeOver(event);
    else if (this.#drawing && event.pointerType === "mouse") return;
    else if (event.pointerType === "touch") {
      if (event.timeStamp - this.#penAt < PALM) return;
      this.#fingers.set(event.pointerId, [event.clientX, event.clientY]);
      if (this.#fingers.size > 1) return this.#stop();
    }
    const rect = this.canvas.getBoundingClientRect(), last = sample(this.#raw(event, rect));
    if (!this.studio.begin(pointOf(last))) return;
    event.preventDefault();
    this.canvas.focus({ preventScroll: true });
    this.canvas.setPointerCapture(event.pointerId);
    this.#drawing = { id: event.pointerId, rect, last };
  }

  // What touched the sheet before the pen was the hand that holds it.
  #takeOver(event) {
    this.#penAt = event.timeStamp;
    this.#fingers.clear();
    this.#stop();
  }

  #move(event) {
    if (event.pointerType === "pen") this.#penAt = event.timeStamp;
    if (this.#fingers.size === 2 && this.#fingers.has(event.pointerId)) return this.#pinch(event);
    const drawing = this.#drawing;
    if (drawing?.id !== event.pointerId) return;
    const all = event.getCoalescedEvents?.() ?? [], points = [];
    for (const one of all.length ? all : [event]) {
      drawing.last = sample(this.#raw(one, drawing.rect), drawing.last);
      points.push(pointOf(drawing.last));
    }
    this.studio.extend(points, { straight: event.shiftKey, exact: this.#at(event, drawing.rect) });
  }

  #up(event, kept) {
    this.#fingers.delete(event.pointerId);
    if (this.#drawing?.id !== event.pointerId) return;
    const { rect, last } = this.#drawing, end = this.#at(event, rect);
    this.#drawing = null;
    if (!kept) return this.studio.abandon();
    this.studio.extend([[...end, last.p]], { straight: event.shiftKey, exact: end });
    this.studio.finish();
  }

  #stop() {
    if (this.#drawing) this.studio.abandon();
    this.#drawing = null;
  }

  #pinch(event) {
    const before = [...this.#fingers.values()];
    this.#fingers.set(event.pointerId, [event.clientX, event.clientY]);
    const now = [...this.#fingers.values()], rect = this.canvas.getBoundingClientRect();
    const middle = ([[ax, ay], [bx, by]]) => ({ clientX: (ax + bx) / 2, clientY: (ay + by) / 2 });
    const apart = ([[ax, ay], [bx, by]]) => Math.hypot(ax - bx, ay - by) || 1;
    const from = this.#at(middle(before), rect), { sheet } = this.studio;
    const view = zoomed(this.studio.view, apart(now) / apart(before), from, sheet);
    const unit = sheet.width / view.zoom / rect.width, [a, b] = [middle(before), middle(now)];
    this.#look(panned(view, (a.clientX - b.clientX) * unit, (a.clientY - b.clientY) * unit, sheet));
  }

  #wheel(event) {
    const { studio } = this, rect = this.canvas.getBoundingClientRect();
    let view;
    if (event.ctrlKey || event.metaKey) {
      view = zoomed(studio.view, Math.exp(-event.deltaY / 300), this.#at(event, rect), studio.sheet);
      event.preventDefault();
    } else {
      const unit = studio.sheet.width / studio.view.zoom / rect.width, dx = event.shiftKey ? event.deltaY : event.deltaX;
      view = panned(studio.view, dx * unit, (event.shiftKey ? 0 : event.deltaY) * unit, studio.sheet);
      if (view.x === studio.view.x && view.y === studio.view.y) return; // the page scrolls on
      event.preventDefault();
    }
    this.#look(view);
  }

  #look(view) {
    this.studio.look(view, { settled: false });
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.studio.look(this.studio.view), SETTLE);
  }

  #at({ clientX, clientY }, rect) {
    const { view, sheet } = this.studio;
    return [
      view.x + ((clientX - rect.left) / rect.width) * (sheet.width / view.zoom),
      view.y + ((clientY - rect.top) / rect.height) * (sheet.height / view.zoom),
    ];
  }

  #raw(event, rect) {
    const [x, y] = this.#at(event, rect);
    return { x, y, pressure: event.pressure, pen: event.pointerType === "pen", at: event.timeStamp };
  }
}
