"""The clauses of a library in the order of time, ready to be compared letter by letter."""

from __future__ import annotations

from dataclasses import dataclass

from index.script import searchable
from ingest.types import Clause, Document
from rag.comparing.columns import in_time
from ui.browsing.kept import kept
from ui.types import Library


@dataclass(frozen=True, slots=True)
class Shelved:
    """A clause, its document, and its text and title in searchable form, letter for letter."""

    clause: Clause
    document: Document
    plain: str
    title: str


def shelf(library: Library) -> tuple[Shelved, ...]:
    """Give every clause, the documents in the order of time, the clauses in that of the text."""
    return kept("shelf", library, _made)


def _made(library: Library) -> tuple[Shelved, ...]:
    documents = library.documents
    rank = {
        document.id: place
        for place, document in enumerate(sorted(documents.values(), key=lambda d: in_time(d.facts)))
    }
    clauses = [clause for clause in library.clauses.values() if clause.document_id in rank]
    clauses.sort(key=lambda clause: (rank[clause.document_id], clause.start))
    return tuple(
        Shelved(
            clause, documents[clause.document_id], searchable(clause.text), searchable(clause.title)
        )
        for clause in clauses
    )
