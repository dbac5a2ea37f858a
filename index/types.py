"""The nouns of searching.

What is searched in (`Scope`), what turns text into vectors (`Encoder`), where vectors live
(`VectorStore`), and what is found (`Hit`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ingest.types import Clause, Document

Vectors: TypeAlias = NDArray[np.float32]
"""Row vectors of unit length, shape (n, d)."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which documents a search may look in; an empty field admits all.

    Example: `Scope(years=(2021,), levels=("high",))` admits only the Guangdong points.
    """

    documents: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    levels: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    def admits(self, document: Document) -> bool:
        """Whether a document satisfies every field that is set."""
        facts = document.facts
        return (
            (not self.documents or facts.id in self.documents)
            and (not self.years or facts.year in self.years)
            and (not self.levels or facts.level in self.levels)
            and (not self.regions or facts.region in self.regions)
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause found: a fused score (higher is better), its rank from 1, and why it was found.

    `why` pairs a signal with its share of the score, such as `("words", 0.61)`. Hits are ordered
    by `(-score, clause.id)`, always.
    """

    clause: Clause
    score: float
    rank: int
    why: tuple[tuple[str, float], ...] = ()


class Encoder(Protocol):
    """Turns text into unit vectors. `fingerprint` changes whenever the vectors would."""

    @property
    def name(self) -> str:
        """The setting that names it, such as `embedded`."""
        ...

    @property
    def fingerprint(self) -> str:
        """Changes whenever the vectors would."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, shape (n, d)."""
        ...

    def encode_clauses(self, texts: Sequence[str]) -> Vectors:
        """Vectors of clauses or their sentences, shape (n, d)."""
        ...


class Reranker(Protocol):
    """Reads a question and a text together and says how well one answers the other."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Score each text, 0 to 1, higher is better."""
        ...


class VectorStore(Protocol):
    """Where vectors live. Another store (PostgreSQL, Milvus) takes FAISS's place by these verbs."""

    def __len__(self) -> int: ...

    def upsert(self, keys: Sequence[str], vectors: Vectors) -> None:
        """Add vectors under their keys; a key that is there already is replaced."""
        ...

    def delete(self, keys: Collection[str]) -> int:
        """Remove keys, unknown ones included, and say how many were there."""
        ...

    def search(
        self, vector: Vectors, count: int, among: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Find the `count` nearest keys with their inner product, best first, ties by key.

        `among` limits the search to these keys before it looks, not after.
        """
        ...
