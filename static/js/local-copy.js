// What has not reached the server yet, kept in this browser so that a killed tab loses nothing.
// It goes as soon as the server has it.
const PREFIX = "idealab-draft:", LONGEST = 14 * 24 * 3600 * 1000;

// False if there was no room, or none allowed: then only the server keeps it.
export function remember(form, fields) {
  try {
    localStorage.setItem(nameFor(form), JSON.stringify({ at: Date.now(), place: placeOf(form), fields }));
    return true;
  } catch {
    return false;
  }
}

export function drop(name) {
  try { localStorage.removeItem(name); } catch { /* There was none. */ }
}

export const dropOf = (key) => drop(`${PREFIX}${key}`);
export const forget = (form) => drop(nameFor(form));

// The latest copy that belongs to the draft of this page, or to its empty page. One without a draft belongs
// to the draft that its page has begun with its last word, when it did not hear the answer any more.
export function recall(form) {
  const draft = form.elements.draft.value, { page } = form.dataset;
  const isOwn = ({ draft: number = "", page_key: key }) => number === draft || (!number && key === page);
  const own = copiesOf(form).filter(({ copy }) => isOwn(copy.fields));
  for (const { name } of own) drop(name);
  return own[0]?.copy.fields ?? null;
}

export function putBack(form, texts) {
  for (const [name, value] of Object.entries(texts)) {
    const field = form.elements[name];
    if (!value && ["draft", "edition"].includes(name)) continue; // the page knows it by now
    if (field?.type === "checkbox") field.checked = true;
    else if (field && field.type !== "file" && name !== "once") field.value = value;
  }
}

// Those of this form and this person, the latest first.
export const copiesOf = (form) => copies()
  .filter(({ copy }) => copy.place === placeOf(form))
  .sort((one, other) => other.copy.at - one.copy.at);

function copies() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).flatMap((name) => {
      const copy = JSON.parse(localStorage.getItem(name));
      if (copy?.fields && Date.now() - copy.at < LONGEST) return [{ name, copy }];
      localStorage.removeItem(name);
      return [];
    });
  } catch {
    return [];
  }
}

const placeOf = (form) => `${form.dataset.draft ?? form.dataset.unsaved} ${form.dataset.keeper}`;
const nameFor = (form) => `${PREFIX}${(form.elements.page_key ?? form.elements.once).value}`;
