"""The shipped encoder: a vector for each word, and the mean of a text's words; no torch.

`model/` is a sentence-transformers model directory (a static embedding and a normalisation), read
here with numpy alone: a question costs a tenth of a millisecond. Its card says how it was trained.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache, partial
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
ASKED, FEW = 64, 4
"""Questions whose vectors are remembered, as one is compared in several places on its way to an
answer; not those of more than four, which are no turn of a dialogue."""
BATCHES, LARGEST = 96, 100
"""Batches of at most 100 texts that are remembered, as the questions written for a clause, which
are compared with whatever it may answer: 3 MB for the founding documents, 5 MB at most."""


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
        encode = partial(_encode, self._tokenizer, self._table)
        self._asked = lru_cache(maxsize=ASKED)(encode)
        self._batches = lru_cache(maxsize=BATCHES)(encode)

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
        if not 0 < len(texts) <= FEW:
            return self.encode_clauses(texts)
        return np.concatenate([self._asked((text,)) for text in texts])

    def encode_clauses(self, texts: Sequence[str]) -> Vectors:
        """Give the vectors of clauses or their sentences, shape (n, d), read-only."""
        if len(texts) <= LARGEST:
            return self._batches(tuple(texts))
        return _encode(self._tokenizer, self._table, texts)


def _encode(tokenizer: Tokenizer, table: NDArray[np.float32], texts: Sequence[str]) -> Vectors:
    """Give the mean of the vectors of each text's words, of unit length."""
    vectors = np.zeros((len(texts), table.shape[1]), np.float32)
    for start in range(0, len(texts), BATCH):
        batch = [_readable(text) for text in texts[start : start + BATCH]]
        encodings = tokenizer.encode_batch_fast(batch, add_special_tokens=False)
        for row, encoding in enumerate(encodings, start):
            if encoding.ids:
                vectors[row] = np.add.reduce(table.take(encoding.ids, axis=0)) / len(encoding)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.where(lengths > 1e-9, lengths, 1)
    vectors.setflags(write=False)
    return vectors


def _readable(text: str) -> str:
    """Give a text in searchable form without halves of characters, which have no UTF-8 form."""
    return searchable(text).encode(errors="replace").decode()
