// One polite live region for the whole page, and the words the server gave us to say in it.
const region = document.querySelector("[data-live]");
const toast = document.querySelector("[data-toast]");
export const words = region?.dataset ?? {};
let timer;

export function announce(text) {
  if (!region || !text) return;
  region.textContent = "";
  setTimeout(() => { region.textContent = text; }, 50);
}

// For what must also be seen: a refusal stays on screen for ten seconds.
export function tell(text) {
  announce(text);
  if (!toast || !text) return;
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => { toast.hidden = true; }, 10000);
}

export const number = (n) => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, "\u00a0");
export const fill = (sentence, n) => (sentence ?? "").replace("{n}", number(n));
