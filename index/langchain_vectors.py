"""LangChain's vector stores (PostgreSQL, Milvus and others) in the place of FAISS.

Import this module only where LangChain is used; it takes more than a second.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore as LangChainStore

from index.types import Vectors

Narrow: TypeAlias = Callable[[Collection[str]], Mapping[str, Any]]
"""Keys to the search arguments that make a store look among them only."""

_SPARE = 8


def narrow_by_operator(keys: Collection[str]) -> Mapping[str, Any]:
    """Narrow a store that filters by `{"key": {"$in": […]}}`, such as PGVector and Chroma."""
    return {"filter": {"key": {"$in": sorted(keys)}}}


def narrow_by_function(keys: Collection[str]) -> Mapping[str, Any]:
    """Narrow a store that filters by a function, such as LangChain's InMemoryVectorStore."""
    wanted = set(keys)
    return {"filter": lambda document: document.metadata["key"] in wanted}


class LangChainVectors:
    """Our `VectorStore` over any LangChain vector store that searches by vector.

    `make` gets the embeddings to make the store with; they hand over vectors that were computed
    already. `narrow` says how the store is told to look among certain keys. The store keeps each
    vector in the metadata too, so the score is our inner product whatever measure the store ranks
    by (for unit vectors they agree). `keys` are those a store from an earlier run holds.

    Example: `LangChainVectors(lambda e: PGVector(e, connection=url), narrow_by_operator)`.
    """

    def __init__(
        self,
        make: Callable[[Embeddings], LangChainStore],
        narrow: Narrow,
        keys: Iterable[str] = (),
    ) -> None:
        self._carrier = _Carrier()
        self._store = make(self._carrier)
        self._narrow = narrow
        self._keys = set(keys)

    def __len__(self) -> int:
        return len(self._keys)

    def upsert(self, keys: Sequence[str], vectors: Vectors) -> None:
        """Add vectors, shape (n, d), under their keys; a key that is there already is replaced.

        Raises `ValueError` when keys and vectors differ in number.
        """
        if len(keys) != len(vectors):
            raise ValueError(f"{len(keys)} keys do not fit {len(vectors)} vectors")
        rows = dict(zip(keys, np.ascontiguousarray(vectors, np.float32), strict=True))
        if not rows:
            return
        self.delete(rows)
        documents = [
            Document(
                page_content=key,
                id=key,
                metadata={"key": key, "vector": b64encode(row.tobytes()).decode()},
            )
            for key, row in rows.items()
        ]
        self._carrier.rows = {key: row.tolist() for key, row in rows.items()}
        self._store.add_documents(documents, ids=list(rows))
        self._carrier.rows = {}
        self._keys.update(rows)

    def delete(self, keys: Collection[str]) -> int:
        """Remove keys, unknown ones included, and say how many were there."""
        gone = sorted(self._keys.intersection(keys))
        if gone:
            self._store.delete(ids=gone)
            self._keys.difference_update(gone)
        return len(gone)

    def search(
        self, vector: Vectors, count: int, among: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Find the `count` nearest keys with their inner product, best first, ties by key.

        `vector` has the shape (d,) or (1, d). `among` limits the search before it looks. A store
        that breaks ties among more than eight keys in its own way decides which of them are seen.
        """
        query = np.asarray(vector, np.float32).reshape(-1)
        within = self._keys if among is None else self._keys.intersection(among)
        if count <= 0 or not within or not query.any():
            return []
        narrowed = {} if among is None else self._narrow(within)
        wanted = min(count + _SPARE, len(within))
        found = self._store.similarity_search_by_vector(query.tolist(), k=wanted, **narrowed)
        scored = [(d.metadata["key"], _score(d.metadata["vector"], query)) for d in found]
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:count]


class _Carrier(Embeddings):
    """Embeddings that hand over the vectors laid ready for the texts, which are the keys."""

    def __init__(self) -> None:
        self.rows: dict[str, list[float]] = {}

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.rows[text] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self.rows[text]


def _score(stored: str, query: Vectors) -> float:
    return float(np.frombuffer(b64decode(stored), np.float32) @ query)
