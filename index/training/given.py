"""What is known of words before training: vectors that others published, brought side by side.

Chinese words: `words.vector` of the package synonyms 3.10.2 (MIT), word2vec of 100 numbers trained
on the Chinese Wikipedia. English words: each word encoded alone by all-MiniLM-L6-v2 (Apache-2.0),
384 numbers. The two know nothing of each other; training finds the maps that bring them together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.script import to_simplified

Rows: TypeAlias = NDArray[np.float32]

_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_ENGLISH = re.compile(r"[a-z]+")
_COMMON = 50_000
"""Words, the most frequent first, over which the mean vector is taken."""


def read_word2vec(path: Path) -> tuple[list[str], Rows]:
    """Read word2vec's binary format: words and their vectors, shape (n, d)."""
    with path.open("rb") as file:
        count, width = map(int, file.readline().split())
        data = file.read()
    words: list[str] = []
    rows = np.zeros((count, width), np.float32)
    at = 0
    for number in range(count):
        end = data.index(b" ", at)
        words.append(data[at:end].strip().decode(errors="replace"))
        at = end + 1 + 4 * width
        rows[number] = np.frombuffer(data[end + 1 : at], np.float32)
    return words, rows


def chinese_vectors(path: Path, vocabulary: Sequence[str]) -> Rows:
    """Give each Chinese word its vector, or the mean of those of the words inside it; else zeros.

    Vectors are centred and of unit length, shape (len(vocabulary), 100).
    """
    words, rows = read_word2vec(path)
    rows = unit(rows - rows[1:_COMMON].mean(0))
    places = {to_simplified(word): n for n, word in reversed(list(enumerate(words)))}
    found = np.zeros((len(vocabulary), rows.shape[1]), np.float32)
    for number, word in enumerate(vocabulary):
        if word in places:
            found[number] = rows[places[word]]
        elif _CHINESE.fullmatch(word) and (inside := _inside(word, places)):
            found[number] = unit(rows[inside].mean(0, keepdims=True))[0]
    return found


def _inside(word: str, places: dict[str, int]) -> list[int]:
    """Find the known words inside a word: those of two characters or more, else its characters."""
    spans = [(a, b) for a in range(len(word)) for b in range(a + 1, len(word) + 1)]
    known = [word[a:b] for a, b in spans if word[a:b] in places]
    return [places[w] for w in known if len(w) > 1] or [places[w] for w in known]


def english_vectors(model: Path, vocabulary: Sequence[str]) -> Rows:
    """Give each English word the vector of a sentence-transformers model; else zeros.

    Vectors are centred and of unit length, shape (len(vocabulary), 384).
    """
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformer(str(model), device="cpu", local_files_only=True)
    places = [number for number, word in enumerate(vocabulary) if _ENGLISH.fullmatch(word)]
    rows = encoder.encode(
        [vocabulary[place] for place in places], batch_size=256, convert_to_numpy=True
    )
    found = np.zeros((len(vocabulary), rows.shape[1]), np.float32)
    found[places] = unit(rows - rows.mean(0))
    return found


def unit(rows: Rows) -> Rows:
    """Bring rows to unit length; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Rows = (rows / np.maximum(lengths, 1e-9)).astype(np.float32)
    return scaled
