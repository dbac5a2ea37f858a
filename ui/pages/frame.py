"""What every page of a language shares: who answers, the header with the way to the other pages."""

from __future__ import annotations

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"
# Gradio counts its events in a table of up to 10,000 rows and sums it up anew after each.
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000"

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

import gradio as gr

from ui.chat.desk import Desk
from ui.keeping.store import Store
from ui.words import LANGUAGES, say

AT_ONCE = 4
"""Answers made at the same time: two a core on the smallest machine in use."""
BARE: dict[str, Any] = {"padding": False, "apply_default_css": False}
"""How our own HTML stands in a page: nothing of Gradio around it."""
QUIET: dict[str, Any] = {
    "show_progress": "hidden",
    "api_visibility": "private",
    "trigger_mode": "multiple",
}
"""How an event of a page runs: no veil over the page, no name for programs."""


@dataclass(frozen=True, slots=True)
class Site:
    """The pages of one language: the desk that answers (with its library), and what is kept."""

    desk: Desk
    store: Store

    @property
    def language(self) -> str:
        """`zh` or `en`."""
        return self.desk.language


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its path under the language (empty for the first) and what lays it out.

    `name` is the key of its name in `ui.words`.
    """

    path: str
    name: str
    lay_out: Callable[[gr.Blocks, Site], None]

    def address(self, language: str) -> str:
        """Where it stands: `/zh/` or `/zh/doc`."""
        return f"/{language}/{self.path}"


def header(site: Site, pages: tuple[Page, ...], here: Page) -> str:
    """The name, the pages, what is held, whether anything leaves the machine, the controls."""
    language, library = site.language, site.desk.assistant.library
    other = next(name for name in LANGUAGES if name != language)
    local = "local.model" if site.desk.model else "local"
    counts = say(language, "corpus", n=len(library.documents), m=len(library.clauses))
    talk = _talk_controls(language) if not here.path else ""
    skip = "#box" if not here.path else "#tl-main"
    return (
        f'<a class="tl-skip" href="{skip}">{say(language, "skip" if talk else "skip.main")}</a>'
        f'<h1 class="tl-brand">{say(language, "brand")}</h1>{_ways(language, pages, here)}'
        f'<span class="tl-corpus">{escape(counts)} · {say(language, local)}</span>'
        f'<span class="tl-tools">{talk}'
        f'<button type="button" id="tl-theme">{say(language, "theme")}</button>'
        f'<a id="tl-switch" href="{here.address(other)}" lang="{other}" title="'
        f'{say(language, "switch.title")}">{say(language, "switch")}</a></span>'
    )


def toast() -> str:
    """Where a page says in a line what was done, or why not."""
    return '<div id="tl-toast" role="status" aria-live="polite"></div>'


def _ways(language: str, pages: tuple[Page, ...], here: Page) -> str:
    if len(pages) < 2:
        return f'<span class="tl-tag">{say(language, "tag")}</span>'
    current = ' aria-current="page"'
    links = "".join(
        f'<a href="{page.address(language)}"{current if page == here else ""}>'
        f"{say(language, page.name)}</a>"
        for page in pages
    )
    return f'<nav class="tl-ways" aria-label="{say(language, "ways")}">{links}</nav>'


def _talk_controls(language: str) -> str:
    return (
        f'<button type="button" id="tl-talks-open" aria-expanded="false" aria-controls="talks" '
        f'title="{say(language, "talks")}">{say(language, "talks.open")}</button>'
        f'<button type="button" id="tl-paper-open" aria-expanded="false" '
        f'aria-controls="tl-paper" title="{say(language, "paper")}">{say(language, "paper.open")}'
        '<b id="tl-paper-count"></b></button>'
        f'<button type="button" id="tl-new">{say(language, "new")}</button>'
    )
