"""What speaks for a sentence to belong in the cell of a comparison."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.library import EVERYWHERE, Library
from index.script import searchable
from index.statements import Stated
from index.thesaurus import concepts_in, official_terms
from index.types import Scope, Vectors
from ingest.types import ClauseKind
from rag.words.evidence import Evidence
from rag.words.sentences import Sheet

USUAL = 30.0
"""Characters of a sentence whose `length` is 1."""


class Signs(NamedTuple):
    """What speaks for a sentence by itself, or how much each sign counts in log-odds.

    `said`: share of the question's rare words that it says; `meaning`: its cosine with the
    question; `asked`: cosine of the nearest question that was written for what it states, and
    `asked_words`: share of words in these (for a clause without any: `meaning` and `said`);
    `official`: share it says of the official terms the thesaurus gives for the question; `named`:
    length of the longest term of the question that it says by any of its names, as a share of the
    question; `quoted`: share of the terms in quotation marks it has.
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


NOTHING = Signs()
"""What a sentence has that shows next to nothing."""
LEAST_SHOWN = 0.1
"""Share of words below which a sentence shows next to nothing; a cosine counts a half or third."""


@dataclass(frozen=True)
class Asked:
    """A topic made ready to be looked for.

    `said` and `official` weigh its words and its official terms, `names` are all those of the
    concepts it speaks of, `stated` what is stated of it by clause id, `divided` the ids of the
    clauses that questions were written for piece by piece.
    """

    said: Mapping[str, float]
    official: Mapping[str, float]
    vector: Vectors
    names: Mapping[str, float]
    quoted: tuple[str, ...]
    stated: Mapping[str, tuple[Stated, ...]]
    divided: frozenset[str]

    @classmethod
    def of(
        cls,
        words: str,
        library: Library,
        quoted: Sequence[str] = (),
        scope: Scope = EVERYWHERE,
    ) -> Asked:
        """Weigh the words of a topic, encode them, and find what is stated of it."""
        official = " ".join(official_terms(words))
        stated: dict[str, tuple[Stated, ...]] = {}
        for one in library.stated(words, scope):
            stated[one.statement.clause_id] = (*stated.get(one.statement.clause_id, ()), one)
        return cls(
            Evidence.of(words, library).weights,
            Evidence.of(official, library).weights,
            library.encoder.encode_queries([words])[0],
            {
                searchable(name): len(asked) / len(words)
                for asked, concept in concepts_in(searchable(words))
                for name in (asked, concept.official, *concept.other)
            },
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


class _Shown(NamedTuple):
    """What every sentence of a document shows: a list each, in the order of the sentences."""

    said: list[float]
    meaning: list[float]
    asked: list[float]
    asked_words: list[float]
    official: list[float]


def signs_of(asked: Asked, sheets: Sequence[Sheet]) -> list[list[Signs]]:
    """Read the signs off every sentence of the documents compared: a list for each.

    A sentence that shows next to nothing has `NOTHING`.
    """
    shown = [_shown(asked, sheet) for sheet in sheets]
    best = _Shown(
        *([max(map(max, filter(None, own)), default=0.0)] for own in zip(*shown, strict=True))
    )
    return [_signs(asked, sheet, own, best) for sheet, own in zip(sheets, shown, strict=True)]


def _shown(asked: Asked, sheet: Sheet) -> _Shown:
    said, meaning = sheet.coverage(asked.said), sheet.likeness(asked.vector)
    likeness, words = meaning.copy(), said.copy()
    nearest = asked.nearest(sheet)
    for clause_id in asked.divided.intersection(sheet.of_clause):
        for row in sheet.of_clause[clause_id]:
            stated = nearest[row]
            likeness[row], words[row] = (stated.meaning, stated.words) if stated else (0.0, 0.0)
    return _Shown(said, meaning, likeness, words, sheet.coverage(asked.official))


def _signs(asked: Asked, sheet: Sheet, shown: _Shown, best: _Shown) -> list[Signs]:
    titles, found = _titles(asked, sheet), [NOTHING] * len(sheet.spans)
    most_said, most_meaning, most_asked, _, most_official = (own[0] or 1.0 for own in best)
    for row, (said, meaning, near, words, official) in enumerate(zip(*shown, strict=True)):
        plain, span = sheet.plain[row], sheet.spans[row]
        has = [term in plain for term in asked.quoted]
        if not (official or any(has)) and max(said, words, near / 3, meaning / 2) < LEAST_SHOWN:
            continue
        found[row] = Signs(
            said=said,
            meaning=meaning,
            asked=near,
            asked_words=words,
            official=official,
            named=max((s for name, s in asked.names.items() if name in plain), default=0.0),
            quoted=sum(has) / max(1, len(has)),
            most_said=said / most_said,
            most_meaning=max(meaning, 0.0) / most_meaning,
            most_asked=max(near, 0.0) / most_asked,
            most_official=official / most_official,
            title=titles[span.clause.id] / most_said,
            topic=span.topic,
            cover=span.clause.kind is ClauseKind.COVER,
            length=math.log(1 + len(plain) / USUAL),
        )
    return found


def _titles(asked: Asked, sheet: Sheet) -> dict[str, float]:
    """Give the share of the topic that the title of each clause says, by clause id."""
    return {
        clause_id: sum(weight for term, weight in asked.said.items() if term in title)
        for clause_id, title in sheet.titles.items()
    }
