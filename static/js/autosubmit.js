// A filter form sends itself when a choice changes; without this it has a button.
export default function mount(form) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=radio], input[type=checkbox]")) form.requestSubmit();
  });
}
