"""Conversations of a person, kept turn by turn: found by id or by words, and really deleted."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from index.script import searchable
from ui.keeping.store import Store

LONGEST_TITLE = 120
"""Characters of the first question that are a conversation's title."""
LONGEST_SEARCH = 100
"""Characters that are searched for."""
MOST_LISTED = 100
"""Conversations of one list; older ones are found by search."""
_LISTED = "SELECT id, person, title, at FROM talks WHERE person = ?"
_NEWEST = " ORDER BY latest DESC LIMIT ?"
_WORDS = " AND EXISTS (SELECT 1 FROM turns WHERE turns.talk = talks.id AND instr(turns.words, ?))"


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation of a person, without its turns.

    `title` is its first question; `at` is the local time of the last turn, as
    `2026-11-27T09:30:00+08:00`.
    """

    id: str
    person: str
    title: str
    at: str


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """A turn as it is kept: its place from 0, when, its question, what is searched, its JSON."""

    number: int
    at: str
    question: str
    words: str
    record: str


def sought(text: str) -> str:
    """Write words as they are searched: one script and width, no capitals, no white space.

    `sought("審判 Ａ")` is `"审判a"`.
    """
    return "".join(searchable(text).casefold().split())


def storable(text: str) -> str:
    """Take out what UTF-8 cannot hold: half a character becomes a question mark."""
    return text.encode("utf-8", "replace").decode()


def keep(rows: sqlite3.Connection, talk: Talk, turn: KeptTurn, *, begins: bool, anew: bool) -> int:
    """Write a turn within a transaction and give its place, or -1 where its talk was deleted.

    `begins` says that the talk may have no row yet; `anew` that the turn was written before. The
    place of another turn is never taken: this one then goes behind the last.
    """
    title = " ".join(storable(talk.title).split())[:LONGEST_TITLE]
    if begins:
        rows.execute(
            "INSERT OR IGNORE INTO talks VALUES (?, ?, ?, ?, 0)",
            (talk.id, talk.person, title, talk.at),
        )
    known = rows.execute(
        "UPDATE talks SET at = ?, latest = (SELECT max(latest) + 1 FROM talks)"
        " WHERE id = ? AND person = ?",
        (talk.at, talk.id, talk.person),
    )
    if known.rowcount == 0:
        return -1
    number = turn.number
    here = "SELECT 1 FROM turns WHERE talk = ? AND number = ?"
    if not anew and rows.execute(here, (talk.id, number)).fetchone():
        last = "SELECT max(number) FROM turns WHERE talk = ?"
        number = int(rows.execute(last, (talk.id,)).fetchone()[0]) + 1
    texts = (storable(text) for text in (turn.at, turn.question, turn.words, turn.record))
    rows.execute("REPLACE INTO turns VALUES (?, ?, ?, ?, ?, ?)", (talk.id, number, *texts))
    return number


def find(store: Store, person: str, talk_id: str) -> Talk | None:
    """Find a conversation of this person by its id; another's is none."""
    rows = store.read(
        "SELECT id, person, title, at FROM talks WHERE id = ? AND person = ?",
        storable(talk_id),
        person,
    )
    return Talk(**dict(rows[0])) if rows else None


def turns(store: Store, talk: Talk, most: int = -1) -> list[KeptTurn]:
    """Give the turns of a conversation, oldest first; only the last `most` where that is said."""
    rows = store.read(
        "SELECT number, at, question, words, record FROM turns WHERE talk = ?"
        " ORDER BY number DESC LIMIT ?",
        talk.id,
        most,
    )
    return [KeptTurn(**dict(row)) for row in reversed(rows)]


def listed(store: Store, person: str, words: str = "", most: int = MOST_LISTED) -> list[Talk]:
    """Give a person's conversations, newest first; with `words`, those in which all of them are."""
    terms = [term for part in words[:LONGEST_SEARCH].split() if (term := storable(sought(part)))]
    sql = "".join((_LISTED, *[_WORDS] * len(terms), _NEWEST))
    rows = store.read(sql, person, *terms, most)
    return [Talk(**dict(row)) for row in rows]


def delete(store: Store, person: str, talk_id: str) -> int:
    """Delete one conversation of a person, and say how many went: 1, or 0 if it was not there."""
    return _delete(store, "DELETE FROM talks WHERE person = ? AND id = ?", person, talk_id)


def delete_all(store: Store, person: str) -> int:
    """Delete every conversation of a person, and say how many went."""
    return _delete(store, "DELETE FROM talks WHERE person = ?", person)


def _delete(store: Store, sql: str, *values: str) -> int:
    with store.write() as rows:
        gone = rows.execute(sql, [storable(value) for value in values])
    store.tidy()
    return gone.rowcount
