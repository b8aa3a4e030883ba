import { tell } from "./live.js";

// Copies the link, and hands it to an app where the device has a way to do that.
export default function mount(menu) {
  const field = menu.querySelector("input"), copy = menu.querySelector("[data-share-copy]");
  const pass = menu.querySelector("[data-share-with]");
  copy.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      menu.open = false;
      menu.querySelector("summary").focus();
      tell(copy.dataset.copied);
    } catch {
      field.focus(); // it is selected, for the keyboard to copy
    }
  });
  if (!navigator.share) return;
  pass.hidden = false;
  pass.addEventListener("click", () => navigator.share({ title: menu.dataset.title, url: field.value }).catch(() => {}));
}
