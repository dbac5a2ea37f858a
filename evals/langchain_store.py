"""The tutorial's stack as a baseline: LangChain's recursive splitter and an exact FAISS index."""

from __future__ import annotations

from collections.abc import Callable

from evals.types import Place
from index.library import Library
from index.store import FaissStore

SIZE, OVERLAP, NEAREST = 500, 50, 4


def nearest_pieces(library: Library) -> Callable[[str], list[Place]]:
    """Split and embed the documents of a library; give the search for the nearest pieces.

    Raises ModuleNotFoundError where LangChain's splitters are not installed.
    """
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=SIZE, chunk_overlap=OVERLAP, add_start_index=True
    )
    pieces: dict[str, Place] = {}
    texts: list[str] = []
    for document_id, document in library.documents.items():
        for piece in splitter.create_documents([document.text]):
            start = piece.metadata["start_index"]
            pieces[f"{len(pieces):09}"] = Place(document_id, start, start + len(piece.page_content))
            texts.append(piece.page_content)
    store = FaissStore(library.encoder.dimension)
    store.upsert(list(pieces), library.encoder.encode_clauses(texts))

    def nearest(question: str) -> list[Place]:
        vector = library.encoder.encode_queries([question])[0]
        return [pieces[key] for key, _ in store.search(vector, NEAREST)]

    return nearest
