"""From printed lines to paragraphs: a source's lines become one clean text, nothing untracked.

Newspaper columns and PDF lines are rejoined, sentences broken at page ends are mended, page
furniture is taken out and recorded. Example: the lines `同比分别上升` and `1.7%、4.3%和8.1%。`
become one run, so the figure never looks like clause 1.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from statistics import median

from ingest.numbering import HEADING_STYLES, read_marker
from ingest.types import Furniture, Line, Piece, Source

BLANK = " \t\u3000\xa0\u2002\u2003\ufeff\r\n\f\v"
TERMINAL = "。！？；：…!?;:"
_CLOSERS = "”’」』）)】》\"'"
_PAGE_NUMBER = re.compile(
    r"[-—–－_·•\s]*(?:第\s*)?[0-9０-９]{1,4}\s*(?:页|頁)?(?:\s*[/共，,]\s*(?:共\s*)?[0-9]{1,4}\s*(?:页|頁)?)?[-—–－_·•\s]*"
)
_BARE_DASHED = re.compile(r"[-—–－·•]\s*[0-9０-９]{1,4}\s*[-—–－·•]")
_CONTINUED = re.compile(
    r"[（(【]?(?:下转|下轉|上接)第?\s*[0-9一二三四五六七八九十]{1,3}\s*版[）)】]?"
)
_MARKUP = re.compile(r"\*\*")
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


@dataclass(slots=True)
class _Strip:
    """A line without its margins: the kept runs as (column, text), and whether it was indented."""

    line: Line
    runs: list[tuple[int, str]]
    indented: bool
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = "".join(run for _, run in self.runs)


def lay_out(source: Source) -> Layout:
    """Rebuild the text of a source.

    Every character of `source.lines` that is not blank ends up either in the text (and `pieces`
    says where) or in `furniture` (which says why); `coverage.check_source` holds this.
    """
    furniture: list[Furniture] = []
    strips = [s for line in source.lines if (s := _strip(line, furniture)).text]
    strips = _without_page_furniture(strips, furniture)
    strips = _without_contents(strips, furniture)
    truncated = any(
        f.reason == "continued elsewhere" and f.text.strip("（(【")[:2] != "上接" for f in furniture
    )
    wrapped = _is_wrapped(strips)
    width = _typical_width(strips)
    numbered = False
    groups: list[list[_Strip]] = []
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


def _strip(line: Line, furniture: list[Furniture]) -> _Strip:
    """Take margins, leftover markup and `下转第五版` off a line, recording what is not blank."""
    left = len(line.text) - len(line.text.lstrip(BLANK))
    right = len(line.text.rstrip(BLANK))
    cuts = [(m.start(), m.end(), "markup") for m in _MARKUP.finditer(line.text)]
    cuts += [(m.start(), m.end(), "continued elsewhere") for m in _CONTINUED.finditer(line.text)]
    runs: list[tuple[int, str]] = []
    at = left
    for start, end, reason in sorted(cuts):
        runs.append((at, line.text[at:start]))
        furniture.append(Furniture(line.number, start, line.text[start:end], reason))
        at = end
    runs.append((at, line.text[at:right]))
    runs = _trim(runs)
    indented = left > 0 and line.text[:left].count("\u3000") * 2 + line.text[:left].count(" ") >= 2
    return _Strip(line, runs, indented)


def _trim(runs: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Take blanks off both ends of what is left of a line: `** 一、总则 **` begins with 一."""
    kept = [run for run in runs if run[1].strip(BLANK)]
    if kept:
        column, first = kept[0]
        kept[0] = (column + len(first) - len(first.lstrip(BLANK)), first.lstrip(BLANK))
        kept[-1] = (kept[-1][0], kept[-1][1].rstrip(BLANK))
    return kept


def _drop(strip: _Strip, furniture: list[Furniture], reason: str) -> None:
    furniture.extend(
        Furniture(strip.line.number, column, text, reason) for column, text in strip.runs
    )


def _without_page_furniture(strips: list[_Strip], furniture: list[Furniture]) -> list[_Strip]:
    """Drop page numbers, and lines that stand at the edge of three or more pages."""
    edges: dict[int, list[int]] = {}
    for place, strip in enumerate(strips):
        if strip.line.page is not None:
            edges.setdefault(strip.line.page, []).append(place)
    at_edge = {p for places in edges.values() for p in (*places[:2], *places[-2:])}
    repeated = Counter(re.sub(r"\d+", "#", strips[p].text) for p in at_edge)
    kept = []
    for place, strip in enumerate(strips):
        paged = strip.line.page is not None
        if _BARE_DASHED.fullmatch(strip.text) or (
            place in at_edge and _PAGE_NUMBER.fullmatch(strip.text)
        ):
            _drop(strip, furniture, "page number")
        elif paged and place in at_edge and repeated[re.sub(r"\d+", "#", strip.text)] >= 3:
            _drop(strip, furniture, "running head")
        else:
            kept.append(strip)
    return kept


def _without_contents(strips: list[_Strip], furniture: list[Furniture]) -> list[_Strip]:
    """Drop a table of contents: the short lines from 目录 to where its first entry comes again."""
    for place, strip in enumerate(strips[:60]):
        if re.sub(r"\s", "", strip.text) not in ("目录", "目錄", "目次") or place + 1 >= len(
            strips
        ):
            continue
        first = _entry(strips[place + 1].text)
        for again in range(place + 2, min(place + 400, len(strips))):
            if _entry(strips[again].text) == first:
                for entry in strips[place:again]:
                    _drop(entry, furniture, "table of contents")
                return strips[:place] + strips[again:]
    return strips


def _entry(text: str) -> str:
    return re.sub(r"[\s.．…·]|[0-9]+$", "", text)


def _width(text: str) -> int:
    """Columns a line takes in print: 2 for a full-width character, 1 for the others."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _typical_width(strips: list[_Strip]) -> float:
    return median(_width(s.text) for s in strips) if strips else 0.0


def _is_wrapped(strips: list[_Strip]) -> bool:
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


def _continues_column(group: list[_Strip], strip: _Strip, width: float) -> bool:
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


def _continues_sentence(group: list[_Strip], strip: _Strip, numbered: bool) -> bool:
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


def _assemble(groups: list[list[_Strip]], furniture: list[Furniture], truncated: bool) -> Layout:
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
