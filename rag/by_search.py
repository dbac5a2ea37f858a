"""Answers by search: retrieve, rank sentences, choose, for each of the questions asked at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.types import Hit, Scope
from rag import abstain
from rag.by_meaning import add_by_meaning, means_another
from rag.finding.compose import Composer
from rag.finding.extract import (
    Choice,
    choose,
    choose_by_document,
)
from rag.finding.inquiry import Inquiry
from rag.finding.lookup import display_name
from rag.finding.retrieve import WORDED, ranked, reranked, signals
from rag.understanding.definitions import spells_out
from rag.understanding.question import Intent
from rag.words.evidence import Evidence
from rag.words.sentences import Span

REGIONAL_SHARE = 0.7
"""Share of the best coverage at which the document of the region asked about answers."""
MENTIONED_SHARE = 0.75
"""The same for a document to be listed among those that mention something."""
MOST_HEADED = 2
"""Clauses whose number is given where it is asked in which clause something stands."""
FOUND = 5
"""Hits of the whole question among which what answers a part of it must be."""
SURE, FEW = 0.6, 2
"""Share of a question's rare words from which on the words decide alone which clause answers; and
pairs of characters said of which more decide too."""
COMPARED_SHARE = 0.5
"""The same for a document that the question names to be compared."""


def search(inquiry: Inquiry) -> None:
    """Find the clauses nearest to the question."""
    found = signals(inquiry.question, inquiry.library, inquiry.scope)
    hits = ranked(found, inquiry.library, inquiry.weights)
    inquiry.hits = reranked(inquiry.question, hits, inquiry.reranker)
    inquiry.by_words = ranked(found, inquiry.library, WORDED)
    inquiry.clock.stage("retrieve")


def answer_by_search(inquiry: Inquiry) -> bool:
    """Add the sentences that answer from the clauses found; whether there were any."""
    _add_direct(inquiry)
    question = inquiry.question
    if not len(inquiry.composer) and question.defines and not question.spelled_out:
        inquiry.question = replace(question, defines=False)
        inquiry.undefined = question.quoted
        _add_direct(inquiry)
    if not len(inquiry.composer) and not inquiry.question.defines:
        add_by_meaning(inquiry)
    if question.locates and len(inquiry.composer):
        inquiry.composer = _headed(inquiry)
    return len(inquiry.composer) > 0


def _headed(inquiry: Inquiry) -> Composer:
    """Let the number and topic of the clauses lead what is quoted of them."""
    composer = Composer(inquiry.library.documents)
    cited = inquiry.composer.citations()
    for clause in tuple(dict.fromkeys(c.clause for c in cited))[:MOST_HEADED]:
        end = clause.text.find(clause.title) + len(clause.title)
        composer.quote(Span(clause, 0, end, True, frozenset()))
    for sentence in inquiry.composer.sentences():
        for c in sentence.citations:
            start, end = c.start - c.clause.start, c.end - c.clause.start
            composer.quote(Span(c.clause, start, end, False, frozenset()), group=sentence.group)
    return composer


def answered_but_for_details(inquiry: Inquiry) -> Inquiry | None:
    """Give the inquiry answered as if no particular were asked for; None if that finds nothing.

    Its clauses speak of the subject, and do not state what is asked.
    """
    question = inquiry.question
    if not (question.details or question.spelled_out):
        return None
    intent = Intent.FACT if question.intent is Intent.NUMBER else question.intent
    plainer = replace(question, details=(), defines=False, unit="", intent=intent)
    other = inquiry.asking(plainer)
    other.hits, other.by_words = inquiry.hits, inquiry.by_words
    return other if answer_by_search(other) else None


def is_stated(inquiry: Inquiry) -> bool:
    """Whether the sentences of the answer state a particular that the question asks for, if any."""
    question, sentences = inquiry.question, inquiry.composer.sentences()
    if question.spelled_out:
        return any(spells_out(s.text, term) for s in sentences for term in question.quoted)
    return any(question.states(sentence.text) for sentence in sentences)


def _add_direct(inquiry: Inquiry) -> None:
    """Answer by the documents' own words."""
    question = inquiry.question
    for part in question.parts:
        evidence = Evidence.of(part, inquiry.library)
        choices = inquiry.ranked(evidence, _hits_for(inquiry, part))
        choices = _preferred(inquiry, evidence, choices)
        if not choices or not _is_found(inquiry, choices[0]):
            continue
        # What spells out a term answers however little else of the question it says.
        if not (question.spelled_out or abstain.covers(choices[0])):
            continue
        if _is_sure(choices[0]) or not means_another(inquiry, choices):
            _add_chosen(inquiry, evidence, choices)


def _is_sure(choice: Choice) -> bool:
    """Whether a sentence says so much of a question that it is about the same."""
    return choice.coverage >= SURE or sum(len(term) > 1 for term in choice.said) > FEW


def _is_found(inquiry: Inquiry, choice: Choice) -> bool:
    """Whether the whole question finds a clause that one of its parts leads to."""
    if len(inquiry.question.parts) == 1 or inquiry.question.naming.named:
        return True
    return any(hit.clause is choice.span.clause for hit in inquiry.hits[:FOUND])


def _hits_for(inquiry: Inquiry, part: str) -> tuple[Hit, ...]:
    """The hits for one of several questions asked at once, before those for all of them."""
    if len(inquiry.question.parts) == 1:
        return inquiry.by_words
    own = inquiry.worded(inquiry.scope, part)
    seen = {h.clause.id for h in own}
    return (*own, *(h for h in inquiry.by_words if h.clause.id not in seen))


def _preferred(inquiry: Inquiry, evidence: Evidence, choices: list[Choice]) -> list[Choice]:
    """Prefer the documents of the region a question speaks of, if they say nearly as much."""
    naming = inquiry.question.naming
    admitted = {p.document.id for p in inquiry.parsed}
    suggested = tuple(d for d in naming.suggested if d in admitted)
    if naming.named or not naming.region or not choices or not suggested:
        return choices
    hits = inquiry.worded(Scope(documents=suggested))
    own = inquiry.ranked(evidence, hits)
    best = max(choice.coverage for choice in choices)
    near = own and own[0].coverage >= REGIONAL_SHARE * best and abstain.covers(own[0])
    return own if near else choices


def _add_chosen(inquiry: Inquiry, evidence: Evidence, choices: list[Choice]) -> None:
    """Add the sentences for one question: for each document where several are meant."""
    question = inquiry.question
    named = question.naming.named
    wanted = named or question.naming.suggested
    if question.intent is Intent.MENTIONS:
        everywhere = [p.document.id for p in inquiry.parsed]
        _add_documents(inquiry, everywhere, evidence, MENTIONED_SHARE * choices[0].coverage)
    elif len(wanted) > 1 and (question.intent is Intent.COMPARE or named):
        _add_documents(inquiry, wanted, evidence, COMPARED_SHARE * choices[0].coverage)
    else:
        found = choose_by_document(evidence, choices, question)
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
        hits = inquiry.worded(scope)
        choices = inquiry.ranked(evidence, hits)
        if choices and choices[0].coverage >= least:
            chosen = choose(evidence, choices, inquiry.question)
            inquiry.quote(chosen, display_name(parsed.document))
