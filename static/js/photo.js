// Shows a chosen photo as it will be: turned, and pale where it is cut off. A rectangle is drawn over
// what shall stay; the numbers beside it say the same and work without this module.
const SIDES = ["left", "top", "right", "bottom"], MOST = 45;
const shown = new WeakMap(); // the photo of each place

// A picture that is kept already shows as soon as somebody wants to edit it.
export default function mount(picture) {
  const place = picture.closest("[data-photo-of]").querySelector("[data-photo]");
  const open = () => {
    if (!place.open || shown.has(place)) return;
    const image = Object.assign(new Image(), { src: picture.querySelector("img").src });
    image.decode().then(() => show(place, image)).catch(() => {}); // then the numbers have to do
  };
  place?.addEventListener("toggle", open);
  if (place) open();
}

export async function show(place, file) {
  const photo = await createImageBitmap(file).catch(() => null);
  const canvas = place.querySelector("[data-photo-view]");
  canvas.hidden = !photo;
  if (!photo) return;
  if (!shown.has(place)) listen(place, canvas);
  shown.set(place, photo);
  draw(place, canvas);
}

const field = (place, name) => place.querySelector(`[name="${place.dataset.photo}_${name}"]`);
const cuts = (place) => SIDES.map((side) => Math.min(MOST, Number(field(place, side).value) || 0) / 100);

function draw(place, canvas) {
  const photo = shown.get(place), turn = Number(field(place, "turn").value) || 0, lies = turn % 180 !== 0;
  const scale = 640 / Math.max(photo.width, photo.height);
  const [width, height] = (lies ? [photo.height, photo.width] : [photo.width, photo.height]).map((side) => Math.round(side * scale));
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d"), [left, top, right, bottom] = cuts(place);
  context.translate(width / 2, height / 2);
  context.rotate((turn * Math.PI) / 180);
  context.drawImage(photo, (-photo.width * scale) / 2, (-photo.height * scale) / 2, photo.width * scale, photo.height * scale);
  context.resetTransform();
  context.fillStyle = "#ffffffb3";
  const pale = new Path2D();
  pale.rect(0, 0, width, height);
  pale.rect(left * width, top * height, (1 - left - right) * width, (1 - top - bottom) * height);
  context.fill(pale, "evenodd");
}

function listen(place, canvas) {
  let from = null;
  const at = ({ clientX, clientY }) => {
    const box = canvas.getBoundingClientRect();
    return [(clientX - box.left) / box.width, (clientY - box.top) / box.height].map((n) => Math.min(1, Math.max(0, n)));
  };
  const cut = (to) => {
    const [x1, x2] = [from[0], to[0]].sort((a, b) => a - b), [y1, y2] = [from[1], to[1]].sort((a, b) => a - b);
    [x1, y1, 1 - x2, 1 - y2].forEach((part, i) => { field(place, SIDES[i]).value = Math.min(MOST, Math.round(part * 100)); });
    draw(place, canvas);
  };
  canvas.addEventListener("pointerdown", (event) => { from = at(event); canvas.setPointerCapture(event.pointerId); });
  canvas.addEventListener("pointermove", (event) => { if (from) cut(at(event)); });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      from = null;
      place.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  place.addEventListener("input", () => draw(place, canvas));
}
