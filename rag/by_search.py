"""Answers by search: retrieve, rank sentences, choose, for each of the questions asked at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.script import searchable
from index.types import Hit, Scope
from ingest.types import Clause
from rag import abstain
from rag.evidence import Evidence
from rag.expanded import Match, like_enough, match_expansions
from rag.extract import Choice, choose, choose_by_document, choose_of_clause
from rag.inquiry import Inquiry
from rag.lookup import display_name
from rag.question import Intent, Question
from rag.retrieve import TOP, retrieve

_FIGURE = re.compile(r"\d+(?:\.\d+)?")
REGIONAL_SHARE = 0.7
"""Share of the best coverage at which the document of the region asked about answers."""
MENTIONED_SHARE = 0.75
"""The same for a document to be listed among those that mention something."""
COMPARED_SHARE = 0.5
"""The same for a document that the question names to be compared."""


def answer_by_search(inquiry: Inquiry) -> bool:
    """Add the sentences that answer; whether there were any."""
    inquiry.hits = retrieve(inquiry.question, inquiry.library, inquiry.scope)
    inquiry.clock.stage("retrieve")
    _add_direct(inquiry)
    question = inquiry.question
    if not len(inquiry.composer) and question.defines and not question.enumerates:
        inquiry.question = replace(question, defines=False)
        inquiry.undefined = question.quoted
        _add_direct(inquiry)
    elif not len(inquiry.composer) and not question.defines:
        _add_everyday(inquiry)
    return len(inquiry.composer) > 0


def _add_direct(inquiry: Inquiry) -> None:
    """Answer by the documents' own words."""
    question = inquiry.question
    for part in question.parts:
        evidence = Evidence.of(part, inquiry.library)
        ranked = inquiry.ranked(evidence, _hits_for(inquiry, part))
        ranked = _preferred(inquiry, evidence, ranked)
        if ranked and abstain.covers(ranked[0]):
            _add_chosen(inquiry, evidence, ranked)


def _add_everyday(inquiry: Inquiry) -> None:
    """Answer a question in other words than the documents', by the questions asked of clauses."""
    question = inquiry.question
    suggested = question.naming.suggested
    scope = _everyday_scope(inquiry)
    matches = match_expansions(question.words, inquiry.library, scope, suggested)
    inquiry.hits = _merged(matches, inquiry.hits)
    figure = question.intent is Intent.NUMBER
    sound = [match for match in matches if _has_names(match.clause, question)]
    alike = like_enough(sound, several=not question.naming.named, figure=figure)
    for match in alike:
        evidence = Evidence.of(f"{question.words} {match.question}", inquiry.library)
        ranked = inquiry.ranked(evidence, (Hit(match.clause, 1.0, 1),))
        name = display_name(inquiry.library.documents[match.clause.document_id])
        inquiry.quote(choose_of_clause(ranked, question), name if len(alike) > 1 else "")
    if len(inquiry.composer):
        inquiry.matched = tuple(match.question for match in alike)


def _has_names(clause: Clause, question: Question) -> bool:
    """Whether a clause has the figures and quoted terms of an everyday question."""
    text = searchable(clause.text)
    figures = _FIGURE.findall(question.words)
    return all(term in text for term in (*figures, *question.quoted))


def _merged(matches: Sequence[Match], direct: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Put the clauses found by their own questions before those found by words.

    The two scores cannot be compared, so the score of a merged hit is 1 divided by its rank.
    """
    signals: dict[str, tuple[Clause, tuple[tuple[str, float], ...]]] = {
        m.clause.id: (m.clause, (("expansion", m.likeness),)) for m in matches if m.likeness
    }
    for hit in direct:
        signals.setdefault(hit.clause.id, (hit.clause, hit.why))
    ranked = enumerate(list(signals.values())[:TOP], start=1)
    return tuple(Hit(clause, 1 / rank, rank, why) for rank, (clause, why) in ranked)


def _everyday_scope(inquiry: Inquiry) -> Scope:
    """The documents of the region a question speaks of, as far as the user's scope admits them."""
    naming = inquiry.question.naming
    admitted = {p.document.id for p in inquiry.parsed}
    suggested = tuple(d for d in naming.suggested if d in admitted)
    regional = naming.region and not naming.named and suggested
    return Scope(documents=suggested) if regional else inquiry.scope


def _hits_for(inquiry: Inquiry, part: str) -> tuple[Hit, ...]:
    """The hits for one of several questions asked at once, before those for all of them."""
    if len(inquiry.question.parts) == 1:
        return inquiry.hits
    own = retrieve(inquiry.question, inquiry.library, inquiry.scope, part)
    seen = {h.clause.id for h in own}
    return (*own, *(h for h in inquiry.hits if h.clause.id not in seen))


def _preferred(inquiry: Inquiry, evidence: Evidence, ranked: list[Choice]) -> list[Choice]:
    """Prefer the documents of the region a question speaks of, if they say nearly as much."""
    naming = inquiry.question.naming
    admitted = {p.document.id for p in inquiry.parsed}
    suggested = tuple(d for d in naming.suggested if d in admitted)
    if naming.named or not naming.region or not ranked or not suggested:
        return ranked
    hits = retrieve(inquiry.question, inquiry.library, Scope(documents=suggested))
    own = inquiry.ranked(evidence, hits)
    best = max(choice.coverage for choice in ranked)
    near = own and own[0].coverage >= REGIONAL_SHARE * best and abstain.covers(own[0])
    return own if near else ranked


def _add_chosen(inquiry: Inquiry, evidence: Evidence, ranked: list[Choice]) -> None:
    """Add the sentences for one question: for each document where several are meant."""
    question = inquiry.question
    named = question.naming.named
    wanted = named or question.naming.suggested
    if question.intent is Intent.MENTIONS:
        everywhere = [p.document.id for p in inquiry.parsed]
        _add_documents(inquiry, everywhere, evidence, MENTIONED_SHARE * ranked[0].coverage)
    elif len(wanted) > 1 and (question.intent is Intent.COMPARE or named):
        _add_documents(inquiry, wanted, evidence, COMPARED_SHARE * ranked[0].coverage)
    else:
        found = choose_by_document(evidence, ranked, question)
        for document_id, choices in found.items():
            several = len(found) > 1
            name = display_name(inquiry.library.documents[document_id]) if several else ""
            inquiry.quote(choices, name)


def _add_documents(
    inquiry: Inquiry, document_ids: Sequence[str], evidence: Evidence, least: float
) -> None:
    """Add what each document says, if it says at least so much of the question."""
    for parsed in (p for p in inquiry.parsed if p.document.id in document_ids):
        scope = Scope(documents=(parsed.document.id,))
        hits = retrieve(inquiry.question, inquiry.library, scope)
        ranked = inquiry.ranked(evidence, hits)
        if ranked and ranked[0].coverage >= least:
            chosen = choose(evidence, ranked, inquiry.question)
            inquiry.quote(chosen, display_name(parsed.document))
