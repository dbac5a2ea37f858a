"""The nouns of the page on how a reform changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ingest.types import Clause, Script

Years = tuple[int, int]
"""First and last year that a document speaks of; `(2024, 2028)`."""


class Change(StrEnum):
    """How one document stands to an earlier one; `REVISED` and `REPEALED` only by its own words."""

    SAME = "same"
    FINER = "finer"
    NEW = "new"
    WIDER = "wider"
    GONE = "gone"
    REVISED = "revised"
    REPEALED = "repealed"


class Ground(StrEnum):
    """What a judgement stands on.

    `WORDS` both documents print, `VERBS` of the earlier and the later one, `SILENCE` of a document
    that was read through, and the document's `OWN` statement.
    """

    WORDS = "words"
    VERBS = "verbs"
    SILENCE = "silence"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a document stands to the earlier one with the id `since` (empty for its own statement).

    `words` are those that the ground names, as printed.
    """

    change: Change
    ground: Ground
    since: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One document: how it is called, whose it is (`national` or not), and of which years."""

    document_id: str
    name: str
    national: bool
    place: str
    years: Years | None
    script: Script

    @property
    def when(self) -> str:
        """The years as they are shown: `2021`, `2024—2028`, or nothing where nobody knows."""
        if self.years is None:
            return ""
        first, last = self.years
        return f"{first}" if first == last else f"{first}—{last}"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a clause as printed: `document.text[start:end] == text`; `mark` counts from 1.

    `where` is its place in the document (`第三部分第14项`), `footnote` the formal reference.
    """

    mark: int
    clause: Clause
    text: str
    start: int
    end: int
    where: str
    footnote: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What one document says of one topic; without quotes it says nothing, and `remark` how so."""

    column: Column
    quotes: tuple[Quote, ...] = ()
    verbs: tuple[str, ...] = ()
    remark: str = ""
    judgements: tuple[Judgement, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """One topic through the documents, in the order of time."""

    topic: str
    entries: tuple[Entry, ...]

    @property
    def spoken(self) -> tuple[Entry, ...]:
        """The documents that speak of it."""
        return tuple(entry for entry in self.entries if entry.quotes)


@dataclass(frozen=True, slots=True)
class Evolution:
    """What was found: one course for each topic, or a reason in words why there is none.

    `notes` are remarks to read along; `nearest` are clauses close to a topic nobody speaks of.
    """

    topic: str
    columns: tuple[Column, ...] = ()
    courses: tuple[Course, ...] = ()
    notes: tuple[str, ...] = ()
    trouble: str = ""
    nearest: tuple[Clause, ...] = ()
