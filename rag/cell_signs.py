"""What speaks for a sentence to belong in the cell of a comparison, and how likely that makes it.

Every sentence of every document compared is looked at twice: by itself, then beside the likeliest
sentence of the other documents. What that one says in its own words (`四类案件`) is often what the
question says in everyday ones. `python -m evals.fit_cells` wrote `cells.toml`.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import mul
from pathlib import Path
from typing import NamedTuple

from index.library import Library
from index.script import searchable
from index.statements import Stated
from index.thesaurus import concepts_in, official_terms
from index.types import Vectors
from ingest.types import ClauseKind
from rag.evidence import Evidence
from rag.sentences import Sheet

CELLS_FILE = Path(__file__).parent / "cells.toml"
USUAL = 30.0
"""Characters of a sentence whose `length` is 1."""


_WHOLE = 0.999
"""Share that is all, roundings aside."""


class Signs(NamedTuple):
    """What speaks for a sentence by itself, or how much each sign counts in log-odds.

    `said`: share of the question's rare words that it says; `meaning`: its cosine with the
    question; `asked`: cosine of the nearest question that was written for what it states, and
    `asked_words`: share of words in these (for a clause without any: `meaning` and `said`);
    `official`: share it says of the official terms the thesaurus gives for the question; `named`: 1
    if it says one by any of its names; `quoted`: share of the terms in quotation marks it has.
    `most_…` are the same divided by the best of all sentences compared. `title`: how much of the
    question the title of its clause says, divided by the best of all sentences; `topic`: 1 if it
    is such a title itself; `cover`: 1 on the cover; `length`: logarithm of its characters; `always`
    is 1.
    """

    said: float = 0.0
    meaning: float = 0.0
    asked: float = 0.0
    asked_words: float = 0.0
    official: float = 0.0
    named: float = 0.0
    quoted: float = 0.0
    most_said: float = 0.0
    most_meaning: float = 0.0
    most_asked: float = 0.0
    most_official: float = 0.0
    title: float = 0.0
    topic: float = 0.0
    cover: float = 0.0
    length: float = 0.0
    always: float = 1.0


class Beside(NamedTuple):
    """What speaks for a sentence beside the likeliest one of the other documents.

    `alike`: their cosine, `shared`: share of that one's rare words, each times its chance,
    which is `lead`; `alone`: log-odds of the sentence by itself.
    """

    alone: float = 0.0
    alike: float = 0.0
    shared: float = 0.0
    lead: float = 0.0


@dataclass(frozen=True)
class Asked:
    """A topic made ready to be looked for; `names` are those of each concept it speaks of."""

    said: Mapping[str, float]
    official: Mapping[str, float]
    vector: Vectors
    names: tuple[tuple[str, ...], ...]
    quoted: tuple[str, ...]
    stated: Mapping[str, tuple[Stated, ...]]
    divided: frozenset[str]

    @classmethod
    def of(cls, words: str, library: Library, quoted: Sequence[str] = ()) -> Asked:
        """Weigh the words of a topic, encode them, and find what is stated of it."""
        official = " ".join(official_terms(words))
        stated: dict[str, tuple[Stated, ...]] = {}
        for one in library.stated(words):
            stated[one.statement.clause_id] = (*stated.get(one.statement.clause_id, ()), one)
        return cls(
            Evidence.of(words, library).weights,
            Evidence.of(official, library).weights,
            library.encoder.encode_queries([words])[0],
            tuple(
                tuple(searchable(name) for name in (asked, concept.official, *concept.other))
                for asked, concept in concepts_in(searchable(words))
            ),
            tuple(searchable(term) for term in quoted),
            stated,
            frozenset(one.clause_id for one in library.statements),
        )

    def nearest(self, sheet: Sheet) -> list[Stated | None]:
        """Give the statement nearest to the topic that each sentence makes, if it makes one."""
        found: list[Stated | None] = [None] * len(sheet.spans)
        for clause_id, rows in sheet.of_clause.items():
            for one in self.stated.get(clause_id, ()):
                for row in rows:
                    span, other = sheet.spans[row], found[row]
                    makes = one.statement.start < span.end and span.start < one.statement.end
                    if makes and (other is None or other.likeness < one.likeness):
                        found[row] = one
        return found


def signs_of(asked: Asked, sheets: Sequence[Sheet]) -> list[list[Signs]]:
    """Read the signs off every sentence of the documents compared: a list for each."""
    found = [list(_own_signs(asked, sheet)) for sheet in sheets]
    said, meaning, nearest, official = (
        _best(found, place) for place in map(Signs._fields.index, _MEASURED)
    )
    return [
        [
            one._replace(
                most_said=one.said / said,
                most_meaning=max(one.meaning, 0.0) / meaning,
                most_asked=max(one.asked, 0.0) / nearest,
                most_official=one.official / official,
                title=one.title / said,
            )
            for one in own
        ]
        for own in found
    ]


_MEASURED = ("said", "meaning", "asked", "official")


def _best(found: Sequence[Sequence[Signs]], place: int) -> float:
    return max((one[place] for own in found for one in own), default=0.0) or 1.0


def _own_signs(asked: Asked, sheet: Sheet) -> Iterator[Signs]:
    said, official = sheet.coverage(asked.said), sheet.coverage(asked.official)
    meaning, nearest = sheet.likeness(asked.vector), asked.nearest(sheet)
    titles = _titles(asked, sheet)
    for row, span in enumerate(sheet.spans):
        plain, stated = sheet.plain[row], nearest[row]
        divided = span.clause.id in asked.divided
        yield Signs(
            said=said[row],
            meaning=meaning[row],
            asked=stated.meaning if stated else 0.0 if divided else meaning[row],
            asked_words=stated.words if stated else 0.0 if divided else said[row],
            official=official[row],
            named=any(name in plain for names in asked.names for name in names),
            quoted=sum(t in plain for t in asked.quoted) / max(1, len(asked.quoted)),
            title=titles[span.clause.id],
            topic=span.topic,
            cover=span.clause.kind is ClauseKind.COVER,
            length=math.log(1 + len(plain) / USUAL),
        )


def _titles(asked: Asked, sheet: Sheet) -> dict[str, float]:
    """Give the share of the topic that the title of each clause says, by clause id."""
    return {
        clause_id: sum(weight for term, weight in asked.said.items() if term in title)
        for clause_id, title in sheet.titles.items()
    }


def whole(signs: Signs) -> bool:
    """Whether a sentence says all quoted or all official terms of the topic, if there are any."""
    return max(signs.quoted, signs.official) > _WHOLE


def log_odds(found: Sequence[Signs], odds: Signs) -> list[float]:
    """Weigh the signs of each sentence."""
    return [sum(map(mul, one, odds)) for one in found]


def chance(odds: float) -> float:
    """Give the chance, 0 to 1, that log-odds stand for."""
    return 1 / (1 + math.exp(-max(min(odds, 30.0), -30.0)))


def beside(
    alone: Sequence[Sequence[float]], sheets: Sequence[Sheet], library: Library
) -> list[list[Beside]]:
    """Set every sentence beside the likeliest of the other documents; `alone` are the log-odds."""
    leads = [(max(own, default=-30.0), place) for place, own in enumerate(alone)]
    ranked = sorted(leads, key=lambda lead: (-lead[0], lead[1]))
    found = []
    for place, own in enumerate(alone):
        best, other = next((lead for lead in ranked if lead[1] != place), (-30.0, place))
        if other == place:
            found.append([Beside(odds) for odds in own])
            continue
        row, likely = list(alone[other]).index(best), chance(best)
        said = Evidence.of(sheets[other].plain[row], library).weights
        shared = sheets[place].coverage(said)
        alike = sheets[place].likeness(sheets[other].vectors[row])
        found.append(
            [
                Beside(odds, likely * a, likely * s, likely)
                for odds, a, s in zip(own, alike, shared, strict=True)
            ]
        )
    return found


class Fitted(NamedTuple):
    """The odds of both looks; `second` weighs the signs again, after those of `Beside`."""

    first: Signs
    beside: Beside
    second: Signs


_TOLD = tomllib.loads(CELLS_FILE.read_text(encoding="utf-8"))
FITTED = Fitted(Signs(**_TOLD["first"]), Beside(**_TOLD["beside"]), Signs(**_TOLD["second"]))
LEAST: float = _TOLD["least"]
"""Chance from which on a document says something."""
NEAR: float = _TOLD["near"]
"""Share of the chance of its best sentence that another one needs."""
TOLD: dict[str, float] = _TOLD["told"]
"""The odds of `rag.told`."""


def chances(
    signs: Sequence[Sequence[Signs]],
    sheets: Sequence[Sheet],
    library: Library,
    fitted: Fitted = FITTED,
) -> list[list[float]]:
    """Say how likely each sentence belongs in the cell of its document: a list for each."""
    alone = [log_odds(own, fitted.first) for own in signs]
    neighbours = beside(alone, sheets, library)
    odds = (*fitted.beside, *fitted.second)
    return [
        [chance(sum(map(mul, chain(b, s), odds))) for b, s in zip(near, own, strict=True)]
        for near, own in zip(neighbours, signs, strict=True)
    ]
