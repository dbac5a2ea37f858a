"""Characters that carry no text: control and format characters, and trailing blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.types import Line

_INVISIBLE = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0001\U000e0020-\U000e007f]"
)
_LINE_END = re.compile("\r\n|\n|\r")
_SEPARATORS = str.maketrans("\u2028\u2029", "  ")


def clean(text: str) -> str:
    r"""Drop control and format characters and trailing blanks; keep indents and inner spaces.

    Example: `clean("\ufeff　　一、总体\u200b要求 \r")` is `"　　一、总体要求"`.
    """
    return _INVISIBLE.sub("", text.translate(_SEPARATORS)).rstrip()


def split_lines(text: str) -> list[str]:
    """Split at line ends as an editor numbers them: only CR LF, LF and CR, never form feeds."""
    return _LINE_END.split(text)


def number_lines(texts: Iterable[tuple[str, int]], *, blanks_count: bool) -> tuple[Line, ...]:
    """Make lines of (text, heading level) pairs, numbered from 1, leaving out the blank ones.

    Where `blanks_count` is true a blank one still uses up its number.
    """
    lines: list[Line] = []
    number = 0
    for text, heading in texts:
        cleaned = clean(text)
        if cleaned or blanks_count:
            number += 1
        if cleaned:
            lines.append(Line(cleaned, number, heading=heading))
    return tuple(lines)
