"""Where a place of a document falls among the clauses of a saved run.

A saved run has the words of each clause but not where the clause begins in its document. Every
reply quotes clauses at known places, so the beginnings are found from those quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from evals.results import Passage, Results
from evals.run import Outcome
from evals.types import Place


class Span(NamedTuple):
    """A run of characters of a clause: `clause.text[start:end]`."""

    clause: str
    start: int
    end: int


class Places:
    """Finds the clauses under a place: `Places(results).spans(place)`.

    `starts` gives where a clause begins in its document, for every clause that was quoted.
    """

    def __init__(self, results: Results) -> None:
        self._passages = results.clauses
        self._in: dict[str, list[Passage]] = {d: [] for d in results.documents}
        for passage in results.clauses.values():
            self._in.setdefault(passage.document_id, []).append(passage)
        self.starts: dict[str, int] = {}
        waiting = sorted(set(_quoted(results)), key=lambda q: (-len(q[1]), q[0].start))
        while left := [quote for quote in waiting if not self._learn(*quote)]:
            if len(left) == len(waiting):
                break
            waiting = left

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

    def gold(self, outcome: Outcome) -> tuple[Span, ...]:
        """Give the parts of clauses that the gold of a case covers.

        White space apart, as gold is read; a quote that is a heading covers none.
        """
        found = [span for place in outcome.evidence.places for span in self.spans(place)]
        for clause in outcome.evidence.clauses:
            passage = self._passages.get(clause)
            if passage is None or clause in self.starts:
                continue
            for gold in outcome.case.gold:
                words = r"\s*".join(map(re.escape, "".join(gold.quote.split())))
                if gold.document_id == passage.document_id and (
                    at := re.search(words, passage.text)
                ):
                    found.append(Span(clause, *at.span()))
        return tuple(dict.fromkeys(found))

    def _learn(self, place: Place, words: str) -> bool:
        """Learn from a quote where the only clause begins that it can be from."""
        could = [
            (passage, place.start - at.start())
            for passage in self._in.get(place.document_id, ())
            for at in re.finditer(f"(?={re.escape(words)})", passage.text)
        ]
        could = [(passage, start) for passage, start in could if self._fits(passage, start)]
        if len(could) == 1:
            passage, start = could[0]
            self.starts[passage.id] = start
        return len(could) == 1

    def _fits(self, passage: Passage, start: int) -> bool:
        """Whether a clause can begin here: clauses follow one another and do not overlap."""
        if passage.id in self.starts:
            return self.starts[passage.id] == start
        end, before = start + len(passage.text), True
        for other in self._in[passage.document_id]:
            known = self.starts.get(other.id)
            if other.id == passage.id:
                before = False
            elif known is not None:
                if before and known + len(other.text) > start:
                    return False
                if not before and known < end:
                    return False
        return start >= 0


def _quoted(results: Results) -> Iterator[tuple[Place, str]]:
    """Give the places that replies cite for their words, character for character."""
    for outcome in results.outcomes:
        for said in outcome.reply.sentences:
            for place in said.cites:
                if said.text and place.end - place.start == len(said.text):
                    yield place, said.text
