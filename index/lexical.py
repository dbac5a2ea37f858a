"""Searching by the words themselves: BM25 over characters and their pairs."""

from __future__ import annotations

import logging
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from index.parts import Parts, array_bytes, json_bytes, read_array, read_json
from index.terms import terms

METHOD, K1, B = "lucene", 1.5, 0.75
"""The formula, bm25s's defaults: a term adds `idf * tf / (tf + k1 * (1 - b + b * length / mean))`
with `idf = ln(1 + (n - df + 0.5) / (df + 0.5))`; a term asked twice counts twice."""
REMEMBERED = 32
"""Queries whose scores an index remembers: a question is looked for several times on its way to an
answer, in several scopes. 0.2 MB at most for the founding documents and their statements."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each term adds to each text, as bm25s computed it when the index was built.

    The term numbered `t` adds `scores[i]` to the text at `places[i]`, for `i` from `starts[t]` up
    to `starts[t + 1]`.
    """

    scores: NDArray[np.float32]
    places: NDArray[np.int32]
    starts: NDArray[np.int64]


class LexicalIndex:
    """BM25 over keyed texts.

    Example: `LexicalIndex.build([("a", "执行难"), ("b", "立案难")]).search("执行", 5)` gives
    `[("a", 0.58…)]`.
    """

    def __init__(self, keys: Sequence[str], vocabulary: dict[str, int], weights: Weights) -> None:
        self._keys = list(keys)
        self._places = {key: place for place, key in enumerate(self._keys)}
        self._vocabulary = vocabulary
        self._weights = weights
        score = partial(_score, vocabulary, weights, len(self._keys))
        self._scored = lru_cache(maxsize=REMEMBERED)(score)

    @classmethod
    def build(cls, entries: Sequence[tuple[str, str]]) -> LexicalIndex:
        """Index `(key, text)` pairs; the keys must differ. Texts without any term are never found.

        Raises `ValueError` for a key that occurs twice.
        """
        keys = [key for key, _ in entries]
        if len(set(keys)) != len(keys):
            raise ValueError("two entries have the same key")
        vocabulary: dict[str, int] = {}
        rows = [
            [vocabulary.setdefault(term, len(vocabulary)) for term in terms(text)]
            for _, text in entries
        ]
        return cls(keys, vocabulary, _weigh(rows, vocabulary))

    def __len__(self) -> int:
        return len(self._keys)

    def scores(self, query: str, among: Collection[str] | None = None) -> dict[str, float]:
        """Score every key that shares a term with the query; higher is better, all above 0.

        `among` limits the search to these keys; unknown ones are passed over.
        """
        row = self._row(query, among)
        places = np.flatnonzero(row > 0)
        keys = (self._keys[place] for place in places.tolist())
        return dict(zip(keys, row[places].tolist(), strict=True))

    def row(self, query: str) -> NDArray[np.float32]:
        """Score all texts in the order they came in, shape (n,), read-only; 0 for no match."""
        return self._scored(query)

    def search(
        self, query: str, count: int, among: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Find the `count` best keys with their scores, ordered by `(-score, key)`.

        `among` limits the search before the best are picked, not after.
        """
        row = self._row(query, among)
        places = np.flatnonzero(row > 0)
        if count <= 0 or not len(places):
            return []
        if len(places) > count:
            least = np.partition(row[places], -count)[-count]
            places = places[row[places] >= least]
        keys = (self._keys[place] for place in places.tolist())
        found = zip(keys, row[places].tolist(), strict=True)
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:count]

    def rarity(self, term: str) -> float:
        """Give the idf of a term: high for a rare one, highest for one that occurs nowhere."""
        number, starts = self._vocabulary.get(term), self._weights.starts
        df = 0 if number is None else int(starts[number + 1] - starts[number])
        return math.log(1 + (len(self._keys) - df + 0.5) / (df + 0.5))

    def _row(self, query: str, among: Collection[str] | None) -> NDArray[np.float32]:
        """Score all places, shape (n,); 0 where nothing matches or the key is not admitted."""
        row = self._scored(query)
        return row if among is None else row * self._mask(among)

    def _mask(self, among: Collection[str]) -> NDArray[np.float32]:
        mask = np.zeros(len(self._keys), dtype=np.float32)
        mask[[self._places[key] for key in among if key in self._places]] = 1
        return mask

    def parts(self) -> Parts:
        """Give the index as files."""
        return {
            "keys.json": json_bytes(self._keys),
            "terms.json": json_bytes(list(self._vocabulary)),
            "scores.npy": array_bytes(self._weights.scores),
            "places.npy": array_bytes(self._weights.places),
            "starts.npy": array_bytes(self._weights.starts),
        }

    @classmethod
    def read(cls, parts: Parts) -> LexicalIndex:
        """Make the index again from `parts()`; raises `ValueError` when they do not fit."""
        keys: list[str] = read_json(parts["keys.json"])
        vocabulary = {term: n for n, term in enumerate(read_json(parts["terms.json"]))}
        scores = read_array(parts["scores.npy"], np.float32, 1)
        places = read_array(parts["places.npy"], np.int32, 1)
        starts = read_array(parts["starts.npy"], np.int64, 1)
        if len(starts) != len(vocabulary) + 1 or len(scores) != len(places):
            raise ValueError("the lexical index does not add up")
        return cls(keys, vocabulary, Weights(scores, places, starts))


def _score(
    vocabulary: Mapping[str, int], weights: Weights, count: int, query: str
) -> NDArray[np.float32]:
    """Score `count` texts by what each term of a query adds, in the order of the terms."""
    row = np.zeros(count, dtype=np.float32)
    numbers = [n for term in terms(query) if (n := vocabulary.get(term)) is not None]
    first, last = weights.starts[numbers].tolist(), weights.starts[1:][numbers].tolist()
    held = [slice(start, end) for start, end in zip(first, last, strict=True)]
    if held:
        places = np.concatenate([weights.places[one] for one in held])
        np.add.at(row, places, np.concatenate([weights.scores[one] for one in held]))
    row.setflags(write=False)
    return row


def _weigh(rows: list[list[int]], vocabulary: dict[str, int]) -> Weights:
    """Let bm25s weigh every term of every text; `rows` holds the texts as numbers of terms.

    bm25s is imported here because it brings scipy and tqdm, 0.15 s that a question need not wait.
    """
    if not vocabulary:
        return Weights(np.zeros(0, np.float32), np.zeros(0, np.int32), np.zeros(1, np.int64))
    import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)
    engine = bm25s.BM25(k1=K1, b=B, method=METHOD, backend="numpy", csc_backend="numpy")
    engine.index((rows, vocabulary), create_empty_token=False, show_progress=False)
    found = engine.scores
    return Weights(found["data"], found["indices"], found["indptr"])
