"""Choosing the sentences that answer: as few as the question allows, each with its clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from index.script import searchable
from index.types import Hit
from rag.finding.fitting import can_answer, has_unit
from rag.understanding.question import Intent, Question
from rag.words.evidence import Evidence
from rag.words.sentences import Sentences, Span


@dataclass(frozen=True, slots=True)
class Rules:
    """Limits of choosing; docs/decisions/0004 names the run each figure comes from.

    `hit` is the weight of how well the clause was found, `above` that of its headings beside the
    sentence's own words, `near` the share of the lead's score another sentence needs, `new` the
    share of the question it must add, `topic` the share a topic sentence must name for the whole
    clause to be the answer (`compared` in a comparison). `subject` rewards a clause whose
    topic is what is asked; `also` is the share of the lead's coverage at which another document
    answers too; `phrase` rewards
    words that stand together as in the question, `unit` a figure in the unit asked
    for, `own` is what a topic sentence loses, because it names a subject and says nothing of it.
    In a clause found by its meaning, `meaning` is the weight of a sentence's cosine and `stated` of
    the likeness of what it states, beside the share of the question's words it has (1), `beside`
    the share of the best that another one needs. Where a particular is asked for, `telling` is the
    share of what the best sentence without it says that one with it must say.
    """

    hit: float = 0.35
    above: float = 0.25
    near: float = 0.8
    new: float = 0.08
    topic: float = 0.6
    compared: float = 0.6
    subject: float = 0.3
    also: float = 0.85
    phrase: float = 0.15
    unit: float = 0.1
    own: float = 0.1
    meaning: float = 1.0
    stated: float = 2.0
    beside: float = 0.7
    telling: float = 0.7
    sentences: int = 3
    listed: int = 5


RULES = Rules()


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence that may answer.

    `coverage` is the share of the question that it and its headings say, `own` what it says by
    itself, `phrase` how much of its longest phrase stands there unbroken; `score` ranks it; `said`
    are the question's terms in it; `about` says that its clause's topic is what is asked.
    """

    span: Span
    coverage: float
    own: float
    phrase: float
    score: float
    said: frozenset[str]
    about: float


def rank_sentences(
    evidence: Evidence,
    hits: tuple[Hit, ...],
    question: Question,
    sentences: Sentences,
    rules: Rules = RULES,
) -> list[Choice]:
    """Rank the sentences of the clauses found, best first, ties in the order of the text."""
    best = hits[0].score if hits else 1.0
    choices: list[Choice] = []
    silent = 0.0
    for hit in hits:
        divided = sentences.of(hit.clause)
        about = evidence.coverage(divided.title)
        above = evidence.terms_in(divided.named)
        for span in divided.spans:
            own = evidence.coverage(span.terms)
            if not can_answer(span, question, evidence):
                silent = max(silent, own) if question.details else 0.0
                continue
            said = evidence.terms_in(span.terms)
            whole = evidence.coverage(said | above)
            score = own + rules.above * (whole - own) + rules.hit * hit.score / best
            score += rules.subject * (about if about >= rules.topic else 0.0)
            phrase = evidence.phrase(searchable(span.text))
            score += rules.phrase * phrase
            score += rules.unit * has_unit(span, question) - rules.own * span.topic
            choices.append(Choice(span, whole, own, phrase, score, said, about))
    choices.sort(key=lambda c: (-c.score, c.span.clause.id, c.span.start))
    return [c for c in choices if c.own >= rules.telling * silent]


def choose_of_clause(
    likely: Mapping[Choice, float], question: Question, evidence: Evidence, rules: Rules = RULES
) -> list[Choice]:
    """Choose the sentences of one clause that is known to answer, in the order of the text.

    `likely` says how near each is to the question. The nearest leads, unless it does not state the
    particular asked for: then one that does and is nearly as near. Those clearly behind are left
    out.
    """
    body = sorted((c for c in likely if not c.span.topic), key=lambda c: -likely[c])
    body = body or sorted(likely, key=lambda c: -likely[c])
    least = rules.telling * max(likely.values(), default=0.0)
    body = [c for c in body if likely[c] >= least or not question.details]
    body = [c for c in body if can_answer(c.span, question, evidence)]
    others = (c for c in body[1:] if likely[c] >= rules.beside * likely[body[0]] > 0)
    return _in_order([*body[:1], *others][: rules.sentences])


def choose_by_document(
    evidence: Evidence, ranked: list[Choice], question: Question, rules: Rules = RULES
) -> dict[str, list[Choice]]:
    """Choose the sentences of the document that answers best, then one of each that answers too.

    Another document answers too if a sentence of it says nearly as much of the question, or if one
    of its clauses has the question for its topic. Only the lead counts when a figure is asked for.
    """
    chosen = choose(evidence, ranked, question, rules)
    if not chosen:
        return {}
    found: dict[str, list[Choice]] = {}
    for choice in chosen:
        found.setdefault(choice.span.clause.document_id, []).append(choice)
    if question.intent not in (Intent.FACT, Intent.LIST):
        return found
    lead = max(choice.own for choice in chosen)
    phrase = max(choice.phrase for choice in chosen)
    topical = ranked[0].about >= rules.topic
    for choice in ranked:
        document_id = choice.span.clause.document_id
        if document_id in found or choice.span.topic:
            continue
        as_near = choice.own >= rules.also * lead and choice.phrase >= rules.also * phrase
        if as_near or (topical and choice.about >= rules.topic):
            found[document_id] = [choice]
    return found


def _in_order(choices: list[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda c: c.span.start)


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
    limit = rules.listed if question.intent is Intent.LIST else rules.sentences
    same = [c for c in ranked if c.span.clause is lead.span.clause and not c.span.topic]
    if same and question.intent is not Intent.NUMBER:
        if question.intent is Intent.COMPARE and lead.about >= rules.compared:
            return _in_order(same[: rules.listed])
        if lead.about >= rules.topic:
            return _in_order(same)
        if lead.span.topic:
            return _in_order(same[:limit])
    chosen = [lead]
    said = set(lead.said)
    for choice in ranked[1:]:
        if len(chosen) == limit or choice.score < rules.near * lead.score:
            break
        news = sum(evidence.weights[t] for t in choice.said - said)
        beside = choice.span.clause is lead.span.clause and choice.own >= rules.also * lead.own
        compared = question.intent is Intent.COMPARE and beside
        if (news >= rules.new or compared) and not choice.span.topic:
            chosen.append(choice)
            said |= choice.said
    return chosen
