import { announce } from "./live.js";

// Says in words whether what is written is kept, where, and since when.
export function savedState(form) {
  const place = form.querySelector("[data-saved]");
  const text = place.querySelector("[data-saved-words]");
  const ago = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto" });
  let at = place.dataset.at ? Date.parse(place.dataset.at) : 0;
  let troubled = false;

  const show = () => {
    if (!at || troubled) return;
    const minutes = Math.floor((Date.now() - at) / 60000);
    const since = minutes < 1 ? ago.format(0, "second") : minutes < 60 ? ago.format(-minutes, "minute") : ago.format(-Math.floor(minutes / 60), "hour");
    place.hidden = false;
    place.classList.remove("saved--waits");
    text.textContent = `${place.dataset.kept}, ${since}`;
  };
  show();
  setInterval(show, 20000);

  return {
    saved(where) {
      const first = !at || troubled || where !== place.dataset.kept;
      place.dataset.kept = where;
      [at, troubled] = [Date.now(), false];
      show();
      if (first) announce(text.textContent); // and not each time: that would talk over the writer
    },
    say(kind, message = "") {
      const sentence = message || place.dataset[kind];
      if (troubled && text.textContent === sentence) return;
      troubled = true;
      place.hidden = false;
      place.classList.add("saved--waits");
      text.textContent = sentence;
      announce(sentence);
    },
  };
}
