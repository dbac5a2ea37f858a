"""Searching what clauses state by the questions that were written for it.

A clause of eight measures is asked about in eight ways; the nearest question tells which of them is
meant, and so which words answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.lexical import LexicalIndex
from index.parts import Parts, array_bytes, json_bytes, read_array, read_json
from index.types import Encoder, Vectors
from ingest.statements import Statement

WORDS = 0.5
"""Weight of the words of a statement's questions beside the meaning of the nearest one."""
MOST = 400
"""Statements that a search gives."""


class Stated(NamedTuple):
    """A statement found: the cosine of its nearest question, the share of words, that question.

    `words` is BM25 in all its questions, divided by the best of all statements.
    """

    statement: Statement
    meaning: float
    words: float
    question: str

    @property
    def likeness(self) -> float:
        """Meaning and words together; higher is nearer."""
        return self.meaning + WORDS * self.words


@dataclass(frozen=True)
class StatementIndex:
    """Statements with the vectors of their questions, shape (questions, d), in the same order.

    Example: `index.search("怎么申诉老赖名单", encoder.encode_queries([…])[0], 5)`.
    """

    statements: tuple[Statement, ...]
    vectors: Vectors
    lexical: LexicalIndex

    @classmethod
    def build(cls, statements: Sequence[Statement], encoder: Encoder) -> StatementIndex:
        """Encode every question and index the questions of each statement by their words."""
        questions = [text for one in statements for text in one.questions]
        entries = [(str(n), "\n".join(one.questions)) for n, one in enumerate(statements)]
        vectors = encoder.encode_clauses(questions) if questions else np.zeros((0, 0), np.float32)
        return cls(tuple(statements), vectors, LexicalIndex.build(entries))

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        """The row at which the questions of each statement begin, shape (statements,)."""
        return np.cumsum([0, *self._counts[:-1]])

    @cached_property
    def _counts(self) -> list[int]:
        """How many questions each statement has."""
        return [len(one.questions) for one in self.statements]

    def search(
        self, words: str, vector: Vectors, admits: Callable[[str], bool] = lambda _: True
    ) -> list[Stated]:
        """Score the statements of the clauses that `admits`, best first, ties in their order.

        `vector`, shape (d,), is that of the question; of the zero vector only words count.
        """
        if not self.statements:
            return []
        cosines = self.vectors @ vector
        meaning = np.maximum.reduceat(cosines, self._starts)
        said = self.lexical.scores(words)
        shares = np.zeros(len(self.statements), np.float32)
        for key, score in said.items():
            shares[int(key)] = score
        shares /= max(shares.max(), 1e-9)
        order = np.argsort(-(meaning + WORDS * shares), kind="stable").tolist()
        admitted = (n for n in order if admits(self.statements[n].clause_id))
        nearest, likeness, share = (
            self._nearest(cosines, meaning),
            meaning.tolist(),
            shares.tolist(),
        )
        return [
            Stated(self.statements[n], likeness[n], share[n], self._questions[nearest[n]])
            for n in islice(admitted, MOST)
        ]

    def _nearest(self, cosines: Vectors, best: Vectors) -> list[int]:
        """Give the row of the nearest question of each statement, by the best cosine of each."""
        rows = np.arange(len(cosines))
        is_best = cosines == np.repeat(best, self._counts)
        found = np.minimum.reduceat(np.where(is_best, rows, len(rows)), self._starts)
        nearest: list[int] = found.tolist()
        return nearest

    @cached_property
    def _questions(self) -> tuple[str, ...]:
        """All questions, in the order of the vectors."""
        return tuple(text for one in self.statements for text in one.questions)

    def only(self, clause_ids: frozenset[str]) -> StatementIndex:
        """Keep the statements of these clauses."""
        kept = [n for n, one in enumerate(self.statements) if one.clause_id in clause_ids]
        if len(kept) == len(self.statements):
            return self
        owners = np.repeat(np.arange(len(self.statements)), self._counts)
        rows = np.flatnonzero(np.isin(owners, kept))
        entries = [(str(at), "\n".join(self.statements[n].questions)) for at, n in enumerate(kept)]
        statements = tuple(self.statements[n] for n in kept)
        return StatementIndex(statements, self.vectors[rows], LexicalIndex.build(entries))

    @cached_property
    def fingerprint(self) -> bytes:
        """SHA-256 over the statements; the vectors follow from them and the encoder."""
        return sha256(self.parts()["statements.json"]).digest() if self.statements else b""

    def parts(self) -> Parts:
        """Give the index as files."""
        own = {
            "statements.json": json_bytes(
                [[s.clause_id, s.start, s.end, s.questions] for s in self.statements]
            ),
            "vectors.npy": array_bytes(self.vectors),
        }
        return own | {f"words.{name}": data for name, data in self.lexical.parts().items()}

    @classmethod
    def read(cls, parts: Parts) -> StatementIndex:
        """Make the index again from `parts()`; raises `ValueError` when they do not fit."""
        rows = read_json(parts["statements.json"])
        statements = tuple(Statement(id_, a, b, tuple(asked)) for id_, a, b, asked in rows)
        vectors = read_array(parts["vectors.npy"], np.float32, 2)
        if len(vectors) != sum(len(one.questions) for one in statements):
            raise ValueError("the statements and their vectors do not add up")
        words = {n.removeprefix("words."): d for n, d in parts.items() if n.startswith("words.")}
        return cls(statements, vectors, LexicalIndex.read(words))
