"""What leads from a topic in everyday words or English to the sentences that speak of it.

`有人打招呼干预办案` stands in no document, but in questions written for what a clause states. What
these words say in one document, as `“三个规定”`, is then looked for in the others: their echo.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.library import Library
from index.script import searchable
from index.statements import Stated
from rag.evidence import Evidence
from rag.sentences import Span, slogans
from rag.stages import CLAUSE

LEAST_MEANING = 0.66
"""Cosine of the nearest question from which on a statement is about the topic: of 23 documents that
are silent the highest was 0.62."""
LEAST_LIKENESS = 0.8
"""Its likeness, words included."""
SURE = 1.0
"""Likeness of a statement whose words are looked for in other documents."""
LEAST_SURE = 0.6
"""Cosine at which such a statement is about the topic, if it is like the topic's own wording."""
LEAST_ECHO = 0.75
"""Share of the rare words of one of its parts that an echo says."""
SHORTEST_ECHO = 6
"""Characters of the shortest part that is looked for."""


@dataclass(frozen=True)
class Leads:
    """The statements about a topic by clause, and what they say in words that can be looked for.

    `slogans` are the terms in quotation marks of the best, `parts` the parts of its sentence,
    `question` the one that led to it.
    """

    near: dict[str, tuple[Stated, ...]] = field(default_factory=dict)
    slogans: frozenset[str] = frozenset()
    parts: tuple[Evidence, ...] = ()
    question: str = ""

    @classmethod
    def of(cls, asked: Sequence[str], library: Library) -> Leads:
        """Find the statements that answer one of the wordings of a topic, its own first."""
        found: dict[tuple[str, int], Stated] = {}
        for place, words in enumerate(dict.fromkeys(asked)):
            for one in library.stated(words):
                sure = place == 0 and one.likeness >= SURE and one.meaning >= LEAST_SURE
                if sure or (one.meaning >= LEAST_MEANING and one.likeness >= LEAST_LIKENESS):
                    at = one.statement.clause_id, one.statement.start
                    found[at] = max(one, found.get(at, one), key=lambda s: s.likeness)
        near: dict[str, tuple[Stated, ...]] = {}
        for one in found.values():
            near[one.statement.clause_id] = (*near.get(one.statement.clause_id, ()), one)
        best = max(found.values(), key=lambda s: s.likeness, default=None)
        if best is None or best.likeness < SURE:
            return cls(near)
        clause = library.clauses[best.statement.clause_id]
        text = searchable(clause.text[best.statement.start : best.statement.end])
        parts = [part for part in CLAUSE.split(text) if len(part) >= SHORTEST_ECHO]
        said = frozenset(slogan for slogan in slogans([clause]) if slogan in text)
        evidence = tuple(Evidence.of(part, library) for part in parts)
        return cls(near, said, evidence, best.question)

    def made_by(self, span: Span) -> Stated | None:
        """Give the best statement that a sentence makes, if it makes one."""
        made = (
            one
            for one in self.near.get(span.clause.id, ())
            if one.statement.start < span.end and span.start < one.statement.end
        )
        return max(made, key=lambda one: one.likeness, default=None)

    def echoed(self, span: Span, plain: str) -> float:
        """Say how much a sentence repeats of the best statement, 0 where that is too little."""
        if any(slogan in plain for slogan in self.slogans):
            return 1.0
        most = max((part.coverage(span.terms) for part in self.parts), default=0.0)
        return most if most >= LEAST_ECHO else 0.0
