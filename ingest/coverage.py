"""The proof that nothing was lost: source = text + furniture, and text = headings + clauses.

A document that fails is refused, with the file, the line and the words: `points.txt: line 12:
“推动网上立案。” was lost; please report this file`.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from ingest.errors import StructureError
from ingest.furniture import BLANK
from ingest.types import Clause, Document, Source

_WORDS = 30
"""Characters of the words in question that a message shows."""


def check_source(source: Source, document: Document) -> None:
    """Check that every character of the source that is not blank is in the text or in furniture.

    The text must be made of its pieces alone, each standing as its source line has it, in the order
    of the source. Raises StructureError with the line where words are missing, changed, moved,
    added, or stand twice.
    """
    _check_pieces(document)
    runs: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for piece in document.pieces:
        words = document.text[piece.start : piece.start + piece.length]
        runs[piece.line].append((piece.column, words))
    for furniture in document.furniture:
        runs[furniture.line].append((furniture.column, furniture.text))
    for line in source.lines:
        _check_line(source.name, line.number, line.text, sorted(runs.pop(line.number, [])))
    for number, found in runs.items():
        raise _refusal(source.name, number, found[0][1], "stands on no line of the file")


def _check_pieces(document: Document) -> None:
    """Check that between the pieces of the text are only blanks, and that they stand in order."""
    at, last = 0, (1, 0)
    for piece in document.pieces:
        added = document.text[at : piece.start].strip()
        here = (piece.line, piece.column)
        if added:
            raise _refusal(document.source, last[0], added, "was added")
        if piece.start < at or here < last:
            words = document.text[piece.start : piece.start + piece.length]
            raise _refusal(document.source, piece.line, words, "was moved or is read twice")
        at, last = piece.start + piece.length, here
    if added := document.text[at:].strip():
        raise _refusal(document.source, last[0], added, "was added")


def _check_line(name: str, number: int, text: str, runs: list[tuple[int, str]]) -> None:
    """Check that a source line is made of the runs (column, words) found in it, each once."""
    for (column, words), (after, _) in pairwise([*runs, (len(text), "")]):
        if text[column : column + len(words)] != words:
            raise _refusal(name, number, words, "is not what the file says")
        if column + len(words) > after:
            raise _refusal(name, number, words, "is read twice")
    left = list(text)
    for column, words in runs:
        left[column : column + len(words)] = " " * len(words)
    if lost := "".join(left).strip(BLANK):
        raise _refusal(name, number, lost, "was lost")


def check_clauses(document: Document, clauses: tuple[Clause, ...]) -> None:
    """Check that headings and clauses stand in order, do not overlap, and leave only line breaks.

    Raises StructureError naming the source line and the words that belong to nothing or to two.
    """
    for clause in clauses:
        if document.text[clause.start : clause.end] != clause.text:
            line = document.piece_at(clause.start).line
            raise _refusal(document.source, line, clause.text, f"is not the text of {clause.id}")
    spans = sorted(
        [(c.start, c.end, c.id) for c in clauses]
        + [(h.start, h.end, "a heading") for h in document.headings]
    )
    at, before = 0, ""
    for start, end, name in [*spans, (len(document.text), len(document.text), "")]:
        if start < at:
            line, words = document.piece_at(start).line, document.text[start:at]
            raise _refusal(document.source, line, words, f"is in {before} and again in {name}")
        gap = document.text[at:start]
        if lost := gap.strip():
            line = document.piece_at(at + gap.find(lost)).line
            raise _refusal(document.source, line, lost, "belongs to no clause")
        at, before = end, name


def _refusal(name: str, line: int, words: str, what: str) -> StructureError:
    shown = " ".join(words[:_WORDS].split())
    return StructureError(f"{name}: line {line}: “{shown}” {what}; please report this file")
