import { outlineOf } from "./tracing.js";

// A line of text is typed right on the sheet; Enter makes it part of the drawing.
export function letter(stage, input, studio, at, { height, colour, opacity }) {
  const { view, sheet } = studio, unit = (stage.clientWidth / sheet.width) * view.zoom;
  const finish = (keep) => {
    if (input.hidden) return;
    const text = input.value.trim();
    input.hidden = true;
    input.onblur = input.onkeydown = null;
    stage.querySelector("canvas").focus({ preventScroll: true });
    if (!keep || !text) return;
    const outline = outlineOf(text, getComputedStyle(input).fontFamily, height, at);
    if (outline.length) studio.add([{ tool: "text", text, colour, size: height, opacity, outline }]);
  };
  input.value = "";
  input.style.setProperty("left", `${(at[0] - view.x) * unit}px`);
  input.style.setProperty("top", `${(at[1] - view.y) * unit}px`);
  input.style.setProperty("font-size", `${Math.max(12, height * unit)}px`);
  input.style.setProperty("color", colour);
  input.hidden = false;
  input.onkeydown = (event) => {
    if (event.key === "Enter") event.preventDefault();
    if (event.key === "Enter" || event.key === "Escape") finish(event.key === "Enter");
    event.stopPropagation();
  };
  setTimeout(() => {
    input.focus({ preventScroll: true });
    input.onblur = () => finish(true);
  });
}
