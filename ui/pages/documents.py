"""The page of documents: the list on the left, the document, and what there is about a clause."""

from __future__ import annotations

from html import escape
from typing import Any

import gradio as gr

from index.script import to_simplified
from ui.browsing import address
from ui.browsing.aside import aside
from ui.browsing.panels import panel
from ui.browsing.popovers import popovers
from ui.browsing.tree import filters, tree
from ui.pages.frame import BARE, QUIET, Site
from ui.reading import reader
from ui.words import say

NOW: dict[str, Any] = {**QUIET, "trigger_mode": "always_last", "queue": False}
"""How a list follows what is typed: at once, and of what came in between only the last."""


def lay_out(page: gr.Blocks, site: Site) -> None:
    """Lay out the page that shows the site's documents."""
    language, library = site.language, site.desk.assistant.library
    with gr.Row(elem_id="tl-main", equal_height=False):
        with gr.Column(scale=3, min_width=0, elem_id="dc-left"):
            gr.HTML(_top(site), elem_id="dc-top", **BARE)
            listed = gr.HTML("", elem_id="dc-panel", **BARE)
            folded = tree(language, library) or _empty(language)
            gr.HTML(folded, elem_id="dc-tree", **BARE)
        with gr.Column(scale=6, min_width=0, elem_id="dc-mid"):
            gr.HTML(_bar(language), elem_id="dc-bar", **BARE)
            text = reader.reader(
                language, library.documents, library.clauses, to_simplified, foot=False
            )
            gr.HTML(text, elem_id="reader", js_on_load="", **BARE)
        with gr.Column(scale=3, min_width=0, elem_id="dc-side"):
            gr.HTML(reader.foot_of(language, say(language, "doc.hint")), elem_id="dc-foot", **BARE)
            about = gr.HTML("", elem_id="dc-about", **BARE)
    asked = gr.Textbox(visible="hidden", elem_id="dc-asked", label="q")
    at = gr.Textbox(visible="hidden", elem_id="dc-at", label="c")
    known = gr.HTML("", elem_id="dc-known", **BARE)

    def opened(request: gr.Request) -> tuple[str, str, str]:
        values = dict(request.query_params)
        clause_id = values.get("c", "")[: address.LONGEST]
        return (
            panel(language, library, address.asked(values)),
            aside(language, library, clause_id),
            f"<div hidden>{escape(popovers(library))}</div>",
        )

    def listing(message: str) -> str:
        return panel(language, library, address.message(message))

    def telling(clause_id: str) -> str:
        return aside(language, library, clause_id.split(" ")[0][: address.LONGEST])

    page.load(opened, None, [listed, about, known], queue=False, **QUIET)
    asked.change(listing, [asked], [listed], **NOW)
    at.change(telling, [at], [about], **NOW)


def _top(site: Site) -> str:
    """The search, the filters, and the choice of what the list shows."""
    language, library = site.language, site.desk.assistant.library
    choices = filters(language, library.documents.values())
    views = "".join(
        f'<a href="{href}" data-view="{view}">{say(language, f"doc.view.{view}")}</a>'
        for view, href in (("tree", "?"), ("topic", "?topic="), ("term", "?term="))
    )
    label, place = say(language, "doc.search"), say(language, "doc.search.place")
    every = say(language, "doc.nofilter")
    return (
        f'<div role="search"><input type="search" id="dc-search" autocomplete="off" '
        f'aria-label="{label}" aria-controls="dc-panel" placeholder="{place}"></div>'
        f'<div id="dc-filters" role="group" aria-label="{say(language, "doc.filters")}">{choices}'
        f'<button type="button" data-act="all" hidden>{every}</button></div>'
        f'<nav id="dc-views" aria-label="{say(language, "doc.views")}">{views}</nav>'
        f'<p id="dc-nodocs" hidden>{say(language, "doc.nodocs")}</p>'
    )


def _bar(language: str) -> str:
    """What a phone has in place of the columns: the way to the list, and to the search."""
    return (
        f'<button type="button" data-act="list" aria-expanded="false" aria-controls="dc-left">'
        f"{say(language, 'doc.view.tree')}</button>"
        f'<button type="button" data-act="find">{say(language, "doc.find")}</button>'
        f'<button type="button" data-act="side">{say(language, "doc.side")}</button>'
    )


def _empty(language: str) -> str:
    return f'<p class="dc-told">{say(language, "doc.empty")}</p>'
