"""One question on its way to an answer: what it is asked of, and what has been found so far."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.library import Library
from index.script import searchable
from index.statements import Stated
from index.types import Hit, Reranker, Scope
from ingest.types import Parsed
from rag.finding.compose import Composer
from rag.finding.extract import Choice, rank_sentences
from rag.finding.narrow import narrowed
from rag.finding.respectively import asked_of
from rag.finding.retrieve import WEIGHTS, WORDED, Signals, retrieve
from rag.types import Table
from rag.understanding.question import Intent, Question
from rag.words.evidence import Evidence
from rag.words.sentences import Sentences

EVERYWHERE = Scope()


class Clock:
    """Measures stages in milliseconds."""

    def __init__(self) -> None:
        self._stages: list[tuple[str, float]] = []
        self._at = time.perf_counter()

    def stage(self, name: str) -> None:
        """End a stage."""
        now = time.perf_counter()
        self._stages.append((name, (now - self._at) * 1000))
        self._at = now

    def timings(self) -> tuple[tuple[str, float], ...]:
        """Give the stages so far."""
        return tuple(self._stages)


@dataclass
class Inquiry:
    """A question, the documents it may be answered from, and the answer growing.

    `parsed` are the documents the scope admits, `hits` what the search found for the question,
    `by_words` the same in the order of the documents' own words alone,
    `matched` the clauses' own questions by which an everyday question was answered, `undefined` the
    terms asked about that the documents use but do not explain, `chance` how likely the best clause
    is right where the documents' words do not show it, `given` the user's own scope, `table` the
    comparison that is answered with.
    """

    library: Library
    sentences: Sentences
    question: Question
    scope: Scope
    clock: Clock
    weights: Signals = WEIGHTS
    reranker: Reranker | None = None
    parsed: list[Parsed] = field(init=False)
    composer: Composer = field(init=False)
    hits: tuple[Hit, ...] = ()
    by_words: tuple[Hit, ...] = ()
    matched: tuple[str, ...] = ()
    undefined: tuple[str, ...] = ()
    chance: float | None = None
    given: Scope = EVERYWHERE
    table: Table | None = None
    _stated: Sequence[Stated] | None = None

    def __post_init__(self) -> None:
        self.parsed = [p for p in self.library.parsed() if self.scope.admits(p.document)]
        self.composer = Composer(self.library.documents)

    def asking(self, question: Question, scope: Scope | None = None) -> Inquiry:
        """Give a fresh inquiry into another question, of the same documents or others."""
        return Inquiry(
            self.library,
            self.sentences,
            question,
            self.scope if scope is None else scope,
            self.clock,
            self.weights,
            self.reranker,
        )

    def stated(self) -> Sequence[Stated]:
        """Score what the clauses state by the questions written for it."""
        if self._stated is None:
            self._stated = self.library.stated(self.question.words, self.scope)
        return self._stated

    def worded(self, scope: Scope, words: str | None = None) -> tuple[Hit, ...]:
        """Find the clauses that share most words with the question, or with `words` of it."""
        return retrieve(self.question, self.library, scope, words, WORDED)

    def ranked(self, evidence: Evidence, hits: tuple[Hit, ...]) -> list[Choice]:
        """Rank the sentences of the clauses found for a question."""
        return rank_sentences(evidence, hits, self.question, self.sentences)

    def quote(self, choices: Sequence[Choice], group: str = "") -> None:
        """Add chosen sentences to the answer; of one with many figures, the one asked for."""
        if self.question.intent is not Intent.NUMBER:
            for choice in choices:
                self.composer.quote(choice.span, group=group)
            return
        evidence = Evidence.of(self.question.words, self.library)
        asked = searchable(self.question.standalone)
        for choice in choices:
            if statement := asked_of(choice.span.text, asked, evidence):
                self.composer.derive(statement, choice.span, group=group)
            part = narrowed(choice.span, self.question, evidence)
            self.composer.quote(part, group=group)
