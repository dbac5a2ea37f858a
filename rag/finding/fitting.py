"""Whether a sentence is of the kind that a question asks for: place, year, particular."""

from __future__ import annotations

import re

from index.script import searchable
from ingest.facts import REGIONS
from rag.understanding.definitions import spells_out
from rag.understanding.elsewhere import names_region
from rag.understanding.question import Intent, Question
from rag.words.evidence import Evidence
from rag.words.sentences import Span, terms_of

BESIDE, WORDED = 0.05, 0.42
"""Share of a question that the part of a sentence with the figure must say, and share of it from
which on a sentence is in its words and is held to that; chosen on `dev`."""
_FIGURE = re.compile(
    r"\d|百分之|第[一二三四五六七八九十]|(?:周|星期)[一二三四五六日天]"
    r"|[一二三四五六七八九十百千万两半]+(?:个|件|起|宗|人|名|家|批|年|月|天|日|类|项|级|倍|次|份|所|处|部)"
)
_PART = re.compile("[，,；;。]")
_GOES_ON = re.compile(r"\s*(?:分别|同比|达|共|为|超过|其中|平均|比)")
"""How a part begins that speaks of what the part before it names."""
_QUANTITY = re.compile(
    r"(?<![\d.])(?!(?:19|20)\d\d(?!\d))(\d+(?:\.\d+)?)(?=\s*(?:[万亿%件份元名人家个页国]))"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?=年)")


def goes_on(part: str) -> bool:
    """Whether a part of a sentence speaks of what the part before it names: `同比上升1.7%`."""
    return _GOES_ON.match(part) is not None


def has_unit(span: Span, question: Question) -> bool:
    """Whether a sentence has a figure in the unit that is asked for."""
    if not question.unit:
        return False
    return re.search(rf"\d\s*[万亿]?\s*{question.unit}", searchable(span.text)) is not None


def shares_figure(span: Span, question: Question) -> bool:
    """Whether a sentence has a quantity of the question, of two digits and more, years apart.

    Then it speaks of the same thing: `赔5.2亿` of `支付5.2亿元`; a hotline's number says nothing.
    """
    text = searchable(span.text)
    figures = (f for f in _QUANTITY.findall(searchable(question.words)) if len(f) > 1)
    return any(re.search(rf"(?<![\d.]){re.escape(f)}(?![\d.])", text) for f in figures)


def _is_there_and_then(span: Span, question: Question) -> bool:
    """Whether a sentence is about the place asked about and, for a figure, about the year.

    A region that no document comes from must stand in the sentence, unless it has the question's
    own figure, and the document be of a year that is named with it. A figure of a region's courts
    stands in its own document or in a sentence that names it; one of a year in a document of that
    year or in a sentence whose years reach over it.
    """
    naming, text = question.naming, span.text
    there = all(names_region(text, region) for region in naming.elsewhere)
    if not (there or shares_figure(span, question)):
        return False
    own = span.clause.document_id
    elsewhen = naming.timely is not None and own not in naming.timely
    if naming.elsewhere and elsewhen and not naming.named:
        return False
    if naming.untimely and naming.timely is not None:
        regions = [word for word in REGIONS if word in searchable(question.standalone)]
        return own in naming.timely and any(region in text for region in regions)
    if question.intent is not Intent.NUMBER:
        return True
    if naming.region and own not in (*naming.suggested, *naming.named):
        return False
    if naming.timely is None or own in naming.timely:
        return True
    told = [int(year) for year in _YEAR.findall(text)]
    return any(told and min(told) <= int(year) <= max(told) for year in naming.years)


def can_answer(span: Span, question: Question, evidence: Evidence) -> bool:
    """Whether a sentence is of the kind that is asked for: a figure, the make-up of a term."""
    if not _is_there_and_then(span, question):
        return False
    if question.defines:
        return any(spells_out(span.text, term) for term in question.quoted)
    if question.details:
        return _states(span, question, evidence)
    if question.intent is Intent.NUMBER:
        return _FIGURE.search(question.new_in(span.text)) is not None
    return True


def _states(span: Span, question: Question, evidence: Evidence) -> bool:
    """Whether a sentence states a particular asked for; a figure by words of the question."""
    if not question.states(span.text):
        return False
    if question.intent is not Intent.NUMBER or evidence.coverage(span.terms) < WORDED:
        return True
    before = ""
    for part in _PART.split(span.text):
        whole = before + part if goes_on(part) else part
        if question.states(part) and evidence.coverage(terms_of(whole)) >= BESIDE:
            return True
        before = whole
    return False
