import { announce, fragment, number, send, tell } from "./live.js";

let listening = false;

// A comment stands in its place at once; what the server refuses goes back into the field.
// Forms come with new comments, so the page listens and not the form.
export default function mount() {
  if (listening) return;
  listening = true;
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-comment]");
    if (!form || form.getAttribute("aria-busy") === "true") return;
    const field = form.querySelector("textarea");
    const list = document.getElementById(form.dataset.into);
    if (!list) return;
    event.preventDefault();
    form.setAttribute("aria-busy", "true");
    const fields = new FormData(form);
    const text = field.value;
    const waiting = draft(form, text);
    if (text.trim()) place(list, waiting, form.dataset.at);
    correct(field, "");
    field.value = "";
    try {
      const answer = await send(form, fields);
      waiting.replaceWith(fragment(answer.html));
      form.elements.once.value = answer.once ?? fresh();
      form.closest("details")?.removeAttribute("open");
      count(answer.count);
      announce(form.dataset.said);
    } catch (refusal) {
      waiting.remove();
      field.value = text;
      if (refusal.status === 422) correct(field, refusal.message);
      else tell(refusal.message);
      field.focus();
    } finally {
      form.removeAttribute("aria-busy");
    }
  });
}

// What is wrong with the words stands beside them, and is read out with the field.
function correct(field, sentence) {
  const id = `${field.id}-wrong`;
  document.getElementById(id)?.remove();
  for (const name of ["aria-invalid", "aria-describedby"]) field.removeAttribute(name);
  if (!sentence) return;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", id);
  field.after(Object.assign(document.createElement("p"), { id, className: "error", textContent: sentence }));
}

// Each comment has a number of its own, so that one sent twice is still one.
function fresh() {
  return [Date.now(), ...crypto.getRandomValues(new Uint32Array(2))].map((n) => n.toString(36)).join("");
}

function draft(form, text) {
  const box = document.createElement("div");
  box.className = "comment is-sending";
  const face = form.querySelector(".avatar")?.cloneNode(true) ?? document.createElement("span");
  const body = document.createElement("div");
  body.className = "comment__body";
  const words = document.createElement("p");
  words.textContent = text;
  const name = document.createElement("b");
  name.textContent = form.dataset.name ?? "";
  body.append(name, words);
  box.append(face, body);
  return box;
}

function place(list, node, at) {
  if (at === "start") list.prepend(node); else list.append(node);
  node.scrollIntoView({ block: "nearest" });
}

function count(comments) {
  if (comments === undefined || comments === null) return;
  document.querySelectorAll("[data-comments-count]").forEach((node) => { node.textContent = number(comments); });
}
