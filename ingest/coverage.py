"""The proof that nothing was lost: source = text + furniture, and text = headings + clauses."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from ingest.errors import StructureError
from ingest.layout import BLANK
from ingest.types import Clause, Document, Source


def check_source(source: Source, document: Document) -> None:
    """Check that every character of the source that is not blank is in the text or in furniture.

    Raises StructureError with the line where one is missing or stands twice.
    """
    seen: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for piece in document.pieces:
        run = document.text[piece.start : piece.start + piece.length]
        seen[piece.line].append((piece.column, run))
    for furniture in document.furniture:
        seen[furniture.line].append((furniture.column, furniture.text))
    for line in source.lines:
        runs = sorted(seen.pop(line.number, []))
        for (column, run), (after, _) in pairwise([*runs, (len(line.text), "")]):
            if column + len(run) > after:
                raise StructureError(f"{source.name}: line {line.number} is read twice at “{run}”")
        kept = list(line.text)
        for column, run in runs:
            if line.text[column : column + len(run)] != run:
                raise StructureError(f"{source.name}: line {line.number} was changed at “{run}”")
            kept[column : column + len(run)] = " " * len(run)
        left = "".join(kept).strip(BLANK)
        if left:
            raise StructureError(
                f"{source.name}: line {line.number}: “{left[:30]}” was lost in rebuilding the text;"
                " please report this file"
            )


def check_clauses(document: Document, clauses: tuple[Clause, ...]) -> None:
    """Check that headings and clauses stand in order, do not overlap, and leave only line breaks.

    Raises StructureError naming the source line and the words that belong to nothing.
    """
    spans = sorted(
        [(c.start, c.end, c.id) for c in clauses]
        + [(h.start, h.end, f"heading “{h.text[:20]}”") for h in document.headings]
    )
    at = 0
    for start, end, name in [*spans, (len(document.text), len(document.text), "end")]:
        between = document.text[at:start].strip()
        if start < at or between:
            line = document.lines(min(at, start), max(at, start, 1))[0]
            what = f"“{between[:30]}” belongs to no clause" if between else f"{name} overlaps"
            raise StructureError(f"{document.source}: line {line}: {what}; please report this file")
        at = max(at, end)
    for clause in clauses:
        if document.text[clause.start : clause.end] != clause.text:
            raise StructureError(f"{document.source}: {clause.id} is not where it says it is")
