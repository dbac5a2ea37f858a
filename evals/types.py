"""The nouns of evaluation: what was answered to a case, and how that scores.

`Reply` is what any answerer gives (ours, or a baseline) in terms the measures need: sentences with
the spans they cite. `Outcome` is a reply with its scores; a score that could not be measured is
None, never 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Place:
    """A run of characters of a document: `document.text[start:end]`."""

    document_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class GoldCell:
    """What one document says where documents are compared.

    `points` are the words that its sentences must have; without a quote it says nothing (未规定).
    """

    document_id: str
    quote: str | None
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a reply, without marks, and the places it cites."""

    text: str
    cites: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What an answerer replied to one case.

    `retrieved` are clause ids, best first; `text` is the whole reply as a user reads it; `marks`
    are the marks in it, `sources` the marks that have a citation. `stages` pairs a stage with its
    milliseconds.
    """

    refused: bool
    reason: str | None
    text: str
    sentences: tuple[Said, ...]
    retrieved: tuple[str, ...]
    marks: tuple[int, ...] = ()
    sources: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    stages: tuple[tuple[str, float], ...] = ()


class Verdict(StrEnum):
    """What became of a case. Answering wrongly and not answering are never one number."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    REFUSED = "refused"
    RIGHTLY_REFUSED = "rightly refused"
    WRONGLY_ANSWERED = "wrongly answered"
    ERROR = "error"
    UNGRADED = "ungraded"
