import { announce } from "./live.js";
import { copiesOf, drop, forget, remember } from "./local-copy.js";

const NOT_TYPED = ["csrf_token", "once", "revision"];
const PAUSE = 300;

// Changes of an idea that nobody has saved lie in this browser, and are offered when its author is back.
// Whoever leaves with what a browser cannot keep (a chosen file) is asked first.
export default function mount(form) {
  const pads = () => [...form.querySelectorAll("sketch-pad")];
  const drawn = new Set(); // the names of pads whose strokes have changed
  let dirty = false, keeps = true, leaving = false, timer = 0;

  const keep = () => {
    clearTimeout(timer);
    timer = 0;
    const drawings = Object.fromEntries(pads().filter(({ name }) => drawn.has(name)).map((pad) => [pad.name, pad.document]));
    const fields = { texts: textsOf(form), revision: form.elements.revision.value };
    keeps = remember(form, { ...fields, drawings });
    if (!keeps) remember(form, { ...fields, drawings: {} }); // a browser has room for some drawings only
  };

  const changed = ({ target }) => {
    const pad = target.closest("sketch-pad");
    if (pad) drawn.add(pad.name);
    dirty = true;
    timer ||= setTimeout(keep, PAUSE);
  };

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => { leaving = true; if (dirty) keep(); });
  form.querySelector("[data-leave]").addEventListener("click", () => {
    clearTimeout(timer);
    dirty = false;
    forget(form);
  });
  addEventListener("pagehide", () => { if (dirty && !leaving) keep(); });
  addEventListener("pageshow", (event) => { if (event.persisted) leaving = false; });
  addEventListener("beforeunload", (event) => {
    if (dirty && !leaving && (!keeps || holdsFiles(form))) event.preventDefault();
  });

  offer(form, async (fields) => { await bring(form, fields, pads()); keep(); });
  if (form.dataset.refused === undefined) return;
  dirty = true; // what was typed has come back, and is not saved
  keep();
}

function offer(form, restore) {
  const now = JSON.stringify(textsOf(form)), box = form.querySelector("[data-left]");
  const left = copiesOf(form).filter(({ name, copy: { fields } }) => {
    const isSame = JSON.stringify(fields.texts) === now && !Object.keys(fields.drawings).length;
    if (isSame) drop(name);
    return !isSame;
  });
  if (!left.length) return;
  const [{ name, copy: { fields } }] = left, words = box.querySelector("[data-left-words]");
  if (fields.revision !== form.elements.revision.value) words.textContent = words.dataset.changed;
  box.hidden = false;
  announce(words.textContent);
  box.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    box.hidden = true;
    form.elements.title.focus();
    if ("bring" in button.dataset) await restore(fields);
    drop(name);
  });
}

async function bring(form, { texts, drawings }, pads) {
  const said = new Map(texts);
  for (const field of form.elements) {
    if (!field.name || ["file", "hidden", "submit", "button"].includes(field.type)) continue;
    if (["checkbox", "radio"].includes(field.type)) field.checked = said.get(field.name) === field.value;
    else if (said.has(field.name)) field.value = said.get(field.name);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  await customElements.whenDefined("sketch-pad");
  for (const pad of pads) {
    if (!(pad.name in drawings)) continue;
    pad.document = drawings[pad.name];
    pad.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

const textsOf = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_TYPED.includes(name) && !name.endsWith("_kept"));

const holdsFiles = (form) => [...form.elements].some(({ type, files, name, value }) => (type === "file" ? files.length : type === "hidden" && name.endsWith("_kept") && value));
