import { announce, fragment, tell, words } from "./live.js";

// Write and look: the server renders what the text will be, in the place where it is written.
export default function mount(root) {
  const text = root.querySelector("textarea");
  const view = root.querySelector("[data-preview-view]");
  const button = root.querySelector("[data-preview]");
  const writing = button.textContent;

  const write = () => {
    view.hidden = true;
    text.hidden = false;
    button.setAttribute("aria-pressed", "false");
    button.textContent = writing;
    text.focus();
  };

  button.addEventListener("click", async () => {
    if (!text.hidden) {
      const html = await rendered(text);
      if (html === null) return tell(words.lost);
      view.replaceChildren(html ? fragment(html) : view.dataset.empty);
      text.hidden = true;
      view.hidden = false;
      button.setAttribute("aria-pressed", "true");
      button.textContent = button.dataset.back;
      return announce(view.textContent.trim());
    }
    return write();
  });
  text.form?.addEventListener("submit", write, { capture: true });
}

async function rendered(text) {
  const fields = new FormData();
  fields.set("text", text.value);
  fields.set("csrf_token", text.form.elements.csrf_token?.value ?? "");
  try {
    const reply = await fetch("/preview", { method: "POST", body: fields, headers: { Accept: "application/json" } });
    return reply.ok ? (await reply.json()).html : null;
  } catch {
    return null;
  }
}
