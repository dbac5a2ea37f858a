"""What one document says about a topic: every clause of it is looked at, in four ways.

By the words of the topic, by its other names in the thesaurus, by the questions written for the
clause, and by meaning. Only a document none of whose clauses is found so says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.home import EXPANSION_FIELD
from index.library import Library
from index.script import searchable
from index.types import Vectors
from ingest.types import Clause, ClauseKind, Parsed
from rag.evidence import Evidence
from rag.sentences import Sentences, Span, terms_of
from rag.topics import Named, Topic

MOST = 3
"""Sentences of a cell."""
LEAST = 0.6
"""Share of the topic's rare words that a sentence and the title of its clause must say."""
LEAST_RUN = 0.6
"""Share of a topic's longest run of characters that must stand unbroken where it has no name."""
LEAST_MEANING = 0.66
"""Cosine from which on a sentence that shares a few words is about the topic: of 39 topics the
highest in a document that is silent was 0.56."""
LEAST_SHARED = 0.3
"""Share of the words that such a sentence, or one of a clause found by its questions, must say."""
NEAR = 0.85
"""Share of the best score that another sentence needs."""
_ABOVE, _RUN, _MEANING, _OWN_NAME, _TOPIC, _COVER = 0.3, 0.15, 0.3, 0.1, 0.25, 0.2


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence about a topic; `score` ranks it, `titled`: its clause has the topic for title."""

    span: Span
    score: float
    titled: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What a look through a document found, in the order of the text; `clauses` were looked at."""

    found: tuple[Found, ...]
    clauses: int


@dataclass(frozen=True)
class Search:
    """A topic made ready to be looked for in many clauses."""

    topic: Topic
    evidence: Evidence
    vector: Vectors
    library: Library
    sentences: Sentences

    @classmethod
    def of(cls, topic: Topic, library: Library, sentences: Sentences) -> Search:
        """Weigh the words of a topic and encode them."""
        vector = library.encoder.encode_queries([topic.words])[0]
        return cls(topic, Evidence.of(topic.words, library), vector, library, sentences)

    def through(self, parsed: Parsed) -> Look:
        """Look at every clause of a document and choose what it says, at most `MOST` sentences."""
        found: list[Found] = []
        looked = 0
        for clause in parsed.clauses:
            found += self._in(clause)
            looked += 1
        return Look(_chosen(found), looked)

    def _in(self, clause: Clause) -> list[Found]:
        """Give the sentences of a clause that are about the topic."""
        divided = self.sentences.of(clause)
        meaning = (self.sentences.vectors(clause, self.library.encoder) @ self.vector).tolist()
        title = self._terms(clause.title, divided.title)
        asked = self._asked(clause)
        return [
            one
            for span, cosine in zip(divided.spans, meaning, strict=True)
            if (one := self._judged(span, title, cosine, asked=asked))
        ]

    def _judged(
        self, span: Span, title: frozenset[str], cosine: float, *, asked: bool
    ) -> Found | None:
        """Judge one sentence; None where it is not about the topic."""
        plain = searchable(span.text)
        said = self._terms(plain, span.terms)
        own = self.evidence.coverage(said)
        whole = self.evidence.coverage(said | title)
        run = self.evidence.phrase(plain)
        if not self._is_about(plain, own, whole, max(run, self._run(span.clause)), cosine, asked):
            return None
        named = any(one.asked in plain for one in self.topic.named)
        score = own + _ABOVE * (whole - own) + _RUN * run + _MEANING * cosine + _OWN_NAME * named
        score -= _TOPIC * span.topic + _COVER * (span.clause.kind is ClauseKind.COVER)
        return Found(span, score, self.evidence.coverage(title) >= LEAST)

    def _is_about(
        self, plain: str, own: float, whole: float, run: float, cosine: float, asked: bool
    ) -> bool:
        if own >= LEAST_SHARED and (asked or cosine >= LEAST_MEANING):
            return True
        named = any(_names(one, plain) for one in self.topic.named)
        return whole >= LEAST and own > 0 and (named or run >= LEAST_RUN)

    def _run(self, clause: Clause) -> float:
        return self.evidence.phrase(searchable(clause.title))

    def _terms(self, text: str, own: frozenset[str]) -> frozenset[str]:
        """Add the words of the topic whose other names stand in a text to its own."""
        plain = searchable(text)
        for one in self.topic.named:
            if _names(one, plain):
                own |= terms_of(one.asked)
        return own

    def _asked(self, clause: Clause) -> bool:
        """Whether a question written for the clause asks for the topic by name."""
        written = self.library.field(EXPANSION_FIELD).get(clause.id, "")
        plain = searchable(written)
        return bool(self.topic.named) and all(one.asked in plain for one in self.topic.named)


def _names(one: Named, plain: str) -> bool:
    return any(name in plain for name in one.names)


def _chosen(found: list[Found]) -> tuple[Found, ...]:
    """Keep the best sentence, those nearly as good, and more of a clause titled so."""
    if not found:
        return ()
    ranked = sorted(found, key=lambda f: (-f.score, f.span.clause.start, f.span.start))
    best, least = ranked[0], NEAR * ranked[0].score
    body = [f for f in ranked[1:] if not f.span.topic]
    near = [f for f in body if f.score >= least]
    more = [f for f in body if f.titled and f.span.clause is best.span.clause and f not in near]
    kept = [best, *near, *(more if best.titled else ())][:MOST]
    if best.span.topic and len(kept) > 1:
        kept = kept[1:]
    return tuple(sorted(kept, key=lambda f: (f.span.clause.start, f.span.start)))
