"""Small sources for tests, written as text."""

from __future__ import annotations

from ingest.parse import parse
from ingest.types import Facts, Line, Parsed, Source

PAGE_END = "\f"


def source(text: str, name: str = "points.txt") -> Source:
    """A source of these lines; a line of its own with a form feed ends a PDF page."""
    lines, page, paged = [], 1, PAGE_END in text
    for number, line in enumerate(text.split("\n"), start=1):
        if line == PAGE_END:
            page += 1
        else:
            lines.append(Line(line, number, page if paged else None))
    return Source(name, "0" * 64, tuple(lines))


def read(text: str, title: str = "要点", name: str = "points.txt") -> Parsed:
    """A document `x` of these lines."""
    return parse(source(text, name), Facts(id="x", title=title))
