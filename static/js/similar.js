import { announce, fragment } from "./live.js";

const PAUSE = 15000, SOON = 5000;

// Ideas close to the one that is being written: a word beside the text once it stands, and all of
// them in the step in which one compares. Answers that were given stay.
export default function mount(step) {
  const { form } = step.querySelector("button");
  const list = step.querySelector("[data-similar-list]");
  const near = form.querySelector("[data-near]");
  let asked = "", askedAt = 0, shown = "", later = 0;

  const text = () => [form.elements.title, ...form.querySelectorAll("[data-step=write] textarea")].map((field) => field.value.trim()).join("\n");

  // A worker may still be looking for what means the same in other words: then once more, soon.
  const ask = async (again = false) => {
    const [draft, now] = [form.elements.draft.value, text()];
    if (!draft || (now === asked && !again)) return;
    asked = now;
    clearTimeout(later);
    const answer = await found(draft);
    if (!answer) { asked = ""; return; }
    if (answer.stands) askedAt = Date.now();
    if (answer.more_comes && !again) later = setTimeout(ask, SOON, true);
    if (answer.stands && answer.html === shown) return;
    shown = answer.stands ? answer.html : "";
    const said = new Map([...list.querySelectorAll("input:checked")].map((input) => [input.name, input.value]));
    list.replaceChildren(answer.stands ? fragment(answer.html) : list.dataset.short);
    for (const input of list.querySelectorAll("input")) if (said.has(input.name)) input.checked = said.get(input.name) === input.value;
    show(near, answer.count);
    if (form.dataset.at === "compare") announce(near.hidden ? list.textContent.trim() : near.textContent.trim());
  };

  form.addEventListener("saved", () => {
    if (form.dataset.at === "compare" || Date.now() - askedAt > PAUSE) ask();
  });
  form.addEventListener("step", ({ detail }) => { if (detail === "compare") ask(); });
  if (!form.elements.draft.value) list.textContent ||= list.dataset.short;
  if (form.dataset.at === "compare") ask();
}

function show(near, count) {
  const words = near.querySelector("[data-near-words]");
  near.hidden = !count;
  words.textContent = count === 1 ? words.dataset.one : words.dataset.many.replace("{n}", count);
}

async function found(draft) {
  try {
    const reply = await fetch(`/drafts/${draft}/similar`, { headers: { Accept: "application/json" } });
    return reply.ok ? await reply.json() : null;
  } catch {
    return null;
  }
}
