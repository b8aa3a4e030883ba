// On a phone the staff rail scrolls sideways: keep the page one is on in sight.
export default function mount(shell) {
  const rail = shell.querySelector(".rail__in");
  const here = rail.querySelector("[aria-current]");
  if (here && rail.scrollWidth > rail.clientWidth) {
    rail.scrollLeft = here.offsetLeft - (rail.clientWidth - here.offsetWidth) / 2;
  }
}
