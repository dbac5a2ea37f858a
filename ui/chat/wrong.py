"""What a reader says is wrong with an answer: the form's heading, and keeping what was sent."""

from __future__ import annotations

from html import escape

from ingest.errors import TiaoliError
from ui.chat.threads import Threads
from ui.keeping.feedback import Feedback, Wrong, add, now
from ui.keeping.store import Store, StoreError
from ui.keeping.talks import storable
from ui.types import Library
from ui.words import say

LONGEST_REMARK = 1_000
"""Characters of a remark."""
LONGEST_ID = 200
"""Characters of a clause id that are taken from the form."""


class RemarkError(TiaoliError):
    """A remark cannot be kept; the message says in the page's language what to mend."""


def head(language: str) -> str:
    """Write the heading of the form; the script fills in the question that it is about."""
    return (
        f'<div class="wr-bar"><h2 id="wr-head" tabindex="-1">{say(language, "wrong.head")}</h2>'
        f'<button type="button" id="wr-close" aria-label="{say(language, "reader.close")}">✕'
        '</button></div><p id="wr-question" lang="zh-Hans"></p>'
    )


def picked(language: str) -> str:
    """Write the line under the clause's id: its label once there is one, and two buttons."""
    none = say(language, "wrong.clause.none")
    return (
        '<p id="wr-picked"><span id="wr-label" role="status" lang="zh-Hans"></span> '
        f'<button type="button" id="wr-take">{say(language, "wrong.clause.take")}</button> '
        f'<button type="button" id="wr-none" hidden>{none}</button></p>'
    )


def said(words: str, *, kept: bool) -> str:
    """Write what came of sending it."""
    kind, role = ("wr-kept", "status") if kept else ("wr-bad", "alert")
    return f'<p class="{kind}" role="{role}">{escape(words)}</p>'


def keep(
    language: str,
    store: Store,
    threads: Threads,
    library: Library,
    *,
    person: str,
    thread_id: str,
    turn: str,
    kind: str | None,
    clause: str,
    remark: str,
) -> str:
    """Keep a remark on a turn of a person's conversation and say so.

    The question, the answer and what it cites are taken from the conversation, not from the form.
    Raises `RemarkError` for whatever is wrong with it.
    """
    if kind not in list(Wrong):
        raise RemarkError(say(language, "wrong.err.kind"))
    right, words = clause.strip()[:LONGEST_ID], storable(remark).strip()
    if right and right not in library.clauses:
        raise RemarkError(say(language, "wrong.err.clause", id=storable(right)[:80]))
    if len(words) > LONGEST_REMARK:
        long = {"n": f"{len(words):,}", "limit": f"{LONGEST_REMARK:,}"}
        raise RemarkError(say(language, "wrong.err.long", **long))
    one = _about(threads, person, thread_id, turn, Wrong(kind), right, words)
    if one is None:
        raise RemarkError(say(language, "wrong.err.turn"))
    try:
        return say(language, "wrong.kept", n=add(store, one))
    except StoreError as error:
        raise RemarkError(say(language, "wrong.err.store", what=str(error))) from error


def _about(
    threads: Threads,
    person: str,
    thread_id: str,
    turn: str,
    kind: Wrong,
    clause: str,
    remark: str,
) -> Feedback | None:
    thread = threads.find(thread_id, person)
    number = int(turn) if turn.isascii() and turn.isdecimal() and len(turn) < 5 else -1
    if thread is None or not 0 <= number < len(thread.turns):
        return None
    asked = thread.turns[number]
    answer = asked.answer
    if answer is None:
        return None
    before = tuple((role, storable(text)) for role, text in thread.history(number))
    return Feedback(
        person=person,
        at=now(),
        question=storable(asked.question),
        history=() if asked.alone else before,
        understood_as=storable(answer.understood_as),
        answer=storable(answer.text),
        cited=tuple(dict.fromkeys(citation.clause.id for citation in answer.citations)),
        wrong=kind,
        right_clause=clause,
        remark=remark,
    )
