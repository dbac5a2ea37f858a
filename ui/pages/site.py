"""All pages of one language as one Gradio application, and how it is mounted."""

from __future__ import annotations

import warnings
from typing import Any

import gradio as gr
from fastapi import FastAPI

from ui.pages import chat, documents, evaluation, evolution, look, study
from ui.pages.frame import AT_ONCE, BARE, Page, Site, header, toast
from ui.pages.visits import keep_little
from ui.words import say

PAGES: tuple[Page, ...] = (
    Page("", "way.chat", chat.lay_out),
    Page("doc", "way.doc", documents.lay_out),
    Page("compare", "way.compare", evolution.lay_out),
    Page("study", "way.study", study.lay_out),
    Page("eval", "way.eval", evaluation.lay_out),
)
"""In the order of the header. The first stands at `/zh/`, the others below it."""
_PRESSED = {"click", "submit"}
MOST_WAITING = 32
"""Questions that may wait; one more is refused in words."""


def mount(
    app: FastAPI, site: Site, port: int, *, people: bool = False
) -> dict[int, tuple[str, str]]:
    """Mount the pages of a language on `app`, under its name, with all that calls out shut off.

    `people` says that they sign in. Gives, by the number of each event, its page and, where it is
    pressed, what is done by it.
    """
    blocks = build(site)
    with warnings.catch_warnings():
        # Gradio warns of several pages even where it was told not to render on the server.
        warnings.filterwarnings("ignore", "SSR mode is not supported with multi-page", UserWarning)
        gr.mount_gradio_app(
            app,
            blocks,
            path=f"/{site.language}",
            theme=look.theme(),
            head=(look.SIGNED_IN if people else "") + look.head(site.language),
            **shut(port),
        )
    keep_little(app, f"/{site.language}")
    return {
        number: (one.page, str(one.name) if {kind for _, kind in one.targets} & _PRESSED else "")
        for number, one in blocks.fns.items()
    }


def shut(port: int) -> dict[str, Any]:
    """How whatever is built with Gradio is mounted: all that calls out or shows more is shut off.

    A new one each time, because Gradio writes into it.
    """
    return {
        "server_name": "127.0.0.1",
        "server_port": port,
        "footer_links": [],
        "run_history": False,
        "ssr_mode": False,
        "enable_monitoring": False,
        "mcp_server": False,
        "pwa": False,
        "show_error": False,
        "allowed_paths": [],
        "max_file_size": 1,
        "app_kwargs": {"docs_url": None, "redoc_url": None, "openapi_url": None},
    }


def build(site: Site) -> gr.Blocks:
    """Build the pages of a language."""
    blocks = gr.Blocks(title=say(site.language, "brand"), analytics_enabled=False, fill_width=True)
    with blocks:
        _lay_out(blocks, site, PAGES[0])
    for page in PAGES[1:]:
        with blocks.route(say(site.language, page.name), f"/{page.path}") as routed:
            _lay_out(routed, site, page)
    blocks.queue(default_concurrency_limit=AT_ONCE, max_size=MOST_WAITING, api_open=False)
    return blocks


def _lay_out(blocks: gr.Blocks, site: Site, page: Page) -> None:
    gr.HTML(header(site, PAGES, page), elem_id="tl-header", **BARE)
    page.lay_out(blocks, site)
    gr.HTML(toast(), **BARE)
