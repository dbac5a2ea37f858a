"""Cards that put what documents of different years say of a topic in the order of time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ui.study.cards import Card, Kind, drawn, made
from ui.study.cloze import place_of, shuffled
from ui.study.passages import Copies, Passage
from ui.study.sources import tells, year_of
from ui.study.texts import Texts

YEARS = 3
"""Sentences of an order, each of another year; two would be a coin."""
MOST_OF_A_TOPIC = 3


def of_topic(
    texts: Texts,
    copies: Copies,
    topic: str,
    clause_ids: Iterable[str],
    of_clause: Mapping[str, Sequence[Passage]],
) -> list[Card]:
    """Make up to three orders of a topic, each of other clauses, where it spans enough years."""
    years: dict[int, list[Passage]] = defaultdict(list)
    for name in clause_ids:
        year = year_of(texts.sheets[name].document) if name in texts.sheets else None
        best = _best(texts, copies, topic, of_clause.get(name, ())) if year else None
        if year and best:
            years[year].append(best)
    if len(years) < YEARS:
        return []
    chosen = sorted(years)[:1] + sorted(years)[1:-1][: YEARS - 2] + sorted(years)[-1:]
    rows = [sorted(years[year], key=lambda p: drawn(p.text)) for year in chosen]
    return [_order(texts, topic, row) for row in list(zip(*rows, strict=False))[:MOST_OF_A_TOPIC]]


def _best(texts: Texts, copies: Copies, topic: str, passages: Sequence[Passage]) -> Passage | None:
    """The shortest sentence of a clause on the topic that stands nowhere else and tells no year."""
    fit = [
        passage
        for passage in passages
        if topic in passage.text and copies.alone(passage)
        if not tells(passage.text, texts.documents.values())
    ]
    return min(fit, key=lambda p: (len(p.text), p.start), default=None)


def _order(texts: Texts, topic: str, row: Sequence[Passage]) -> Card:
    options = shuffled((passage.text for passage in row), row[0].text)
    right = tuple(options.index(passage.text) for passage in row)
    places = tuple(place_of(passage) for passage in row)
    return made(Kind.ORDER, places, texts.clauses, topic, options, right)
