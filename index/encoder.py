"""Turning text into vectors without any model: the encoder that is always there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexFault
from index.parts import Parts, array_bytes, json_bytes, read_array, read_json
from index.spectrum import Rows, principal_axes
from index.terms import terms
from index.types import Encoder, Vectors

EMBEDDED = "embedded"
DIMENSION = 128
MOST_TERMS = 20_000
"""Terms kept, the most widespread first: 10 MB of float32 at 128 dimensions."""
MOST_TEXTS = 2_000
"""Texts the axes are found on, spread evenly over the collection: their Gram matrix, (2000, 2000),
is decomposed in seconds; every text is still encoded."""


@runtime_checkable
class FittedEncoder(Encoder, Protocol):
    """An encoder that is fitted on the collection it encodes, and anew when that changes."""

    def fit(self, texts: Sequence[str]) -> FittedEncoder:
        """Make an encoder for these texts; the one at hand stays as it is."""
        ...


class NgramEncoder:
    """Latent semantic analysis: TF-IDF of characters and pairs, brought to its main axes by SVD.

    A text gets the weight `(1 + ln tf) * idf` for every known term, with
    `idf = 1 + ln((1 + n) / (1 + df))`, and becomes a unit vector of at most 128 numbers; a text
    without any known term becomes the zero vector. Example:
    `NgramEncoder().fit(texts).encode_queries(["执行难"]).shape == (1, 128)`.
    """

    def __init__(
        self,
        vocabulary: Sequence[str] = (),
        rarity: NDArray[np.float32] | None = None,
        axes: NDArray[np.float32] | None = None,
    ) -> None:
        self._places = {term: place for place, term in enumerate(vocabulary)}
        self._rarity = np.zeros(0, np.float32) if rarity is None else rarity
        self._axes = np.zeros((0, 1), np.float32) if axes is None else axes

    @property
    def name(self) -> str:
        """`embedded`, the name of the setting."""
        return EMBEDDED

    @property
    def dimension(self) -> int:
        """Length of a vector: 128, or fewer where the collection has fewer axes."""
        return int(self._axes.shape[1])

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 in hex over everything the vectors depend on."""
        digest = sha256(json_bytes([list(self._places), *self._axes.shape]))
        digest.update(self._rarity.tobytes())
        digest.update(self._axes.tobytes())
        return digest.hexdigest()

    def fit(self, texts: Sequence[str]) -> NgramEncoder:
        """Make the encoder of these texts, the same for the same texts."""
        spread = np.unique(np.linspace(0, len(texts) - 1, min(len(texts), MOST_TEXTS)).astype(int))
        counts = [Counter(terms(texts[place])) for place in spread]
        widespread = Counter(term for count in counts for term in count)
        kept = sorted(widespread, key=lambda term: (-widespread[term], term))[:MOST_TERMS]
        if not kept:
            return NgramEncoder()
        holders = np.array([widespread[term] for term in kept])
        rarity = (1 + np.log((1 + len(counts)) / (1 + holders))).astype(np.float32)
        plain = NgramEncoder(kept, rarity)
        rows = [plain._weigh(count) for count in counts]
        return NgramEncoder(kept, rarity, principal_axes(rows, len(kept), DIMENSION))

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Give the vectors of questions, shape (n, d)."""
        return self.encode_clauses(texts)

    def encode_clauses(self, texts: Sequence[str]) -> Vectors:
        """Give the vectors of clauses or their sentences, shape (n, d)."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            places, weights = self._weigh(Counter(terms(text)))
            vector = weights @ self._axes[places]
            length = float(np.linalg.norm(vector))
            if length > 1e-9:
                vectors[row] = vector / length
        return vectors

    def _weigh(self, count: Counter[str]) -> Rows:
        """Give places and weights of the known terms, the weights of unit length, places rising."""
        known = sorted((self._places[t], n) for t, n in count.items() if t in self._places)
        places = np.array([place for place, _ in known], np.int64)
        often = np.array([n for _, n in known], np.float32)
        weights = (1 + np.log(often)) * self._rarity[places]
        return places, weights / (np.linalg.norm(weights) or 1)

    def parts(self) -> Parts:
        """Give the encoder as files."""
        return {
            "terms.json": json_bytes(list(self._places)),
            "rarity.npy": array_bytes(self._rarity),
            "axes.npy": array_bytes(self._axes),
        }

    @classmethod
    def read(cls, parts: Parts) -> NgramEncoder:
        """Make the encoder again from `parts()`; raises `ValueError` when they do not fit."""
        vocabulary = read_json(parts["terms.json"])
        rarity = read_array(parts["rarity.npy"], np.float32, 1)
        axes = read_array(parts["axes.npy"], np.float32, 2)
        if not len(vocabulary) == len(rarity) == len(axes):
            raise ValueError("the encoder does not add up")
        return cls(vocabulary, rarity, axes)


def load_encoder(setting: str, directory: Path | None = None) -> Encoder:
    """Give the encoder a setting names.

    `embedded` is the `NgramEncoder`, read from its three files in `directory`, or still to be
    fitted (`Library.build` does that) where there is none. Anything else names a folder of a
    sentence-transformers model or a model in the local cache of the model hub.

    Raises `IndexFault` when there is no such model, or the files are damaged.
    """
    if setting != EMBEDDED:
        from index.transformer import SentenceTransformerEncoder

        return SentenceTransformerEncoder(setting)
    if directory is None:
        return NgramEncoder()
    try:
        names = NgramEncoder().parts()
        return NgramEncoder.read({name: (directory / name).read_bytes() for name in names})
    except (OSError, ValueError) as error:
        raise IndexFault(
            f"the encoder in {directory} cannot be read ({error}): run `tiaoli ingest` again"
        ) from error
