// Entry: loads a behaviour only where the page asks for it. Every page works without this file.
const behaviours = {
  "[data-autosubmit]": "./autosubmit.js",
  "[data-board]": "./board.js",
  "form[data-comment]": "./comment.js",
  "[data-compare]": "./compare.js",
  "[data-confirm]": "./confirm.js",
  "[data-countdown]": "./countdown.js",
  "[data-diff]": "./diff.js",
  "form[data-draft]": "./draft.js",
  "[data-follow]": "./follow.js",
  "[data-focus]": "./focus.js",
  "[data-markdown]": "./preview.js",
  "[data-marks]": "./helpful.js",
  '[data-media-state="pending"]': "./media.js",
  "[data-mention]": "./mention.js",
  "[data-more]": "./more.js",
  "[data-nearby]": "./nearby.js",
  "[data-pin-form]": "./pins.js",
  "[data-photo-of] [data-media-state=ready]": "./photo.js",
  "[data-progress]": "./progress.js",
  "[data-reveal]": "./reveal.js",
  "[data-seen]": "./seen.js",
  "[data-saved-copy]": "./saved.js",
  "[data-share]": "./share.js",
  "[data-spot]": "./spots.js",
  "[data-similar]": "./similar.js",
  "[data-menu], [data-staff], [data-theme-switch]": "./shell.js",
  "form[data-unsaved]": "./unsaved.js",
  "[data-upload]": "./upload.js",
  "[data-vote]": "./vote.js",
  "[data-zoom]": "./zoom.js",
  "[data-wizard]": "./wizard.js",
  "sketch-pad": "./sketch/element.js",
};

// Also for what comes later: `more.js` brings cards that were not there when the page was opened.
export function behave(root) {
  return Object.entries(behaviours).map(async ([selector, module]) => {
    const nodes = root.querySelectorAll(selector);
    if (!nodes.length) return;
    const { default: mount } = await import(module);
    nodes.forEach((node) => mount(node));
  });
}

// Tests (and nothing else) wait for this mark before they press keys.
Promise.allSettled(behave(document)).then((all) => {
  all.filter((job) => job.reason).forEach((job) => console.error(job.reason));
  document.documentElement.dataset.ready = "";
});
