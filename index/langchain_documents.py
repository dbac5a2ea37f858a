"""Clauses as LangChain documents: one shape, whether a store or a retriever found them.

Import this module only where LangChain is used; it takes more than a second.
"""

from __future__ import annotations

from langchain_core.documents import Document as LangChainDocument

from ingest.types import Clause, Facts


def clause_document(clause: Clause, facts: Facts, **found: object) -> LangChainDocument:
    """Give a clause as LangChain has it: text as `page_content`, clause id as `id`.

    `facts` are those of the clause's document; `found` goes into the metadata as it is. All
    metadata can be written as JSON, and `document.text[start:end]` is the text. Example:
    `clause_document(clause, facts).metadata["label"]` is what a person writes in a paper.
    """
    metadata: dict[str, object] = {
        "clause_id": clause.id,
        "document_id": clause.document_id,
        "label": clause.label,
        "number": clause.number,
        "path": list(clause.path),
        "start": clause.start,
        "end": clause.end,
        "year": facts.year,
        "level": facts.level,
        "region": facts.region,
        **found,
    }
    return LangChainDocument(page_content=clause.text, id=clause.id, metadata=metadata)
