// Which part of the sheet is seen: x and y are its upper left corner, zoom 1 shows all of it.
export const WHOLE = { zoom: 1, x: 0, y: 0 };
const CLOSEST = 12;

export const middleOf = ({ zoom, x, y }, { width, height }) => [x + width / zoom / 2, y + height / zoom / 2];

export function zoomed(view, factor, [sx, sy], { width, height }) {
  const zoom = Math.min(CLOSEST, Math.max(1, view.zoom * factor)), kept = view.zoom / zoom;
  return within({ zoom, x: sx - (sx - view.x) * kept, y: sy - (sy - view.y) * kept }, { width, height });
}

export const panned = (view, dx, dy, sheet) => within({ ...view, x: view.x + dx, y: view.y + dy }, sheet);

// The view goes along when something outside of it is pointed at.
export function following(view, [x, y], sheet) {
  const wide = sheet.width / view.zoom, high = sheet.height / view.zoom, rim = 0.1;
  return within({
    zoom: view.zoom,
    x: Math.min(x - wide * rim, Math.max(view.x, x - wide * (1 - rim))),
    y: Math.min(y - high * rim, Math.max(view.y, y - high * (1 - rim))),
  }, sheet);
}

function within({ zoom, x, y }, { width, height }) {
  const most = (side) => side - side / zoom;
  return { zoom, x: Math.min(most(width), Math.max(0, x)), y: Math.min(most(height), Math.max(0, y)) };
}
