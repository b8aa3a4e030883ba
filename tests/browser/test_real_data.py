"""A published campaign on the wall: what thousands of people wrote and supported."""

import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
FOLDER = "decidim-barcelona-pam-2016"


def test_the_wall_opens_with_the_ten_most_supported_ideas(live_site, browsers, real_data, tmp_path):
    package = tmp_path / "package"
    live_site.cli("convert", "decidim", str(real_data / FOLDER), str(package))
    live_site.cli("import", str(package))
    slug = json.loads((package / "campaigns.jsonl").read_text())["slug"]
    page = browsers.open()

    page.goto(f"/campaigns/{slug}")

    expect(page.get_by_label("Order")).to_have_value("supported")
    titles = page.locator("[data-wall] h3").all_inner_texts()[:10]
    counts = page.locator("[data-wall] .vote-count").all_inner_texts()[:10]
    shown = [
        (int("".join(filter(str.isdigit, count))), " ".join(title.split()))
        for title, count in zip(titles, counts, strict=True)
    ]
    told = json.loads((real_data / FOLDER / "expected.json").read_text())["top10_by_votes"]
    assert shown == [(votes, " ".join(title.split())) for _id, votes, title in told]
