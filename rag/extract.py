"""Choosing the sentences that answer: as few as the question allows, each with its clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.library import Library
from index.script import searchable
from index.types import Hit
from rag.compose import Composer
from rag.evidence import Evidence, terms_of
from rag.question import Intent, Question
from rag.sentences import Span, spans

_FIGURE = re.compile(
    r"\d|百分之|[一二三四五六七八九十百千万两半]+(?:个|件|人|名|家|批|年|月|天|日|类|项|级|倍|次|份|所|处|部)"
)


@dataclass(frozen=True, slots=True)
class Rules:
    """Limits of choosing; docs/decisions/0004 names the run each figure comes from."""

    hit: float = 0.35
    above: float = 0.25
    near: float = 0.8
    new: float = 0.08
    topic: float = 0.8
    sentences: int = 3
    listed: int = 5


RULES = Rules()


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence that may answer.

    `coverage` is the share of the question it says itself, together with what its headings say;
    `score` adds how well its clause was found. Both: higher is better.
    """

    span: Span
    coverage: float
    score: float
    said: frozenset[str]


def rank_sentences(
    evidence: Evidence, hits: tuple[Hit, ...], question: Question, rules: Rules = RULES
) -> list[Choice]:
    """Rank the sentences of the clauses found, best first, ties in the order of the text."""
    best = hits[0].score if hits else 1.0
    choices: list[Choice] = []
    for hit in hits:
        clause = hit.clause
        above = terms_of(" ".join((*clause.path, clause.title)))
        for span in spans(clause):
            own = terms_of(span.text)
            said = evidence.coverage(own)
            whole = evidence.coverage(own | above)
            if question.intent is Intent.NUMBER and not _FIGURE.search(searchable(span.text)):
                continue
            coverage = said + rules.above * (whole - said)
            score = coverage + rules.hit * hit.score / best - (0.1 if span.topic else 0.0)
            choices.append(Choice(span, whole, score, evidence.terms_in(own)))
    choices.sort(key=lambda c: (-c.score, c.span.clause.id, c.span.start))
    return choices


def choose(
    evidence: Evidence, ranked: list[Choice], question: Question, rules: Rules = RULES
) -> list[Choice]:
    """Choose the sentences that answer one question.

    The best one leads. Others follow if they are nearly as good and say something of the question
    that is not said yet. A question about the subject of a whole clause gets its sentences.
    """
    if not ranked:
        return []
    lead = ranked[0]
    if question.intent in (Intent.FACT, Intent.LIST) and _is_about(evidence, lead.span, rules):
        same = [c for c in ranked if c.span.clause.id == lead.span.clause.id and not c.span.topic]
        return sorted(same, key=lambda c: c.span.start) or [lead]
    limit = rules.listed if question.intent is Intent.LIST else rules.sentences
    chosen = [lead]
    said = set(lead.said)
    for choice in ranked[1:]:
        if len(chosen) == limit or choice.score < rules.near * lead.score:
            break
        news = sum(evidence.weights[t] for t in choice.said - said)
        if news >= rules.new and not choice.span.topic:
            chosen.append(choice)
            said |= choice.said
    return chosen


def _is_about(evidence: Evidence, span: Span, rules: Rules) -> bool:
    """Whether a question asks for no more than what a clause's topic sentence names."""
    named = evidence.coverage(terms_of(span.clause.title))
    return named >= rules.topic


def per_document(ranked: list[Choice], library: Library, rules: Rules = RULES) -> dict[str, list[Choice]]:
    """Group ranked sentences by document, in the order of the library."""
    groups: dict[str, list[Choice]] = {}
    for choice in ranked:
        groups.setdefault(choice.span.clause.document_id, []).append(choice)
    return {d: groups[d] for d in library.documents if d in groups}


def add(composer: Composer, choices: list[Choice], group: str = "", *, item: bool = False) -> None:
    """Add chosen sentences to an answer."""
    for choice in choices:
        composer.quote(choice.span, group=group, item=item)
