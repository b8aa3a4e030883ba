import { announce } from "./live.js";

// Placing a pin: mouse, touch and arrow keys alike. Reading pins works with links alone.
const STEP = 0.012, FAR = 0.05;
const inside = (part) => Math.min(1, Math.max(0, part));

export default function mount(details) {
  const figure = details.closest("[data-pins]"), board = figure?.querySelector("[data-pinboard]");
  const place = board?.querySelector("[data-place]"), cross = board?.querySelector("[data-cross]");
  if (!place) return;
  const form = details.querySelector("form"), summary = details.querySelector("summary");
  const { width, height } = board.dataset;
  const scale = Math.max(width / 1080, height / 620);
  let at = [0.5, 0.5];

  const words = () => details.dataset.at.replace("{x}", Math.round(at[0] * 100)).replace("{y}", Math.round(at[1] * 100));
  const move = (x, y) => {
    at = [inside(x), inside(y)];
    cross.setAttribute("transform", `translate(${at[0] * width} ${at[1] * height}) scale(${scale})`);
  };
  const choose = () => {
    details.open = false;
    board.classList.remove("has-place");
    board.classList.add("is-placing");
    place.hidden = false;
    move(...at);
    board.scrollIntoView({ block: "nearest" });
    place.focus({ preventScroll: true });
    announce(details.dataset.choose);
  };
  const stop = () => {
    place.hidden = true;
    board.classList.remove("is-placing");
  };
  const leave = () => {
    stop();
    board.classList.remove("has-place");
    details.open = false;
    summary.focus();
  };
  const set = () => {
    stop();
    board.classList.add("has-place");
    form.querySelector("[data-pin-x]").value = at[0].toFixed(4);
    form.querySelector("[data-pin-y]").value = at[1].toFixed(4);
    form.querySelector("[data-pin-at]").textContent = words();
    details.open = true;
    form.querySelector("textarea").focus();
    announce(`${words()}. ${details.dataset.set}`);
  };
  // The drawing keeps its shape inside the box, so the box may be wider or taller than it.
  const point = (event) => {
    const box = board.querySelector(".pinboard__spots").getBoundingClientRect();
    const fit = Math.min(box.width / width, box.height / height);
    const left = box.left + (box.width - width * fit) / 2, upper = box.top + (box.height - height * fit) / 2;
    return [(event.clientX - left) / (width * fit), (event.clientY - upper) / (height * fit)];
  };

  summary.addEventListener("click", (event) => {
    event.preventDefault();
    if (details.open) leave(); else choose();
  });
  place.addEventListener("pointermove", (event) => move(...point(event)));
  place.addEventListener("click", (event) => {
    if (event.detail) move(...point(event));
    set();
  });
  place.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.key === "Escape") return leave();
    if (!way) return;
    event.preventDefault();
    const by = event.shiftKey ? FAR : STEP;
    move(at[0] + way[0] * by, at[1] + way[1] * by * (width / height));
    announce(words());
  });
  form.querySelector("[data-pin-again]").addEventListener("click", choose);
  form.querySelector("[data-pin-leave]").addEventListener("click", leave);
}
