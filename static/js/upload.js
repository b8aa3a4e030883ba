import { announce } from "./live.js";

// Says which file was chosen, shows it before it is sent, and warns early about its size.
export default function mount(root) {
  const input = root.querySelector("input[type=file]");
  const chosen = root.querySelector("[data-chosen]");
  const name = chosen.querySelector("[data-chosen-name]");
  const warning = chosen.querySelector("[data-chosen-warning]");
  const image = new Image();
  image.alt = "";
  let address = "";

  const show = () => {
    const [file] = input.files;
    if (address) URL.revokeObjectURL(address);
    address = file?.type.startsWith("image/") ? URL.createObjectURL(file) : "";
    chosen.hidden = !file;
    if (!file) return;
    const [unit, bytes] = file.size < 1e5 ? ["kB", 1e3] : ["MB", 1e6];
    const size = (file.size / bytes).toLocaleString(document.documentElement.lang, { maximumFractionDigits: unit === "kB" ? 0 : 1 });
    const large = file.size > Number(input.dataset.largest || Infinity);
    image.hidden = !address;
    if (address) {
      image.src = address;
      chosen.prepend(image);
    }
    name.textContent = `${file.name}, ${size}\u00a0${unit}`;
    warning.hidden = !large;
    const place = root.closest("[data-photo-of]")?.querySelector("[data-photo]");
    if (place && address) import("./photo.js").then(({ show }) => show(place, file));
    announce(large ? warning.textContent : name.textContent);
  };

  image.addEventListener("error", () => { image.hidden = true; });
  input.addEventListener("change", show);
  for (const kind of ["dragenter", "dragover"]) {
    root.addEventListener(kind, (event) => { event.preventDefault(); root.classList.add("is-over"); });
  }
  for (const kind of ["dragleave", "drop"]) root.addEventListener(kind, () => root.classList.remove("is-over"));
  root.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    show();
  });
}
