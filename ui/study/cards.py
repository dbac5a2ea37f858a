"""The nouns of study: a card, what kind of question it asks, and the words it ends on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from ingest.types import Clause


class Kind(StrEnum):
    """What a card asks."""

    TERM = "term"
    FIGURE = "figure"
    CLAIM = "claim"
    LIST = "list"
    SOURCE = "source"
    ONLY = "only"
    FIRST = "first"
    ORDER = "order"


OF_DOCUMENTS = (Kind.SOURCE, Kind.ONLY, Kind.FIRST)
"""Kinds whose options are documents, by their ids."""
CLAIMS = ("true", "false")
"""The options of a claim."""
BLANK = "＿＿＿＿"
"""What stands in a question where words are left out."""


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a clause that a card ends on: `clause.text[start:end]`, and in it what answers.

    `marks` are pairs (start, end) within the clause, in order.
    """

    clause_id: str
    start: int
    end: int
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One question.

    `passage` is what it shows, in simplified characters with blanks: `完善＿＿＿＿识别监管机制。`;
    where a term is asked about, the term; of an order, its topic. `options` are words, document
    ids (`OF_DOCUMENTS`) or `CLAIMS`; `right` their places, several only for an order. `swapped` are
    the words that a false claim has where the clause prints others. `digest` is of the clauses.
    """

    id: str
    kind: Kind
    places: tuple[Place, ...]
    passage: str
    options: tuple[str, ...]
    right: tuple[int, ...]
    digest: str
    swapped: str = ""

    @property
    def clause_id(self) -> str:
        """The clause it is about; of an order, the first in time."""
        return self.places[0].clause_id


def identity(kind: Kind, places: Iterable[Place], clauses: Mapping[str, Clause]) -> str:
    """Name a card by its kind, its clauses and the words quoted: 16 letters that stay the same.

    A text that moved within its clause keeps its cards; other distractors do not change the name.
    """
    parts = [kind.value]
    for place in places:
        text = clauses[place.clause_id].text
        marked = "|".join(text[start:end] for start, end in place.marks)
        parts += [place.clause_id, text[place.start : place.end], marked]
    return sha256("\n".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:16]


def digest(clause_ids: Iterable[str], clauses: Mapping[str, Clause]) -> str:
    """A short digest of the text of clauses, by which it is seen that one has changed."""
    text = "\n".join(clauses[name].text for name in clause_ids)
    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def made(
    kind: Kind,
    places: tuple[Place, ...],
    clauses: Mapping[str, Clause],
    passage: str,
    options: tuple[str, ...],
    right: tuple[int, ...],
    swapped: str = "",
) -> Card:
    """Make a card, its name and its digest worked out from the clauses."""
    name = identity(kind, places, clauses)
    held = digest((place.clause_id for place in places), clauses)
    return Card(name, kind, places, passage, options, right, held, swapped)


def drawn(*parts: str) -> int:
    """A number that depends on nothing but the words given: chance that is the same every time."""
    return int(sha256("\n".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:12], 16)
