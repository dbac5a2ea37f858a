"""One browser for this folder, one server for each module, one fresh page for each test."""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
from dataclasses import dataclass, field

import pytest
import uvicorn

from tests.browser.fake import FakeAssistant
from ui.serving.app import create_app, free_socket

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass
class Site:
    """A running server."""

    address: str
    assistant: FakeAssistant


@dataclass
class Seen:
    """What a page did: addresses it asked for, errors on its console, dialogs it opened."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


@pytest.fixture(scope="package")
def browser():
    chromium = next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        pytest.skip("no chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@contextlib.contextmanager
def served(assistant, pace=0.0, **options):
    """A server on a free port, until the block ends; options are those of `create_app`."""
    listener = free_socket(0)
    port = listener.getsockname()[1]
    app = create_app(assistant, port, pace=pace, **options)
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    end = time.monotonic() + 30
    while not server.started and time.monotonic() < end:
        time.sleep(0.05)
    assert server.started
    yield Site(f"http://127.0.0.1:{port}", assistant)
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def site(request):
    """A server on a free port over `ASSISTANT` of the module, or the small library."""
    assistant = getattr(request.module, "ASSISTANT", None) or FakeAssistant()
    with served(assistant, getattr(request.module, "PACE", 0.0)) as running:
        yield running


@pytest.fixture
def visit(browser, site):
    """Open a page of the site: `visit("/zh/", width=390)`; every page is watched in `page.seen`."""
    contexts = []

    def open_page(path="/zh/", width=1366, height=768, wait="#chat .tl-welcome", **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.seen = seen = Seen()
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("console", lambda m: seen.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(site.address + path)
        if wait:
            page.wait_for_selector(wait)
        if page.query_selector("#rd-scroll"):
            page.wait_for_selector("#rd-scroll article:not([hidden])", state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()


def ask(page, question, wait=True):
    """Ask as a person does: fill the box and press Enter."""
    count = page.locator("#chat .tl-mode, #chat .tl-trouble").count()
    page.fill("#box textarea", question)
    page.press("#box textarea", "Enter")
    if wait:
        page.wait_for_function(
            "n => document.querySelectorAll('#chat .tl-mode, #chat .tl-trouble').length > n",
            arg=count,
        )
