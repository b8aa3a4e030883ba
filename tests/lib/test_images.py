import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat

from idealab.lib import decoding, images
from idealab.lib.images import Limits, PictureRefused, Reason
from tests.media import pictures

REAL = Path(os.environ.get("IDEALAB_REAL_DATA") or "/nowhere") / "media/exif-orientation"


@pytest.fixture
def rendered(tmp_path):
    """`rendered(content)["320.webp"]` is the picture a page would show."""

    def render(content: bytes, *, limits: Limits | None = None) -> dict[str, Image.Image]:
        source, folder = tmp_path / "raw", tmp_path / "sizes"
        source.write_bytes(content)
        folder.mkdir()
        result = images.render(source, folder, limits=limits or Limits())
        return {size.name: opened(folder / size.name) for size in result.sizes}

    return render


def opened(path: Path) -> Image.Image:
    image = Image.open(BytesIO(path.read_bytes()))
    image.served = path.read_bytes()  # what a browser gets, to search in
    return image


def refused(content: bytes) -> Reason:
    with pytest.raises(PictureRefused) as refusal:
        images.inspect(BytesIO(content))
    assert str(refusal.value)
    return refusal.value.reason


def difference(one: Image.Image, other: Image.Image) -> float:
    both = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    return max(ImageStat.Stat(both).mean)


@pytest.mark.parametrize("format", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_the_door_knows_a_picture_by_its_content(format):
    header = images.inspect(BytesIO(pictures.saved(pictures.drawing((300, 200)), format)))

    assert header[:4] == (format, 300, 200, 1)
    assert header.media_type == f"image/{format.lower()}"


def test_the_door_leaves_the_stream_as_it_found_it():
    stream = pictures.png()
    images.inspect(stream)

    assert stream.tell() == 0


@pytest.mark.parametrize("lossless", [True, False])
def test_the_door_reads_each_kind_of_webp(lossless):
    moving = [pictures.drawing((50, 40)), Image.new("RGB", (50, 40), "teal")]
    still = pictures.saved(moving[0], "WEBP", lossless=lossless)
    seeing_through = pictures.saved(moving[0].convert("RGBA"), "WEBP", lossless=lossless)
    film = pictures.saved(moving[0], "WEBP", save_all=True, append_images=moving[1:])

    assert images.inspect(BytesIO(still))[1:4] == (50, 40, 1)
    assert images.inspect(BytesIO(seeing_through))[1:4] == (50, 40, 1)
    assert images.inspect(BytesIO(film))[1:4] == (50, 40, 2)


def test_the_door_counts_the_frames_of_a_film_in_avif_and_png():
    shades = [Image.new("RGB", (32, 32), (at * 60, 90, 20)) for at in range(3)]
    for format in ("AVIF", "PNG"):
        film = pictures.saved(shades[0], format, save_all=True, append_images=shades[1:])
        assert images.inspect(BytesIO(film)).frames == 3


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_door_tells_the_upright_size(orientation):
    assert images.inspect(BytesIO(pictures.oriented(orientation)))[1:3] == (200, 120)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"I am a text, whatever I am called.", Reason.NOT_A_PICTURE),
        (b"<!doctype html><script>alert(1)</script>", Reason.NOT_A_PICTURE),
        (b"MZ\x90\0" + bytes(500), Reason.NOT_A_PICTURE),
        (b"%PDF-1.7\n" + pictures.png().read(), Reason.NOT_A_PICTURE),
        (b"PK\x03\x04" + pictures.jpeg().read(), Reason.NOT_A_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Reason.SVG),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x --><svg></svg>", Reason.SVG),
        (b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + bytes(50), Reason.HEIC),
        (pictures.png_of_claimed_size(50_000, 50_000), Reason.TOO_LARGE),
        (pictures.png_of_claimed_size(0, 50), Reason.DAMAGED),
        (b"\x89PNG\r\n\x1a\n", Reason.TRUNCATED),
        (b"\xff\xd8\xff", Reason.TRUNCATED),
        (b"GIF89a/*" + bytes(5) + b"*/=1;alert(1)//", Reason.DAMAGED),
        (b"RIFF\xff\xff\0\0WEBPVP8 ", Reason.TRUNCATED),
        (pictures.animation(61), Reason.TOO_MANY_FRAMES),
        (pictures.progressive_bomb(), Reason.TOO_MANY_SCANS),
        (bytes(images.MOST_BYTES + 1), Reason.TOO_HEAVY),
    ],
    ids=lambda value: str(value) if isinstance(value, Reason) else "",
)
def test_the_door_refuses_with_a_reason(app, content, reason):
    assert refused(content) is reason


@pytest.mark.parametrize("format", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_a_picture_that_is_cut_off_is_refused_at_the_door(app, format):
    whole = pictures.saved(pictures.drawing((300, 200)), format)

    for share in (0.1, 0.5, 0.9):
        refused(whole[: int(len(whole) * share)])


def test_every_reason_has_a_sentence(app):
    assert all(images.sentence_of(reason) for reason in Reason)


def test_sixty_frames_are_enough_and_the_first_is_shown(app, rendered):
    film = pictures.animation(60)

    images.inspect(BytesIO(film))
    shown = rendered(film)["320.webp"].convert("RGB")

    assert difference(shown, Image.new("RGB", (40, 30), (200, 0, 40))) < 8


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_comes_out_upright(rendered, orientation):
    shown = rendered(pictures.oriented(orientation, (2600, 1500)))

    assert shown["1920.webp"].size == (1920, 1108)
    for picture in shown.values():
        assert difference(picture, pictures.drawing(picture.size)) < 4


def test_sizes_are_never_larger_than_the_picture(rendered):
    shown = rendered(pictures.png((500, 400)).read())

    assert {name: picture.size for name, picture in shown.items()} == {
        "960.webp": (500, 400),
        "960.jpg": (500, 400),
        "320.webp": (320, 256),
    }


def test_a_tiny_picture_has_one_webp_and_one_jpeg(rendered):
    assert sorted(rendered(pictures.png((10, 7)).read())) == ["320.webp", "960.jpg"]


def test_a_very_tall_picture_still_fits_into_webp(rendered):
    shown = rendered(pictures.saved(Image.new("RGB", (300, 40_000), "teal"), "PNG"))

    assert max(picture.height for picture in shown.values()) == 7680


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_nothing_the_camera_wrote_is_served(rendered, format):
    exif = Image.Exif()
    exif[0x010F] = "SECRET camera"
    exif.get_ifd(0x8825)[1] = "N"
    how = {"exif": exif.tobytes(), "xmp": b"<x>SECRET xmp</x>"}
    if format == "JPEG":
        how["comment"] = b"SECRET comment"
    content = pictures.saved(pictures.drawing(), format, **how) + b"SECRET trailer"
    assert b"SECRET" in content

    for picture in rendered(content).values():
        served = picture.served
        assert b"SECRET" not in served
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(picture.info)


def test_text_in_a_png_is_not_served(rendered):
    notes = decoding.importlib.import_module("PIL.PngImagePlugin").PngInfo()
    notes.add_text("Author", "SECRET")

    for picture in rendered(pictures.saved(pictures.drawing(), "PNG", pnginfo=notes)).values():
        assert b"SECRET" not in picture.served


def test_a_jpeg_in_cmyk_keeps_its_colours(rendered):
    shown = rendered(pictures.saved(pictures.drawing(mode="CMYK"), "JPEG", quality=95))

    assert difference(shown["320.webp"], pictures.drawing()) < 6


def test_sixteen_bits_are_scaled_and_not_cut(rendered):
    shown = rendered(pictures.sixteen_bit_png(value=0x8000))["320.webp"].convert("RGB")

    assert all(abs(part - 128) < 4 for part in shown.getpixel((30, 30)))


def test_a_palette_keeps_what_is_seen_through_it(rendered):
    image = Image.new("P", (80, 80), 0)
    image.putpalette([0, 0, 0, 200, 40, 40])
    image.paste(1, (0, 0, 40, 80))

    shown = rendered(pictures.saved(image, "PNG", transparency=0))

    assert shown["320.webp"].convert("RGBA").getpixel((60, 40))[3] == 0
    assert shown["320.webp"].convert("RGBA").getpixel((10, 40))[3] == 255
    on_paper = shown["960.jpg"].getpixel((60, 40))
    assert all(abs(a - b) < 6 for a, b in zip(on_paper, decoding.PAPER, strict=True))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "RGBA", "P"])
def test_every_mode_of_png_comes_out_right(rendered, mode):
    expected = pictures.drawing(mode=mode)
    shown = rendered(pictures.saved(expected, "PNG"))["320.webp"]

    assert difference(shown, expected) < 12


def test_another_colour_space_becomes_srgb(rendered):
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")
    red = Image.new("RGB", (60, 40), (250, 10, 10))

    shown = rendered(pictures.saved(red, "JPEG", quality=95, icc_profile=swapped))["320.webp"]

    assert difference(shown, Image.new("RGB", (60, 40), (10, 10, 250))) < 12
    assert "icc_profile" not in shown.info


def test_a_profile_that_is_nonsense_does_no_harm(rendered):
    content = pictures.saved(pictures.drawing(), "JPEG", quality=95, icc_profile=b"nonsense" * 20)

    assert difference(rendered(content)["320.webp"], pictures.drawing()) < 6


def test_a_phone_picture_with_a_second_one_inside_is_read(rendered):
    second = Image.new("RGB", (100, 60), "black")
    content = pictures.saved(pictures.drawing(), "MPO", save_all=True, append_images=[second])

    images.inspect(BytesIO(content))

    assert difference(rendered(content)["320.webp"], pictures.drawing()) < 8


def test_a_jpeg_with_an_archive_behind_it_is_served_without_it(rendered):
    content = pictures.jpeg().read() + b"PK\x03\x04" + b"evil" * 50

    images.inspect(BytesIO(content))

    for picture in rendered(content).values():
        assert b"evil" not in picture.served


def test_the_decoder_itself_refuses_too_many_pixels(app, rendered):
    with pytest.raises(PictureRefused) as refusal:
        rendered(pictures.png_of_claimed_size(50_000, 50_000))

    assert refusal.value.reason is Reason.TOO_LARGE


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(cpu_seconds=1), Reason.TOO_SLOW),
        (Limits(wall_seconds=1), Reason.TOO_SLOW),
    ],
)
def test_a_decoder_that_takes_too_long_is_ended(app, rendered, limits, reason):
    with pytest.raises(PictureRefused) as refusal:
        rendered(pictures.progressive_bomb(), limits=limits)

    assert refusal.value.reason is reason


def test_a_decoder_that_wants_too_much_memory_is_ended(app, rendered):
    content = pictures.saved(Image.new("RGB", (6000, 6000), "teal"), "PNG")

    with pytest.raises(PictureRefused) as refusal:
        rendered(content, limits=Limits(memory_bytes=120 * 1024 * 1024))

    assert refusal.value.reason is Reason.TOO_MUCH_MEMORY


def test_the_decoder_knows_no_secret_of_the_site(monkeypatch):
    monkeypatch.setenv("IDEALAB_SECRET_KEY", "not for a decoder")

    assert not [name for name in images.environment() if name.startswith("IDEALAB")]


@pytest.mark.skipif(not REAL.is_dir(), reason="IDEALAB_REAL_DATA names no real pictures")
def test_real_photos_of_every_orientation_look_the_same(tmp_path):
    shown = []
    for at, path in enumerate(sorted(REAL.glob("*.jpg"))):
        folder = tmp_path / str(at)
        folder.mkdir()
        images.render(path, folder)
        shown.append(opened(folder / "320.webp"))

    assert len(shown) == 9
    for picture in shown[1:]:
        assert picture.size == shown[0].size
        assert difference(picture, shown[0]) < 4
