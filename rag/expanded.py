"""Everyday and English questions: found by the questions that were written for each clause.

`欠了钱还不上能走破产吗` shares no word with 个人破产制度, but with a question that was asked of its clause.
Exact words come first; this is looked at where they fail.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.library import Library
from index.types import Scope
from ingest.types import Clause
from rag.evidence import Evidence
from rag.sentences import terms_of

FIELD = "expansions"
POOL = 20
"""Clauses whose questions are compared."""


@dataclass(frozen=True, slots=True)
class Match:
    """A clause and the question asked of it that is most like the user's.

    `likeness` is the mean of how much of the user's question that one says and the other way
    round, 0 to 1.
    """

    clause: Clause
    likeness: float
    question: str


def match_expansions(words: str, library: Library, scope: Scope) -> list[Match]:
    """Find the clauses whose own questions are most like a question, best first."""
    texts = library.field(FIELD)
    if not texts or not words:
        return []
    asked = Evidence.of(words, library, FIELD)
    matches = [
        _best(asked, library.clauses[clause_id], texts[clause_id], library)
        for clause_id, _ in library.lexical(words, POOL, scope, FIELD)
    ]
    return sorted(matches, key=lambda m: (-m.likeness, m.clause.id))


def _best(asked: Evidence, clause: Clause, text: str, library: Library) -> Match:
    best = Match(clause, 0.0, "")
    own = frozenset(asked.weights)
    for line in text.split("\n"):
        there = asked.coverage(terms_of(line))
        if there <= best.likeness:
            continue
        back = Evidence.of(line, library, FIELD).coverage(own)
        likeness = (there + min(there, back)) / 2
        if likeness > best.likeness:
            best = Match(clause, likeness, line)
    return best
