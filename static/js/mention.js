import { announce } from "./live.js";

// After an @ a list of those who take part opens below the field; arrow keys choose, Enter takes, Escape closes.
const BEGUN = /(^|[^\w@])@([^\s@][^\n@]{0,40}|)$/;
const PAUSE = 150;
let count = 0;

export default function mount(field) {
  const list = document.createElement("ul");
  list.id = `names-${++count}`;
  list.className = "at-names";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "@");
  field.after(list);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("autocomplete", "off");
  let timer, asked = 0, at = 0;

  const begun = () => field.value.slice(0, field.selectionStart).match(BEGUN);
  const close = () => {
    list.hidden = true;
    field.removeAttribute("aria-activedescendant");
  };
  const light = (place) => {
    at = (place + list.children.length) % list.children.length;
    [...list.children].forEach((one, n) => one.setAttribute("aria-selected", String(n === at)));
    field.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const take = (option) => {
    const words = begun();
    if (!words) return close();
    const start = field.selectionStart - words[2].length, name = option.dataset.name;
    field.setRangeText(`${name} `, start, field.selectionStart, "end");
    const chosen = document.createElement("input");
    Object.assign(chosen, { type: "hidden", name: "mentioned", value: option.dataset.id });
    field.form?.append(chosen);
    close();
    return field.focus();
  };
  const show = (people) => {
    list.replaceChildren(...people.map((person, n) => option(person, `${list.id}-${n}`)));
    list.hidden = people.length === 0;
    if (list.hidden) return close();
    light(0);
    return announce(people.map((person) => person.name).join(", "));
  };
  const ask = async () => {
    const words = begun(), mine = ++asked;
    if (!words) return close();
    try {
      const reply = await fetch(`${field.dataset.mention}?q=${encodeURIComponent(words[2])}`, { headers: { Accept: "application/json" } });
      if (reply.ok && mine === asked && begun()) show((await reply.json()).people);
    } catch {
      close();
    }
    return undefined;
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (begun()) timer = setTimeout(ask, PAUSE); else close();
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") light(at + 1);
    else if (event.key === "ArrowUp") light(at - 1);
    else if (event.key === "Enter" || event.key === "Tab") take(list.children[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  field.addEventListener("blur", () => setTimeout(close, PAUSE));
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const pressed = event.target.closest("[role=option]");
    if (pressed) take(pressed);
  });
}

function option({ id, name, home }, key) {
  const item = document.createElement("li");
  item.id = key;
  item.setAttribute("role", "option");
  Object.assign(item.dataset, { id, name });
  const word = document.createElement("bdi");
  word.textContent = name;
  const where = document.createElement("small");
  where.textContent = home ?? "";
  item.append(word, where);
  return item;
}
