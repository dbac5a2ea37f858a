"""What is on a page but not in the text: page numbers, running heads, contents, leftover markup.

All of it is taken out and recorded with its place and reason: `— 3 —` is a `page number`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from ingest.types import Furniture, Line

BLANK = " \t\u3000\xa0\u2002\u2003\ufeff\r\n\f\v"
_PAGE_NUMBER = re.compile(
    r"[-—–－_·•\s]*(?:第\s*)?[0-9０-９]{1,4}\s*(?:页|頁)?(?:\s*[/共，,]\s*(?:共\s*)?[0-9]{1,4}\s*(?:页|頁)?)?[-—–－_·•\s]*"
)
_BARE_DASHED = re.compile(r"[-—–－·•]\s*[0-9０-９]{1,4}\s*[-—–－·•]")
_CONTINUED = re.compile(
    r"[（(【]?(?:下转|下轉|上接)第?\s*[0-9一二三四五六七八九十]{1,3}\s*版[）)】]?"
)
_MARKUP = re.compile(r"\*\*")


@dataclass(slots=True)
class Strip:
    """A line without its margins: the kept runs as (column, text), and whether it was indented."""

    line: Line
    runs: list[tuple[int, str]]
    indented: bool
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = "".join(run for _, run in self.runs)


def strip_line(line: Line, furniture: list[Furniture]) -> Strip:
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
    return Strip(line, runs, indented)


def _trim(runs: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Take blanks off both ends of what is left of a line: `** 一、总则 **` begins with 一."""
    kept = [run for run in runs if run[1].strip(BLANK)]
    if kept:
        column, first = kept[0]
        kept[0] = (column + len(first) - len(first.lstrip(BLANK)), first.lstrip(BLANK))
        kept[-1] = (kept[-1][0], kept[-1][1].rstrip(BLANK))
    return kept


def _drop(strip: Strip, furniture: list[Furniture], reason: str) -> None:
    furniture.extend(
        Furniture(strip.line.number, column, text, reason) for column, text in strip.runs
    )


def without_page_furniture(strips: list[Strip], furniture: list[Furniture]) -> list[Strip]:
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


def without_contents(strips: list[Strip], furniture: list[Furniture]) -> list[Strip]:
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
