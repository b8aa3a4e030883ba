"""A form as a browser would send it: what is filled in, ticked and chosen."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.writing = self.choosing = ""

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        name, kind = has.get("name") or "", has.get("type", "text")
        if tag == "textarea":
            self.writing = name
            self.sent[name] = [""]
        elif tag == "select":
            self.choosing = name
        elif tag == "option" and "selected" in has and self.choosing:
            self.sent[self.choosing] = [has["value"]]
        elif tag == "input" and name and (kind not in ("checkbox", "radio") or "checked" in has):
            self.sent.setdefault(name, []).append(has.get("value") or "")

    def handle_endtag(self, tag):
        if tag in ("textarea", "select"):
            self.writing = self.choosing = ""

    def handle_data(self, text):
        if self.writing:
            self.sent[self.writing][0] += text


def form_of(page: str) -> dict[str, list[str]]:
    """What the browser would send if nobody changed anything."""
    reader = _Form()
    reader.feed(page.partition("<main")[2])
    return {
        name: [value.lstrip("\r\n") for value in values] for name, values in reader.sent.items()
    }
