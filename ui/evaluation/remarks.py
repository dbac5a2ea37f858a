"""What readers said about answers, as an evaluator reads it: the list, and one remark opened."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from ui.evaluation.address import Address, link
from ui.keeping.feedback import Feedback, State
from ui.types import Library
from ui.words import say

SHORT = 70
"""Characters of a question in the list."""


def number(here: Address) -> int:
    """Give the number of the remark that an address opens (`q=12` on its tab), or 0."""
    told = here.open if here.tab == "remarks" else ""
    return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else 0


def find(remarks: Sequence[Feedback], id_: int) -> Feedback | None:
    """Find a remark by its number."""
    return next((one for one in remarks if one.id == id_), None)


def listed(language: str, here: Address, remarks: Sequence[Feedback], *, every: bool) -> str:
    """Draw the list: those that wait for a decision, or all with what became of them."""
    shown = [one for one in remarks if every or one.state is State.NEW]
    count = say(language, "remark.count", n=len(shown), m=len(remarks))
    if not shown:
        key = "remark.none" if not remarks else "remark.nonew"
        return f'<p class="ev-none">{say(language, key)}</p>'
    rows = "".join(_row(language, here, one) for one in shown)
    return f'<p class="ev-count">{count}</p><ul class="ev-remarks">{rows}</ul>'


def _row(language: str, here: Address, one: Feedback) -> str:
    href = escape(link(language, here, tab="remarks", open=str(one.id)))
    question = " ".join(one.question.split())
    short = question if len(question) <= SHORT else question[: SHORT - 1] + "…"
    current = ' aria-current="true"' if number(here) == one.id else ""
    return (
        f'<li{current}><a class="ev-go" href="{href}">{escape(short)}</a>'
        f"<small>{escape(_day(one.at))} · {say(language, f'wrong.{one.wrong.value}')} · "
        f"{_state(language, one)}</small></li>"
    )


def _state(language: str, one: Feedback) -> str:
    return say(language, f"state.{one.state.value}", id=escape(one.case_id))


def _day(at: str) -> str:
    return at[5:16].replace("T", " ")


def opened(language: str, one: Feedback, library: Library) -> str:
    """Draw one remark: question, answer, what is wrong, the clause that the reader named."""
    turns = "".join(
        f"<li><b>{say(language, 'eval.user' if role == 'user' else 'eval.assistant')}</b> "
        f"{_lines(text)}</li>"
        for role, text in one.history
    )
    understood = (
        _row_of(language, "remark.understood", _lines(one.understood_as))
        if one.understood_as not in ("", one.question)
        else ""
    )
    cited = ", ".join(_clause(language, id_, library) for id_ in one.cited)
    ask = escape(f"/{language}/?q={quote(one.question, safe='')}")
    parts = (
        f'<p class="ev-acts"><a href="{ask}">{say(language, "eval.inchat")}</a></p>',
        f"<h3>{_lines(one.question)}</h3>",
        f'<ol class="ev-turns">{turns}</ol>' if turns else "",
        understood,
        _row_of(language, "remark.answer", _lines(one.answer)),
        _row_of(language, "remark.wrong", say(language, f"wrong.{one.wrong.value}")),
        _row_of(language, "remark.words", _lines(one.remark)) if one.remark else "",
        _row_of(language, "remark.cited", cited) if cited else "",
        _right(language, one, library),
        _row_of(language, "remark.state", _state(language, one)),
    )
    return f'<article id="ev-remark" tabindex="-1">{"".join(parts)}</article>'


def _right(language: str, one: Feedback, library: Library) -> str:
    clause = library.clauses.get(one.right_clause)
    if not one.right_clause:
        return ""
    named = _clause(language, one.right_clause, library)
    text = f"<blockquote>{_lines(clause.text)}</blockquote>" if clause else ""
    return _row_of(language, "remark.right", named + text)


def _clause(language: str, id_: str, library: Library) -> str:
    clause = library.clauses.get(id_)
    if clause is None:
        return say(language, "remark.lost", id=escape(id_))
    href = escape(f"/{language}/doc?c={quote(id_, safe='/')}")
    return f'<a href="{href}">{escape(clause.label)}</a>'


def clause_choices(one: Feedback, library: Library) -> list[tuple[str, str]]:
    """Give the clauses that the evidence may be: the one the reader named, then those cited."""
    ids = dict.fromkeys(id_ for id_ in (one.right_clause, *one.cited) if id_ in library.clauses)
    return [(library.clauses[id_].label, id_) for id_ in ids]


def _row_of(language: str, key: str, body: str) -> str:
    return f'<div class="ev-text"><b>{say(language, key)}</b> {body}</div>'


def _lines(text: str) -> str:
    return escape(text.strip("\n")).replace("\n", "<br>")
