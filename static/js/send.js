import { words } from "./live.js";

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
