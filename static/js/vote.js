import { announce, fill, number, send, tell, words } from "./live.js";

// Shows the press at once, then asks the server; what it refuses is put back with its reason.
export default function mount(form) {
  const button = form.querySelector("button");
  const label = form.querySelector("[data-vote-label]");
  const mirror = label && document.querySelector("[data-vote-mirror]");
  const count = form.querySelector(".vote-count");
  let votes = count ? Number(count.textContent.replace(/\D/g, "")) : null;

  const show = (voted) => {
    button.setAttribute("aria-pressed", String(voted));
    button.value = voted ? "" : "y";
    button.classList.toggle("is-cast", voted);
    if (label) label.textContent = voted ? label.dataset.on : label.dataset.off;
    for (const place of [count, mirror]) if (place && votes !== null) place.textContent = number(votes);
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-busy") === "true") return;
    const voted = button.value === "y";
    const before = votes;
    const fields = new FormData(form);
    fields.set(button.name, button.value);
    if (votes !== null) votes += voted ? 1 : -1;
    show(voted);
    button.setAttribute("aria-busy", "true");
    try {
      const answer = await send(form, fields);
      votes = answer.votes ?? votes;
      show(answer.voted);
      report(answer, votes);
    } catch (refusal) {
      votes = before;
      show(!voted);
      button.classList.remove("is-cast");
      // Signed out meanwhile: go and sign in, and keep in mind what was meant.
      if (refusal.signIn) location.assign(`${refusal.signIn}&support=${form.id.replace("vote-", "")}`);
      else tell(refusal.message);
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}

function report({ voted, left }, votes) {
  const said = [voted ? words.voted : words.unvoted];
  if (votes !== null) said.push(fill(words.supporters, votes));
  if (left !== null && left !== undefined) {
    said.push(fill(words.votesLeft, left));
    document.querySelectorAll("[data-votes-left]").forEach((place) => {
      if (place !== document.querySelector("[data-live]")) place.textContent = number(left);
    });
  }
  announce(said.join(" "));
}
