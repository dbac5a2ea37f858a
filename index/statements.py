"""Searching what clauses state by the questions that were written for it.

A clause of eight measures is asked about in eight ways; the nearest question tells which of them is
meant, and so which words answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from hashlib import sha256
from itertools import starmap
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
REMEMBERED = 16
"""Searches that an index remembers: on its way to an answer a question is searched for several
times, in several scopes. 2 MB at most for the founding documents."""


class Stated(NamedTuple):
    """A statement found: the cosine of its nearest question, the share of words, that question.

    `words` is BM25 in all its questions, divided by the best of all statements; `likeness` is
    `meaning + WORDS * words`, higher is nearer.
    """

    statement: Statement
    meaning: float
    words: float
    question: str
    likeness: float


class _Scores(NamedTuple):
    """What a search found of all statements, shape (statements,) each, whatever the scope.

    `order` are their numbers, the best first; `nearest` is the row of the nearest question.
    """

    order: NDArray[np.int64]
    meaning: Vectors
    words: Vectors
    nearest: NDArray[np.int64]


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
        return np.cumsum(self._counts) - self._counts

    @cached_property
    def _counts(self) -> NDArray[np.int64]:
        """How many questions each statement has, shape (statements,)."""
        return np.array([len(one.questions) for one in self.statements], np.int64)

    def search(
        self, words: str, vector: Vectors, admits: Callable[[str], bool] | None = None
    ) -> tuple[Stated, ...]:
        """Score the statements of the clauses that `admits`, best first, ties in their order.

        `vector`, shape (d,), is that of the question; of the zero vector only words count.
        """
        asked = np.asarray(vector, np.float32).tobytes()
        owners = self._owners[0]
        admitted = bytes(map(admits, owners)) if admits else b"\1" * len(owners)
        return self._found(words, asked, admitted) if self.statements else ()

    @cached_property
    def _found(self) -> Callable[[str, bytes, bytes], tuple[Stated, ...]]:
        """Search by words, the bytes of a vector and a flag for each of the clauses."""
        score = partial(_score, self.vectors, self._starts, self._counts, self.lexical)
        scored = lru_cache(maxsize=REMEMBERED)(score)
        find = partial(_find, scored, self._owners[1], self.statements, self._questions)
        return lru_cache(maxsize=REMEMBERED)(find)

    @cached_property
    def _owners(self) -> tuple[tuple[str, ...], NDArray[np.int64]]:
        """The clauses that have statements, and the number of each statement's among them."""
        places = {
            id_: n for n, id_ in enumerate(dict.fromkeys(s.clause_id for s in self.statements))
        }
        return tuple(places), np.array([places[s.clause_id] for s in self.statements], np.int64)

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
        lexical = LexicalIndex.read(words)
        if len(lexical) != len(statements):
            raise ValueError("the statements and their words do not add up")
        return cls(statements, vectors, lexical)


def _score(
    vectors: Vectors,
    starts: NDArray[np.int64],
    counts: NDArray[np.int64],
    lexical: LexicalIndex,
    words: str,
    asked: bytes,
) -> _Scores:
    """Score all statements, whose questions begin at `starts`; ties stay in their order."""
    cosines = vectors @ np.frombuffer(asked, np.float32)
    meaning = np.maximum.reduceat(cosines, starts)
    said = lexical.row(words)
    shares = said / max(said.max(), 1e-9)
    order = np.argsort(-(meaning + WORDS * shares), kind="stable")
    best = np.flatnonzero(cosines == np.repeat(meaning, counts))
    return _Scores(order, meaning, shares, best[np.searchsorted(best, starts)])


def _find(
    scored: Callable[[str, bytes], _Scores],
    owners: NDArray[np.int64],
    statements: Sequence[Statement],
    questions: Sequence[str],
    words: str,
    asked: bytes,
    admitted: bytes,
) -> tuple[Stated, ...]:
    """Give the best statements of the clauses that are admitted; `owners` are their numbers."""
    found = scored(words, asked)
    best = found.order[np.frombuffer(admitted, np.bool_)[owners[found.order]]][:MOST]
    meaning, shares = found.meaning[best].astype(float), found.words[best].astype(float)
    columns = (
        map(statements.__getitem__, best.tolist()),
        meaning.tolist(),
        shares.tolist(),
        map(questions.__getitem__, found.nearest[best].tolist()),
        (meaning + WORDS * shares).tolist(),
    )
    return tuple(starmap(Stated, zip(*columns, strict=True)))
