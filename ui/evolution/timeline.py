"""The picture of a course through time, as SVG: years along, whose document in lanes.

Each document has a row of its own, so that no words lie on others. A period is a bar, a year a
point, a document that says nothing is hollow. The dashed line joins documents that speak of the
same topic; it says nothing about amendment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from ui.evolution.types import Column, Course, Entry, Quote
from ui.paper.content import clean
from ui.reading import reader
from ui.words import say

SVG = "http://www.w3.org/2000/svg"
"""The name of the format."""
WIDTH, SIZE = 960, 15
"""Width of the picture and size of its letters, in its own units."""
GUTTER, RIGHT, TOP, ROW, LANE = 88, 28, 40, 52, 12
"""Left and right margin, height of the years, of a row, and between two lanes."""
_ALONE = (
    "text{font:15px system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;"
    "fill:#1F2328;paint-order:stroke;stroke:#F2F0EA;stroke-width:4px}"
    ".ev-year,.ev-lane,.ev-hollow text,.ev-said{fill:#565C64}.ev-year,.ev-said{stroke:none}"
    ".ev-band{fill:#F2F0EA}.ev-grid{stroke:#D9D5CB}.ev-path{fill:none;stroke:#8A5A00;"
    "stroke-width:2;stroke-dasharray:5 5}.ev-dot,.ev-bar{fill:#1F4E79}.ev-hollow .ev-dot,"
    ".ev-hollow .ev-bar{fill:#FFF;stroke:#8A857A;stroke-width:1.5;stroke-dasharray:3 3}"
)
"""How a picture looks that stands alone: the colours of `ui/assets/1-tokens.css` in the light."""


class _Mark(NamedTuple):
    """Where the sign of a document stands: its middle height, and from left to right."""

    entry: Entry
    left: float
    right: float
    height: float


def picture(language: str, course: Course, number: int, *, alone: bool = False) -> str:
    """Draw a course. `alone` makes a file of it: no links, colours of its own, labels below.

    `number` counts the pictures of a page, so that their ids differ.
    """
    span = _span(course)
    lanes, marks, bottom = _placed(course, span)
    labels = _labels(language) if alone else ()
    height = bottom + 26 * len(labels)
    title = say(language, "ev.pic.title", topic=clean(course.topic))
    parts = [
        f'<title id="ev-t{number}">{escape(title)}</title>',
        f'<desc id="ev-d{number}">{escape(_told(language, course))}</desc>',
        f"<style>{_ALONE}</style>" if alone else "",
        f'<rect width="{WIDTH}" height="{height}" fill="#FFF"/>' if alone else "",
        *_bands(language, lanes),
        *_years(span, bottom),
        _path(marks),
        *(_drawn(language, mark, alone=alone) for mark in marks),
    ]
    for line, text in enumerate(labels):
        parts.append(
            f'<text class="ev-said" x="16" y="{bottom + 20 + 26 * line}">{escape(text)}</text>'
        )
    size = f'width="{WIDTH}" height="{height}" xmlns="{SVG}" ' if alone else ""
    return (
        f'<svg {size}class="ev-svg" viewBox="0 0 {WIDTH} {height}" role="group" '
        f'aria-labelledby="ev-t{number} ev-d{number}">{"".join(parts)}</svg>'
    )


def _labels(language: str) -> tuple[str, ...]:
    keys = ("ev.pic.line", "mode.extractive")
    return tuple(say(language, key) for key in keys)


def _span(course: Course) -> tuple[int, int]:
    """First and last year of the axis; a year of room where nobody knows any."""
    years = [year for e in course.entries if e.column.years for year in e.column.years]
    return (min(years), max(years)) if years else (0, 0)


def _x(year: float, span: tuple[int, int]) -> float:
    """Where a year begins; each is as wide as the others."""
    wide = (WIDTH - GUTTER - RIGHT) / (span[1] - span[0] + 1)
    return round(GUTTER + (year - span[0]) * wide, 1)


def _placed(
    course: Course, span: tuple[int, int]
) -> tuple[list[tuple[bool, float, float]], list[_Mark], int]:
    """The lanes (national or not, from, to), the marks in time, and where the picture ends."""
    lanes: list[tuple[bool, float, float]] = []
    marks: dict[str, _Mark] = {}
    height = float(TOP)
    for national in (True, False):
        own = [entry for entry in course.entries if entry.column.national == national]
        if not own:
            continue
        begin = height
        for entry in own:
            years = entry.column.years or span
            left, right = _x(years[0] + 0.5, span), _x(years[1] + 0.5, span)
            marks[entry.column.document_id] = _Mark(entry, left, right, height + ROW - 14)
            height += ROW
        lanes.append((national, begin, height))
        height += LANE
    return lanes, [marks[entry.column.document_id] for entry in course.entries], int(height)


def _bands(language: str, lanes: Sequence[tuple[bool, float, float]]) -> Iterator[str]:
    for national, begin, end in lanes:
        name = say(language, "ev.national" if national else "ev.provincial")
        yield f'<rect class="ev-band" y="{begin}" width="{WIDTH}" height="{end - begin}" rx="6"/>'
        yield f'<text class="ev-lane" x="12" y="{(begin + end) / 2 + 5}">{escape(name)}</text>'


def _years(span: tuple[int, int], bottom: int) -> Iterator[str]:
    if span == (0, 0):
        return
    for year in range(span[0], span[1] + 1):
        x = _x(year + 0.5, span)
        yield f'<line class="ev-grid" x1="{x}" x2="{x}" y1="{TOP - 8}" y2="{bottom - LANE}"/>'
        yield f'<text class="ev-year" x="{x}" y="{TOP - 16}" text-anchor="middle">{year}</text>'


def _path(marks: Sequence[_Mark]) -> str:
    spoken = [mark for mark in marks if mark.entry.quotes]
    if len(spoken) < 2:
        return ""
    points = " ".join(f"{mark.left},{mark.height}" for mark in spoken)
    return f'<polyline class="ev-path" points="{points}"/>'


def _drawn(language: str, mark: _Mark, *, alone: bool) -> str:
    """A document: its sign and words, a link to its first clause where it speaks."""
    entry = mark.entry
    bar = (
        f'<rect class="ev-bar" x="{mark.left}" y="{mark.height - 4}" rx="4" height="8" '
        f'width="{mark.right - mark.left}"/>'
        if mark.right > mark.left
        else ""
    )
    dot = f'<circle class="ev-dot" cx="{mark.left}" cy="{mark.height}" r="7"/>'
    words = _words(language, entry)
    shown = _fitting(words, WIDTH - GUTTER - RIGHT)
    x = max(min(mark.left - 7, WIDTH - 10 - _wide(shown)), GUTTER - 20)
    text = f'<text x="{x:.1f}" y="{mark.height - 14}">{escape(shown)}</text>'
    if not entry.quotes:
        return f'<g class="ev-hollow">{bar}{dot}{text}</g>'
    if alone:
        return f"<g>{bar}{dot}{text}</g>"
    first = entry.quotes[0]
    address = reader.link(first.clause, first.start, first.end)
    return (
        f'<a href="{address}" aria-label="{escape(words)}"><title>{escape(words)}</title>'
        f"{_touched(x, shown, mark)}{bar}{dot}{text}</a>"
    )


def _touched(x: float, shown: str, mark: _Mark) -> str:
    """What of a link can be pressed: all of its row from its words to its sign."""
    left, right = min(x, mark.left - 8), max(x + _wide(shown), mark.right + 8)
    return (
        f'<rect x="{left:.1f}" y="{mark.height - 32}" width="{right - left:.1f}" height="42" '
        'fill="none" pointer-events="all"/>'
    )


def _words(language: str, entry: Entry) -> str:
    column = entry.column
    if not entry.quotes:
        return clean(f"{column.name} · {say(language, 'table.silent')}")
    where = pinpoints(entry.quotes)
    return clean(" · ".join(part for part in (column.name, where) if part))


def pinpoints(quotes: Sequence[Quote]) -> str:
    """Where in its document the quoted clauses stand, each once: `第2项、第14项`."""
    return "、".join(dict.fromkeys(quote.where for quote in quotes))


def _told(language: str, course: Course) -> str:
    """The picture in words."""
    told = [f"{when_of(language, e.column)} {_words(language, e)}".strip() for e in course.entries]
    return f"{say(language, 'ev.pic.line')} {'; '.join(map(clean, told))}"


def when_of(language: str, column: Column) -> str:
    """The years of a document in words, or that its source states none."""
    return column.when or say(language, "ev.noyear")


def _wide(text: str) -> float:
    """How wide a line is: a Chinese character is as wide as it is high, a Latin one half."""
    return sum(SIZE if ord(char) > 0x2E7F else SIZE * 0.56 for char in text)


def _fitting(text: str, most: float) -> str:
    """Cut a line that is too wide."""
    if _wide(text) <= most:
        return text
    while text and _wide(text) > most - SIZE:
        text = text[:-1]
    return f"{text}…"
