"""What becomes of a remark: a case in a set of the home folder, or nothing."""

from __future__ import annotations

from html import escape
from threading import Lock

from evals.questions import CaseError
from ui.evaluation.board import Board
from ui.evaluation.candidates import Draft, Fault, faults, record
from ui.evaluation.remarks import find
from ui.evaluation.sets import SetError
from ui.keeping.feedback import State, decide, listed
from ui.keeping.store import Store
from ui.words import say

SET = "readers"
"""The set that is proposed for cases made of remarks."""
_ONE_AT_A_TIME = Lock()


def examined(board: Board, draft: Draft, stem: str) -> dict[str, Fault]:
    """Say what is wrong with each field of a draft, and with the name of its set."""
    taken = board.sets.taken(stem, board.library)
    return faults(draft, stem, board.library.documents, taken)


def accept(
    board: Board, store: Store, id_: int, draft: Draft, stem: str
) -> tuple[str, tuple[str, str]]:
    """Add a draft to a set and note so at the remark; give words, and the set's file and the id.

    A remark that was decided meanwhile adds nothing; then the file is empty, as it is where the
    set cannot be written.
    """
    language = board.language
    with _ONE_AT_A_TIME:
        one = find(listed(store, State.NEW), id_)
        if one is None:
            return _note(say(language, "cand.decided"), bad=True), ("", "")
        try:
            made = record(draft)
            name = board.sets.add(stem, made, board.library)
        except (SetError, CaseError) as error:
            return _note(say(language, "cand.failed", what=escape(str(error))), bad=True), ("", "")
        decide(store, id_, State.ACCEPTED, made["id"])
    words = say(language, "cand.added", set=escape(name), id=escape(made["id"]))
    return _note(words), (name, made["id"])


def decline(board: Board, store: Store, id_: int) -> str:
    """Note that a remark is not taken up; give words."""
    with _ONE_AT_A_TIME:
        if find(listed(store, State.NEW), id_) is None:
            return _note(say(board.language, "cand.decided"), bad=True)
        decide(store, id_, State.DECLINED)
    return _note(say(board.language, "remark.declined"))


def said(language: str, draft: Draft, found: dict[str, Fault], names: list[str]) -> list[str]:
    """Give the line below each of the fields `names`, and last the line for all of them."""
    lines = []
    for name in names:
        fault = found.get(name)
        words = escape(say(language, fault.key, **dict(fault.places))) if fault else ""
        lines.append(f'<p role="alert">{words}</p>' if words else "")
    if found:
        return [*lines, _note(say(language, "cand.bad", n=len(found)), bad=True)]
    return [*lines, _note(say(language, "cand.good" if draft.points.strip() else "cand.nopoints"))]


def _note(words: str, *, bad: bool = False) -> str:
    return f'<p class="ev-note{" ev-bad" * bad}" role="status">{words}</p>'
