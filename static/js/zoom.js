import { announce } from "./live.js";

// A picture, larger: wheel, pinch, drag, + and −, arrow keys. Without this the link leads to the large picture.
const MOST = 8;
const dialog = document.querySelector("[data-zoom-dialog]");
const stage = dialog?.querySelector("[data-zoom-stage]");
const fingers = new Map();
let image, scale, left, upper, spread;

export default function mount(link) {
  if (!dialog?.showModal) return;
  if (!image) listen();
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const small = link.querySelector("img");
    Object.assign(image, { src: link.href, alt: small?.alt ?? "" });
    whole();
    dialog.showModal();
    stage.focus();
    dialog.addEventListener("close", () => link.focus({ preventScroll: true }), { once: true });
  });
}

function listen() {
  image = new Image();
  image.className = "zoom__image";
  image.draggable = false;
  stage.append(image);
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * 0.002), event.clientX, event.clientY);
  }, { passive: false });
  stage.addEventListener("dblclick", (event) => (scale > 1 ? whole() : zoom(2.5, event.clientX, event.clientY)));
  stage.addEventListener("pointerdown", (event) => {
    stage.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event);
    spread = distance();
  });
  stage.addEventListener("pointermove", follow);
  for (const type of ["pointerup", "pointercancel"]) stage.addEventListener(type, (event) => {
    fingers.delete(event.pointerId);
    spread = distance();
  });
  dialog.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] }[event.key];
    if (way) pan(...way);
    else if (event.key === "+" || event.key === "=") zoom(1.4);
    else if (event.key === "-") zoom(1 / 1.4);
    else if (event.key === "0") whole();
    else return;
    event.preventDefault();
  });
  dialog.querySelectorAll("[data-zoom-by]").forEach((button) => button.addEventListener("click", () => {
    zoom(Number(button.dataset.zoomBy));
    announce(`${Math.round(scale * 100)} %`);
  }));
  dialog.querySelector("[data-zoom-whole]").addEventListener("click", whole);
}

function follow(event) {
  const before = fingers.get(event.pointerId);
  if (!before) return;
  fingers.set(event.pointerId, event);
  if (fingers.size === 1) return pan(event.clientX - before.clientX, event.clientY - before.clientY);
  const [one, other] = fingers.values(), now = distance();
  if (spread) zoom(now / spread, (one.clientX + other.clientX) / 2, (one.clientY + other.clientY) / 2);
  spread = now;
}

function distance() {
  const [one, other] = fingers.values();
  return other ? Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) : 0;
}

function whole() {
  [scale, left, upper] = [1, 0, 0];
  draw();
}

function pan(x, y) {
  left += x;
  upper += y;
  draw();
}

// What lies under the pointer stays under it.
function zoom(by, x, y) {
  const box = stage.getBoundingClientRect();
  const before = scale;
  scale = Math.min(MOST, Math.max(1, scale * by));
  const grown = scale / before;
  const dx = (x ?? box.left + box.width / 2) - box.left - box.width / 2;
  const dy = (y ?? box.top + box.height / 2) - box.top - box.height / 2;
  left = dx - (dx - left) * grown;
  upper = dy - (dy - upper) * grown;
  draw();
}

function draw() {
  const box = stage.getBoundingClientRect(), room = (scale - 1) / 2;
  left = Math.min(box.width * room, Math.max(-box.width * room, left));
  upper = Math.min(box.height * room, Math.max(-box.height * room, upper));
  image.style.transform = `translate(${left}px, ${upper}px) scale(${scale})`;
}
