"""Markdown: headings get their level, emphasis marks and escapes go, everything else stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.readers.characters import clean, number_lines, split_lines
from ingest.readers.encoding import decode
from ingest.types import Line

# Writers of Chinese leave out the space after `#`, so it is asked for only before ASCII (`#1`).
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t\u3000]+|(?=[^\x00-\x7f]|\*\*)|$)(.*)")
_CLOSING_MARKS = re.compile(r"(?:^|[ \t]+)#+[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:(=+)|(-+))[ \t]*")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_SETTING = re.compile(r"[\w.-]+[ \t]*:.*|[ \t]+\S.*|-[ \t].*|#.*|")
_NOT_A_PARAGRAPH = re.compile(r"\s*(?:>|[-*+][ \t]|\|)")
_STRONG = (
    re.compile(r"(?<!\\)\*\*(?=[^\s*])(.+?)(?<=[^\s\\])\*\*"),
    re.compile(r"(?<![\\0-9A-Za-z_])__(?=[^\s_])(.+?)(?<=[^\s\\])__(?![0-9A-Za-z_])"),
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def read_lines(data: bytes, name: str) -> tuple[Line, ...]:
    """Read the lines of a Markdown file; `number` is the line in the file.

    `## **一、总体要求**` becomes the line `一、总体要求` with heading 2. Settings above the text
    (front matter), rules and the marks of code blocks are left out.
    Raises `SourceError` where the encoding cannot be told.
    """
    rows = [clean(row) for row in split_lines(decode(data, name))]
    return number_lines(_marked(rows), blanks_count=True)


def _marked(rows: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield the text and heading level of every row, an empty text for rows of mere markup."""
    start = _settings_end(rows)
    yield from (("", 0) for _ in range(start))
    fence = ""
    for place in range(start, len(rows)):
        row = rows[place]
        mark = _FENCE.match(row)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
            yield "", 0
        elif fence:
            yield row, 0
        else:
            before = rows[place - 1] if place > start else ""
            after = rows[place + 1] if place + 1 < len(rows) else ""
            yield _text_and_level(row, before, after)


def _text_and_level(row: str, before: str, after: str) -> tuple[str, int]:
    """Read one row outside code, given its neighbours (a row of `===` makes a heading above)."""
    if heading := _HEADING.fullmatch(row):
        return _without_marks(_CLOSING_MARKS.sub("", heading[2])), len(heading[1])
    if _RULE.fullmatch(row) or (_underline_level(row) and _can_be_heading(before)):
        return "", 0
    level = _underline_level(after) if _can_be_heading(row) else 0
    return _without_marks(row), level


def _underline_level(row: str) -> int:
    """Find the level a row of `===` (1) or `---` (2) gives the row above, 0 for other rows."""
    underline = _UNDERLINE.fullmatch(row)
    if not underline:
        return 0
    return 1 if underline[1] else 2


def _can_be_heading(row: str) -> bool:
    return bool(row.strip()) and not (
        _NOT_A_PARAGRAPH.match(row) or _HEADING.fullmatch(row) or _RULE.fullmatch(row)
    )


def _without_marks(text: str) -> str:
    for strong in _STRONG:
        text = strong.sub(r"\1", text)
    return _ESCAPE.sub(r"\1", text)


def _settings_end(rows: Sequence[str]) -> int:
    """How many rows at the top are settings between two `---`; 0 where there are none."""
    if not rows or rows[0] != "---":
        return 0
    for place in range(1, len(rows)):
        if rows[place] in ("---", "..."):
            return place + 1
        if not _SETTING.fullmatch(rows[place]):
            return 0
    return 0
