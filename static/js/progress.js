import { announce } from "./live.js";

// Follows a job: fills the bar, names the figures, and offers what it made or says why it stopped.
export default function mount(root) {
  const bar = root.querySelector("progress");
  const text = root.querySelector("[data-progress-text]");
  const link = root.querySelector("[data-progress-link]");
  let pause = 600;

  const ask = async () => {
    const job = await news(root.dataset.progress);
    if (job?.total) bar.max = job.total;
    if (job?.total && job.done !== null) bar.value = job.done;
    if (job?.total && text) text.textContent = `${job.done} / ${job.total}`;
    if (job?.state === "done" || job?.state === "ready") return finish(job, root.dataset.done);
    if (job?.state === "failed") return finish(job, job.reason || root.dataset.failed);
    pause = Math.min(pause * 1.25, 5000);
    setTimeout(ask, pause);
  };

  const finish = (job, sentence) => {
    root.dataset.state = job.state;
    if (text) text.textContent = sentence ?? "";
    bar.value = job.state === "failed" ? 0 : bar.max;
    if (link && job.url) { link.href = job.url; link.hidden = false; }
    announce(sentence);
  };
  ask();
}

async function news(address) {
  try {
    const reply = await fetch(address, { headers: { Accept: "application/json" } });
    return reply.ok ? await reply.json() : null;
  } catch {
    return null;
  }
}
