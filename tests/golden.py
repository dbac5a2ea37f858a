"""The clauses of the founding documents as a reviewer reads them against the source.

`python -m tests.golden` writes tests/golden/<id>.txt anew; the tests compare them word for word.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

from ingest.founding import founding_documents
from ingest.types import Clause, Document, Parsed

FOLDER = Path(__file__).parent / "golden"
_COLUMNS = 84
"""Columns of print in a line of text: 42 characters of Chinese."""


def golden(parsed: Parsed) -> str:
    """Lay out a document: its facts, then headings and clauses in order with their full text."""
    document = parsed.document
    parts = [
        (h.start, "\n" + "#" * (h.level + 1) + f" {_flat(h.text)}\n") for h in document.headings
    ]
    parts += [(c.start, _clause(c)) for c in parsed.clauses]
    body = "\n".join(text for _, text in sorted(parts))
    return f"{_facts(document, len(parsed.clauses))}\n{body}\n{_furniture(document)}"


def _facts(document: Document, clauses: int) -> str:
    facts = document.facts
    rows = [
        ("document", document.id),
        ("title", facts.title),
        ("issuer", facts.issuer),
        ("number", facts.number),
        ("date", facts.date),
        ("year", str(facts.year or "")),
        ("period", facts.period),
        ("script", facts.script.value),
        ("not printed", ", ".join(facts.outside)),
        ("source", f"{document.source}, SHA-256 {document.sha256}"),
        ("text", f"{len(document.text)} characters, {clauses} clauses"),
        ("breaks off", "yes" if document.truncated else "no"),
    ]
    return "".join(f"{name:<12}{value or '-'}\n" for name, value in rows)


def _clause(clause: Clause) -> str:
    first, last = clause.lines
    lines = f"line {first}" if first == last else f"lines {first}-{last}"
    head = f"[{clause.id}]  {clause.kind.value}, {lines}, {len(clause.text)} characters"
    body = "\n".join(_wrapped(paragraph) for paragraph in clause.text.split("\n"))
    return f"{head}\n    label: {clause.label}\n    title: {clause.title}\n{body}\n"


def _wrapped(paragraph: str) -> str:
    lines, width = [""], 0
    for character in paragraph:
        columns = 2 if unicodedata.east_asian_width(character) in "WFA" else 1
        if width + columns > _COLUMNS and character not in "，。；：、）”》,;":
            lines.append("")
            width = 0
        lines[-1] += character
        width += columns
    return "\n".join(f"  | {line}" for line in lines)


def _furniture(document: Document) -> str:
    rows = [f"  line {f.line}: {f.text} ({f.reason})\n" for f in document.furniture]
    return "left out of the text:\n" + ("".join(rows) or "  nothing\n")


def _flat(text: str) -> str:
    return " / ".join(text.split("\n"))


def write() -> None:
    """Write the golden files of all founding documents."""
    FOLDER.mkdir(exist_ok=True)
    for parsed in founding_documents():
        path = FOLDER / f"{parsed.document.id}.txt"
        path.write_text(golden(parsed), encoding="utf-8")


if __name__ == "__main__":
    write()
