"""Take a picture of every page, in both languages, at three widths: `make screenshots`.

    python -m tests.browser.screenshots FOLDER

The pages are those of the real corpus, each in the state that its address or a few steps bring.
Pictures are named `page-language-width.png`; FOLDER is made.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from index.home import Home
from rag.assistant import Assistant
from tests.browser.conftest import FLAGS, NAMES, served

WIDTHS = {390: 844, 1366: 768, 1920: 1080}
"""Phone, laptop, wide screen: width and height in pixels."""
QUESTION = {
    "zh": "吉林法院怎样加强“四类案件”监督管理？",
    "en": "What does the sixth outline say about intellectual property?",
}
CLAUSE = "gd-2021-key-points/14"


def ask(page: Page, language: str) -> None:
    """Bring the chat page to an answer, with its first clause open where there is room."""
    page.fill("#box textarea", QUESTION[language])
    page.press("#box textarea", "Enter")
    page.wait_for_selector("#chat .tl-next")
    if page.viewport_size and page.viewport_size["width"] > 768:
        page.click("#chat a.cite >> nth=0")


def stay(page: Page, language: str) -> None:
    """Take the page as its address brings it."""
    page.wait_for_timeout(1500)


SHOTS = {
    "welcome": ("", stay),
    "answer": ("", ask),
    "documents": (f"doc?c={CLAUSE}", stay),
    "evolution": ("compare?topic=四类案件", stay),
    "study": ("study", stay),
    "evaluation": ("eval", stay),
}
"""Name of a picture: the address under the language, and what is done there."""


def take(folder: Path) -> list[Path]:
    """Take all pictures; give their files."""
    chromium = next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        raise SystemExit("no chromium on this machine; install it to take pictures")
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    with tempfile.TemporaryDirectory() as home:
        os.environ["TIAOLI_HOME"] = (
            home  # the runs of whoever takes the pictures are no one's business
        )
        assistant = Assistant(Home(Path(home)).open(lambda _: None))
        with served(assistant) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            for name, (address, step) in SHOTS.items():
                for language in QUESTION:
                    for width, height in WIDTHS.items():
                        page = browser.new_page(viewport={"width": width, "height": height})
                        page.goto(f"{site.address}/{language}/{address}")
                        page.wait_for_selector("#tl-header h1")
                        step(page, language)
                        file = folder / f"{name}-{language}-{width}.png"
                        page.screenshot(path=file)
                        taken.append(file)
                        page.close()
            browser.close()
    return taken


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("which folder? python -m tests.browser.screenshots FOLDER")
    for picture in take(Path(sys.argv[1])):
        sys.stdout.write(f"{picture}\n")
