// What stands around every page: its menu, the switch of its theme, the rail of the staff.
export default function mount(node) {
  for (const [hook, begin] of Object.entries({ menu, themeSwitch, staff })) if (hook in node.dataset) begin(node);
}

// A <details> menu that closes with Escape and with a press elsewhere.
function menu(menu) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}

// The server keeps the choice and renders data-theme, so no page ever flashes in the other one.
function themeSwitch(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const root = document.documentElement;
    const asked = root.dataset.theme;
    const dark = asked ? asked === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    const theme = dark ? "light" : "dark";
    root.dataset.theme = theme;
    document.querySelector("meta[name=color-scheme]")?.setAttribute("content", theme);
    const fields = new FormData(form);
    fields.set("theme", theme);
    fetch(form.getAttribute("action"), { method: "POST", body: fields, redirect: "manual" }).catch(() => {});
  });
}

// On a phone the staff rail scrolls sideways: the page one is on stays in sight, and the focus.
function staff(shell) {
  const rail = shell.querySelector(".rail__in");
  const here = rail.querySelector("[aria-current]");
  if (here && rail.scrollWidth > rail.clientWidth) {
    rail.scrollLeft = here.offsetLeft - (rail.clientWidth - here.offsetWidth) / 2;
  }
  rail.addEventListener("focusin", (event) => {
    event.target.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}
