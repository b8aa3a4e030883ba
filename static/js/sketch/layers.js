import * as drawing from "./document.js";

// The list of layers, the top one first: choose, show or hide, rename, raise, lower, delete.
export class Layers {
  constructor(list, studio) {
    this.list = list;
    this.studio = studio;
    this.row = list.querySelector("template");
    list.addEventListener("click", (event) => this.#act(event));
    list.addEventListener("change", (event) => this.#rename(event));
  }

  show(state) {
    const had = document.activeElement, name = this.list.contains(had) && had.dataset.layer;
    const id = name && had.closest("li").dataset.id;
    const rows = state.layers.toReversed().map((layer, i) => this.#rowOf(layer, state, i));
    this.list.replaceChildren(this.row, ...rows);
    if (name) (this.list.querySelector(`[data-id="${id}"] [data-layer=${name}]:enabled`) ?? this.list.querySelector("[data-layer=choose]")).focus();
  }

  #rowOf(layer, state, place) {
    const row = this.row.content.cloneNode(true).firstElementChild;
    row.dataset.id = layer.id;
    row.classList.toggle("is-active", layer.id === state.active);
    for (const button of row.querySelectorAll("[aria-label]")) {
      button.setAttribute("aria-label", button.getAttribute("aria-label").replace("{name}", layer.name));
    }
    const part = (name) => row.querySelector(`[data-layer=${name}]`);
    part("choose").setAttribute("aria-pressed", layer.id === state.active);
    part("name").value = layer.name;
    part("seen").setAttribute("aria-pressed", !layer.hidden);
    part("raise").disabled = place === 0;
    part("lower").disabled = place === state.layers.length - 1;
    part("delete").disabled = state.layers.length === 1;
    return row;
  }

  #act({ target }) {
    const button = target.closest("button[data-layer]");
    if (!button) return;
    const { studio } = this, { state } = studio, id = Number(button.closest("li").dataset.id);
    const layer = state.layers.find((one) => one.id === id);
    const acts = {
      choose: () => studio.step(drawing.chosen(state, id)),
      seen: () => studio.change(drawing.shown(state, id, layer.hidden)),
      raise: () => studio.change(drawing.moved(state, id, 1)),
      lower: () => studio.change(drawing.moved(state, id, -1)),
      delete: () => studio.change(drawing.withoutLayer(state, id)),
    };
    acts[button.dataset.layer]();
  }

  #rename({ target }) {
    if (target.dataset.layer !== "name") return;
    const id = Number(target.closest("li").dataset.id), name = target.value.trim();
    if (name) this.studio.change(drawing.renamed(this.studio.state, id, name));
    else this.show(this.studio.state);
  }
}
