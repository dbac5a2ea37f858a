"""Where the evidence of a case stands: quotes become places in documents and clauses.

Gold is kept as words, so it survives a change of the parser; it is found anew in each library.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evals.questions import Case
from evals.types import Place
from index.library import Library
from ingest.types import Clause


@dataclass(frozen=True, slots=True)
class Evidence:
    """The places of a case's gold and the clauses they stand in, in the order of the case."""

    places: tuple[Place, ...]
    clauses: tuple[str, ...]


class Atlas:
    """Finds quotes in the documents of a library, white space apart."""

    def __init__(self, library: Library) -> None:
        self.texts: Mapping[str, str] = {d: one.text for d, one in library.documents.items()}
        self._bare = {d: _unspaced(text) for d, text in self.texts.items()}
        self._clauses: dict[str, list[Clause]] = {d: [] for d in self.texts}
        for clause in library.clauses.values():
            self._clauses[clause.document_id].append(clause)

    def evidence(self, case: Case) -> Evidence:
        """Find a case's gold. A quote that is a heading stands for the first clause under it."""
        places = [p for gold in case.gold if (p := self.find(gold.document_id, gold.quote))]
        clauses = [c for place in places for c in self.clauses_at(place)]
        return Evidence(tuple(places), tuple(dict.fromkeys(clauses)))

    def find(self, document_id: str, quote: str) -> Place | None:
        """Find where a quote stands in a document, or None."""
        bare, offsets = self._bare[document_id]
        words = "".join(quote.split())
        at = bare.find(words)
        if at < 0 or not words:
            return None
        return Place(document_id, offsets[at], offsets[at + len(words) - 1] + 1)

    def clauses_at(self, place: Place) -> tuple[str, ...]:
        """Give the clauses a place overlaps; below a heading, the first that follows."""
        clauses = self._clauses[place.document_id]
        found = [c.id for c in clauses if c.start < place.end and place.start < c.end]
        if found:
            return tuple(found)
        after = [c.id for c in clauses if c.start >= place.end]
        return tuple(after[:1])


def _unspaced(text: str) -> tuple[str, list[int]]:
    offsets = [i for i, c in enumerate(text) if not c.isspace()]
    return "".join(text[i] for i in offsets), offsets
