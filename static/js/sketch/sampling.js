// From the pointer to points [x, y, pressure]: steadied while drawn, thinned out when the pen lifts.
const FOLLOW = 0.6; // how far the line follows the pointer with each sample
const COARSE = 0.45; // how far a left-out point may lie beside the line that stays
const APART = 24; // how far neighbours may lie apart, so that a stroke begins and ends as it was seen

// A pen tells its pressure; for mouse and finger the hand is taken to be heavier where it is slow.
export function sample({ x, y, pressure, pen, at }, before) {
  if (!before) return { x, y, at, p: pen && pressure ? pressure : 0.5 };
  const speed = Math.hypot(x - before.x, y - before.y) / Math.max(1, at - before.at);
  const p = pen && pressure ? pressure : Math.max(0.25, 0.78 - speed / 16);
  return {
    x: before.x + (x - before.x) * FOLLOW,
    y: before.y + (y - before.y) * FOLLOW,
    p: before.p + (p - before.p) * (pen ? 0.5 : 0.3),
    at,
  };
}

export const pointOf = ({ x, y, p }) => [x, y, p];
const tenth = (n) => Math.round(n * 10) / 10;

// Without the points that a line between their neighbours shows just as well, and with short numbers.
function thinned(points, size) {
  const kept = points.length > 2 ? kneesOf(points, size) : points;
  return kept.map(([x, y, p = 0.5]) => [tenth(x), tenth(y), Math.round(p * 100) / 100]);
}

function kneesOf(points, size) {
  const stays = new Uint8Array(points.length).fill(0);
  stays[0] = stays[points.length - 1] = 1;
  const parts = [[0, points.length - 1]];
  while (parts.length) {
    const [from, to] = parts.pop();
    const [far, knee] = farthest(points, from, to, size);
    const [a, b] = [points[from], points[to]];
    const wide = to - from > 1 && Math.hypot(a[0] - b[0], a[1] - b[1]) > APART;
    if (far <= COARSE && !wide) continue;
    const middle = far > COARSE ? knee : (from + to) >> 1;
    stays[middle] = 1;
    parts.push([from, middle], [middle, to]);
  }
  return points.filter((_, i) => stays[i]);
}

function farthest(points, from, to, size) {
  const [ax, ay, ap] = points[from], [bx, by, bp] = points[to];
  const dx = bx - ax, dy = by - ay, length = dx * dx + dy * dy || 1;
  let most = 0, knee = from;
  for (let i = from + 1; i < to; i++) {
    const [x, y, p] = points[i];
    const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
    const beside = Math.hypot(x - ax - t * dx, y - ay - t * dy);
    const heavier = Math.abs(p - ap - t * (bp - ap)) * size * 0.65; // pressure is width
    if (beside + heavier > most) [most, knee] = [beside + heavier, i];
  }
  return [most, knee];
}

// With Shift a line keeps to steps of 15 degrees, an ellipse is a circle, a rectangle a square.
export function constrained(tool, [x1, y1], [x2, y2]) {
  const dx = x2 - x1, dy = y2 - y1;
  if (tool === "line") {
    const step = Math.PI / 12, turn = Math.round(Math.atan2(dy, dx) / step) * step, far = Math.hypot(dx, dy);
    return [x1 + Math.cos(turn) * far, y1 + Math.sin(turn) * far];
  }
  const side = Math.max(Math.abs(dx), Math.abs(dy));
  return [x1 + (Math.sign(dx) || 1) * side, y1 + (Math.sign(dy) || 1) * side];
}

const mirrored = (stroke, width) => ({
  ...stroke, points: stroke.points.map(([x, ...rest]) => [tenth(width - x), ...rest]),
});

export const SHAPES = ["line", "ellipse", "rect"];
export const LETTERS = 8; // how much taller letters are than a pen is wide
const WIDER = { pen: 1, marker: 4, eraser: 4, line: 0.8, ellipse: 0.8, rect: 0.8 };
const PALER = { marker: 0.5 };

// The strokes that a hand makes with what it holds: one, or two with a mirror. While it grows a stroke
// keeps all its points; `lifted` leaves out those nobody would miss.
export function strokesOf(growing, { tool, colour, size, strength, mirror }, width, lifted) {
  const wide = Math.round(size * WIDER[tool] * 10) / 10, isShape = SHAPES.includes(tool);
  let points = [...growing];
  if (lifted) points = thinned(points, wide);
  if (isShape) points = points.map(([x, y]) => [x, y]);
  const ink = tool === "eraser" ? {} : { colour, opacity: Math.round(strength * (PALER[tool] ?? 1) * 100) / 100 };
  const stroke = { tool, ...ink, size: wide, points };
  return mirror ? [stroke, mirrored(stroke, width)] : [stroke];
}
