// What has not reached the server yet, kept in this browser so that a killed tab loses nothing.
// It goes as soon as the server has it.
const PREFIX = "idealab-draft:", LONGEST = 14 * 24 * 3600 * 1000;

export function remember(form, fields) {
  try {
    localStorage.setItem(nameFor(form), JSON.stringify({ at: Date.now(), place: placeOf(form), fields }));
  } catch { /* No room, or none allowed: then only the server keeps it. */ }
}

export function forget(form) {
  try { localStorage.removeItem(nameFor(form)); } catch { /* There was none. */ }
}

// The latest copy that belongs to the draft of this page, or to its empty page.
export function recall(form) {
  const draft = form.elements.draft.value;
  return copies()
    .filter(({ copy }) => copy.place === placeOf(form) && (copy.fields.draft ?? "") === draft)
    .sort((one, other) => other.copy.at - one.copy.at)
    .map(({ name, copy }) => { localStorage.removeItem(name); return copy.fields; })[0] ?? null;
}

const placeOf = (form) => `${form.dataset.draft} ${form.dataset.keeper}`;
const nameFor = (form) => `${PREFIX}${form.elements.page_key.value}`;

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
