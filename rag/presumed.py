"""Answers to questions that take something wrong for granted: found all the same, corrected first.

Two ways lead here. What was answered is held against the question; and a question that found
nothing is asked again without the document, figure or place it names, and answered only if the
words found contradict it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.script import searchable
from index.types import Scope
from ingest.types import Clause
from rag.by_search import answer_by_search, search
from rag.checking.issuing import misissued
from rag.checking.pieces import shared
from rag.checking.premise import Contradiction, contradictions, without_claims
from rag.finding.inquiry import Inquiry
from rag.finding.lookup import display_name
from rag.types import PREMISE, Note
from rag.understanding.question import Intent, Question, understand
from rag.words.evidence import Evidence
from rag.words.sentences import terms_of

LEAST = 0.6
"""Share of the question's rare words that a clause of another document than the named one must say
to be what was meant; chosen on `dev`."""
LIKELY = 0.8
"""The same for the chance of an everyday find."""


VERBATIM, APART = 8, 4
"""Characters in a row that another document prints of a question, and how many more than the one
that is named, for it to be where the words come from."""

_LONG_RUN = re.compile(rf"(?=([\u4e00-\u9fff]{{{VERBATIM}}}))")
_QUOTES = re.compile('[“”‘’「」『』"]')
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d年?")
_ASSERTING = re.compile(
    r"为什么|为何|既然|(?:要点|纲要|綱要|报告|報告|文件|意见|高院|法院)[里裡中]?(?:还|還|已经)?(?:说|說|规定|規定|提出|要求|写)"
    r"|\bwhy\b|\bsince\b"
)
_ASKING_WHETHER = re.compile(
    r"有没有|有沒有|是否|有无|(?:怎么|怎样|如何|怎麼)(?:规定|要求|说|写|提)"
    r"|\b(?:whether|does|is there)\b"
)


@dataclass(frozen=True, slots=True)
class Retried:
    """A question asked again without what it may be wrong about, and what is wrong with it."""

    inquiry: Inquiry
    notes: tuple[Note, ...]


def premise_notes(inquiry: Inquiry, question: Question) -> tuple[Note, ...]:
    """Say what a question takes for granted and the sentences of the answer contradict."""
    sentences = inquiry.composer.sentences()
    clauses = _cited(inquiry)
    asked = _unnamed(question)
    if question.intent is Intent.NUMBER:  # of another year another figure is asked for
        asked = _YEAR.sub(" ", asked)
    found = contradictions(
        asked, [one.text for one in sentences], "\n".join(c.text for c in clauses)
    )
    found = [*_misissued(inquiry, question), *found]
    notes = [Note(PREMISE, one.text, one.english) for one in found]
    return (*_misattributed(inquiry, question, clauses), *notes)


def _misissued(inquiry: Inquiry, question: Question) -> list[Contradiction]:
    """Say what a question takes for granted of the issue of the one document it means."""
    meant = question.naming.named or question.naming.suggested
    documents = [inquiry.library.documents[d] for d in meant if d in inquiry.library.documents]
    found = misissued(question.standalone, documents[0].facts) if len(documents) == 1 else ()
    return [Contradiction(said, printed, printed) for _, said, printed in found]


def corrected(inquiry: Inquiry | None, question: Question) -> Retried | None:
    """Answer with what speaks of the subject though it lacks a particular, if it contradicts.

    `为什么只判了死缓` asks for a reason that no clause gives; that it was 死刑 is the answer.
    """
    if inquiry is None:
        return None
    notes = premise_notes(inquiry, question)
    if not notes or len(notes) == len(_misattributed(inquiry, question, _cited(inquiry))):
        return None
    inquiry.question = question
    return Retried(inquiry, notes)


def quoted_from_another(inquiry: Inquiry) -> Retried | None:
    """Answer from the document that has the words a question ascribes to another.

    Only where it prints a long run of them and the named document none of it.
    """
    question = inquiry.question
    if not question.naming.named or question.intent in (Intent.COMPARE, Intent.MENTIONS):
        return None
    asked = _QUOTES.sub("", searchable(_unnamed(question)))
    runs = {run[1] for run in _LONG_RUN.finditer(asked)}
    own, others = list[str](), list[str]()
    for clause in inquiry.library.clauses.values() if runs else ():
        text = _QUOTES.sub("", searchable(clause.text))
        named = clause.document_id in question.naming.named
        if named or any(run in text for run in runs):
            (own if named else others).append(text)
    printed = max((shared(asked, text) for text in others), default=0)
    known = max((shared(asked, text) for text in own), default=0) if others else 0
    if printed < VERBATIM or known > printed - APART:
        return None
    bare = without_claims(_unnamed(question))
    return _asked_again(inquiry, bare, inquiry.given, verbatim=True)


def retried(inquiry: Inquiry) -> Retried | None:
    """Ask a question again without the documents, figures and places it names.

    None where it finds nothing, or nothing that contradicts it.
    """
    question = inquiry.question
    if question.naming.untimely or question.intent in (Intent.COMPARE, Intent.MENTIONS):
        return None
    years = question.intent is Intent.NUMBER
    own = without_claims(question.standalone, years=years, apart=question.naming.spans)
    for bare, scope in (
        (own, inquiry.scope),
        (without_claims(_unnamed(question), years=years), inquiry.given),
    ):
        if bare != question.standalone and (found := _asked_again(inquiry, bare, scope)):
            return found
    return None


def _asked_again(
    inquiry: Inquiry, bare: str, scope: Scope, *, verbatim: bool = False
) -> Retried | None:
    question = inquiry.question
    plain = understand(bare, inquiry.library.documents, frozenset(question.quoted))
    other = inquiry.asking(plain if verbatim else replace(plain, details=()), scope)
    if not plain.parts:
        return None
    search(other)
    if not answer_by_search(other):
        return None
    notes = premise_notes(other, question)
    elsewhere = len(notes) == len(_misattributed(other, question, _cited(other)))
    sure = inquiry.given is scope and _sure(other)
    if not notes or (elsewhere and not (sure and (verbatim or _asserts(question)))):
        return None
    other.question = question
    return Retried(other, notes)


def _asserts(question: Question) -> bool:
    """Whether a question says that a document has something, rather than asks whether it has."""
    if question.details or _ASKING_WHETHER.search(question.standalone):
        return False
    return _ASSERTING.search(question.standalone) is not None


def _sure(inquiry: Inquiry) -> bool:
    """Whether what was found in another document is surely what was meant."""
    if inquiry.chance is not None and inquiry.chance >= LIKELY:
        return True
    evidence = Evidence.of(inquiry.question.words, inquiry.library)
    best = (terms_of("\n".join((*c.path, c.text))) for c in _cited(inquiry))
    return max(map(evidence.coverage, best), default=0.0) >= LEAST


def _unnamed(question: Question) -> str:
    """Give the text of a question without the names of documents and their courts."""
    text = question.standalone
    for start, end in (*question.naming.spans, *question.naming.hints):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _cited(inquiry: Inquiry) -> tuple[Clause, ...]:
    return tuple(dict.fromkeys(c.clause for c in inquiry.composer.citations()))


def _misattributed(
    inquiry: Inquiry, question: Question, clauses: Sequence[Clause]
) -> tuple[Note, ...]:
    """Say that another document has it than the one that is named, or the region's."""
    naming, documents = question.naming, inquiry.library.documents
    meant = naming.named or (naming.suggested if naming.region else ())
    own = [documents[d] for d in meant if d in documents]
    cited = [documents[d] for d in dict.fromkeys(c.document_id for c in clauses)]
    if not own or not cited or any(d in own for d in cited):
        return ()
    if any(d.facts.region and any(d.facts.region in c.text for c in clauses) for d in own):
        return ()
    there = "、".join(display_name(d) for d in own)
    here = "、".join(display_name(d) for d in cited)
    text = f"{there}没有这一内容；以下出自{here}。"
    return (Note(PREMISE, text, f"{there} does not have it; what follows stands in {here}."),)
