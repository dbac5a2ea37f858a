"""The part of the evaluation page that makes a run: what to ask, how far it has come, cancel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from ui.evaluation import downloads
from ui.evaluation.address import Address
from ui.evaluation.asked import Asked
from ui.evaluation.board import Board
from ui.evaluation.candidates import type_choices
from ui.evaluation.progress import progress
from ui.evaluation.runs import HELD
from ui.pages.frame import BARE, QUIET
from ui.words import say

EVERY_SECONDS = 1.0
"""How often a page asks how far a run has come, while one is on its way."""
QUICK = 20
"""Questions of a quick run: about two seconds, see docs/decisions/0017."""
_AT_ONCE: dict[str, Any] = {"queue": False, **QUIET}


@dataclass(frozen=True, slots=True)
class Panel:
    """What shows a run on its way, in the order of `watched`."""

    bar: gr.HTML
    stop: gr.Button
    timer: gr.Timer

    @property
    def shown(self) -> list[Any]:
        """The components that `watched` fills."""
        return [self.bar, self.stop, self.timer]


def lay_out(page: gr.Blocks, board: Board) -> Panel:
    """Lay out the form for a run and what shows its progress."""
    language = board.language
    with gr.Accordion(say(language, "run.panel"), open=False, elem_id="ev-make"):
        with gr.Row(elem_id="ev-form"):
            source = gr.Dropdown([], label=say(language, "run.source"), elem_id="ev-source")
            types = gr.Dropdown(
                type_choices(language), label=say(language, "run.types"), multiselect=True,
                elem_id="ev-runtypes",
            )  # fmt: skip
            number = gr.Number(
                QUICK,
                label=say(language, "run.number"),
                minimum=0,
                precision=0,
                elem_id="ev-number",
            )
            start = gr.Button(say(language, "run.start"), variant="primary", elem_id="ev-start")
        sets = gr.HTML("", elem_id="ev-sets", **BARE)
    bar = gr.HTML("", elem_id="ev-bar", **BARE)
    stop = gr.Button(say(language, "run.stop"), visible=False, elem_id="ev-stop", size="sm")
    panel = Panel(bar, stop, gr.Timer(EVERY_SECONDS, active=False))

    def opened() -> tuple[object, ...]:
        names = gr.update(choices=board.sources(), value="dev")
        return names, downloads.set_links(language, board.sets.names()), *watched(board)

    def begun(source: str, types: list[str] | None, number: float | None) -> tuple[object, ...]:
        whole = source == HELD
        asked = Asked(
            source or "dev",
            () if whole else tuple(types or ()),
            0 if whole else max(0, int(number or 0)),
        )
        return started(board, asked)

    def chosen(source: str) -> tuple[object, object]:
        free = gr.update(interactive=source != HELD)
        return free, free

    def ended() -> tuple[object, ...]:
        board.runner.stop()
        return watched(board)

    page.load(opened, None, [source, sets, *panel.shown], **_AT_ONCE)
    source.change(chosen, [source], [types, number], **_AT_ONCE)
    start.click(begun, [source, types, number], panel.shown, **_AT_ONCE)
    stop.click(ended, None, panel.shown, **_AT_ONCE)
    panel.timer.tick(lambda: watched(board), None, panel.shown, **_AT_ONCE)
    return panel


def started(board: Board, asked: Asked) -> tuple[object, ...]:
    """Begin a run, or say that one is on its way."""
    if board.runner.start(asked):
        return watched(board)
    bar, *rest = watched(board)
    busy = f'<p class="ev-note" role="alert">{say(board.language, "run.busy")}</p>'
    return f"{busy}{bar}", *rest


def watched(board: Board) -> tuple[object, ...]:
    """Give what shows the run now: the bar, the button to cancel, the clock that asks again."""
    state = board.runner.state
    drawn = progress(board.language, state, Address())
    return (
        drawn,
        gr.update(visible=state.running, interactive=state.phase != "stopping"),
        gr.update(active=state.running),
    )
