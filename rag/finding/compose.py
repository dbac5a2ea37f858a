"""Putting an answer together: marks are numbered as sentences are added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from index.script import searchable
from ingest.types import Clause, Document
from rag.types import Citation, Sentence, Verification
from rag.words.orders import plain_part
from rag.words.sentences import Span


class Composer:
    """Collects the sentences of one answer and gives each its mark, from 1.

    A sentence that was added before, from the same place, is not added again; one that speaks to a
    program (`rag.words.orders`) is not added at all, and counted in `withheld`.
    """

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._sentences: list[Sentence] = []
        self._seen: dict[tuple[str, int, int], Sentence] = {}
        self.withheld = 0

    def quote(self, span: Span, *, group: str = "", item: bool = False) -> Sentence:
        """Add a sentence of a clause as it is printed, and give it."""
        key = (span.clause.id, span.start, span.end)
        if key in self._seen:
            return self._seen[key]
        text = " ".join(span.text.split("\n"))
        citation = self._cite(span.clause, span.start, span.end)
        self._seen[key] = Sentence(text, (citation,), group=group, item=item)
        if span.end > len(plain_part(span.clause)):
            self.withheld += 1
        else:
            self._sentences.append(self._seen[key])
        return self._seen[key]

    def derive(self, text: str, span: Span, *, group: str = "") -> None:
        """Add what a rule makes of a sentence, which it cites; it is checked as any other."""
        if span.end <= len(plain_part(span.clause)):
            citation = self._cite(span.clause, span.start, span.end)
            self._sentences.append(Sentence(text, (citation,), group=group))

    def conclude(self, text: str, sentences: Iterable[Sentence]) -> None:
        """End with a statement about sentences that were quoted; it has their marks."""
        citations = tuple(c for sentence in sentences for c in sentence.citations[:1])
        self._sentences.append(Sentence(text, citations, Verification.STRUCTURE, item=True))

    def state(self, text: str, *clauses: Clause, group: str = "", item: bool = False) -> None:
        """Add a statement about headings or numbers, resting on the topic of the clauses named."""
        citations: list[Citation] = []
        for clause in clauses:
            start = max(clause.text.find(clause.title), 0)
            end = start + len(clause.title) if clause.title in clause.text else len(clause.text)
            citations.append(self._cite(clause, start, end, ahead=len(citations)))
        self._sentences.append(
            Sentence(text, tuple(citations), Verification.STRUCTURE, group=group, item=item)
        )

    def _cite(self, clause: Clause, start: int, end: int, ahead: int = 0) -> Citation:
        marks = (c.mark for s in self._sentences for c in s.citations)
        mark = max(marks, default=0) + 1 + ahead
        return Citation(
            mark=mark,
            clause=clause,
            quote=clause.text[start:end],
            start=clause.start + start,
            end=clause.start + end,
        )

    def holds(self, text: str) -> bool:
        """Whether a sentence with the same words, in either script, is there already."""
        return any(searchable(s.text) == searchable(text) for s in self._sentences)

    def citations(self) -> tuple[Citation, ...]:
        """Give the citations so far, in the order of their marks."""
        return tuple(c for sentence in self._sentences for c in sentence.citations)

    def __len__(self) -> int:
        return len(self._sentences)

    def sentences(self) -> tuple[Sentence, ...]:
        """Give the sentences so far."""
        return tuple(self._sentences)
