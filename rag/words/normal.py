"""Bringing two texts to one form before they are compared: script, width, numbers, punctuation.

`normal("一千零五十九点二万件")` and `normal("1059.2 万件")` are both `10592000件`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from index.script import searchable
from ingest.numbering import han_to_int, int_to_han

_VARIANTS = str.maketrans({"两": "二", "零": None, "〇": None})
_HAN_NUMBER = re.compile(r"[〇零一二两三四五六七八九十百千]+(?:点[〇零一二三四五六七八九]+)?")
_SCALED = re.compile(r"(\d+(?:\.\d+)?)\s*(万亿|亿|万)")
_SCALE = {"万": 10_000, "亿": 100_000_000, "万亿": 1_000_000_000_000}
_LARGEST = sorted(_SCALE.items(), key=lambda one: -one[1])
_LARGE = re.compile(r"(?<![\d.])(?=\d{5})[1-9]\d*?0{3,}(?![\d.])")
"""A figure that is shorter in 万 or 亿."""
_PERCENT = re.compile(rf"百分之({_HAN_NUMBER.pattern}|\d+(?:\.\d+)?)")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NOISE = re.compile(r"[^\w%.]|(?<!\d)\.|\.(?!\d)|_")


@lru_cache(maxsize=65_536)
def normal(text: str) -> str:
    """Give the form in which texts are compared: no spaces or punctuation, numbers in digits.

    Simplified script, half width, lower case; Chinese numerals become digits; 万 and 亿 are
    multiplied out; 百分之五 is 5%.
    """
    return _NOISE.sub("", in_digits(text))


@lru_cache(maxsize=4_096)
def in_digits(text: str) -> str:
    """Do as `normal`, but leave spaces and punctuation where they stand.

    Example: `in_digits("受理案件一千零五十九点二万件，上升百分之五")` is
    `受理案件10592000件,上升5%`.
    """
    plain = _GROUPED.sub("", searchable(text))
    plain = _PERCENT.sub(lambda m: _digits(m[1]) + "%", plain)
    plain = _HAN_NUMBER.sub(lambda m: _digits(m[0]), plain)
    return _SCALED.sub(lambda m: _number(float(m[1]) * _SCALE[m[2]]), plain)


def in_myriads(text: str) -> str:
    """Write the large figures of a text as the documents do.

    Example: `in_myriads("137370000000元, 39347件")` is `1373.7亿元, 39347件`.
    """
    return _LARGE.sub(lambda m: _in_myriads(int(m[0])), text)


def _in_myriads(value: int) -> str:
    size, name = next((size, name) for name, size in _LARGEST if value >= size)
    return f"{(Decimal(value) / size).normalize():f}{name}"


def _digits(numeral: str) -> str:
    """Write a well-formed Chinese numeral in digits; leave others (十四五) as they are."""
    whole, point, rest = numeral.partition("点")
    try:
        value = han_to_int(whole)
    except ValueError:
        return numeral
    positional = not any(unit in whole for unit in "十百千")
    if not positional and _plain(int_to_han(value)) != _plain(whole):
        return numeral
    return str(value) + (f".{''.join(str(han_to_int(c)) for c in rest)}" if point else "")


def _plain(numeral: str) -> str:
    return numeral.translate(_VARIANTS).removeprefix("一十").removeprefix("十")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.6f}".rstrip("0")
