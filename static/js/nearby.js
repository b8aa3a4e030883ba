import { fragment } from "./live.js";

// Loads similar ideas when their place comes near; without this a link leads to them.
export default function mount(place) {
  const link = place.querySelector("a");
  const near = new IntersectionObserver(async ([seen]) => {
    if (!seen.isIntersecting) return;
    near.disconnect();
    try {
      const reply = await fetch(link.href, { headers: { Accept: "application/json" } });
      const { html } = await reply.json();
      if (html.trim()) place.querySelector("ul").replaceChildren(fragment(html));
      else place.hidden = true;
    } catch {
      // The link stays.
    }
  }, { rootMargin: "400px" });
  near.observe(place);
}
