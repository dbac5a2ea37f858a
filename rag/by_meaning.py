"""Answers by what a question means, where it is in other words than the documents'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.statements import Stated
from index.types import Hit
from rag import abstain
from rag.finding.expanded import answering, asked_of, chance, nearest_question, signs, sound
from rag.finding.extract import RULES, Choice, Rules, choose_of_clause, rank_sentences
from rag.finding.fitting import shares_figure
from rag.finding.inquiry import Inquiry
from rag.finding.lookup import display_name
from rag.understanding.question import Intent
from rag.words.evidence import Evidence

LIKELY = 0.5
"""Chance from which on a clause found by its meaning answers instead, where fewer are said."""


def means_another(inquiry: Inquiry, choices: Sequence[Choice]) -> bool:
    """Answer by meaning what few words of the documents would answer elsewhere; whether it did.

    `老赖怎么处理` shares 处理 with many clauses and means one on dishonest debtors.
    """
    question = inquiry.question
    if len(question.parts) > 1 or question.defines or question.intent is Intent.MENTIONS:
        return False
    hits = sound(question, inquiry.hits, inquiry.library)
    said = {choice.span.clause.id for choice in choices if abstain.covers(choice)}
    if not hits or hits[0].clause.id in said:
        return False
    add_by_meaning(inquiry, least=LIKELY, worded=True)
    if not len(inquiry.composer):
        inquiry.chance = None
    return len(inquiry.composer) > 0


def add_by_meaning(inquiry: Inquiry, *, least: float = 0.0, worded: bool = False) -> None:
    """Answer a question in other words than the documents', where the find is sure enough.

    `least` is a chance it must have besides; `worded` says that some words are the documents'.
    """
    question, library = inquiry.question, inquiry.library
    hits = sound(question, inquiry.hits, inquiry.library)
    inquiry.chance = chance(signs(question, library, hits)) if hits else 0.0
    if inquiry.chance < least:
        return
    answers = answering(question, library, hits, inquiry.chance, worded=worded)
    for hit in answers:
        near = [s for s in inquiry.stated() if s.statement.clause_id == hit.clause.id]
        like = max(near, key=lambda s: s.likeness).question if near else _like(inquiry, hit)
        evidence = Evidence.of(question.words if near else f"{question.words} {like}", library)
        name = display_name(library.documents[hit.clause.document_id])
        chosen = choose_of_clause(_likely(inquiry, evidence, hit, near), question, evidence)
        inquiry.quote(chosen, name if len(answers) > 1 else "")
        inquiry.matched = (*inquiry.matched, like)


def _like(inquiry: Inquiry, hit: Hit) -> str:
    """The question written for a clause that is nearest to the user's."""
    asked = asked_of(inquiry.question, inquiry.library)
    return nearest_question(asked, hit.clause, inquiry.library)[1]


def _likely(
    inquiry: Inquiry,
    evidence: Evidence,
    hit: Hit,
    near: Sequence[Stated],
    rules: Rules = RULES,
) -> dict[Choice, float]:
    """Say how near each sentence of a clause is to a question, whatever particular it asks for.

    By the words they share, by its meaning and by what it states.
    """
    plain = replace(inquiry.question, details=(), defines=False, intent=Intent.FACT)
    choices = rank_sentences(evidence, (replace(hit, score=1.0),), plain, inquiry.sentences)
    if not choices:
        return {}
    encoder, clause = inquiry.library.encoder, hit.clause
    asked = encoder.encode_queries([inquiry.question.words])[0]
    rows = {span.start: n for n, span in enumerate(inquiry.sentences.of(clause).spans)}
    vectors = inquiry.sentences.vectors(clause, encoder)
    cosines = vectors[[rows[choice.span.start] for choice in choices]] @ asked
    found: dict[Choice, float] = {}
    for choice, cosine in zip(choices, cosines.tolist(), strict=True):
        own = (
            s.likeness
            for s in near
            if s.statement.start < choice.span.end and choice.span.start < s.statement.end
        )
        stated = max(own, default=0.0)
        found[choice] = choice.own + rules.meaning * cosine + rules.stated * stated
        found[choice] += shares_figure(choice.span, inquiry.question)
    return found
