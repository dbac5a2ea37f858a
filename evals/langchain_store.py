"""The tutorial's stack as a baseline: LangChain's recursive splitter and FAISS store."""

from __future__ import annotations

from collections.abc import Callable

from evals.types import Place
from index.langchain_embeddings import EncoderEmbeddings
from index.library import Library

SIZE, OVERLAP, NEAREST = 500, 50, 4


def nearest_pieces(library: Library) -> Callable[[str], list[Place]]:
    """Split and embed the documents of a library; give the search for the nearest pieces."""
    from langchain_core.documents import Document
    from langchain_core.vectorstores import InMemoryVectorStore
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=SIZE, chunk_overlap=OVERLAP, add_start_index=True
    )
    texts = [
        Document(document.text, metadata={"document_id": document_id})
        for document_id, document in library.documents.items()
    ]
    store = InMemoryVectorStore(EncoderEmbeddings(library.encoder))
    store.add_documents(splitter.split_documents(texts))

    def nearest(question: str) -> list[Place]:
        return [
            Place(
                found.metadata["document_id"],
                found.metadata["start_index"],
                found.metadata["start_index"] + len(found.page_content),
            )
            for found in store.similarity_search(question, k=NEAREST)
        ]

    return nearest
