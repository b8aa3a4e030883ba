import { tell, words } from "./live.js";

// Sends the form of a draft, its files only once. A refusal arrives as an error in words.
export async function sendDraft(form, sent, pad) {
  const body = new FormData(form);
  const fresh = [];
  for (const input of form.querySelectorAll("input[type=file]")) {
    const [file] = input.files;
    if (!file || sent.get(input.name) === file) body.delete(input.name);
    else fresh.push([input, file]);
  }
  for (const [name, value] of [...body]) {
    if (typeof value !== "string" && name.startsWith("strokes") && !pad) body.delete(name);
  }
  if (pad && ![...body.keys()].some((name) => name.startsWith("strokes"))) body.set("strokes0_off", "y");
  const answer = await exchanged(form.dataset.draft, body);
  for (const [input, file] of fresh) {
    sent.set(input.name, file);
    const kept = answer.files[input.name];
    if (answer.refused[input.name]) tell(answer.refused[input.name]);
    else if (kept) {
      form.elements[`${input.name}_kept`].value = kept.key;
      input.value = ""; // it is there; sent once more it would only cost time
    }
  }
  return answer;
}

async function exchanged(address, body) {
  let reply, answer;
  try {
    reply = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    answer = await reply.json();
  } catch {
    throw Object.assign(new Error(words.lost), { status: reply && !reply.ok ? reply.status : 0 });
  }
  if (!reply.ok) throw Object.assign(new Error(answer.error || words.lost), { ...answer, status: reply.status });
  return answer;
}

// The button may have been drawn anew meanwhile; what it says is sent all the same.
export function pressAgain(form, button) {
  if (button?.isConnected) return form.requestSubmit(button);
  const { name, value } = button ?? {};
  if (name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  return form.requestSubmit();
}
