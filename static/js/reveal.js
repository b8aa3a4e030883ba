// Shows the password of the field named by data-reveal, and hides it again.
export default function mount(button) {
  const field = document.getElementById(button.dataset.reveal);
  const hidden = button.textContent;
  button.addEventListener("click", () => {
    const show = field.type === "password";
    field.type = show ? "text" : "password";
    button.textContent = show ? button.dataset.hide : hidden;
    button.setAttribute("aria-pressed", String(show));
  });
}
