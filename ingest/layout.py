"""From printed lines to paragraphs: a source's lines become one clean text, nothing untracked.

Newspaper columns and PDF lines are rejoined, sentences broken at page ends are mended, page
furniture is taken out and recorded. Example: the lines `同比分别上升` and `1.7%、4.3%和8.1%。`
become one run, so the figure never looks like clause 1.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from statistics import median

from ingest.furniture import Strip, strip_line, without_contents, without_page_furniture
from ingest.numbering import HEADING_STYLES, read_marker
from ingest.types import Furniture, Piece, Source

TERMINAL = "。！？；：…!?;:"
_CLOSERS = "”’」』）)】》\"'"
_DATE = re.compile(
    r"[0-9０-９〇○零一二三四五六七八九十]{4}\s*年\s*[0-9一二三四五六七八九十]{1,3}\s*月[^。]{0,6}"
)
_WRAPPED_SHARE = 0.5
"""Least share of lines near the typical width for a source to count as hard-wrapped."""
_NARROWEST, _WIDEST = 24, 130
"""Columns of print in a hard-wrapped line: narrower lines are lists, wider ones paragraphs."""
_SHORT = 0.75
"""A line under this share of the typical width ends its paragraph."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the clean text: `text[start:end]`, and the heading level its file gave it."""

    start: int
    end: int
    heading: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """The clean text of a source, its paragraphs, and the way back to every line."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    pieces: tuple[Piece, ...]
    furniture: tuple[Furniture, ...]
    truncated: bool


def lay_out(source: Source) -> Layout:
    """Rebuild the text of a source.

    Every character of `source.lines` that is not blank ends up either in the text (and `pieces`
    says where) or in `furniture` (which says why); `coverage.check_source` holds this.
    """
    furniture: list[Furniture] = []
    strips = [s for line in source.lines if (s := strip_line(line, furniture)).text]
    strips = without_page_furniture(strips, furniture)
    strips = without_contents(strips, furniture)
    truncated = any(
        f.reason == "continued elsewhere" and f.text.strip("（(【")[:2] != "上接" for f in furniture
    )
    wrapped = _is_wrapped(strips)
    width = _typical_width(strips)
    numbered = False
    groups: list[list[Strip]] = []
    for strip in strips:
        previous = groups[-1] if groups else None
        if previous and (
            _continues_column(previous, strip, width)
            if wrapped
            else _continues_sentence(previous, strip, numbered)
        ):
            previous.append(strip)
        else:
            groups.append([strip])
            numbered = numbered or read_marker(strip.text) is not None
    return _assemble(groups, furniture, truncated)


def _width(text: str) -> int:
    """Columns a line takes in print: 2 for a full-width character, 1 for the others."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _typical_width(strips: list[Strip]) -> float:
    return median(_width(s.text) for s in strips) if strips else 0.0


def _is_wrapped(strips: list[Strip]) -> bool:
    """Whether lines were broken by a column's edge: most of them equally wide and unfinished."""
    if len(strips) < 8:
        return False
    typical = _typical_width(strips)
    near = [s for s in strips if abs(_width(s.text) - typical) <= max(4, typical * 0.12)]
    unfinished = [s for s in near if not ends_sentence(s.text)]
    return (
        _NARROWEST <= typical <= _WIDEST
        and len(near) >= _WRAPPED_SHARE * len(strips)
        and len(unfinished) >= 0.6 * len(near)
    )


def ends_sentence(text: str) -> bool:
    """Whether a line ends where a sentence may end: `…提供新动力。` does, `…集中管辖` does not."""
    return text.rstrip(_CLOSERS).endswith(tuple(TERMINAL)) or text.endswith(("”", "」"))


def is_date(text: str) -> bool:
    """Whether a line is a date and nothing else: `2021 年 3 月 1 日`."""
    return _DATE.fullmatch(text) is not None


def _continues_column(group: list[Strip], strip: Strip, width: float) -> bool:
    """Whether a line of a hard-wrapped source belongs to the paragraph before it."""
    last = group[-1]
    if strip.indented or strip.line.heading or last.line.heading:
        return False
    if _width(last.text) < _SHORT * width and (ends_sentence(last.text) or len(group) == 1):
        return False
    if _width(last.text) < _SHORT * width and read_marker(strip.text):
        return False
    marker = read_marker(strip.text)
    starts_new = marker is not None and (ends_sentence(last.text) or marker.style in HEADING_STYLES)
    return not starts_new


def _continues_sentence(group: list[Strip], strip: Strip, numbered: bool) -> bool:
    """Whether a paragraph was broken here by a page end: the sentence before it is unfinished.

    `…指导深圳中院集中管辖` + `涉创业板改革…` is one sentence. A heading is unfinished too; it shows
    by having no 。 inside and by standing where headings stand.
    """
    last = group[-1].text
    if strip.line.heading or group[-1].line.heading or read_marker(strip.text):
        return False
    if ends_sentence(last) or is_date(strip.text):
        return False
    if last[-1] in "，、,":
        return True
    whole = "".join(s.text for s in group)
    if "。" in whole or "；" in whole:
        return True
    return (
        numbered
        and read_marker(whole) is None
        and len(whole) >= 18
        and not strip.indented
        and any(c in strip.text for c in "，。；,;")
    )


def _parts_words(before: str, after: str) -> bool:
    """Whether a line break between two characters stood for a blank, as between Latin words."""
    ends_word = before.isascii() and (before.isalpha() or before in ",;:.!?")
    return ends_word and after.isascii() and after.isalpha()


def _assemble(groups: list[list[Strip]], furniture: list[Furniture], truncated: bool) -> Layout:
    text: list[str] = []
    length = 0
    pieces: list[Piece] = []
    paragraphs: list[Paragraph] = []
    for group in groups:
        if length:
            text.append("\n")
            length += 1
        start = length
        for strip in group:
            if length > start and _parts_words(text[-1][-1], strip.text[0]):
                text.append(" ")
                length += 1
            for column, run in strip.runs:
                pieces.append(Piece(length, len(run), strip.line.number, column, strip.line.page))
                text.append(run)
                length += len(run)
        paragraphs.append(Paragraph(start, length, group[0].line.heading))
    ordered = tuple(sorted(furniture, key=lambda f: (f.line, f.column)))
    return Layout("".join(text), tuple(paragraphs), tuple(pieces), ordered, truncated)
