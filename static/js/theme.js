// The server keeps the choice and renders data-theme, so no page ever flashes in the other one.
export default function mount(form) {
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
