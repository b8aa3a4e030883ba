// Letters as outlines: written large on a hidden canvas and traced, so that every script, also one
// whose font only this device has, looks the same for everybody.
const TALL = 96; // pixels of the font while it is traced
const CLOSE = 0.22; // pixels a left-out corner may lie beside the outline

export function outlineOf(text, font, height, [x, y]) {
  const canvas = document.createElement("canvas");
  let context = canvas.getContext("2d", { willReadFrequently: true });
  context.font = `600 ${TALL}px ${font}`;
  const wide = Math.ceil(context.measureText(text).width) + 8, high = Math.ceil(TALL * 1.7);
  Object.assign(canvas, { width: Math.min(wide, 16000), height: high });
  context = canvas.getContext("2d", { willReadFrequently: true });
  context.font = `600 ${TALL}px ${font}`;
  context.textBaseline = "alphabetic";
  context.fillText(text, 4, TALL * 1.15);
  const { data, width } = context.getImageData(0, 0, canvas.width, high);
  const scale = height / TALL, tenth = (n) => Math.round(n * 10) / 10;
  return ringsOf((px, py) => data[(py * width + px) * 4 + 3], width, high).map((ring) =>
    shortened(ring).flatMap(([px, py]) => [tenth(x + (px - 4) * scale), tenth(y + (py - TALL * 1.15) * scale)]));
}

// Marching squares: the line where the ink is half as strong as it can be.
export function ringsOf(ink, width, height) {
  const next = new Map(), spot = (ax, ay, bx, by) => {
    const a = ink(ax, ay), t = (127.5 - a) / (ink(bx, by) - a);
    return [ax + (bx - ax) * t + 0.5, ay + (by - ay) * t + 0.5];
  };
  const key = (side, x, y) => ((y * width + x) * 2) + side; // each edge of the grid once: 0 across, 1 down
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0; x < width - 1; x++) {
      const square = (ink(x, y) > 127) | ((ink(x + 1, y) > 127) << 1) | ((ink(x + 1, y + 1) > 127) << 2) | ((ink(x, y + 1) > 127) << 3);
      if (square === 0 || square === 15) continue;
      const top = [key(0, x, y), () => spot(x, y, x + 1, y)], bottom = [key(0, x, y + 1), () => spot(x, y + 1, x + 1, y + 1)];
      const left = [key(1, x, y), () => spot(x, y, x, y + 1)], right = [key(1, x + 1, y), () => spot(x + 1, y, x + 1, y + 1)];
      for (const [from, to] of LINES[square].map(([a, b]) => [{ top, right, bottom, left }[a], { top, right, bottom, left }[b]])) {
        next.set(from[0], { spot: from[1](), to: to[0] });
      }
    }
  }
  const rings = [];
  while (next.size) {
    const ring = [];
    let [at] = next.keys();
    for (let edge = next.get(at); edge; edge = next.get(at)) {
      ring.push(edge.spot);
      next.delete(at);
      at = edge.to;
    }
    if (ring.length > 3) rings.push(ring);
  }
  return rings;
}

// The ink lies on the left hand of each line; by corners: 1 top left, 2 top right, 4 bottom right, 8 bottom left.
const LINES = {
  1: [["left", "top"]], 2: [["top", "right"]], 3: [["left", "right"]], 4: [["right", "bottom"]],
  5: [["left", "top"], ["right", "bottom"]], 6: [["top", "bottom"]], 7: [["left", "bottom"]], 8: [["bottom", "left"]],
  9: [["bottom", "top"]], 10: [["top", "right"], ["bottom", "left"]], 11: [["bottom", "right"]], 12: [["right", "left"]],
  13: [["right", "top"]], 14: [["top", "left"]],
};

// Douglas and Peucker, for each half of the ring.
function shortened(ring) {
  const half = ring.length >> 1;
  return [...thin(ring.slice(0, half + 1)).slice(0, -1), ...thin([...ring.slice(half), ring[0]]).slice(0, -1)];
}

function thin(line) {
  const [ax, ay] = line[0], [bx, by] = line[line.length - 1], length = Math.hypot(bx - ax, by - ay) || 1;
  let most = 0, knee = 0;
  line.forEach(([x, y], i) => {
    const beside = Math.abs((x - ax) * (by - ay) - (y - ay) * (bx - ax)) / length;
    if (beside > most) [most, knee] = [beside, i];
  });
  return most > CLOSE ? [...thin(line.slice(0, knee + 1)).slice(0, -1), ...thin(line.slice(knee))] : [line[0], line[line.length - 1]];
}
