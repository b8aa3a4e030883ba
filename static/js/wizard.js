import { announce } from "./live.js";

// Shows a long form step by step. Without this module the form is one page, and works as well.
export default function mount(form) {
  const links = [...form.querySelectorAll("[data-goto]")];
  const names = links.map((link) => link.dataset.goto);

  const go = (name, { heard = true } = {}) => {
    if (!names.includes(name)) return;
    form.dataset.at = name;
    for (const link of links) {
      if (link.dataset.goto === name) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
    if (name === "publish") look(form);
    form.dispatchEvent(new CustomEvent("step", { detail: name }));
    if (!heard) return;
    history.replaceState(history.state, "", `#${name}`);
    const link = links[names.indexOf(name)];
    link.focus({ preventScroll: true });
    link.scrollIntoView({ block: "nearest" });
    announce(link.textContent.trim());
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-goto], [data-next]");
    if (button) {
      event.preventDefault();
      return go(button.dataset.goto ?? button.dataset.next);
    }
    const link = event.target.closest('a[href^="#"]');
    if (link) open(link.hash.slice(1));
  });

  // Enter in a line of text would press the first button of the form; here it goes on instead.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input:not([type=checkbox], [type=file])")) return;
    const next = names[names.indexOf(form.dataset.at) + 1];
    if (!next) return;
    event.preventDefault();
    go(next);
  });

  const open = (id) => {
    const step = document.getElementById(id)?.closest("[data-step]")?.dataset.step;
    if (step && step !== form.dataset.at) go(step, { heard: false });
  };

  const wrong = form.querySelector('[aria-invalid="true"]')?.closest("[data-step]")?.dataset.step;
  go(wrong ?? (location.hash.slice(1) || "write"), { heard: false });
}

// What is about to be published, as far as it was written.
function look(form) {
  const box = form.querySelector("[data-look]");
  if (!box) return;
  const title = box.querySelector("[data-look-title]");
  const texts = [...form.querySelectorAll("[data-step] textarea")].map((field) => field.value.trim());
  box.hidden = false;
  title.textContent = form.elements.title.value.trim() || title.dataset.empty;
  box.querySelector("[data-look-text]").textContent = texts.filter(Boolean).join("\n\n");
  const pictures = [...form.querySelectorAll("[data-step=draw] .upload img")].filter((image) => image.src && !image.hidden && image.complete && image.naturalWidth);
  const drawn = form.querySelector("sketch-pad")?.picture?.(160) ?? "";
  box.querySelector("[data-look-art]").replaceChildren(drawn, ...pictures.map((image) => copyOf(image)));
}

function copyOf(image) {
  const copy = new Image(160);
  copy.src = image.currentSrc || image.src;
  copy.alt = image.alt;
  return copy;
}
