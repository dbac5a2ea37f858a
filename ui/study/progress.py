"""What a person knows, kept in the store: memories of cards, answers, settings, reported cards."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from fsrs import Card as Memory
from fsrs import Rating

from ui.keeping.store import Store
from ui.study import schedule
from ui.study.cards import Card

NEW_A_DAY = 10
"""New cards a day until a person chooses otherwise; about ten minutes with those that are due."""
MOST_NEW_A_DAY = 100


@dataclass(frozen=True, slots=True)
class Known:
    """A card that a person has answered: its memory, and the digest of the text at that time."""

    card: str
    clause: str
    digest: str
    memory: Memory


@dataclass(frozen=True, slots=True)
class Review:
    """One answer: `rating` 1 to 4, `first` where the card was new; `at` is in UTC."""

    card: str
    clause: str
    kind: str
    mode: str
    rating: int
    at: datetime
    first: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """How a person studies."""

    new_a_day: int = NEW_A_DAY
    four_grades: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A card that somebody found wrong; `card_text` is the card as JSON."""

    id: int
    person: str
    card: str
    clause: str
    at: str
    card_text: str
    state: str


def known(store: Store, person: str) -> dict[str, Known]:
    """All cards that a person has answered, by id."""
    rows = store.read("SELECT * FROM study_card WHERE person = ?", person)
    return {row["card"]: _known(row) for row in rows}


def answer(
    store: Store, person: str, card: Card, rating: Rating, mode: str, now: datetime
) -> Memory:
    """Keep an answer and the card's new memory; both or neither."""
    with store.write() as rows:
        held = rows.execute(
            "SELECT * FROM study_card WHERE person = ? AND card = ?", (person, card.id)
        ).fetchone()
        memory = schedule.rated(_known(held).memory if held else schedule.new(now), rating, now)
        _put(rows, person, Known(card.id, card.clause_id, card.digest, memory))
        before = json.dumps(dict(held), ensure_ascii=False) if held else ""
        rows.execute(
            "INSERT INTO study_review (person, card, clause, kind, mode, rating, at, before)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(person, card.id, card.clause_id, card.kind.value, mode, int(rating)),
                *(_utc(now), before),
            ),
        )
    return memory


def undo(store: Store, person: str) -> str:
    """Take a person's last answer back and give its card's id; nothing where there is none."""
    with store.write() as rows:
        last = rows.execute(
            "SELECT * FROM study_review WHERE person = ? ORDER BY id DESC LIMIT 1", (person,)
        ).fetchone()
        if last is None:
            return ""
        if last["before"]:
            _put(rows, person, _known(json.loads(last["before"])))
        else:
            rows.execute(
                "DELETE FROM study_card WHERE person = ? AND card = ?", (person, last["card"])
            )
        rows.execute("DELETE FROM study_review WHERE id = ?", (last["id"],))
    return str(last["card"])


def reviews(store: Store, person: str) -> list[Review]:
    """All answers of a person, oldest first."""
    rows = store.read("SELECT * FROM study_review WHERE person = ? ORDER BY id", person)
    return [
        Review(
            *(row["card"], row["clause"], row["kind"], row["mode"], row["rating"]),
            datetime.fromisoformat(row["at"]),
            not row["before"],
        )
        for row in rows
    ]


def confirm(store: Store, person: str, card: Card) -> None:
    """Take a paused card up again: the person has seen the text that is new."""
    with store.write() as rows:
        rows.execute(
            "UPDATE study_card SET digest = ? WHERE person = ? AND card = ?",
            (card.digest, person, card.id),
        )


def report(store: Store, person: str, card: Card, now: datetime) -> None:
    """Keep a card that somebody found wrong, as it was shown; twice is once."""
    text = json.dumps(asdict(card), ensure_ascii=False)
    with store.write() as rows:
        rows.execute(
            "INSERT INTO study_report (person, card, clause, at, card_text) SELECT ?, ?, ?, ?, ?"
            " WHERE NOT EXISTS (SELECT 1 FROM study_report WHERE person = ? AND card = ?)",
            (person, card.id, card.clause_id, _utc(now), text, person, card.id),
        )


def reports(store: Store) -> list[Report]:
    """All reported cards, newest first, for an evaluator."""
    return [
        Report(**dict(row)) for row in store.read("SELECT * FROM study_report ORDER BY id DESC")
    ]


def reported(store: Store, person: str) -> frozenset[str]:
    """The cards a person is not asked: those they reported, and those an evaluator took out."""
    rows = store.read(
        "SELECT DISTINCT card FROM study_report WHERE state = 'accepted'"
        " OR (person = ? AND state = 'new')",
        person,
    )
    return frozenset(str(row["card"]) for row in rows)


def withdraw(store: Store, person: str, card: str) -> None:
    """Take a report back that nobody has decided: the card is asked again."""
    with store.write() as rows:
        rows.execute(
            "DELETE FROM study_report WHERE person = ? AND card = ? AND state = 'new'",
            (person, card),
        )


def settings(store: Store, person: str) -> Settings:
    """A person's settings, or those to begin with."""
    rows = store.read("SELECT * FROM study_setting WHERE person = ?", person)
    return Settings(rows[0]["new_a_day"], bool(rows[0]["four_grades"])) if rows else Settings()


def choose(store: Store, person: str, chosen: Settings) -> None:
    """Keep a person's settings; the number of new cards is brought within its bounds."""
    number = min(max(chosen.new_a_day, 0), MOST_NEW_A_DAY)
    with store.write() as rows:
        rows.execute(
            "INSERT OR REPLACE INTO study_setting VALUES (?, ?, ?)",
            (person, number, int(chosen.four_grades)),
        )


def _put(rows: sqlite3.Connection, person: str, one: Known) -> None:
    rows.execute(
        "INSERT OR REPLACE INTO study_card VALUES (?, ?, ?, ?, ?, ?)",
        (person, one.card, one.clause, one.digest, one.memory.to_json(), _utc(one.memory.due)),
    )


def _known(row: sqlite3.Row | dict[str, str]) -> Known:
    return Known(row["card"], row["clause"], row["digest"], Memory.from_json(row["memory"]))


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
