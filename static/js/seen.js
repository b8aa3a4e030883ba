// Tells the site which cards were before somebody's eyes: half of it, for a second. Nothing else.
const LONG_ENOUGH = 1000, TOGETHER = 4000;

export default function mount(wall) {
  wall.querySelectorAll(":scope > li").forEach((card, index) => watch(card, wall.dataset.seen, index));
}

// Cards of a page that was added later were listed by that page.
export function watch(card, listed, index) {
  if (listed) {
    places.set(card, { listed, index });
    observer.observe(card);
  }
}

const places = new WeakMap(), timers = new WeakMap();
const waiting = new Map();
let pause;

const observer = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    clearTimeout(timers.get(target));
    if (isIntersecting) timers.set(target, setTimeout(() => note(target), LONG_ENOUGH));
  }
}, { threshold: 0.5 });

function note(card) {
  if (document.visibilityState !== "visible") return;
  observer.unobserve(card);
  const { listed, index } = places.get(card);
  waiting.set(listed, [...(waiting.get(listed) ?? []), index]);
  pause ??= setTimeout(tell, TOGETHER);
}

function tell() {
  clearTimeout(pause);
  pause = undefined;
  for (const [listed, indices] of waiting) {
    navigator.sendBeacon("/looks", new URLSearchParams({ seen: listed, at: indices.join() }));
  }
  waiting.clear();
}

addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") tell(); });
addEventListener("pagehide", tell);
