import { announce, send, tell } from "./live.js";

// Follows an idea in its place, and stops.
export default function mount(form) {
  const button = form.querySelector("button"), label = form.querySelector("[data-follow-label]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = new FormData(form);
    fields.set(button.name, button.value);
    try {
      const { following } = await send(form, fields);
      button.setAttribute("aria-pressed", String(following));
      button.value = following ? "" : "y";
      label.textContent = following ? label.dataset.on : label.dataset.off;
      announce(following ? form.dataset.said : form.dataset.unsaid);
    } catch (refusal) {
      if (refusal.signIn) location.assign(refusal.signIn);
      else tell(refusal.message);
    }
  });
}
