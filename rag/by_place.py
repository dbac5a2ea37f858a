"""Answers to questions that name a place: a clause, a part, the parts, how many clauses."""

from __future__ import annotations

from index.types import Hit
from ingest.types import Clause, Heading, Parsed
from rag import abstain
from rag.finding.extract import choose
from rag.finding.inquiry import Inquiry
from rag.finding.lookup import (
    Missing,
    add_clauses,
    add_count,
    add_part,
    add_parts,
    clauses_at,
    display_name,
    heading_at,
    missing_place,
    under,
)
from rag.finding.notes import AMBIGUOUS
from rag.types import Note
from rag.understanding.question import Intent
from rag.words.evidence import Evidence

_MANY = 2
"""In more documents than this, a place without a document's name gets only its topic of each."""
_ASKED = 4
"""Characters a question must have beside the place to be asked of the part's clauses."""


def answer_at_place(inquiry: Inquiry) -> tuple[Note, ...] | Missing:
    """Answer from the clause or part that is named; a part that is asked something is searched.

    Give the notes that belong to the answer, or what is missing.
    """
    pointers, placed = inquiry.question.pointers, _placed(inquiry)
    found = [
        (p, clauses_at(pointers, p, several=len(placed) > 1), _headings(inquiry, p)) for p in placed
    ]
    found = [(p, clauses, headings) for p, clauses, headings in found if clauses or headings]
    for parsed, clauses, headings in found:
        name = display_name(parsed.document) if len(found) > 1 else ""
        if len(found) > _MANY:
            _name_places(inquiry, clauses, headings, parsed)
            continue
        add_clauses(inquiry.composer, clauses, name)
        for heading in headings if not clauses else ():
            if not _asked_of(inquiry, under(heading, parsed), name):
                add_part(inquiry.composer, heading, parsed, name)
    if len(inquiry.composer):
        return AMBIGUOUS if len(found) > _MANY else ()
    among = tuple(p.document.id for p in inquiry.parsed)
    return missing_place(inquiry.question, inquiry.library, among)


def answer_structure(inquiry: Inquiry) -> bool:
    """Answer how many clauses or which parts documents have, if asked; whether it was answered."""
    if inquiry.question.intent not in (Intent.COUNT, Intent.PARTS):
        return False
    placed = _placed(inquiry)
    for parsed in placed:
        name = display_name(parsed.document)
        if inquiry.question.intent is Intent.COUNT:
            add_count(inquiry.composer, parsed, name)
        else:
            add_parts(inquiry.composer, parsed, name if len(placed) > 1 else "")
    return len(inquiry.composer) > 0


def _placed(inquiry: Inquiry) -> list[Parsed]:
    """The documents a place is looked up in: those suggested, if none is named."""
    suggested = inquiry.question.naming.suggested
    if inquiry.question.naming.named or not suggested:
        return inquiry.parsed
    return [p for p in inquiry.parsed if p.document.id in suggested] or inquiry.parsed


def _headings(inquiry: Inquiry, parsed: Parsed) -> list[Heading]:
    """The parts a question points to; none where it points to a clause in them."""
    pointers = inquiry.question.pointers
    if any(p.clause for p in pointers):
        return []
    return [h for p in pointers if (h := heading_at(p, parsed))]


def _name_places(
    inquiry: Inquiry, clauses: tuple[Clause, ...], headings: list[Heading], parsed: Parsed
) -> None:
    """Name what stands at a place in one of several documents."""
    name = display_name(parsed.document)
    for clause in clauses:
        inquiry.composer.quote(inquiry.sentences.of(clause).spans[0], group=name, item=True)
    for heading in headings if not clauses else ():
        if below := under(heading, parsed):
            inquiry.composer.state(heading.text, below[0], group=name, item=True)


def _asked_of(inquiry: Inquiry, clauses: tuple[Clause, ...], name: str) -> bool:
    """Answer what is asked of a part beyond its contents, if its clauses say so."""
    words = inquiry.question.words
    if len(words) < _ASKED:
        return False
    evidence = Evidence.of(words, inquiry.library)
    hits = tuple(Hit(clause, 1.0, rank) for rank, clause in enumerate(clauses, start=1))
    ranked = inquiry.ranked(evidence, hits)
    if not ranked or not abstain.covers(ranked[0], within=True):
        return False
    inquiry.quote(choose(evidence, ranked, inquiry.question), name)
    return True
