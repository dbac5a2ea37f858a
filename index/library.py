"""The library: all documents and clauses, and every way to search them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from index.errors import IndexFault
from index.holdings import (
    TEXT,
    Fields,
    Holdings,
    clause_ids,
    encode_missing,
    lexical_indexes,
    merged_fields,
)
from index.statements import Stated, StatementIndex
from index.store import FaissStore
from index.types import Encoder, Scope, Vectors, VectorStore
from ingest.statements import Statement
from ingest.types import Clause, Document, Parsed

EVERYWHERE = Scope()
"""The scope that admits all documents."""

PASSAGES = 4
"""Passages fetched at first for each clause that is wanted: the founding documents have 828 of 190
clauses, and a second fetch costs more than the first."""

MakeStore: TypeAlias = Callable[[int], VectorStore]
"""Makes an empty store for vectors of a given length."""


class Library:
    """The searchable collection.

    Example: `Library.build(documents, load_encoder("embedded")).lexical("执行难", 5)` gives up to
    five `(clause_id, score)` pairs, best first. One writer and many readers may use it at once:
    a reader sees the library before or after a change, apart from vectors that are just leaving.
    """

    def __init__(self, holdings: Holdings, store: MakeStore = FaissStore) -> None:
        self._holdings = holdings
        self._make_store = store

    @classmethod
    def build(
        cls,
        parsed: Iterable[Parsed],
        encoder: Encoder,
        *,
        fields: Fields | None = None,
        statements: Sequence[Statement] = (),
        store: MakeStore = FaissStore,
    ) -> Library:
        """Make a library of documents; of a document id that occurs twice the last wins.

        `fields` are further texts to search clauses by, each field apart from the others:
        `{"expansions": {"gd-2021-key-points/14": "怎么申请…"}}`. `statements` are pieces of clauses
        with questions they answer. `store` makes another vector store than FAISS.

        Raises `IndexFault` for a clause id that occurs twice, or one in `fields` that does not
        exist.
        """
        documents = {one.document.id: one for one in parsed}
        pieces = StatementIndex.build(statements, encoder)
        library = cls(Holdings({}, {}, {}, encoder, store(encoder.dimension), pieces), store)
        library._move(documents, merged_fields({}, fields or {}, documents.values()), pieces)
        return library

    def add(
        self,
        parsed: Iterable[Parsed],
        *,
        fields: Fields | None = None,
        statements: Sequence[Statement] | None = None,
    ) -> None:
        """Add documents, or replace those of the same id.

        A passage whose text is known keeps its vector, so an unchanged document is not encoded
        again. `fields` go over the texts these clauses had in a field, `statements` take the place
        of all there were. Raises as `build`.
        """
        fresh = {p.document.id: p for p in parsed}
        pieces = self._holdings.statements
        if statements is not None and tuple(statements) != pieces.statements:
            pieces = StatementIndex.build(statements, self.encoder)
        self._change({**self._holdings.parsed, **fresh}, fields or {}, pieces)

    def remove(self, document_id: str) -> bool:
        """Remove a document with all its clauses; says whether it was there."""
        if document_id not in self._holdings.parsed:
            return False
        rest = {id_: p for id_, p in self._holdings.parsed.items() if id_ != document_id}
        self._change(rest, {}, self._holdings.statements)
        return True

    def _change(
        self, parsed: Mapping[str, Parsed], added: Fields, statements: StatementIndex
    ) -> None:
        """Move from the present holdings to these documents, further field texts and statements."""
        old = self._holdings
        fields = merged_fields(old.fields, added, parsed.values())
        statements = statements.only(clause_ids(parsed.values()))
        if parsed != old.parsed or fields != old.fields or statements is not old.statements:
            self._move(parsed, fields, statements)

    def _move(
        self, parsed: Mapping[str, Parsed], fields: Fields, statements: StatementIndex
    ) -> None:
        """Encode what is new, swap the new holdings in, then let go of the vectors that are old."""
        old = self._holdings
        lexical = lexical_indexes(parsed.values(), fields)
        new = Holdings(parsed, fields, lexical, old.encoder, old.store, statements)
        encode_missing(old.encoder, old.store, old.keys, new.keys)
        self._holdings = new
        old.store.delete([key for key in old.keys if key not in new.keys])

    @property
    def holdings(self) -> Holdings:
        """All the library holds now, as one piece that does not change."""
        return self._holdings

    @property
    def documents(self) -> Mapping[str, Document]:
        """Documents by id."""
        return MappingProxyType(self._holdings.documents)

    @property
    def clauses(self) -> Mapping[str, Clause]:
        """Clauses by id."""
        return MappingProxyType(self._holdings.clauses)

    def parsed(self) -> tuple[Parsed, ...]:
        """Give every document with its clauses, in the order they came in."""
        return tuple(self._holdings.parsed.values())

    @property
    def encoder(self) -> Encoder:
        """The encoder of the vectors the library holds now."""
        return self._holdings.encoder

    @property
    def fingerprint(self) -> str:
        """SHA-256 in hex that changes with any document, clause, field text or vector."""
        return self._holdings.fingerprint

    def lexical(
        self,
        query: str,
        count: int,
        scope: Scope = EVERYWHERE,
        field: str = TEXT,
    ) -> list[tuple[str, float]]:
        """Find the `count` clauses that share most words with the query in a field.

        Gives `(clause_id, BM25)`, all above 0, ordered by `(-score, clause_id)`. Raises
        `IndexFault` for a field the library does not have.
        """
        holdings = self._holdings
        if field not in holdings.lexical:
            known = ", ".join(sorted(holdings.lexical))
            raise IndexFault(f"the library has no field {field!r}: use one of {known}")
        among = None
        if (admitted := holdings.admitted(scope)) is not None:
            among = [c.id for id_ in admitted for c in holdings.parsed[id_].clauses]
        return holdings.lexical[field].search(query, count, among)

    def rarity(self, term: str, field: str = TEXT) -> float:
        """Give the idf of a term (`index.terms`) among all clauses; higher is rarer."""
        return self._holdings.lexical[field].rarity(term)

    def field(self, name: str) -> Mapping[str, str]:
        """Give the texts of a further field by clause id; empty where the library has none."""
        return self._holdings.fields.get(name, {})

    def semantic(
        self,
        query: str,
        count: int,
        scope: Scope = EVERYWHERE,
    ) -> list[tuple[str, float]]:
        """Find the `count` clauses whose meaning is nearest to the query.

        Gives `(clause_id, cosine)`, ordered by `(-score, clause_id)`; the score of a clause is that
        of its best passage. Nothing is found when the encoder knows no part of the query.
        """
        holdings = self._holdings
        vector = holdings.encoder.encode_queries([query])[0]
        return _nearest(holdings, vector, count, scope)

    def stated(self, query: str, scope: Scope = EVERYWHERE) -> tuple[Stated, ...]:
        """Score what the clauses state by the questions written for it, the likest first."""
        holdings = self._holdings
        vector = holdings.encoder.encode_queries([query])[0]
        admitted = holdings.admitted(scope)
        if admitted is None:
            return holdings.statements.search(query, vector)
        clauses, among = holdings.clauses, frozenset(admitted)
        return holdings.statements.search(
            query, vector, lambda clause_id: clauses[clause_id].document_id in among
        )

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The pieces of clauses that questions were written for."""
        return self._holdings.statements.statements

    def nearest(
        self,
        vector: Vectors,
        count: int,
        scope: Scope = EVERYWHERE,
    ) -> list[tuple[str, float]]:
        """Do as `semantic`, from a vector of shape (d,); the zero vector finds nothing."""
        return _nearest(self._holdings, vector, count, scope)


def _nearest(
    holdings: Holdings, vector: Vectors, count: int, scope: Scope
) -> list[tuple[str, float]]:
    """Fetch passages until no further one can change which clauses are the best `count`."""
    if count <= 0 or not np.any(vector):
        return []
    among: Collection[str] | None = None
    if (admitted := holdings.admitted(scope)) is not None:
        among = [key for id_ in admitted for key in holdings.keys_of[id_]]
    fetch = count * PASSAGES
    while True:
        found = holdings.store.search(vector, fetch, among)
        best: dict[str, float] = {}
        for key, score in found:
            if key in holdings.keys:
                best.setdefault(holdings.keys[key][0], score)
        ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
        enough = len(ranked) > count and found[-1][1] < ranked[count - 1][1]
        if len(found) < fetch or enough:
            return ranked[:count]
        fetch *= 4
