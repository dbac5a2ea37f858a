"""Search as one types: the clauses that say what is typed, then those that are asked about so.

Traditional characters find simplified ones and the other way round; English words find a clause by
its English title and questions, everyday words by the questions written for it and the thesaurus.
Everything is looked through each time; decision 0015 has the milliseconds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from math import log

from index.script import searchable
from index.thesaurus import official_terms
from ui.browsing.looked_through import Entry, entries
from ui.browsing.sentences import places, sentence
from ui.types import Library

LONGEST_QUERY = 100
"""Characters of a query that are looked at."""
MOST_HITS = 50
"""Hits that are listed."""
LEAST_SHARED = 0.5
"""Share of the pairs of characters of what was typed, rare ones counting more, that a clause or a
line written for it must have, where nothing has all of it."""
MOST_SPREAD = 0.15
"""Share of the clauses that may say the official term of an everyday word, for it to lead there."""
SHORTEST_ENGLISH = 2
"""Letters from which English is looked for."""

_PART = re.compile(r"[^\s“”\"《》、，。；：？！,;:?!()（）]+")
_LETTERS = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that was found, the sentence to show (`clause.text[start:end]`), and why.

    `marks` are the places of what was typed, within the clause's text; `asked` is the line written
    for the clause that has it, where the text does not, and `asked_marks` the places in that line.
    """

    clause_id: str
    start: int
    end: int
    marks: tuple[tuple[int, int], ...]
    asked: str = ""
    asked_marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits, at most `MOST_HITS`, and how many clauses there are in all."""

    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True, slots=True)
class _Ranked:
    """How good a hit is (higher is better), and what makes it one once it is listed."""

    score: float
    entry: Entry
    words: Sequence[str]
    line: str = ""


def search(library: Library, query: str, documents: Collection[str] | None = None) -> Found:
    """Find clauses by what is typed, in all documents or among some; the best first.

    `訴源治理` finds what `诉源治理` does. Nothing is found by nothing.
    """
    typed = searchable(query[:LONGEST_QUERY])
    parts = tuple(dict.fromkeys(_PART.findall(typed)))
    if not parts:
        return Found((), 0)
    among = [
        entry
        for entry in entries(library)
        if documents is None or entry.held.document.id in documents
    ]
    ranked = _said_or_asked(among, parts, typed) or _nearly(among, parts)
    ranked.sort(key=lambda one: -one.score)
    return Found(tuple(_hit(one, parts) for one in ranked[:MOST_HITS]), len(ranked))


def _said_or_asked(among: Sequence[Entry], parts: tuple[str, ...], typed: str) -> list[_Ranked]:
    """Rank the clauses that say all that was typed, are asked so, or say the official term."""
    official = [
        term
        for term in map(searchable, official_terms(typed))
        if sum(entry.says(term) for entry in among) <= MOST_SPREAD * len(among)
    ]
    has = _line_test(parts)
    ranked: list[_Ranked] = []
    for entry in among:
        text = entry.held.plain
        if all(entry.says(part) or entry.is_called(part) for part in parts):
            said = [part for part in parts if part in text]
            weight = sum(5.0 * (part in entry.held.title) + text.count(part) for part in said)
            ranked.append(_Ranked(1000 + weight, entry, said))
            continue
        lines = [line.text for line in entry.lines if has(line.plain, line.words)]
        terms = [term for term in official if term in text]
        if lines or terms:
            weight = len(lines) + sum(2.0 + 5.0 * (term in entry.held.title) for term in terms)
            shown = [*terms, *(part for part in parts if part in text)]
            ranked.append(_Ranked(weight, entry, shown, next(iter(lines), "")))
    return ranked


def _line_test(parts: tuple[str, ...]) -> Callable[[str, str], bool]:
    """Make the test of a line: English words are found by their beginnings, Chinese as they are."""
    if not all(part.isascii() for part in parts):
        return lambda plain, _: all(part in plain for part in parts)
    words = [word for part in parts for word in _LETTERS.findall(part)]
    if sum(map(len, words)) < SHORTEST_ENGLISH:
        return lambda _, __: False
    return lambda _, latin: bool(latin) and all(f" {word}" in latin for word in words)


def _nearly(among: Sequence[Entry], parts: Sequence[str]) -> list[_Ranked]:
    """Rank the clauses that have most of what was typed, pair of characters by pair."""
    pairs = {
        part[at : at + 2] for part in parts if not part.isascii() for at in range(len(part) - 1)
    }
    if len(pairs) < 2:
        return []
    spread = Counter(
        pair for entry in among for pair in pairs if pair in entry.held.plain or pair in entry.asked
    )
    weights = {pair: log((len(among) + 1) / (spread[pair] + 0.5)) for pair in pairs}
    whole = sum(weights.values())
    ranked: list[_Ranked] = []
    for entry in among:
        said = [pair for pair in pairs if pair in entry.held.plain]
        score, line = sum(weights[pair] for pair in said), ""
        for one in entry.lines:
            asked = sum(weights[pair] for pair in pairs if pair in one.plain)
            if asked > score:
                score, line = asked, one.text
        if score >= LEAST_SHARED * whole:
            ranked.append(_Ranked(score, entry, sorted(said), line))
    return ranked


def _hit(one: _Ranked, parts: Sequence[str]) -> Hit:
    held = one.entry.held
    marks = places(held.plain, one.words)
    start, end = sentence(held.clause.text, marks[0][0] if marks else 0)
    asked = places(searchable(one.line), parts) if one.line else ()
    return Hit(held.clause.id, start, end, marks, one.line, asked)
