import { WHOLE, following, middleOf, panned } from "./view.js";

const STEP = 20, LEAP = 100;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const LETTERS = { p: "pen", f: "marker", e: "eraser", l: "line", o: "ellipse", r: "rect", t: "text" };

// Drawing without a pointer: arrows move a cross over the sheet, Enter puts the pen down and lifts it.
// Single keys only count while the focus is in the studio (WCAG 2.1.4).
export class Keyboard {
  cursor = null;
  #down = false;

  constructor(root, canvas, studio) {
    this.studio = studio;
    canvas.addEventListener("keydown", (event) => this.#onSheet(event));
    canvas.addEventListener("blur", () => this.#leave());
    canvas.addEventListener("pointerdown", () => this.#leave());
    root.addEventListener("keydown", (event) => this.#anywhere(event));
  }

  #onSheet(event) {
    const arrow = ARROWS[event.key];
    if (event.ctrlKey || event.metaKey) return;
    if (arrow && event.altKey) this.#pan(arrow);
    else if (arrow) this.#go(arrow, event.shiftKey ? LEAP : STEP);
    else if (event.key === "Enter" || event.key === " ") this.#press();
    else if (event.key === "Escape" && this.#down) this.#leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #go([dx, dy], far) {
    const { sheet } = this.studio, [x, y] = this.#place();
    this.cursor = [Math.min(sheet.width, Math.max(0, x + dx * far)), Math.min(sheet.height, Math.max(0, y + dy * far))];
    if (this.#down) this.studio.extend([[...this.cursor, 0.5]], { exact: this.cursor });
    this.studio.look(following(this.studio.view, this.cursor, sheet));
  }

  #pan([dx, dy]) {
    const { view, sheet } = this.studio, far = sheet.width / view.zoom / 8;
    this.studio.look(panned(view, dx * far, dy * far, sheet));
  }

  #press() {
    this.cursor = this.#place();
    if (this.#down) {
      this.#down = false;
      this.studio.finish();
    } else if (this.studio.begin([...this.cursor, 0.5])) {
      this.#down = this.studio.isDrawing;
      if (this.#down) this.studio.say("placed", Math.round(this.cursor[0]), Math.round(this.cursor[1]));
    }
    this.studio.look(this.studio.view);
  }

  #place() { return this.cursor ?? middleOf(this.studio.view, this.studio.sheet); }

  #leave() {
    if (this.#down) this.studio.abandon();
    this.#down = false;
    this.cursor = null;
    this.studio.look(this.studio.view);
  }

  #anywhere(event) {
    const { studio } = this, key = event.key.toLowerCase();
    if (event.target.matches("input:not([type=range], [type=radio], [type=checkbox]), textarea, select")) return;
    if (event.ctrlKey || event.metaKey) {
      if (key === "z") studio[event.shiftKey ? "redo" : "undo"]();
      else if (key === "y") studio.redo();
      else return;
    } else if (event.altKey) return;
    else if (LETTERS[key]) studio.pick(LETTERS[key]);
    else if (key === "[" || key === "]") studio.resize(key === "]" ? 2 : -2);
    else if (key === "+" || key === "=") studio.zoom(1.5);
    else if (key === "-") studio.zoom(1 / 1.5);
    else if (key === "0") studio.look(WHOLE);
    else return;
    event.preventDefault();
  }
}

