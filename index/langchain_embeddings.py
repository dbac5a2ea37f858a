"""Our encoders as LangChain embeddings, and LangChain embeddings as encoders.

Import this module only where LangChain is used; it takes more than a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import numpy as np
from langchain_core.embeddings import Embeddings

from index.types import Encoder, Vectors


class EncoderEmbeddings(Embeddings):
    """An `Encoder` as LangChain embeddings."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Give the vectors of clauses."""
        found: list[list[float]] = self.encoder.encode_clauses(texts).tolist()
        return found

    def embed_query(self, text: str) -> list[float]:
        """Give the vector of a question."""
        found: list[float] = self.encoder.encode_queries([text])[0].tolist()
        return found


class EmbeddingsEncoder:
    """LangChain embeddings as an `Encoder`; the fingerprint is the vector of a fixed text."""

    def __init__(self, embeddings: Embeddings) -> None:
        self._embeddings = embeddings
        self.name = type(embeddings).__name__
        probe = self.encode_queries(["人民法院执行难 12368"])
        self.dimension = int(probe.shape[1])
        rounded = np.round(probe, 4).tobytes()
        self.fingerprint = sha256(self.name.encode() + rounded).hexdigest()

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Give the vectors of questions, shape (n, d)."""
        return _unit([self._embeddings.embed_query(text) for text in texts])

    def encode_clauses(self, texts: Sequence[str]) -> Vectors:
        """Give the vectors of clauses, shape (n, d)."""
        return _unit(self._embeddings.embed_documents(list(texts)))


def _unit(rows: Sequence[Sequence[float]]) -> Vectors:
    """Bring rows to unit length; a zero row stays zero."""
    vectors = np.array(rows, np.float32).reshape(len(rows), -1)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return unit
