"""What a library holds at one moment, and the steps from one moment to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Protocol, TypeAlias, runtime_checkable

from index.errors import IndexFault
from index.lexical import LexicalIndex
from index.passages import clause_text, passages
from index.records import clause_record, document_record
from index.statements import StatementIndex
from index.types import Encoder, Scope, Vectors, VectorStore
from ingest.types import Clause, Document, Parsed

TEXT = "text"
"""The lexical field every library has: headings, topic sentence and words of each clause."""

Fields: TypeAlias = Mapping[str, Mapping[str, str]]
"""Further lexical fields: field name to clause id to text."""


@runtime_checkable
class _Recalling(Protocol):
    """A store that can give vectors back, so that a moved text is not encoded again."""

    def recall(self, keys: list[str]) -> Vectors: ...


@dataclass(frozen=True)
class Holdings:
    """All a library holds at one moment; a change makes new holdings and swaps them in."""

    parsed: Mapping[str, Parsed]
    fields: Fields
    lexical: Mapping[str, LexicalIndex]
    encoder: Encoder
    store: VectorStore
    statements: StatementIndex

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Documents by id."""
        return {id_: parsed.document for id_, parsed in self.parsed.items()}

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        """Clauses by id, in the order of the documents."""
        return {clause.id: clause for parsed in self.parsed.values() for clause in parsed.clauses}

    @cached_property
    def keys(self) -> dict[str, tuple[str, str]]:
        """Vector key to clause id and the text that was encoded."""
        return keyed_passages(self.parsed.values())

    @cached_property
    def keys_of(self) -> dict[str, list[str]]:
        """Document id to the vector keys of its clauses."""
        found: dict[str, list[str]] = {id_: [] for id_ in self.parsed}
        for key, (clause_id, _) in self.keys.items():
            found[self.clauses[clause_id].document_id].append(key)
        return found

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 in hex over documents, clauses, fields, statements and the encoder."""
        digest = sha256(self.encoder.fingerprint.encode())
        for id_ in sorted(self.parsed):
            digest.update(document_record(self.parsed[id_].document))
            for clause in self.parsed[id_].clauses:
                digest.update(clause_record(clause))
        for name in sorted(self.fields):
            digest.update(repr((name, sorted(self.fields[name].items()))).encode())
        digest.update(self.statements.fingerprint)
        return digest.hexdigest()

    def admitted(self, scope: Scope) -> list[str] | None:
        """Ids of the documents a scope admits; None when it admits all."""
        if scope == Scope():
            return None
        return [id_ for id_, document in self.documents.items() if scope.admits(document)]


def keyed_passages(parsed: Iterable[Parsed]) -> dict[str, tuple[str, str]]:
    """Vector key to clause id and text; raises `IndexFault` where two clauses share a key."""
    keys: dict[str, tuple[str, str]] = {}
    for document in parsed:
        for clause in document.clauses:
            for key, text in passages(clause):
                if key in keys:
                    raise _twice(key, clause)
                keys[key] = clause.id, text
    return keys


def clause_ids(parsed: Iterable[Parsed]) -> frozenset[str]:
    """Give the ids of all clauses; raises `IndexFault` for one that occurs twice."""
    found: set[str] = set()
    for clause in (clause for one in parsed for clause in one.clauses):
        if clause.id in found:
            raise _twice(clause.id, clause)
        found.add(clause.id)
    return frozenset(found)


def _twice(key: str, clause: Clause) -> IndexFault:
    return IndexFault(
        f"the clause id {key} occurs twice (document {clause.document_id}):"
        " give one of the documents another id"
    )


def merged_fields(old: Fields, added: Fields, parsed: Iterable[Parsed]) -> Fields:
    """Lay new field texts over old ones; let go of empty ones and those whose clause is gone."""
    held = clause_ids(parsed)
    if TEXT in added:
        raise IndexFault(f"the field {TEXT!r} is made from the clauses: choose another name")
    for name, texts in added.items():
        if unknown := sorted(set(texts) - held):
            raise IndexFault(
                f"the field {name!r} has texts for {len(unknown)} clauses the library does not"
                f" have, such as {unknown[0]}: leave them out"
            )
    names = sorted({*old, *added})
    merged = {name: {**old.get(name, {}), **added.get(name, {})} for name in names}
    return {
        name: {id_: text for id_, text in sorted(texts.items()) if text and id_ in held}
        for name, texts in merged.items()
    }


def lexical_indexes(parsed: Iterable[Parsed], fields: Fields) -> dict[str, LexicalIndex]:
    """Build the lexical index of every field."""
    texts = [(clause.id, clause_text(clause)) for p in parsed for clause in p.clauses]
    indexes = {TEXT: LexicalIndex.build(texts)}
    for name, entries in fields.items():
        indexes[name] = LexicalIndex.build(list(entries.items()))
    return indexes


def encode_missing(
    encoder: Encoder,
    store: VectorStore,
    known: Mapping[str, tuple[str, str]],
    wanted: Mapping[str, tuple[str, str]],
) -> None:
    """Put a vector of its text under every wanted key; a text known by another key is moved."""
    missing = {k: text for k, (_, text) in wanted.items() if k not in known or known[k][1] != text}
    elsewhere = {text: key for key, (_, text) in known.items()}
    if not isinstance(store, _Recalling):
        elsewhere = {}
    moved = [key for key, text in missing.items() if text in elsewhere]
    if moved and isinstance(store, _Recalling):
        vectors = store.recall([elsewhere[missing[key]] for key in moved])
    texts = list(dict.fromkeys(t for t in missing.values() if t not in elsewhere))
    if texts:
        encoded = encoder.encode_clauses(texts)
        rows = {text: row for row, text in enumerate(texts)}
        fresh = [key for key, text in missing.items() if text in rows]
        store.upsert(fresh, encoded[[rows[missing[key]] for key in fresh]])
    if moved:
        store.upsert(moved, vectors)
