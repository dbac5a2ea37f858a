"""The page on how a reform changed: a topic through the documents, in time or side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from index.script import to_simplified
from ui.evolution import desk
from ui.evolution.tables import columns_of
from ui.evolution.wish import LEVELS, Wish, read
from ui.pages.frame import AT_ONCE, BARE, QUIET, Site
from ui.reading import reader
from ui.words import say

_ANY = ""
"""The value of a year that is not limited."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The fields that make an address; `address` is not seen and holds the part behind `?`."""

    topic: gr.Textbox
    documents: gr.CheckboxGroup
    levels: gr.CheckboxGroup
    first: gr.Dropdown
    last: gr.Dropdown
    go: gr.Button
    address: gr.Textbox


def lay_out(page: gr.Blocks, site: Site) -> None:
    """Lay out the fields, what is found below them, and the reader that opens beside."""
    language, library = site.language, site.desk.assistant.library
    with gr.Row(elem_id="tl-main", elem_classes="ev-main", equal_height=False):
        with gr.Column(scale=5, min_width=320, elem_id="evcol"):
            asked = _fields(site)
            result = gr.HTML(elem_id="ev-result", js_on_load="", **BARE)
            gr.HTML('<p id="ev-status" role="status"></p>', js_on_load="", **BARE)
            gr.HTML(f'<p class="tl-notice" role="note">{say(language, "notice")}</p>', **BARE)
        with gr.Column(scale=4, min_width=320, elem_id="readercol"):
            gr.HTML(
                reader.reader(language, library.documents, library.clauses, to_simplified),
                elem_id="reader",
                js_on_load="",
                **BARE,
            )
    _connect(page, site, asked, result)


def _fields(site: Site) -> _Asked:
    language = site.language
    with gr.Row(elem_id="ev-ask", equal_height=False):
        topic = gr.Textbox(
            elem_id="ev-topic",
            label=say(language, "ev.topic"),
            placeholder=say(language, "ev.place"),
            lines=1,
            max_lines=1,
            scale=4,
        )
        go = gr.Button(say(language, "ev.go"), variant="primary", elem_id="ev-go", scale=0)
    with gr.Accordion(say(language, "ev.scope"), open=False, elem_id="ev-scope"):
        documents, levels, first, last = _scope(site)
    address = gr.Textbox(visible="hidden", elem_id="ev-address", label="q")
    return _Asked(topic, documents, levels, first, last, go, address)


def _scope(site: Site) -> tuple[gr.CheckboxGroup, gr.CheckboxGroup, gr.Dropdown, gr.Dropdown]:
    """Which documents, of which levels and years."""
    language, held = site.language, site.desk.assistant.library.documents
    columns = columns_of(language, held, list(held))
    named = [(f"{column.name} {column.when}".strip(), column.document_id) for column in columns]
    years = sorted({year for c in columns if c.years for year in range(c.years[0], c.years[1] + 1)})
    listed = [(say(language, "ev.anyyear"), _ANY), *((str(year), str(year)) for year in years)]
    documents = gr.CheckboxGroup(named, label=say(language, "ev.documents"), elem_id="ev-docs")
    with gr.Row(equal_height=False):
        levels = gr.CheckboxGroup(
            [(say(language, f"ev.{level}"), level) for level in LEVELS],
            label=say(language, "ev.levels"),
            elem_id="ev-levels",
        )
        first = gr.Dropdown(listed, value=_ANY, label=say(language, "ev.from"), elem_id="ev-from")
        last = gr.Dropdown(listed, value=_ANY, label=say(language, "ev.to"), elem_id="ev-to")
    return documents, levels, first, last


def _connect(page: gr.Blocks, site: Site, asked: _Asked, result: gr.HTML) -> None:
    """Follow the address: on opening, on a press, on a link and on Back."""
    years = {str(value) for _, value in asked.first.choices}
    known = set(site.desk.assistant.library.documents)

    def shown(wish: Wish, turn: int = 0) -> tuple[Any, ...]:
        first, last = (str(year or _ANY) for year in (wish.first, wish.last))
        return (
            wish.topic,
            [name for name in wish.documents if name in known],
            list(wish.levels),
            first if first in years else _ANY,
            last if last in years else _ANY,
            desk.page(site.language, wish, site.desk.assistant, turn),
        )

    def opened(request: gr.Request) -> tuple[Any, ...]:
        return shown(read(str(request.query_params)))

    def followed(address: str) -> tuple[Any, ...]:
        turn, _, query = address.partition(" ")
        return shown(read(query), int(turn) if turn.isdecimal() else 0)

    fields = [asked.topic, asked.documents, asked.levels, asked.first, asked.last]
    filled = [*fields, result]
    page.load(opened, None, filled, queue=False, **QUIET)
    asked.address.change(followed, [asked.address], filled, concurrency_limit=AT_ONCE, **QUIET)
    ask: dict[str, Any] = {"js": "(...fields) => window.tiaoli.evolve(fields)"}
    asked.go.click(None, fields, None, **ask)
    asked.topic.submit(None, fields, None, **ask)
