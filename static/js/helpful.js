import { announce, number, send, tell } from "./live.js";

// Marks a comment as helpful in its place. The buttons of all comments belong to this one form.
export default function mount(form) {
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button?.matches("[data-helpful]")) return;
    event.preventDefault();
    if (button.getAttribute("aria-busy") === "true") return;
    const fields = new FormData(form);
    fields.set("wanted", button.value);
    button.setAttribute("aria-busy", "true");
    try {
      const { helpful, marked } = await send(form, fields, button.getAttribute("formaction"));
      show(button, helpful, marked);
      announce(marked ? form.dataset.marked : form.dataset.unmarked);
    } catch (refusal) {
      if (refusal.signIn) location.assign(refusal.signIn);
      else tell(refusal.message);
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}

function show(button, helpful, marked) {
  button.setAttribute("aria-pressed", String(marked));
  button.value = marked ? "" : "y";
  const count = button.querySelector("[data-helpful-count]");
  count.textContent = number(helpful);
  count.hidden = helpful === 0;
}
