// The outlines of what a hand drew. idealab/sketches/ribbons.py does the same, word for word.
const SHARP = (50 * Math.PI) / 180; // a turn beyond this ends a ribbon and begins the next
const TAPER = 4; // points over which a pen comes down and lifts
const TAU = 2 * Math.PI;

// A ribbon is a list of [left x, left y, right x, right y], one for each run without a sharp corner.
export function ribbonsOf(stroke) {
  return runs(centreLine(stroke)).map((run) => {
    const tapers = stroke.tool === "pen" && run.length > 2 * TAPER;
    return ribbon(run, run.map((point, i) => radius(stroke, point) * (tapers ? taper(i, run.length) : 1)));
  });
}

function centreLine({ tool, points }) {
  if (tool !== "rect" && tool !== "ellipse") return points;
  const [[x1, y1], [x2, y2]] = points;
  if (tool === "rect") return [[x1, y1], [x2, y1], [x2, y2], [x1, y2], [x1, y1]];
  const rx = Math.abs(x2 - x1) / 2, ry = Math.abs(y2 - y1) / 2;
  return Array.from({ length: 50 }, (_, step) => {
    const turn = (step * TAU) / 48;
    return [(x1 + x2) / 2 + Math.cos(turn) * rx, (y1 + y2) / 2 + Math.sin(turn) * ry];
  });
}

function runs(points) {
  const found = [];
  let run = points.slice(0, 1);
  for (let i = 1; i < points.length; i++) {
    const before = points[i - 1], point = points[i];
    if (Math.hypot(point[0] - before[0], point[1] - before[1]) < 0.05) continue;
    if (run.length > 1 && turned(run[run.length - 2], run[run.length - 1], point) > SHARP) {
      found.push(run);
      run = run.slice(-1);
    }
    run.push(point);
  }
  return [...found, run];
}

function turned(a, b, c) {
  const change = Math.atan2(c[1] - b[1], c[0] - b[0]) - Math.atan2(b[1] - a[1], b[0] - a[0]);
  return Math.abs(change - TAU * Math.round(change / TAU));
}

// A pen gets thinner and thicker with the pressure; every other tool keeps its width.
const radius = ({ tool, size }, [, , pressure = 0.5]) => (size / 2) * (tool === "pen" ? 0.35 + 1.3 * pressure : 1);
const taper = (position, count) => Math.min(1, (position + 1.5) / TAPER, (count - position + 0.5) / TAPER);

function ribbon(run, radii) {
  if (run.length === 1) { // a dot
    const [[x, y]] = run;
    run = [[x - 0.1, y], [x + 0.1, y]];
    radii = [radii[0], radii[0]];
  }
  const last = run.length - 1;
  return run.map(([x, y], i) => {
    const before = run[Math.max(0, i - 1)], after = run[Math.min(last, i + 1)];
    const dx = after[0] - before[0], dy = after[1] - before[1], length = Math.hypot(dx, dy) || 1;
    const ax = (-dy / length) * radii[i], ay = (dx / length) * radii[i];
    return [x + ax, y + ay, x - ax, y - ay];
  });
}
