"""Write a table as Markdown with footnotes, or as CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from evals.export import safe_cell
from ui.evolution.lines import Line, heading, labels, lines
from ui.evolution.types import Evolution, Quote
from ui.paper.content import clean
from ui.paper.markdown import escaped
from ui.words import say

BOM = "\ufeff"
"""By this a spreadsheet knows that a file is UTF-8."""


def markdown(language: str, found: Evolution, day: date) -> bytes:
    """Write a table for each topic, a line for each document; quote `n` has footnote `[^n]`."""
    parts = [f"# {_inline(heading(language, found))}", day.isoformat()]
    parts += [_inline(label) for label in labels(language)]
    keys = ("ev.when", "ev.which", "ev.level", "ev.what", "ev.relation", "ev.ground")
    head = f"| {' | '.join(say(language, key) for key in keys)} |\n|{' --- |' * len(keys)}"
    every = list(lines(language, found))
    for course in found.courses:
        own = [line for line in every if line.topic == course.topic]
        rows = "\n".join(_row(line) for line in own)
        parts.append(f"## {_inline(course.topic)}\n\n{head}\n{rows}")
    parts += [_inline(note) for note in found.notes]
    notes = (q for line in every for q in line.entry.quotes)
    parts.append("\n".join(f"[^{q.mark}]: {_inline(q.footnote)}" for q in notes))
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def _row(line: Line) -> str:
    said = "<br>".join(f"{_inline(q.text)}[^{q.mark}]" for q in line.entry.quotes)
    cells = (line.when, line.name, line.level, "", line.relation, line.ground)
    told = [_inline(cell) for cell in cells]
    told[3] = said or _inline(line.silent)
    return f"| {' | '.join(told)} |"


def _inline(text: str) -> str:
    """Escape words of one or several lines for a cell; a line break is written as such."""
    return "<br>".join(escaped(line) for line in clean(text).split("\n"))


def csv_table(language: str, found: Evolution, day: date) -> bytes:
    """Write a line for each quotation, or for a document that says nothing.

    A cell that a spreadsheet would take for a formula begins with `'`.
    """
    keys = (
        *("ev.topic", "ev.when", "ev.which", "ev.level", "ev.what"),
        *("ev.reference", "ev.relation", "ev.ground"),
    )
    rows: list[Sequence[str]] = [[say(language, key) for key in keys]]
    for line in lines(language, found):
        quotes: Sequence[Quote | None] = line.entry.quotes or (None,)
        for quote in quotes:
            text, where = (quote.text, quote.footnote) if quote else (line.silent, "")
            own = (line.topic, line.when, line.name, line.level, text, where)
            rows.append((*own, line.relation, line.ground))
    rows += [[label] for label in (*labels(language), day.isoformat())]
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows([safe_cell(clean(cell)) for cell in row] for row in rows)
    return (BOM + file.getvalue()).encode("utf-8", "replace")
