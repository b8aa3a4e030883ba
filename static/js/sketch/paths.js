import { ribbonsOf } from "./ribbons.js";

// Strokes as canvas paths, each made once: a stroke never changes.
const made = new WeakMap();

export function paint(context, stroke) {
  let path = made.get(stroke);
  if (!path) made.set(stroke, (path = pathOf(stroke)));
  const erases = stroke.tool === "eraser";
  context.globalCompositeOperation = erases ? "destination-out" : "source-over";
  context.globalAlpha = erases ? 1 : stroke.opacity ?? 1;
  context.fillStyle = erases ? "#000" : stroke.colour;
  context.fill(path, stroke.tool === "fill" || stroke.tool === "text" ? "evenodd" : "nonzero");
  context.globalAlpha = 1;
  context.globalCompositeOperation = "source-over";
}

function pathOf(stroke) {
  const path = new Path2D();
  if (stroke.tool === "text") for (const flat of stroke.outline) ring(path, flat);
  else if (stroke.tool === "fill") ring(path, stroke.points.flatMap(([x, y]) => [x, y]));
  else for (const ribbon of ribbonsOf(stroke)) around(path, ribbon);
  return path;
}

function ring(path, flat) {
  path.moveTo(flat[0], flat[1]);
  for (let i = 2; i < flat.length; i += 2) path.lineTo(flat[i], flat[i + 1]);
  path.closePath();
}

// Along the left edge, around the end, back along the right edge, around the beginning.
function around(path, ribbon) {
  const left = ribbon.map(([x, y]) => [x, y]), right = ribbon.map(([, , x, y]) => [x, y]).reverse();
  path.moveTo(...left[0]);
  side(path, left);
  cap(path, left[left.length - 1], right[0]);
  side(path, right);
  cap(path, right[right.length - 1], left[0]);
  path.closePath();
}

// A smooth line through the middles between the points, which lead it as handles.
function side(path, spots) {
  const last = spots.length - 1;
  path.lineTo((spots[0][0] + spots[1][0]) / 2, (spots[0][1] + spots[1][1]) / 2);
  for (let i = 1; i < last; i++) {
    const [x, y] = spots[i], [nx, ny] = spots[i + 1];
    path.quadraticCurveTo(x, y, (x + nx) / 2, (y + ny) / 2);
  }
  path.lineTo(...spots[last]);
}

function cap(path, [x1, y1], [x2, y2]) {
  const radius = Math.max(Math.hypot(x2 - x1, y2 - y1) / 2, 0.1), from = Math.atan2(y1 - y2, x1 - x2);
  path.arc((x1 + x2) / 2, (y1 + y2) / 2, radius, from, from - Math.PI, true);
}
