import { words } from "./live.js";

// Sends a form as the browser would and reads JSON back. A refusal arrives as an error in words.
export async function send(form, fields = new FormData(form)) {
  let reply, answer;
  try {
    reply = await fetch(form.getAttribute("action"), {
      method: "POST",
      body: fields,
      headers: { Accept: "application/json" },
    });
    // Signed out in the meantime: follow to the sign-in page, and let nothing be said before.
    if (reply.redirected) {
      location.assign(reply.url);
      await new Promise(() => {});
    }
    answer = await reply.json();
  } catch {
    throw new Error(words.lost);
  }
  if (!reply.ok) throw Object.assign(new Error(answer.error || words.lost), { status: reply.status });
  return answer;
}
