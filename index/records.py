"""Documents and clauses as JSON records, one a line, and back."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from index.parts import json_bytes, read_json
from ingest.types import (
    Clause,
    ClauseKind,
    Document,
    Facts,
    Furniture,
    Heading,
    Parsed,
    Piece,
    Script,
)


def _values(item: object) -> list[Any]:
    """Give the values of a flat dataclass in the order of its fields."""
    return [getattr(item, name) for name in item.__slots__]  # type: ignore[attr-defined]


def document_record(document: Document) -> bytes:
    """Give a document as one line of JSON, without the line end."""
    return json_bytes(
        {
            "facts": {field.name: getattr(document.facts, field.name) for field in fields(Facts)},
            "source": document.source,
            "sha256": document.sha256,
            "text": document.text,
            "pieces": [_values(piece) for piece in document.pieces],
            "headings": [_values(heading) for heading in document.headings],
            "furniture": [_values(furniture) for furniture in document.furniture],
            "truncated": document.truncated,
        }
    )


def clause_record(clause: Clause) -> bytes:
    """Give a clause as one line of JSON, without the line end."""
    return json_bytes({field.name: getattr(clause, field.name) for field in fields(Clause)})


def read_document(record: dict[str, Any]) -> Document:
    """Make a document of its record; raises `ValueError`, `KeyError`, `TypeError` if it is none."""
    facts = record["facts"]
    facts["script"] = Script(facts["script"])
    facts["names"], facts["outside"] = tuple(facts["names"]), tuple(facts["outside"])
    return Document(
        facts=Facts(**facts),
        source=record["source"],
        sha256=record["sha256"],
        text=record["text"],
        pieces=tuple(Piece(*values) for values in record["pieces"]),
        headings=tuple(Heading(*values) for values in record["headings"]),
        furniture=tuple(Furniture(*values) for values in record["furniture"]),
        truncated=record["truncated"],
    )


def read_clause(record: dict[str, Any]) -> Clause:
    """Make a clause of its record; raises `ValueError`, `KeyError`, `TypeError` if it is none."""
    record["path"] = tuple(record["path"])
    record["lines"] = tuple(record["lines"])
    record["kind"] = ClauseKind(record["kind"])
    return Clause(**record)


def write_parsed(parsed: tuple[Parsed, ...]) -> dict[str, bytes]:
    """Give documents and clauses as two files of JSON lines."""
    documents = [document_record(one.document) for one in parsed]
    clauses = [clause_record(clause) for one in parsed for clause in one.clauses]
    return {
        "documents.jsonl": b"".join(line + b"\n" for line in documents),
        "clauses.jsonl": b"".join(line + b"\n" for line in clauses),
    }


def read_parsed(parts: dict[str, bytes]) -> tuple[Parsed, ...]:
    """Read documents with their clauses back; raises as `read_document` does."""
    documents = [read_document(record) for record in _records(parts["documents.jsonl"])]
    clauses: dict[str, list[Clause]] = {document.id: [] for document in documents}
    for record in _records(parts["clauses.jsonl"]):
        clause = read_clause(record)
        clauses[clause.document_id].append(clause)
    return tuple(Parsed(document, tuple(clauses[document.id])) for document in documents)


def _records(lines: bytes) -> list[dict[str, Any]]:
    """Read JSON lines at once, thrice as fast as one by one; a record holds no line end."""
    found: list[dict[str, Any]] = read_json(b"[" + lines.rstrip(b"\n").replace(b"\n", b",") + b"]")
    return found
