"""From a question to hits: exact signals first, then words and meaning fused.

A question that names a document is searched in that document only. Scores lie between 0 and about
1.5; higher is better.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.library import Library
from index.script import searchable
from index.types import Hit, Scope
from ingest.types import Clause
from rag.question import Question

POOL = 60
"""Clauses each signal may bring in."""
TOP = 10
"""Hits that are kept."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How the signals are mixed; docs/decisions/0004 names the run each figure comes from."""

    lexical: float = 0.75
    semantic: float = 0.25
    quoted: float = 0.25
    suggested: float = 0.2


WEIGHTS = Weights()


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
    weights: Weights = WEIGHTS,
) -> tuple[Hit, ...]:
    """Find the clauses nearest to a question within a scope, best first, at most `TOP`.

    `words` replaces the question's words, for one of several questions asked at once.
    """
    query = question.words if words is None else words
    lexical = dict(library.lexical(query, POOL, scope)) if query else {}
    semantic = dict(library.semantic(query, POOL, scope)) if query else {}
    best = max(lexical.values(), default=1.0)
    scored: list[tuple[float, str, tuple[tuple[str, float], ...]]] = []
    for clause_id in {*lexical, *semantic}:
        clause = library.clauses[clause_id]
        signals = (
            ("lexical", weights.lexical * lexical.get(clause_id, 0.0) / best),
            ("semantic", weights.semantic * max(semantic.get(clause_id, 0.0), 0.0)),
            ("quoted", weights.quoted * _quoted_share(question, clause)),
            ("suggested", weights.suggested * (clause.document_id in question.naming.suggested)),
        )
        why = tuple((name, share) for name, share in signals if share > 0)
        scored.append((sum(share for _, share in why), clause_id, why))
    scored.sort(key=lambda row: (-row[0], row[1]))
    return tuple(
        Hit(library.clauses[clause_id], score, rank, why)
        for rank, (score, clause_id, why) in enumerate(scored[:TOP], start=1)
    )


def _quoted_share(question: Question, clause: Clause) -> float:
    """Share of the question's quoted terms that stand in a clause as they are, 0 to 1."""
    if not question.quoted:
        return 0.0
    text = searchable(clause.text)
    return sum(term in text for term in question.quoted) / len(question.quoted)
