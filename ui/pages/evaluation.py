"""The page for evaluators: runs and their numbers, single cases, comparisons, readers' remarks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import Any

import gradio as gr

from ui.evaluation import address, case, cases, changes, downloads, overview
from ui.evaluation.address import TABS, Address
from ui.evaluation.board import Board
from ui.evaluation.cases import Wanted
from ui.evaluation.runs import Run
from ui.pages import evaluation_remarks, evaluation_run
from ui.pages.frame import BARE, QUIET, Site
from ui.settings import home_from
from ui.words import say

AT_ONCE: dict[str, Any] = {"queue": False, **QUIET}
"""Nothing of this page waits behind the questions of readers."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components that follow the address, and the filters of the table."""

    run: gr.Dropdown
    base: gr.Dropdown
    files: gr.HTML
    tabs: gr.Tabs
    overview: gr.HTML
    table: gr.HTML
    case: gr.HTML
    changes: gr.HTML
    text: gr.Textbox
    types: gr.Dropdown
    verdicts: gr.Dropdown
    failed: gr.Checkbox
    changed: gr.Checkbox

    @property
    def filters(self) -> list[Any]:
        return [self.text, self.types, self.verdicts, self.failed, self.changed]

    @property
    def shown(self) -> list[Any]:
        """What is drawn anew when the address changes, in the order of `_shown`."""
        drawn = [self.overview, self.table, self.case, self.changes]
        return [self.run, self.base, self.files, self.tabs, *drawn, self.types, self.verdicts]


def lay_out(page: gr.Blocks, site: Site) -> None:
    """Lay out the page for evaluators over the runs and sets of the home folder."""
    language = site.language
    board = Board(home_from(), language, site.desk.assistant.library)
    at = gr.Textbox(visible="hidden", elem_id="ev-at", label="a")
    with gr.Column(elem_id="tl-main", elem_classes="ev-main"):
        with gr.Row(elem_id="ev-pick"):
            run = gr.Dropdown([], label=say(language, "eval.run"), elem_id="ev-run")
            base = gr.Dropdown([], label=say(language, "eval.base"), elem_id="ev-base")
        files = gr.HTML("", elem_id="ev-files", **BARE)
        panel = evaluation_run.lay_out(page, board)
        with gr.Tabs(elem_id="ev-tabs") as tabs:
            each = {name: _tab(language, name) for name in TABS}
            with each["overview"]:
                numbers = gr.HTML("", elem_id="ev-overview", **BARE)
            with each["cases"]:
                filters = _filters(language)
                with gr.Row(elem_id="ev-two", equal_height=False):
                    table = gr.HTML("", elem_id="ev-list", **BARE)
                    one = gr.HTML("", elem_id="ev-one", **BARE)
            with each["changes"]:
                changed = gr.HTML("", elem_id="ev-changes", **BARE)
            with each["remarks"]:
                remarks = evaluation_remarks.lay_out(board)
            with each["limits"]:
                gr.HTML(overview.limits(language), elem_id="ev-limits", **BARE)
    parts = _Parts(run, base, files, tabs, numbers, table, one, changed, *filters)
    _connect(page, board, at, parts)
    evaluation_remarks.connect(page, board, site.store, at, remarks, panel)


def _tab(language: str, name: str) -> gr.Tab:
    return gr.Tab(say(language, f"eval.tab.{name}"), id=name, elem_id=f"ev-tab-{name}")


def _filters(language: str) -> tuple[Any, ...]:
    with gr.Row(elem_id="ev-filters"):
        text = gr.Textbox(label=say(language, "eval.search"), elem_id="ev-search", scale=2)
        types = gr.Dropdown(
            [], label=say(language, "eval.type"), multiselect=True, elem_id="ev-types"
        )
        verdicts = gr.Dropdown(
            [], label=say(language, "eval.verdict"), multiselect=True, elem_id="ev-verdicts"
        )
        with gr.Column(elem_id="ev-only", min_width=140):
            failed = gr.Checkbox(label=say(language, "eval.failed"), container=False)
            changed = gr.Checkbox(label=say(language, "eval.changed"), container=False)
    return text, types, verdicts, failed, changed


def _connect(page: gr.Blocks, board: Board, at: gr.Textbox, parts: _Parts) -> None:
    """Say what follows the address, what follows the filters, and what changes the address."""

    def opened(request: gr.Request) -> tuple[object, ...]:
        here = address.read(address.written(request.query_params.items()))
        return _shown(board, here, Wanted())

    def followed(query: str, *filters: object) -> tuple[object, ...]:
        return _shown(board, address.read(query), _wanted(*filters))

    def filtered(query: str, *filters: object) -> str:
        run, base, here = board.at(address.read(query))
        return _table(board.language, run, base, replace(here, page=1), _wanted(*filters))

    page.load(opened, None, parts.shown, **AT_ONCE)
    at.change(followed, [at, *parts.filters], parts.shown, **AT_ONCE)
    for one in parts.filters:
        one.change(filtered, [at, *parts.filters], parts.table, **AT_ONCE)
    parts.run.input(None, [parts.run], None, js="(v) => window.tiaoli.evalGo({run: v, q: ''})")
    parts.base.input(None, [parts.base], None, js="(v) => window.tiaoli.evalGo({base: v})")


def _wanted(*filters: Any) -> Wanted:  # noqa: ANN401
    text, types, verdicts, failed, changed = filters
    return Wanted(str(text or ""), tuple(types or ()), tuple(verdicts or ()), failed, changed)


def _shown(board: Board, here: Address, wanted: Wanted) -> tuple[object, ...]:
    """Draw everything that an address shows."""
    language = board.language
    run, base, here = board.at(here)
    choices = board.choices()
    bases = [(say(language, "eval.nobasechoice"), ""), *choices]
    return (
        gr.update(choices=choices, value=here.run or None),
        gr.update(choices=bases, value=here.base),
        downloads.run_links(language, run),
        gr.update(selected=here.tab),
        board.overview(run, base, here),
        _table(language, run, base, here, wanted),
        _opened(language, run, base, here),
        changes.changes(language, here, base, run) if run else board.missing(here),
        gr.update(choices=cases.type_choices(language, run)),
        gr.update(choices=cases.verdict_choices(language, run)),
    )


def _table(language: str, run: Run | None, base: Run | None, here: Address, wanted: Wanted) -> str:
    if run is None:
        return f'<p class="ev-none">{say(language, "eval.none")}</p>'
    if run.held:
        return f'<p class="ev-none">{say(language, "eval.heldcases")}</p>'
    return cases.table(language, run, here, cases.chosen(run, wanted, base), base)


def _opened(language: str, run: Run | None, base: Run | None, here: Address) -> str:
    if run is None or here.tab != "cases" or not here.open:
        return ""
    one = run.by_id.get(here.open)
    if one is None:
        key = "eval.heldcases" if run.held else "eval.norow"
        return f'<p class="ev-none">{say(language, key, id=escape(here.open))}</p>'
    return case.opened(language, run, here, one, base)
