"""What documents say about a topic: every sentence of each is looked at and weighed.

The likeliest sentences of a document stand in its cell. Only a document none of whose sentences is
likely enough says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.statements import Stated
from ingest.types import Clause
from rag.comparing.cell_chances import LEAST, NEAR
from rag.comparing.cell_signs import Asked, Signs
from rag.words.sentences import Sheet, Span

MOST = 3
"""Sentences of a cell."""
MOST_TITLED = 5
"""The same where the best of them stands in a clause that has the topic for its title."""
TITLED = 0.6
"""Share of the best coverage of the topic that the title of such a clause says."""
NAMED = 0.8
"""Share of the topic that a term is by whose names it is never overlooked."""
LEAST_NEAR = 0.35
"""Cosine from which on a clause is named as the nearest in a document that says nothing."""
WORDED = 0.3
"""Share of the topic's rare words below which a sentence was found by its meaning alone."""


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence about a topic, how likely it is, and the question by whose likeness alone."""

    span: Span
    chance: float
    question: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What a look through a document found, in the order of the text.

    `clauses` were looked at; `nearest` is the one that means most nearly the topic, if any does.
    """

    found: tuple[Found, ...]
    clauses: int
    nearest: Clause | None


def looked_through(
    asked: Asked,
    sheets: Sequence[Sheet],
    signs: Sequence[Sequence[Signs]],
    likely: Sequence[Sequence[float]],
) -> list[Look]:
    """Choose what each document says by the chances of all of its sentences."""
    return [
        _look(sheet, own, odds, asked)
        for sheet, own, odds in zip(sheets, signs, likely, strict=True)
    ]


def _look(sheet: Sheet, signs: Sequence[Signs], likely: Sequence[float], asked: Asked) -> Look:
    nearest = asked.nearest(sheet)
    found = [
        Found(sheet.spans[row], likely[row], _only_by(nearest[row], signs[row]))
        for row in chosen(sheet, signs, likely)
    ]
    meaning = [one.meaning for one in signs]
    most = max(range(len(meaning)), key=meaning.__getitem__, default=-1)
    near = sheet.spans[most].clause if most >= 0 and meaning[most] > LEAST_NEAR else None
    return Look(tuple(found), len(sheet.of_clause), near)


def _only_by(stated: Stated | None, signs: Signs) -> str:
    """Give the question by which a sentence was found that has none of the topic's words."""
    if stated is None or signs.said >= WORDED or signs.named:
        return ""
    return stated.question


def chosen(sheet: Sheet, signs: Sequence[Signs], likely: Sequence[float]) -> list[int]:
    """Choose the likeliest sentence of a document and those nearly as likely, in their order.

    None where the likeliest is not likely enough, unless one has its quoted terms or a name of it.
    What stands under the title that the best one is, or stands under, is chosen as well.
    """
    ranked = sorted(range(len(likely)), key=lambda row: (-likely[row], row))
    if not ranked or likely[ranked[0]] < LEAST:
        ranked = [row for row in ranked if signs[row].quoted == 1 or signs[row].named >= NAMED]
    if not ranked:
        return []
    best = ranked[0]
    kept = [row for row in ranked[:MOST] if likely[row] >= NEAR * likely[best]]
    if signs[best].title >= TITLED or signs[best].topic:
        own = sheet.of_clause[sheet.spans[best].clause.id]
        same = sorted((row for row in own if row not in kept), key=lambda row: -likely[row])
        kept += [row for row in same if not signs[row].topic][: MOST_TITLED - len(kept)]
    return sorted(kept)
