"""From a question to hits: exact signals first, then words, questions and meaning fused.

A question that names a document is searched in that document only. The score is the weighted sum of
the signals; higher is better. The weights are fitted, not chosen (`python -m evals.fit` wrote
`weights.toml`), but for that of a quoted term, which outweighs all others together.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from heapq import nsmallest
from operator import mul
from pathlib import Path
from typing import NamedTuple

from index.home import EXPANSION_FIELD
from index.library import Library
from index.passages import clause_text
from index.script import searchable
from index.statements import Stated
from index.thesaurus import official_terms
from index.types import Hit, Reranker, Scope
from ingest.types import Clause
from rag.understanding.question import Question

POOL = 60
"""Clauses each signal may bring in."""
TOP = 10
"""Hits that are kept."""
RERANKED = 10.0
"""Weight of a reranker's score of 0 to 1: about what the first hit has before the tenth."""
WEIGHTS_FILE = Path(__file__).parent / "weights.toml"


class Signals(NamedTuple):
    """What speaks for a clause, or how much each of these counts; all but the last 0 to 1.

    `words`: BM25 of the question in the clause, `questions`: in the questions written for it,
    `terms`: of the official terms the thesaurus gives for the question, each divided by the best
    of all clauses; `meaning`: cosine of the vectors; `suggested`: the question hints at its
    document; `quoted`: share of the quoted terms it has; `unasked`: 1 for a clause that no
    questions were written for, so that it does not lose to those that have some; `stated`: cosine
    of the nearest question written for one thing that it states; `stated_words`: BM25 in these.
    """

    words: float = 0.0
    questions: float = 0.0
    terms: float = 0.0
    meaning: float = 0.0
    suggested: float = 0.0
    quoted: float = 0.0
    unasked: float = 0.0
    stated: float = 0.0
    stated_words: float = 0.0


NAMES = Signals._fields
WORDED = Signals(words=0.75, suggested=0.2, quoted=0.25)
"""Weights for looking where the documents' own words answer; docs/decisions/0004."""
WEIGHTS = Signals(**tomllib.loads(WEIGHTS_FILE.read_text(encoding="utf-8")))


def scope_of(question: Question, scope: Scope) -> Scope:
    """Narrow the user's scope to the documents the question names, as far as it admits them."""
    named = [d for d in question.naming.named if not scope.documents or d in scope.documents]
    if not named:
        return scope
    return Scope(tuple(named), scope.years, scope.levels, scope.regions)


def retrieve(
    question: Question,
    library: Library,
    scope: Scope,
    words: str | None = None,
    weights: Signals = WEIGHTS,
) -> tuple[Hit, ...]:
    """Find the clauses nearest to a question within a scope, best first, at most `TOP`.

    `words` replaces the question's words, for one of several questions asked at once.
    """
    found = _words_alone(question, library, scope, words) if weights == WORDED else {}
    return ranked(found or signals(question, library, scope, words), library, weights)


def _words_alone(
    question: Question, library: Library, scope: Scope, words: str | None
) -> dict[str, Signals]:
    """Give the signals of the clauses that share words, if by `WORDED` no other can be a hit.

    That is so where nothing is quoted, and all documents in the scope are suggested or none is:
    then a clause that has some of the words is before any that has none.
    """
    held = library.documents.items()
    hinted = {d in question.naming.suggested for d, one in held if scope.admits(one)}
    if question.quoted or len(hinted) != 1:
        return {}
    suggested = hinted.pop()
    query = question.words if words is None else words
    found = _shares(library.lexical(query, POOL, scope))
    if suggested and len(found) < TOP:
        return {}
    return {id_: Signals(words=share, suggested=suggested) for id_, share in found.items()}


def ranked(
    found: Mapping[str, Signals], library: Library, weights: Signals = WEIGHTS
) -> tuple[Hit, ...]:
    """Order the clauses found by their weighted signals, best first, at most `TOP`."""
    scores = {clause_id: sum(map(mul, one, weights)) for clause_id, one in found.items()}
    best = nsmallest(TOP, found, key=lambda id_: (-scores[id_], id_))
    return tuple(
        Hit(
            library.clauses[clause_id],
            scores[clause_id],
            rank,
            _shares_of(found[clause_id], weights),
        )
        for rank, clause_id in enumerate(best, start=1)
        if scores[clause_id] > 0
    )


def reranked(
    question: Question, hits: tuple[Hit, ...], reranker: Reranker | None
) -> tuple[Hit, ...]:
    """Let a reranker add to the scores of the hits; they stay as they are without one."""
    if reranker is None or not hits:
        return hits
    told = reranker.scores(question.standalone, [clause_text(hit.clause) for hit in hits])
    scored = [
        replace(hit, score=hit.score + RERANKED * one, why=(*hit.why, ("reranker", RERANKED * one)))
        for hit, one in zip(hits, told, strict=True)
    ]
    scored.sort(key=lambda hit: (-hit.score, hit.clause.id))
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(scored, start=1))


def _shares_of(found: Signals, weights: Signals) -> tuple[tuple[str, float], ...]:
    """Name the signals that speak for a clause, each with its share of the score."""
    shares = zip(NAMES, found, weights, strict=True)
    return tuple((name, value * weight) for name, value, weight in shares if value * weight > 0)


def signals(
    question: Question, library: Library, scope: Scope, words: str | None = None, pool: int = POOL
) -> dict[str, Signals]:
    """Give the signals of every clause that one of them brings in, by clause id."""
    query = question.words if words is None else words
    asked = library.field(EXPANSION_FIELD)
    official = " ".join(official_terms(question.standalone))
    lexical = _shares(library.lexical(query, pool, scope))
    written = _shares(library.lexical(query, pool, scope, EXPANSION_FIELD)) if asked else {}
    terms = _shares(library.lexical(official, pool, scope)) if official else {}
    semantic = dict(library.semantic(query, pool, scope)) if query else {}
    hinted, clauses = question.naming.suggested, library.clauses
    pieces = nearest_statements(query, library, scope, pool)
    found: dict[str, Signals] = {}
    for clause_id in sorted({*lexical, *written, *terms, *semantic, *pieces}):
        clause, piece = clauses[clause_id], pieces.get(clause_id)
        found[clause_id] = Signals(
            words=lexical.get(clause_id, 0.0),
            questions=written.get(clause_id, 0.0),
            terms=terms.get(clause_id, 0.0),
            meaning=max(semantic.get(clause_id, 0.0), 0.0),
            suggested=clause.document_id in hinted,
            quoted=_quoted_share(question, clause) if question.quoted else 0.0,
            unasked=bool(asked) and clause_id not in asked,
            stated=piece.meaning if piece else 0.0,
            stated_words=piece.words if piece else 0.0,
        )
    return found


def nearest_statements(
    query: str, library: Library, scope: Scope, pool: int = POOL
) -> dict[str, Stated]:
    """Give the statement nearest to a query of each of at most `pool` clauses, by clause id."""
    if not query:
        return {}
    best: dict[str, Stated] = {}
    for one in library.stated(query, scope):
        known = best.setdefault(one.statement.clause_id, one)
        if one.likeness > known.likeness:
            best[one.statement.clause_id] = one
    nearest = nsmallest(pool, best.items(), key=lambda pair: (-pair[1].likeness, pair[0]))
    return dict(nearest)


def _shares(found: list[tuple[str, float]]) -> dict[str, float]:
    """Divide scores by the best."""
    return {clause_id: score / found[0][1] for clause_id, score in found}


def _quoted_share(question: Question, clause: Clause) -> float:
    """Share of the question's quoted terms, if any, that stand in a clause, 0 to 1."""
    text = searchable(clause.text)
    return sum(term in text for term in question.quoted) / len(question.quoted)
