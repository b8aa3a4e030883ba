// While a picture is being prepared its place asks for news, ever less often, and shows it when it is ready.
const FIRST = 1200, LONGEST = 15000, GIVE_UP = 15 * 60 * 1000;

export default function mount(place) {
  const started = Date.now();
  let pause = FIRST;

  const ask = async () => {
    if (Date.now() - started > GIVE_UP || !place.isConnected) return;
    const news = document.hidden ? null : await state(place.dataset.mediaAt);
    if (news?.state === "ready") return showPicture(place, news);
    if (news?.state === "failed") return showReason(place, news.reason);
    pause = Math.min(pause * 1.4, LONGEST);
    setTimeout(ask, pause);
  };
  setTimeout(ask, pause);
}

async function state(address) {
  try {
    const reply = await fetch(address, { headers: { Accept: "application/json" } });
    return reply.ok ? await reply.json() : null;
  } catch {
    return null;
  }
}

function showPicture(place, { key, width, height }) {
  const { alt = "", sizes = "100vw" } = place.dataset;
  const image = new Image(width || undefined, height || undefined);
  const set = [320, 960, 1920].map((size) => `/media/${key}/${size}.webp ${size}w`).join(", ");
  Object.assign(image, { alt, sizes, srcset: set, src: `/media/${key}/960.jpg`, decoding: "async" });
  image.addEventListener("load", () => {
    place.querySelector("[data-media-words]")?.remove();
    place.append(image);
    place.dataset.mediaState = "ready";
  }, { once: true });
}

function showReason(place, reason) {
  place.dataset.mediaState = "failed";
  place.querySelector("progress")?.remove();
  const words = place.querySelector("[data-media-words] p");
  if (words && reason) words.textContent = reason;
}
