// Keeps a countdown right that the server has already written; it stays silent for screen readers.
export default function mount(node) {
  const end = Date.parse(node.dataset.countdown);
  const show = (part, value) => {
    const cell = node.querySelector(`[data-${part}]`);
    if (!cell || cell.textContent === value) return;
    cell.textContent = value;
    const unit = cell.nextElementSibling;
    unit.textContent = Number(value) === 1 ? unit.dataset.one : unit.dataset.more;
  };
  const tick = () => {
    const minutes = Math.max(0, Math.floor((end - Date.now()) / 60000));
    show("days", String(Math.floor(minutes / 1440)));
    show("hours", String(Math.floor(minutes / 60) % 24).padStart(2, "0"));
    show("minutes", String(minutes % 60).padStart(2, "0"));
  };
  tick();
  setInterval(tick, 15000);
}
