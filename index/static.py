"""The shipped encoder: a vector for each word, and the mean of a text's words; no torch.

`model/` is a sentence-transformers model directory (a static embedding and a normalisation), read
here with numpy alone: a question costs a tenth of a millisecond. Its card says how it was trained.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load
from tokenizers import Tokenizer

from index.errors import IndexFault
from index.script import searchable
from index.types import Vectors

EMBEDDED = "embedded"
"""The setting that names the shipped encoder."""
MODEL = Path(__file__).parent / "model"
_FILES = ("model.safetensors", "tokenizer.json")
BATCH = 4_096
"""Texts divided into words at a time."""


class StaticEncoder:
    """The mean of the vectors of a text's words, brought to unit length.

    A text without any known word becomes the zero vector, which finds nothing. Example:
    `StaticEncoder().encode_queries(["执行难"]).shape == (1, 128)`.

    Raises `IndexFault` when the folder has no such model or its files are damaged.
    """

    def __init__(self, folder: Path = MODEL) -> None:
        weights, words = (folder / "0_StaticEmbedding" / name for name in _FILES)
        try:
            self._data = weights.read_bytes()
            self._words = words.read_bytes()
            self._table: NDArray[np.float32] = load(self._data)["embedding.weight"]
            self._tokenizer = Tokenizer.from_buffer(self._words)
        except Exception as error:  # tokenizers raises nothing narrower
            raise IndexFault(
                f"the encoder in {folder} cannot be read ({error}): install Tiaoli again"
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    @property
    def name(self) -> str:
        """`embedded`, the name of the setting."""
        return EMBEDDED

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._table.shape[1])

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 in hex over the vectors of the words and what divides a text into them."""
        return sha256(sha256(self._data).digest() + sha256(self._words).digest()).hexdigest()

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Give the vectors of questions, shape (n, d)."""
        return self.encode_clauses(texts)

    def encode_clauses(self, texts: Sequence[str]) -> Vectors:
        """Give the vectors of clauses or their sentences, shape (n, d)."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), BATCH):
            batch = [_readable(text) for text in texts[start : start + BATCH]]
            encodings = self._tokenizer.encode_batch_fast(batch, add_special_tokens=False)
            for row, encoding in enumerate(encodings, start):
                if encoding.ids:
                    vectors[row] = self._table[encoding.ids].mean(0)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.where(lengths > 1e-9, lengths, 1)
        return vectors


def _readable(text: str) -> str:
    """Give a text in searchable form without halves of characters, which have no UTF-8 form."""
    return searchable(text).encode(errors="replace").decode()
