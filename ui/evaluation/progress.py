"""How far a run has come, in words and as a bar."""

from __future__ import annotations

import time
from html import escape

from evals.report_words import TYPES, named
from ui.evaluation.address import Address, link
from ui.evaluation.cases import pick
from ui.evaluation.running import State
from ui.words import say


def progress(language: str, state: State, here: Address) -> str:
    """Draw the state of the run; nothing where none was made since the start."""
    if state.phase == "idle":
        return ""
    if state.running:
        return _running(language, state)
    if state.phase == "failed":
        why = say(language, "run.failed", what=escape(state.why))
        return f'<p class="ev-note ev-bad" role="alert">{why}</p>'
    if not state.run:
        return f'<p class="ev-note" role="status">{say(language, "run.nothing")}</p>'
    key = "run.done" if state.phase == "done" else "run.stopped"
    words = say(language, key, k=state.done, n=state.total)
    href = escape(link(language, here, run=state.run, tab="overview"))
    return (
        f'<p class="ev-note" role="status">{words} '
        f'<a class="ev-go" href="{href}">{say(language, "run.open")}</a></p>'
    )


def _running(language: str, state: State) -> str:
    if state.phase == "stopping":
        words = say(language, "run.stopping")
    elif state.phase == "opening":
        words = say(language, "run.opening")
    else:
        kind = escape(pick(language, named(TYPES, state.type)))
        words = say(language, "run.asking", k=state.done, n=state.total, type=kind)
        words += _left(language, state)
    share = 100 * state.done / state.total if state.total else 0
    name = escape(say(language, "run.progress"))
    return (
        f'<div class="ev-progress"><div role="progressbar" aria-label="{name}" aria-valuemin="0" '
        f'aria-valuemax="{state.total}" aria-valuenow="{state.done}" aria-valuetext="{words}">'
        f'<i style="width:{share:.1f}%"></i></div><p>{words}</p></div>'
    )


def _left(language: str, state: State) -> str:
    """Say how long the rest takes, by the pace so far, once there is one to speak of."""
    spent = time.monotonic() - state.began
    if state.done < 5:
        return ""
    left = spent / state.done * (state.total - state.done)
    return say(language, "run.left", s=f"{max(left, 1):.0f}")
