"""Where a place of a document falls among the clauses of a saved run.

A saved run has the words of each clause but not where the clause begins in its document. Every
reply quotes documents at known places, so the beginnings are found from those quotes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from evals.results import Passage, Results
from evals.types import Place


class Span(NamedTuple):
    """A run of characters of a clause: `clause.text[start:end]`."""

    clause: str
    start: int
    end: int


class Places:
    """Finds the clauses under a place: `Places(results).spans(place)`."""

    def __init__(self, results: Results) -> None:
        self._in: dict[str, list[Passage]] = {d: [] for d in results.documents}
        for passage in results.clauses.values():
            self._in.setdefault(passage.document_id, []).append(passage)
        self.starts: dict[str, int] = {}
        for place, words in sorted(set(_quoted(results)), key=lambda q: len(q[1]), reverse=True):
            self._learn(place, words)

    def spans(self, place: Place) -> tuple[Span, ...]:
        """Give the parts of clauses that a place covers, in order; none if it is not known."""
        found = []
        for passage in self._in.get(place.document_id, ()):
            begin = self.starts.get(passage.id)
            if begin is None:
                continue
            start = max(place.start - begin, 0)
            end = min(place.end - begin, len(passage.text))
            if start < end:
                found.append(Span(passage.id, start, end))
        return tuple(found)

    def _learn(self, place: Place, words: str) -> None:
        clauses = self._in.get(place.document_id, ())
        around = [p for p in clauses if words in p.text]
        if len(around) == 1 and around[0].text.count(words) == 1:
            self.starts.setdefault(around[0].id, place.start - around[0].text.index(words))
        if not around:
            for within in clauses:
                alike = sum(within.text in other.text for other in clauses)
                if alike == 1 and words.count(within.text) == 1:
                    self.starts.setdefault(within.id, place.start + words.index(within.text))


def _quoted(results: Results) -> Iterator[tuple[Place, str]]:
    """Give the places whose words the run has, character for character."""
    for outcome in results.outcomes:
        for said in outcome.reply.sentences:
            if len(said.cites) == 1 and _fits(said.cites[0], said.text):
                yield said.cites[0], said.text
        gold, places = outcome.case.gold, outcome.evidence.places
        if len(gold) == len(places):
            for one, place in zip(gold, places, strict=True):
                if _fits(place, one.quote):
                    yield place, one.quote


def _fits(place: Place, words: str) -> bool:
    return bool(words) and place.end - place.start == len(words)
