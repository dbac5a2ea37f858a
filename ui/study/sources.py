"""Cards that ask which document says something, has a term alone, or has it first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.types import Document
from ui.study.cards import Card, Kind, Place, drawn, made
from ui.study.cloze import place_of, shuffled
from ui.study.families import FAMILIES
from ui.study.passages import Copies, Passage
from ui.study.texts import Texts

MOST_DOCUMENTS = 4
LEAST_DOCUMENTS = 3
"""Options of a question for a document; with two it would be a coin."""
SHORTEST_TERM = 5
"""Characters of a term that is asked about; one in quotation marks may be shorter."""
_COMMON = frozenset(word for family in FAMILIES for word in family)
_TELLS = re.compile(
    r"\d|全省|我省|省委|省高院|省法院|广东|广州|深圳|珠海|横琴|粤|湾区|港澳|吉林|长春|东北"
    r"|报告|纲要|要点|代表|一年来|过去|十[三四五]五"
)
"""Figures, places and words for a document, which would name it."""


def tells(text: str, documents: Iterable[Document]) -> bool:
    """Whether words give away the document they stand in: a place, a year, its kind."""
    regions = [d.facts.region for d in documents if d.facts.region not in ("", "全国")]
    return bool(_TELLS.search(text)) or any(region in text for region in regions)


def year_of(document: Document) -> int | None:
    """The year of a document: of its issue, or the first it is for; None where the two differ.

    A report of 2021 on the year 2020 is of neither, as far as an order in time goes.
    """
    facts = document.facts
    first = re.match(r"\d{4}", facts.period)
    years = {year for year in (facts.year, int(first[0]) if first else None) if year}
    return years.pop() if len(years) == 1 else None


def of_sentences(texts: Texts, copies: Copies, passages: Sequence[Passage]) -> list[Card]:
    """Ask of each clause's most telling sentence which document it stands in."""
    if len(texts.documents) < LEAST_DOCUMENTS:
        return []
    best: dict[str, tuple[float, Passage]] = {}
    for passage in passages:
        document = passage.sheet.document
        if tells(passage.text, texts.documents.values()) or not copies.alone(passage):
            continue
        shared = copies.shared(passage.text, document.id)
        name = passage.sheet.clause.id
        if name not in best or (shared, passage.start) < (best[name][0], best[name][1].start):
            best[name] = (shared, passage)
    return [_source(texts, passage) for _, passage in best.values()]


def _source(texts: Texts, passage: Passage) -> Card:
    document = passage.sheet.document
    options = _documents(texts, document.id, passage.text)
    place = place_of(passage)
    right = (options.index(document.id),)
    return made(Kind.SOURCE, (place,), texts.clauses, passage.text, options, right)


def of_terms(texts: Texts, terms: Iterable[str]) -> list[Card]:
    """Ask for the one document that has a term, or for the one that had it first."""
    cards: dict[tuple[Kind, str], Card] = {}
    if len(texts.documents) < LEAST_DOCUMENTS:
        return []
    for term in sorted(set(terms), key=lambda term: (-len(term), term)):
        named = len(term) >= SHORTEST_TERM or (len(term) > 2 and texts.says(f"“{term}”"))
        if not named or term in _COMMON or tells(term, texts.documents.values()):
            continue
        holders = texts.documents_with(term)
        place = _first_place(texts, term, holders)
        if place is None:
            continue
        kind = Kind.ONLY if len(holders) == 1 else Kind.FIRST
        document = texts.clauses[place.clause_id].document_id
        options = _documents(texts, document, term, [name for name in holders if name != document])
        right = (options.index(document),)
        card = made(kind, (place,), texts.clauses, term, options, right)
        cards.setdefault((kind, place.clause_id), card)  # one of a kind is enough for a clause
    return list(cards.values())


def _first_place(texts: Texts, term: str, holders: Sequence[str]) -> Place | None:
    """Where the term stands first: in its only document, or in the one of the earliest year."""
    years = {name: year_of(texts.documents[name]) for name in holders}
    known = [year for year in years.values() if year is not None]
    if not holders or (len(holders) > 1 and len(known) < len(holders)):
        return None
    earliest = [name for name in holders if len(holders) == 1 or years[name] == min(known)]
    if len(earliest) != 1:
        return None
    for name in texts.clauses_with(term):
        sheet = texts.sheets[name]
        at = sheet.plain.find(term)
        if sheet.document.id == earliest[0] and at >= 0:
            return Place(name, at, at + len(term), ((at, at + len(term)),))
    return None


def _documents(texts: Texts, right: str, seed: str, first: Sequence[str] = ()) -> tuple[str, ...]:
    """The right document and others, `first` before the rest."""
    rest = [name for name in texts.documents if name != right and name not in first]
    others = [*first, *sorted(rest, key=lambda name: drawn(seed, name))]
    return shuffled((right, *others[: MOST_DOCUMENTS - 1]), seed)
