// Asks once more before a form that cannot be undone; its dialog is named by data-confirm.
export default function mount(form) {
  const dialog = document.getElementById(form.dataset.confirm);
  if (!dialog?.showModal) return;
  let sure = false;
  form.addEventListener("submit", (event) => {
    if (sure) return;
    event.preventDefault();
    const { submitter } = event;
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "yes") return submitter?.focus();
      sure = true;
      return form.requestSubmit(submitter);
    }, { once: true });
    dialog.showModal();
  });
}
