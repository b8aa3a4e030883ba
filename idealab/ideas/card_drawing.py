"""The picture that goes with a link to an idea: sketch, title, campaign. No database."""

from importlib import metadata
from importlib.resources import files
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont, ImageOps

from idealab.lib.fonts import FILE, PACKAGE

WIDTH, HEIGHT = 1200, 630
ART = 400  # the height of the sketch
EDGE = 64
PAPER, INK, SOFT, BRAND = "#fbf9f5", "#1d2028", "#5d6169", "#c2410c"
TITLE, BIG_TITLE, LINE = 52, 84, 30  # sizes of letters
LAST, SIGNS = "\u017e", "–—‘’“”„…€"  # letters of the typeface
WIDE, CALM = (760, 118), (500, 100)  # weight and width of the typeface


class Content(NamedTuple):
    title: str
    campaign: str
    site: str
    colour: str | None  # of the campaign
    sketch: bytes | None
    made_of: str = ""  # the mark of what it shows


def draw_card(content: Content) -> bytes:
    """A JPEG of 1200 × 630 points. An idea without a picture gets its title in large letters."""
    sheet = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(sheet)
    colour = content.colour or BRAND
    if content.sketch:
        sketch = Image.open(BytesIO(content.sketch), formats=["JPEG"]).convert("RGB")
        sheet.paste(ImageOps.fit(sketch, (WIDTH, ART), Image.Resampling.LANCZOS), (0, 0))
        pen.rectangle((0, ART, WIDTH, ART + 8), fill=colour)
        _write(pen, content.title, top=ART + 40, size=TITLE, lines=2)
    else:
        pen.rectangle((0, 0, 24, HEIGHT), fill=colour)
        pen.arc((820, 120, 1240, 540), 40, 320, fill=colour, width=44)
        pen.line((1030, 330, WIDTH, 330), fill=INK, width=44)
        _write(pen, content.title, top=96, size=BIG_TITLE, lines=4, room=740)
    foot = f"{_readable(content.campaign)}  ·  {_readable(content.site)}".strip(" ·")
    font = _font(LINE, CALM)
    pen.text((EDGE, HEIGHT - 36), _cut(foot, font, WIDTH - 2 * EDGE), SOFT, font, anchor="ls")
    kept = BytesIO()
    sheet.save(kept, "JPEG", quality=86, optimize=True)
    return kept.getvalue()


def _write(
    pen: ImageDraw.ImageDraw,
    text: str,
    *,
    top: int,
    size: int,
    lines: int,
    room: int = WIDTH - 2 * EDGE,
) -> None:
    font = _font(size, WIDE)
    for number, line in enumerate(_broken(_readable(text), font, room, lines)):
        pen.text((EDGE, top + number * round(size * 1.12)), line, INK, font, anchor="lt")


def _broken(text: str, font: ImageFont.FreeTypeFont, room: int, most: int) -> list[str]:
    """The text in lines; what is left over after the last one is cut."""
    lines, words = [""], text.split()
    for place, word in enumerate(words):
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or font.getlength(longer) <= room:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = " ".join([lines[-1], *words[place:]])
            break
    return [_cut(line, font, room) for line in lines]


def _cut(text: str, font: ImageFont.FreeTypeFont, room: int) -> str:
    text = text[:200]
    if font.getlength(text) <= room:
        return text
    while text and font.getlength(f"{text}…") > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _readable(text: str) -> str:
    """What the typeface can write. A title in another script is left to the page of the link."""
    shown = "".join(letter for letter in text if " " <= letter <= LAST or letter in SIGNS)
    return " ".join(shown.split()) if len(shown) * 2 > len(text) else ""


def _font(size: int, axes: tuple[int, int]) -> ImageFont.FreeTypeFont:
    try:
        metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        plain = ImageFont.load_default(size)
        assert isinstance(plain, ImageFont.FreeTypeFont)
        return plain
    path = str(files(PACKAGE.replace("-", "_")) / "files" / FILE)
    font = ImageFont.truetype(path, size)
    order = [axis["name"] for axis in font.get_variation_axes()]
    by_name = {b"Weight": axes[0], b"Width": axes[1]}
    font.set_variation_by_axes([by_name.get(name, 0) for name in order])
    return font
