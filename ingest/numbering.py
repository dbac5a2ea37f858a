"""The numbers that open a clause or a heading: 第三章, 第十二条, 三、, （三）, 14., （2）, ①.

`read_marker("14.健全解决执行难长效机制。…")` is `Marker(Style.DIGIT, 14, 0, "14", 3)`. Whether a
marker really opens something is decided in `structure`, by the sequence it stands in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


class Style(IntEnum):
    """Kinds of number, ordered from the outermost level of a document to the innermost."""

    BOOK = 0
    PART = 1
    CHAPTER = 2
    SECTION = 3
    ARTICLE = 4
    HAN = 5
    HAN_PAREN = 6
    DIGIT = 7
    DIGIT_PAREN = 8
    CIRCLED = 9


HEADING_STYLES = frozenset({Style.BOOK, Style.PART, Style.CHAPTER, Style.SECTION})


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the head of a paragraph.

    `value` is its number, `sub` the 之N of 第一百二十条之一 (0 without), `printed` the number as it
    stands without separator, `end` the offset where the words begin.
    """

    style: Style
    value: int
    sub: int
    printed: str
    end: int


def han_to_int(numeral: str) -> int:
    """Read a Chinese or Arabic numeral: `han_to_int("一百二十")` is 120, `"１４"` is 14.

    Raises ValueError on anything else.
    """
    plain = numeral.translate(_FULL_WIDTH)
    if plain.isascii():
        return int(plain)
    if not any(c in _UNITS for c in plain):
        return int("".join(str(_DIGITS[c]) if c in _DIGITS else "x" for c in plain))
    total, digit = 0, 0
    for c in plain:
        if c in _UNITS:
            total += (digit or 1) * _UNITS[c]
            digit = 0
        elif c in _DIGITS:
            digit = _DIGITS[c]
        else:
            raise ValueError(numeral)
    return total + digit


def int_to_han(value: int) -> str:
    """Write 1–9999 as a Chinese numeral: 120 is 一百二十, 14 is 十四."""
    out, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            out += ("零" if zero and out else "") + "〇一二三四五六七八九"[digit] + name
            zero = False
        else:
            zero = True
    return out.removeprefix("一") if out.startswith("一十") else out


_HAN = "[〇零一二三四五六七八九十百千两兩]{1,7}"
_NUM = "[0-9０-９]{1,3}"
_STYLES: tuple[tuple[Style | None, re.Pattern[str]], ...] = (
    (
        None,
        re.compile(
            rf"([第笫]\s?({_HAN}|{_NUM})\s?(分?编|分?編|部分|章|节|節|条|條)(?:之({_HAN}))?)[\s：:、]*"
        ),
    ),
    (Style.HAN, re.compile(rf"(({_HAN}))、\s*")),
    (Style.HAN_PAREN, re.compile(rf"([（(]\s?({_HAN})\s?[）)])[、.．]?\s*")),
    (Style.DIGIT, re.compile(rf"(({_NUM}))\s?(?:[.．](?![0-9０-９])|、)\s*")),
    (Style.DIGIT_PAREN, re.compile(rf"([（(]?\s?({_NUM})\s?[）)])[、.．]?\s*")),
)
_UNIT_STYLES = {
    "编": Style.BOOK,
    "編": Style.BOOK,
    "分编": Style.BOOK,
    "分編": Style.BOOK,
    "部分": Style.PART,
    "章": Style.CHAPTER,
    "节": Style.SECTION,
    "節": Style.SECTION,
    "条": Style.ARTICLE,
    "條": Style.ARTICLE,
}
_SINGLE = {c: (Style.CIRCLED, i) for i, c in enumerate("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", start=1)}
_SINGLE |= {c: (Style.HAN_PAREN, i) for i, c in enumerate("㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩", start=1)}
_SINGLE |= {c: (Style.DIGIT, i) for i, c in enumerate("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑", start=1)}
_SINGLE |= {c: (Style.DIGIT_PAREN, i) for i, c in enumerate("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽", start=1)}


def read_marker(text: str) -> Marker | None:
    """Read the number a paragraph begins with, or None.

    `1.7%、4.3%` begins with a figure, not with clause 1: a point before a digit opens nothing.
    """
    if text[:1] in _SINGLE:
        style, value = _SINGLE[text[0]]
        end = len(text) - len(text[1:].lstrip("、.． 　"))
        return Marker(style, value, 0, text[0], end)
    for style_or_unit, pattern in _STYLES:
        match = pattern.match(text)
        if match is None:
            continue
        if style_or_unit is not None:
            return _marker(style_or_unit, match, "")
        return _marker(_UNIT_STYLES[match[3]], match, match[4] or "")
    return None


def _marker(style: Style, match: re.Match[str], sub: str) -> Marker | None:
    try:
        value = han_to_int(match[2])
        return Marker(style, value, han_to_int(sub) if sub else 0, match[1], match.end())
    except ValueError:
        return None
