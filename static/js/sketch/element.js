import { pictureOf } from "./painter.js";
import { documentOf, revived } from "./document.js";

// <sketch-pad name="strokes0" data-src="…">: a closed sheet that opens on a press. It holds the drawing as
// plain JSON (`pad.document`), tells each change with a `change` event, and gives its strokes to the form
// as a file part when the form is sent or read with new FormData(form).
class SketchPad extends HTMLElement {
  #document = null;
  #studio = null;
  #touched = false;
  #loading = null;

  connectedCallback() {
    if (this.form) return;
    this.form = this.closest("form");
    this.form?.addEventListener("formdata", ({ formData }) => this.#send(formData));
    this.querySelector("[data-open]").addEventListener("click", () => this.open());
    this.querySelector("[data-drop]")?.addEventListener("click", () => this.#drop());
    if (this.dataset.src) this.#loading = this.#load(this.dataset.src);
    else this.#show();
  }

  get name() { return this.getAttribute("name"); }
  get document() { return this.#studio ? documentOf(this.#studio.state) : this.#document; }

  set document(value) {
    this.#document = value;
    this.#touched = true;
    this.#studio?.restore(value);
    this.#show();
  }

  picture(width) { return this.document && pictureOf(revived(this.document), width); }

  async open() {
    await this.#loading;
    if (this.#studio) return this.#studio.canvas.focus();
    const { Studio } = await import("./studio.js");
    const place = this.querySelector("[data-place]");
    place.append(document.querySelector("template[data-studio]").content.cloneNode(true));
    this.classList.add("is-open");
    this.#studio = new Studio(place.firstElementChild, this.#document, () => this.#changed());
    this.#studio.canvas.focus();
    this.#show();
  }

  async #load(address) {
    const reply = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (reply?.ok && !this.#touched) this.#document = await reply.json();
    this.#show();
  }

  #changed() {
    this.#touched = true;
    this.#show();
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #drop() {
    this.document = null;
    this.#changed();
  }

  #show() {
    const shown = this.querySelector("[data-shown]");
    this.classList.toggle("is-drawn", Boolean(this.document));
    if (this.#studio) return;
    const picture = this.picture(480);
    if (!picture) return shown.replaceChildren();
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", shown.dataset.shown);
    shown.replaceChildren(picture);
  }

  // What the server keeps already (`strokes0_kept`) is not sent again until it changes.
  #send(data) {
    if (!this.#touched) return;
    const drawn = this.document;
    data.delete(`${this.name}_kept`);
    if (drawn) data.set(this.name, new File([JSON.stringify(drawn)], "drawing.json", { type: "application/json" }));
  }
}

if (!customElements.get("sketch-pad")) customElements.define("sketch-pad", SketchPad);

export default function mount() {}
