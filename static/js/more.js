import { behave } from "./app.js";
import { announce, fill, fragment, tell, words } from "./live.js";

// Adds the next cards below, instead of going to the next page. What was added is remembered with
// this place in the history, so that the way back leads to the same cards.
export default function mount(pager) {
  const wall = document.querySelector("[data-wall]");
  if (!wall) return;
  let added = [];

  pager.addEventListener("click", async (event) => {
    const link = event.target.closest("a[rel=next]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (link.getAttribute("aria-busy") === "true") return;
    link.setAttribute("aria-busy", "true");
    try {
      const { href } = link;
      const cards = await add(await pageAt(href), wall, pager);
      added = [...added, href];
      remember({ added });
      cards[0]?.querySelector("a")?.focus();
      announce(fill(words.added, cards.length));
    } catch {
      tell(words.lost);
    } finally {
      link.removeAttribute("aria-busy");
    }
  });
  wall.addEventListener("click", ({ target }) => {
    if (added.length) remember({ from: target.closest("[data-idea-id]")?.dataset.ideaId });
  });

  const before = history.state?.added ?? [];
  if (before.length) restore(before);

  async function restore(addresses) {
    try {
      for (const page of await Promise.all(addresses.map(pageAt))) await add(page, wall, pager);
      added = addresses;
      const from = [...wall.children].find((card) => card.dataset.ideaId === history.state.from);
      from?.scrollIntoView({ block: "center", behavior: "instant" });
    } catch {
      remember({ added: [] }); // the first page is there, with its link to the next one
    }
  }
}

async function pageAt(address) {
  const reply = await fetch(address, { headers: { Accept: "text/html" } });
  if (!reply.ok) throw new Error(reply.status);
  return fragment(await reply.text());
}

// Shows the cards of the page and its link to the next one; what hangs here already is left out.
async function add(page, wall, pager) {
  const { watch } = await import("./seen.js");
  const listed = page.querySelector("[data-wall]");
  const cards = [...(listed?.children ?? [])];
  const there = new Set([...wall.children].map((card) => card.dataset.ideaId));
  const fresh = cards.filter((card) => !there.has(card.dataset.ideaId));
  const batch = document.createDocumentFragment();
  batch.append(...fresh);
  await Promise.all(behave(batch));
  wall.append(batch);
  fresh.forEach((card) => watch(card, listed.dataset.seen, cards.indexOf(card)));
  const next = page.querySelector("[data-more] a[rel=next]");
  pager.querySelector("a[rel=next]")?.remove();
  if (next) pager.append(next);
  return fresh;
}

function remember(what) {
  history.scrollRestoration = "manual"; // the browser would scroll before the cards are back
  history.replaceState({ ...history.state, ...what }, "");
}
