"""A real browser on the real product. A page that asks a foreign host for anything, writes an error
to its console or breaks the policy of its own site fails the test."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    Response,
    sync_playwright,
)

from tests.support.sites import Site

PLACES = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
MISSING = "Chromium is needed for this test. Install it: apt-get install -y chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
ARTEFACTS = Path(__file__).parent.parent / "artefacts"


class Browsers:
    """Opens windows: `browsers.open(ana.id)`, `browsers.open(profile=PHONE)`."""

    def __init__(self, chromium: Browser, site: Site) -> None:
        self.chromium = chromium
        self.site = site
        self.contexts: list[BrowserContext] = []
        self.trouble: list[str] = []

    def open(self, user_id: int | None = None, **options: Any) -> Page:
        """A window of its own: nobody's, or of the person who has signed in there."""
        profile = options.pop("profile", DESKTOP)
        context = self.chromium.new_context(
            base_url=self.site.url, **{"locale": "en-GB", **profile, **options}
        )
        context.set_default_timeout(15_000)
        if user_id is not None:
            context.add_cookies([self.site.cookie_of(user_id)])  # type: ignore[list-item]
        self.contexts.append(context)
        page = context.new_page()
        page.on("request", self._note_request)
        page.on("console", self._note_console)
        page.on("pageerror", lambda problem: self.trouble.append(f"script: {problem}"))
        page.on("response", self._note_response)
        return page

    def close(self, *, picture: Path | None = None) -> None:
        for number, context in enumerate(self.contexts):
            if picture and context.pages:
                picture.parent.mkdir(exist_ok=True)
                context.pages[-1].screenshot(path=picture.with_suffix(f".{number}.png"))
            context.close()

    def _note_request(self, request: Request) -> None:
        # Only looked at: a request that is routed through the test misses the browser's cache,
        # and pages then change without their transition.
        target = urlsplit(request.url)
        if target.scheme not in ("data", "blob") and not request.url.startswith(self.site.url):
            self.trouble.append(f"foreign request: {request.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        # The answers 4xx of a rule that says no are written to the console as well.
        if message.type == "error" and "status of 4" not in message.text:
            self.trouble.append(f"console: {message.text} ({message.location})")

    def _note_response(self, response: Response) -> None:
        lost = response.status == 404 and "/static/" in response.url
        if response.status >= 500 or lost:
            self.trouble.append(f"{response.status}: {response.url}")


def chromium_program() -> str | None:
    wanted = os.environ.get("IDEALAB_CHROMIUM")
    return next((place for place in (wanted, *PLACES) if place and Path(place).exists()), None)


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(_playwright: Playwright) -> Iterator[Browser]:
    found = chromium_program()
    if not found:
        pytest.fail(MISSING, pytrace=False)
    chromium = _playwright.chromium.launch(executable_path=found, args=FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture
def browsers(request: pytest.FixtureRequest, chromium: Browser, live_site: Site) -> Iterator[Any]:
    opened = Browsers(chromium, live_site)
    yield opened
    failed = getattr(request.node, "failed", False)
    opened.close(picture=ARTEFACTS / f"{request.node.name}.png" if failed else None)
    assert not opened.trouble, "\n".join(opened.trouble)


@pytest.fixture
def page(browsers: Browsers) -> Page:
    """A window on a desktop in which nobody has signed in."""
    return browsers.open()


@pytest.fixture
def phone(browsers: Browsers) -> Page:
    """A window on a phone, 360 px wide."""
    return browsers.open(profile=PHONE)


@pytest.fixture
def window_of(browsers: Browsers) -> Callable[..., Page]:
    """`window_of(user_id)`: a window in which that person has signed in."""
    return browsers.open


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    if report.when == "call" and report.failed:
        item.failed = True  # type: ignore[attr-defined]
    return report
