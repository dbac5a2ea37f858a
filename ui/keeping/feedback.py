"""What readers said about answers, kept until an evaluator decides."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ui.keeping.store import Store


class Wrong(StrEnum):
    """What a reader found wrong with an answer."""

    CITATION = "citation"
    INCOMPLETE = "incomplete"
    STATEMENT = "statement"
    SHOULD_REFUSE = "should_refuse"
    SHOULD_ANSWER = "should_answer"


class State(StrEnum):
    """What became of it."""

    NEW = "new"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One remark: the question with the turns before it, the answer, and what is wrong with it.

    `history` are (role, text) pairs, `cited` clause ids, `right_clause` an id or nothing; `at` is
    local time as `2026-11-27T09:30:00+08:00`; `case_id` names the known question made of it. The
    store gives the `id`.
    """

    person: str
    at: str
    question: str
    history: tuple[tuple[str, str], ...]
    understood_as: str
    answer: str
    cited: tuple[str, ...]
    wrong: Wrong
    right_clause: str = ""
    remark: str = ""
    state: State = State.NEW
    case_id: str = ""
    id: int = 0


def now() -> str:
    """The time of a remark, local, to the second, with its distance from UTC."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def add(store: Store, one: Feedback) -> int:
    """Keep a remark and give its id."""
    with store.write() as rows:
        done = rows.execute(
            "INSERT INTO feedback (person, at, question, history, understood_as, answer, cited,"
            " wrong, right_clause, remark) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(one.person, one.at, one.question, json.dumps(one.history, ensure_ascii=False)),
                *(one.understood_as, one.answer, json.dumps(one.cited), one.wrong.value),
                *(one.right_clause, one.remark),
            ),
        )
    store.told("feedback", one.person, one.cited)
    return int(done.lastrowid or 0)


def listed(store: Store, state: State | None = None) -> list[Feedback]:
    """All remarks, newest first; only those of a state where one is named."""
    if state is None:
        rows = store.read("SELECT * FROM feedback ORDER BY id DESC")
    else:
        rows = store.read("SELECT * FROM feedback WHERE state = ? ORDER BY id DESC", state.value)
    return [_read(row) for row in rows]


def decide(store: Store, id_: int, state: State, case_id: str = "") -> bool:
    """Write down what became of a remark; False where there is no such remark."""
    with store.write() as rows:
        done = rows.execute(
            "UPDATE feedback SET state = ?, case_id = ? WHERE id = ?", (state.value, case_id, id_)
        )
    return done.rowcount == 1


def _read(row: sqlite3.Row) -> Feedback:
    values = dict(row)
    return Feedback(
        **{
            **values,
            "history": tuple((role, text) for role, text in json.loads(values["history"])),
            "cited": tuple(json.loads(values["cited"])),
            "wrong": Wrong(values["wrong"]),
            "state": State(values["state"]),
        }
    )
