"""What one document says about a topic: every clause of it is looked at, in four ways.

By the words of the topic in its sentences and headings, by its other names in the thesaurus, by the
questions written for the clause, and by meaning. Only a document none of whose clauses is found so
says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.home import EXPANSION_FIELD
from index.library import Library
from index.script import searchable
from index.types import Vectors
from ingest.types import Clause, ClauseKind, Parsed
from rag.apart import only_listed, together, words_of_name
from rag.evidence import Evidence
from rag.leads import SURE, Leads
from rag.sentences import Sentences, Span, terms_of
from rag.topics import Topic

MOST = 3
"""Sentences of a cell."""
MOST_TITLED = 5
"""The same where the best of them stands in a clause that has the topic for its title."""
LEAST = 0.6
"""Share of the topic's rare words that a sentence and the title of its clause must say."""
LEAST_RUN = 0.6
"""Share of a topic's longest run of characters that must stand unbroken where it has no name."""
LEAST_MEANING = 0.66
"""Cosine from which on a sentence that shares a few words is about the topic: of 39 topics the
highest in a document that is silent was 0.56."""
LEAST_SHARED = 0.3
"""Share of the words that such a sentence, or one of a clause found by its questions, must say."""
LEAST_NEAR = 0.35
"""Cosine from which on a clause is named as the nearest in a document that says nothing."""
MOST_NAMED = 0.5
"""Share of a topic up to which its names leave it a topic in everyday words."""
NEAR = 0.8
"""Share of the best score that another sentence needs."""
_TOLD, _ABOVE, _RUN, _MEANING, _OWN_NAME, _TOPIC, _COVER = 0.4, 0.3, 0.15, 0.3, 0.15, 0.25, 0.2
_LISTED = 0.35
"""What a sentence loses that only lists the topic among others (`选任、法官遴选、考核评价等`)."""


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence about a topic; `score` ranks it, `titled`: its clause has the topic for title.

    `told` is the likeness of the statement it makes, which is a part of the score.
    `named` are the numbers of the topic's named parts that it says; `headed`: it is about the topic
    only because it stands under a heading that is; `question`: the one by which alone it was found.
    """

    span: Span
    score: float
    told: float
    titled: bool
    named: frozenset[int]
    headed: bool = False
    question: str = ""

    @property
    def worded(self) -> float:
        """Its score without what a statement adds."""
        return self.score - _TOLD * self.told


@dataclass(frozen=True, slots=True)
class Look:
    """What a look through a document found, in the order of the text.

    `clauses` were looked at; `nearest` is the one that means most nearly the topic, if any does.
    """

    found: tuple[Found, ...]
    clauses: int
    nearest: Clause | None


@dataclass(frozen=True)
class Search:
    """A topic made ready to be looked for in many clauses.

    `apart` are its names word by word, `pairs` its words and pairs of characters.
    """

    topic: Topic
    evidence: Evidence
    vector: Vectors
    apart: tuple[tuple[str, ...], ...]
    pairs: frozenset[str]
    library: Library
    sentences: Sentences
    leads: Leads

    @classmethod
    def of(
        cls, topic: Topic, library: Library, sentences: Sentences, asked: Sequence[str] = ()
    ) -> Search:
        """Weigh the words of a topic and encode them; `asked` are wordings of it to be searched."""
        vector = library.encoder.encode_queries([topic.text])[0]
        apart = tuple(words_of_name(one.asked, library) for one in topic.named)
        evidence = Evidence.of(topic.words, library)
        pairs = frozenset(term for term in evidence.weights if len(term) > 1)
        leads = Leads.of(asked or (topic.text,), library)
        return cls(topic, evidence, vector, apart, pairs, library, sentences, leads)

    def through(self, parsed: Parsed, *, titles: bool = False) -> Look:
        """Look at every clause of a document and choose what it says, at most `MOST` sentences.

        With `titles` the topic sentence of a clause may stand before them.
        """
        found: list[Found] = []
        looked, most, nearest = 0, LEAST_NEAR, None
        for clause in parsed.clauses:
            meaning, about = self._in(clause)
            found += about
            if meaning > most:
                most, nearest = meaning, clause
            looked += 1
        direct = [f for f in found if not f.headed] or found or self._echoes(parsed)
        return Look(_chosen(direct, len(self.topic.named), titles=titles), looked, nearest)

    def _echoes(self, parsed: Parsed) -> list[Found]:
        """Give the sentences that repeat what a statement about the topic says elsewhere."""
        named = sum(len(one.asked) for one in self.topic.named)
        if named >= MOST_NAMED * len(self.topic.words):
            return []
        return [
            Found(span, said, 0.0, False, frozenset(), question=self.leads.question)
            for clause in parsed.clauses
            for span in self.sentences.of(clause).spans
            if (said := self.leads.echoed(span, searchable(span.text)))
        ]

    def _in(self, clause: Clause) -> tuple[float, list[Found]]:
        """Give the cosine of a clause's nearest sentence, and the sentences about the topic."""
        divided = self.sentences.of(clause)
        meaning = (self.sentences.vectors(clause, self.library.encoder) @ self.vector).tolist()
        in_title, title = self._said(searchable(clause.title), divided.title)
        about = self.evidence.coverage(title)
        asked, under = self._asked(clause), self._under(clause)
        found = []
        for span, cosine in zip(divided.spans, meaning, strict=True):
            plain = searchable(span.text)
            named, said = self._said(plain, span.terms)
            made = self.leads.made_by(span)
            told = made.likeness if made else 0.0
            if not (named or under or told) and about < LEAST and self.pairs.isdisjoint(span.terms):
                continue
            own = self.evidence.coverage(said)
            if not (own or told):
                continue
            whole = self.evidence.coverage(said | title)
            likely = own >= LEAST_SHARED and (asked or cosine >= LEAST_MEANING)
            said_here = whole >= LEAST and self._stands(plain, clause, named | in_title)
            if not (likely or said_here or under or told):
                continue
            score = own + _ABOVE * (whole - own) + _RUN * self.evidence.phrase(plain)
            score += _MEANING * cosine - _TOPIC * span.topic
            score += _OWN_NAME * any(one.asked in plain for one in self.topic.named)
            score -= _LISTED * any(only_listed(one.asked, plain) for one in self.topic.named)
            score -= _COVER * (clause.kind is ClauseKind.COVER)
            headed = not (likely or said_here or told)
            titled = about >= LEAST or 0 in in_title  # the first name is the subject
            by = made.question if made and not (likely or said_here or under) else ""
            found.append(Found(span, score + _TOLD * told, told, titled, named, headed, by))
        return max(meaning, default=0.0), found

    def _under(self, clause: Clause) -> bool:
        """Whether a heading above a clause says the whole topic by name."""
        said = [self._said(searchable(heading), frozenset())[0] for heading in clause.path]
        return bool(self.topic.named) and any(len(one) == len(self.topic.named) for one in said)

    def _stands(self, plain: str, clause: Clause, named: frozenset[int]) -> bool:
        """Whether the topic stands in a sentence or title by name or, without one, nearly whole."""
        if self.topic.named:
            return bool(named)
        texts = (plain, searchable(clause.title))
        return any(self.evidence.phrase(text) >= LEAST_RUN for text in texts)

    def _said(self, plain: str, own: frozenset[str]) -> tuple[frozenset[int], frozenset[str]]:
        """Give the named parts of the topic that a text says, and its words with theirs."""
        named = frozenset(
            place
            for place, (one, apart) in enumerate(zip(self.topic.named, self.apart, strict=True))
            if any(name in plain for name in one.names) or together(apart, plain)
        )
        for place in named:
            own |= terms_of(self.topic.named[place].asked)
        return named, own

    def _asked(self, clause: Clause) -> bool:
        """Whether the questions written for the clause ask for the topic by name."""
        if not self.topic.named:
            return False
        written = self.library.field(EXPANSION_FIELD).get(clause.id, "")
        return all(one.asked in written for one in self.topic.named)


def _chosen(found: list[Found], parts: int, *, titles: bool) -> tuple[Found, ...]:
    """Keep the best sentence, one for each named part, those nearly as good, more of its clause.

    A topic sentence is kept where it is the only one and, with `titles`, before the others if it
    says the topic by name.
    """
    ranked = sorted(found, key=lambda f: (-f.score, f.span.clause.start, f.span.start))
    body = [f for f in ranked if not f.span.topic or f.told >= SURE]
    if not body:
        return tuple(ranked[:1])
    best = body[0]
    kept = [best]
    for place in sorted(set(range(parts)) - best.named):
        if not any(place in f.named for f in kept):
            kept += [f for f in body if place in f.named][:1]
    told = max(body, key=lambda f: f.told)
    near = [f for f in body if f.score >= NEAR * best.score or f.worded >= NEAR * best.worded]
    kept += [told] if told.told >= SURE and told not in kept else []
    kept += [f for f in near if f not in kept]
    if best.titled:
        same = [f for f in body if f.span.clause is best.span.clause and f not in kept]
        kept += sorted(same, key=lambda f: f.span.start)
    named = [f for f in ranked if f.span.topic and f.named]
    most = MOST_TITLED if best.titled else MOST
    kept = [*(f for f in named[: int(titles)] if f not in kept), *kept[:most]]
    return tuple(sorted(kept, key=lambda f: (f.span.clause.start, f.span.start)))
