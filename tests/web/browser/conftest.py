"""A live site over a copy of the sample corpus, and a browser that watches what its pages do.

`look(page, name)` is what every page's test ends with: pictures wide and at phone width (out/screenshots), nothing cut at
360 pixels, no serious violation of accessibility in either theme. `page` itself fails a test on an error in the console or
a request to anywhere but the site.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from tests.web.conftest import copied
from tests.web.people import NAMES, PASSWORDS, quick, staff

from gouji.web.app import create_app
from gouji.web.settings import Settings

REPO = Path(__file__).parents[3]
AXE = REPO / "assets" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = Path("/usr/bin/chromium")
PICTURES = REPO / "out" / "screenshots"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
TALLEST = 12_000  # pixels of a picture
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True)
class Live:
    """A running site. `app` is the application itself, for what a test prepares behind the pages."""

    url: str
    settings: Settings
    app: Any


@pytest.fixture(scope="session")
def live(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The site, at a free port of this machine, for all tests of the session."""
    settings = Settings(copied(sample, tmp_path_factory.mktemp("live")))
    app = create_app(settings)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started:
        assert thread.is_alive(), "the site ended"
        assert time.monotonic() < deadline, "the site does not start"
        time.sleep(0.05)
    yield Live(f"http://127.0.0.1:{port}", settings, app)
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium."""
    if not CHROMIUM.exists():
        pytest.skip(f"no {CHROMIUM}: apt-get install chromium")
    if not AXE.exists():
        pytest.skip(f"no {AXE.relative_to(REPO)}: make installs it")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # a busy machine is no defect of the page
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any, live: Live) -> Iterator[Any]:
    """A page of a fresh browser context, its addresses relative to the site (`page.goto("/")`)."""
    context = browser.new_context(base_url=live.url, viewport=WIDE, locale="zh-CN", color_scheme="light")
    context.set_default_timeout(30_000)
    errors: list[str] = []
    foreign: list[str] = []
    made = context.new_page()
    made.on("console", lambda m: errors.append(f"{m.text} ({m.location.get('url', '')})") if m.type == "error" else None)
    made.on("pageerror", lambda error: errors.append(str(error)))
    context.on("request", lambda r: None if r.url.startswith((live.url, "data:", "blob:")) else foreign.append(r.url))
    yield made
    context.close()
    assert not errors, errors
    assert not foreign, foreign


@pytest.fixture(scope="session")
def staffed(live: Live) -> Live:
    """The site with a user of each role (tests.web.people)."""
    with quick():
        staff(live.app.state.site.people)
    return live


@pytest.fixture
def enter(page: Any, staffed: Live) -> Callable[[str, str], None]:
    """`enter(role, address)`: logs the page in as the user of that role and goes on to the address."""

    def enter(role: str, address: str = "/") -> None:
        page.goto(f"/login?next={address}")
        page.get_by_label("用户名").fill(NAMES[role])
        page.get_by_label("密码").fill(PASSWORDS[role])
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(f"**{address}")

    return enter


Look = Callable[..., None]


@pytest.fixture(scope="session")
def look() -> Look:
    """See the module. `look(page, name)`; `look(page, name, full=False)` takes only what is seen without scrolling."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    axe = AXE.read_text("utf-8") if AXE.exists() else ""

    def look(page: Any, name: str, full: bool = True) -> None:
        for width, size, scheme in (("wide", WIDE, "light"), ("phone", PHONE, "light"), ("dark", WIDE, "dark")):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(150)  # what animates has ended
            across = page.evaluate("document.documentElement.scrollWidth")
            assert across <= size["width"], f"{name}: {across} pixels wide on a screen of {size['width']}"
            _picture(page, f"{name}-{width}", size, full)
            _accessible(page, axe, f"{name}, {width}")
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")

    return look


def _picture(page: Any, name: str, size: dict[str, int], full: bool) -> None:
    tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST) if full else size["height"]
    clip = {"x": 0, "y": 0, "width": size["width"], "height": max(tall, size["height"])}
    page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=full, clip=clip)


def _accessible(page: Any, axe: str, name: str) -> None:
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    bad = [
        {"id": v["id"], "at": [n["html"][:200] for n in v["nodes"][:5]], "why": v["nodes"][0]["failureSummary"]}
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert not bad, f"{name}: {json.dumps(bad, ensure_ascii=False, indent=1)}"
