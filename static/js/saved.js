import { dropOf } from "./local-copy.js";

// The page after saving: the copy that this browser had of it has done its work.
export default function mount() {
  const address = new URL(location.href), saved = address.searchParams.get("saved");
  if (!saved) return;
  dropOf(saved);
  address.searchParams.delete("saved");
  history.replaceState(history.state, "", address);
}
