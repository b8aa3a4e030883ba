import { announce, fragment, tell } from "./live.js";
import { forget, putBack, recall, remember } from "./local-copy.js";
import { pressAgain, sendDraft } from "./draft-sending.js";
import { savedState } from "./saved-state.js";

const PAUSE = 2000, RETRY = 15000;

// Saves what is written while it is written; until the server has it, a copy lies in this browser.
// What another page has saved meanwhile is shown, never overwritten.
export default function mount(form) {
  const { draft, edition, page_key: pageKey, continues } = form.elements;
  const state = savedState(form);
  const pad = () => form.querySelector("sketch-pad");
  const sent = new Map(); // the files that the server has, by the name of their field
  let dirty = false, drawn = false, waits = false, stopped = false, saving = null, timer = 0;

  // So that loading the page again, or sending its address to oneself, leads to this draft.
  const nameInAddress = () => {
    if (draft.value) history.replaceState(history.state, "", `?draft=${draft.value}${location.hash}`);
  };

  const fields = () => {
    const texts = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrf_token");
    return Object.fromEntries(texts);
  };

  // A browser may have no room for a drawing; the words are kept all the same.
  const copy = () => {
    const texts = fields();
    if (!drawn || !remember(form, { ...texts, drawing: pad()?.document ?? null })) remember(form, texts);
  };

  const changed = (event) => {
    if (event?.target?.closest?.("[data-both]")) return;
    dirty = true;
    drawn ||= Boolean(event?.target?.closest?.("sketch-pad"));
    copy();
    if (!timer && !waits) timer = setTimeout(save, event?.target?.type === "file" ? 0 : PAUSE);
  };

  const save = () => {
    clearTimeout(timer);
    timer = 0;
    if (stopped) return Promise.resolve();
    saving ??= exchange().finally(() => {
      saving = null;
      if (dirty && !waits && !timer) timer = setTimeout(save, PAUSE);
    });
    return saving;
  };

  const exchange = async () => {
    const withDrawing = drawn;
    dirty = drawn = false;
    try {
      const answer = await sendDraft(form, sent, withDrawing ? pad() : null);
      [draft.value, edition.value] = [answer.draft, answer.edition];
      nameInAddress();
      if (!dirty) forget(form);
      state.saved(answer.kept);
      form.dispatchEvent(new CustomEvent("saved"));
    } catch (refusal) {
      dirty = true;
      drawn ||= withDrawing;
      copy();
      refused(refusal);
    }
  };

  const refused = ({ status, message, html, idea, edition: newer }) => {
    if (html) return showBoth(html, newer);
    waits = true;
    setTimeout(() => { waits = false; if (dirty) save(); }, RETRY);
    if (idea) { // published in another window
      stopped = true;
      forget(form);
      return tell(message);
    }
    if (status === 404 && draft.value) { // signed out meanwhile, or deleted in another window
      continues.value = `${draft.value}-${edition.value}`;
      draft.value = edition.value = "";
      waits = false;
      return state.say("lost");
    }
    if (status === 400) stopped = true;
    return state.say(status === 400 ? "stale" : "unsent", status && status !== 400 ? message : "");
  };

  const showBoth = (html, newer) => {
    stopped = true;
    const box = form.querySelector("[data-both]");
    box.replaceChildren(fragment(html));
    box.firstElementChild.focus();
    announce(box.querySelector("h2").textContent);
    box.querySelector("[data-theirs]").addEventListener("click", () => { dirty = false; forget(form); });
    box.querySelector("[data-mine]").addEventListener("click", (event) => {
      event.preventDefault();
      edition.value = newer;
      stopped = false;
      box.replaceChildren();
      save();
      form.elements.title.focus();
    });
  };

  const restore = async () => {
    const { drawing, ...texts } = recall(form) ?? {}, found = Object.keys(texts).length > 0;
    putBack(form, texts);
    if (found) remember(form, { ...texts, ...(drawing !== undefined && { drawing }) });
    dirty ||= found;
    await customElements.whenDefined("sketch-pad");
    if (drawing !== undefined) [drawn, pad().document] = [true, drawing];
    else if (form.dataset.drawing) await fetchDrawing(form.dataset.drawing);
    if (!found) return;
    state.say("found");
    save();
  };

  // Slow lines bring it when somebody is drawing already: then it lies beneath what they draw.
  const fetchDrawing = async (address) => {
    const drawing = await fetch(address).then((reply) => (reply.ok ? reply.json() : null)).catch(() => null);
    const layers = drawn && pad().document?.layers;
    if (!drawing) return;
    pad().document = layers ? { ...drawing, layers: [...drawing.layers, ...layers] } : drawing;
    if (layers) changed({ target: pad() });
  };

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", async (event) => {
    if (stopped || !(dirty || saving)) return;
    event.preventDefault();
    await saving;
    if (dirty) await save();
    stopped = true; // once is enough: what did not arrive now goes with the form itself
    pressAgain(form, event.submitter);
  });
  addEventListener("online", () => { if (dirty) save(); });
  addEventListener("pagehide", () => {
    if (!dirty || stopped) return;
    copy();
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (typeof value !== "string") body.delete(name);
    navigator.sendBeacon(form.dataset.draft, body);
  });
  addEventListener("pageshow", (event) => { if (event.persisted) stopped = false; });
  nameInAddress();
  restore();
}
