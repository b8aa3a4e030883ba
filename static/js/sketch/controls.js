// Tools, colours and outlines are groups of buttons of which one is chosen; arrows move within a group.
export function radios(buttons, onPick) {
  const pick = (chosen) => {
    for (const one of buttons) {
      one.setAttribute("aria-checked", one === chosen);
      one.tabIndex = one === chosen ? 0 : -1;
    }
    onPick(chosen);
  };
  buttons.forEach((button, i) => {
    button.addEventListener("click", () => pick(button));
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = buttons[(i + step + buttons.length) % buttons.length];
      pick(next);
      next.focus();
    });
  });
  return pick;
}

export function slider(input, onChange) {
  const output = input.parentElement.querySelector("output");
  const tell = () => { output.value = input.value; onChange(Number(input.value)); };
  input.addEventListener("input", tell);
  tell();
}
