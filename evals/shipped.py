"""The library as it is shipped, for the programs that fit on it."""

from __future__ import annotations

from index.encoder import load_encoder
from index.home import EXPANSION_FIELD, written_questions, written_statements
from index.library import Library
from ingest.founding import founding_documents


def shipped_library() -> Library:
    """Build the founding documents with the questions written for them, in memory."""
    documents = founding_documents()
    written = written_questions(clause.id for parsed in documents for clause in parsed.clauses)
    fields, stated = {EXPANSION_FIELD: written}, written_statements(documents)
    return Library.build(documents, load_encoder(), fields=fields, statements=stated)
