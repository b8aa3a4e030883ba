// Moves the line between two pictures that lie upon each other; the range input is its handle.
export default function mount(figure) {
  const range = figure.querySelector("[data-compare-range]");
  const jumps = [...figure.querySelectorAll("[data-compare-to]")];
  const { before, after, only, parts } = range.dataset;

  const words = (at) => {
    if (at === 0) return only.replace("{version}", after);
    if (at === 100) return only.replace("{version}", before);
    return parts.replace("{percent}", at).replace("{version}", before);
  };
  const show = () => {
    const at = Number(range.value);
    figure.style.setProperty("--at", `${at}%`);
    range.setAttribute("aria-valuetext", words(at));
    jumps.forEach((jump) => jump.setAttribute("aria-pressed", String(Number(jump.dataset.compareTo) === at)));
  };

  range.addEventListener("input", show);
  jumps.forEach((jump) => {
    jump.addEventListener("click", () => {
      range.value = jump.dataset.compareTo;
      show();
    });
  });
  show();
}
