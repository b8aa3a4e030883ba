// What every module speaks with: the reader, by one polite live region; the site, by forms.
// The words the server gave us to say stand in the region.
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

// Sends a form as the browser would and reads JSON back. A refusal arrives as an error in words.
export async function send(form, fields = new FormData(form), address = form.getAttribute("action")) {
  let reply, answer;
  try {
    reply = await fetch(address, {
      method: "POST",
      body: fields,
      headers: { Accept: "application/json" },
    });
    answer = await reply.json();
  } catch {
    throw new Error(words.lost);
  }
  if (!reply.ok) {
    const { error, sign_in: signIn } = answer;
    throw Object.assign(new Error(error || words.lost), { status: reply.status, signIn });
  }
  return answer;
}

// The only door for HTML: the server has sanitised it before it comes here.
const policy = globalThis.trustedTypes?.createPolicy("idealab", { createHTML: (text) => text });

export function fragment(text) {
  const box = document.createElement("template");
  box.innerHTML = policy ? policy.createHTML(text) : text;
  return box.content;
}
