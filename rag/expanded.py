"""Everyday and English questions: found by the questions that were written for each clause.

`欠了钱还不上能走破产吗` shares no word with 个人破产制度, but does with a question asked of its
clause. Exact words come first; this is looked at where they fail.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from index.home import EXPANSION_FIELD as FIELD
from index.library import Library
from index.types import Scope
from ingest.types import Clause, ClauseKind
from rag.evidence import Evidence
from rag.sentences import terms_of

LEAST_LIKENESS = 0.15
"""Likeness at which a clause's question is taken for the user's; docs/decisions/0004."""
NEAR = 0.85
"""Share of the best likeness at which another document answers too."""
MOST = 3
"""Documents that may answer one everyday question."""
LEAST_FOR_FIGURE = 0.4
"""The same where a figure is asked for: a figure near the subject is not yet the figure asked."""
FORMAL = frozenset({ClauseKind.COVER, ClauseKind.PREAMBLE, ClauseKind.CLOSING})
LEAST_FOR_FORMAL = 0.6
"""Share of a question that one of a preamble's or cover sheet's own must say: they attract nothing
by chance."""
FAVOUR = 1.2
"""What a clause of a document gains that the question suggests."""
FEWEST = 3
"""Pairs of characters, or words, that a question must have to be compared."""
POOL = 20
"""Clauses whose questions are compared."""


@dataclass(frozen=True, slots=True)
class Match:
    """A clause and the question asked of it that is most like the user's.

    `likeness` is the mean of two shares of the user's question: what that one question says, and
    what the clause and all its questions say together; 0 to 1. `common` counts the words or pairs
    of characters that the two questions share: a single one is chance.
    """

    clause: Clause
    likeness: float
    question: str
    common: int


def like_enough(matches: list[Match], *, several: bool, figure: bool = False) -> list[Match]:
    """Keep the matches that answer: the best if like enough, and near ones of other documents.

    `several` says that more than one document may answer, `figure` that a figure is asked for.
    """
    least = LEAST_FOR_FIGURE if figure else LEAST_LIKENESS
    if not matches or matches[0].likeness < least or matches[0].common < 2:
        return []
    best = matches[0]
    kept = {best.clause.document_id: best}
    for match in matches[1:] if several else ():
        if match.likeness >= NEAR * best.likeness and match.common > 1:
            kept.setdefault(match.clause.document_id, match)
    return list(kept.values())[:MOST]


def match_expansions(
    words: str, library: Library, scope: Scope, suggested: Collection[str] = ()
) -> list[Match]:
    """Find the clauses whose own questions are most like a question, best first.

    Clauses of the documents that the question suggests go before others that are as like.
    """
    texts = library.field(FIELD)
    if not texts or not words:
        return []
    asked = Evidence.of(words, library, FIELD)
    if sum(len(term) > 1 for term in asked.weights) < FEWEST:
        return []
    matches = [
        _match(asked, library.clauses[clause_id], texts[clause_id], suggested)
        for clause_id, _ in library.lexical(words, POOL, scope, FIELD)
    ]
    return sorted(matches, key=lambda m: (-m.likeness, m.clause.id))


def _match(asked: Evidence, clause: Clause, text: str, suggested: Collection[str]) -> Match:
    """Compare a question with what a clause says and is asked, together and line by line."""
    together = asked.coverage(terms_of(text) | terms_of(clause.text))
    alone, question = max((asked.coverage(terms_of(line)), line) for line in text.split("\n"))
    common = sum(len(term) > 1 for term in asked.terms_in(terms_of(question)))
    likeness = (together + alone) / 2 * (FAVOUR if clause.document_id in suggested else 1.0)
    if clause.kind in FORMAL and alone < LEAST_FOR_FORMAL:
        likeness = 0.0
    return Match(clause, likeness, question, common)
