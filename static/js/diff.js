// Shows a compared text with its changes, or as it reads in one of the two versions.
export default function mount(section) {
  const body = section.querySelector("[data-diff-body]");
  section.addEventListener("change", (event) => {
    if (event.target.matches("[data-diff-view]")) body.dataset.view = event.target.value;
  });
}
