import { mirrored, thinned } from "./sampling.js";

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
