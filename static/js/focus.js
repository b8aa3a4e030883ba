// The summary of a form that came back takes the focus, so that it is the first thing heard.
export default function mount(node) {
  node.focus();
}
