"""One script for searching: traditional becomes simplified, full width becomes half width.

Every function here keeps the length of its text, so an offset in the result is an offset in the
original. What a reader sees is always the original.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

MODE = "tw2s"
"""OpenCC's mode. `t2s` leaves 著力 and 沿著 as they are; `tw2sp` rewrites words (程序 to 进程)."""

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_FOLDED = _HALF_WIDTH | {ord("著"): ord("着")}
_WRITTEN = re.compile("(?<=[显顯卓昭编編名专專论論原土巨合])著|著(?=[作名述称稱者录錄])")
"""著 as in 显著, 著作: OpenCC knows these words in traditional characters only."""

_NOT_FOR_OPENCC = re.compile("[\x00\ud800-\udfff]")
_STAND_IN = "\ufffd"
_REMEMBERED_LENGTH = 1_000
"""The sentences of a library are compared again with every question, so the forms of 4,096 texts of
at most 1,000 characters are remembered: 16 MB at most, 1 MB for the founding documents."""


@lru_cache(maxsize=1)
def _converter() -> Callable[[str], str]:
    """Load OpenCC once, when it is first needed."""
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC(MODE).convert
    return convert


def _keeping_length(text: str, convert: Callable[[str], str]) -> str:
    """Convert as a whole; where that changes the length, character by character."""
    whole = convert(text)
    if len(whole) == len(text):
        return whole
    single = ((character, convert(character)) for character in text)
    return "".join(new if len(new) == 1 else old for old, new in single)


def to_simplified(text: str) -> str:
    """Convert traditional characters to simplified ones and keep the length.

    Example: `to_simplified("着力健全審判權責配置體系") == "着力健全审判权责配置体系"`. A NUL
    (at which OpenCC stops) and a lone surrogate (at which it fails) pass through as they are.
    """
    safe = _NOT_FOR_OPENCC.sub(_STAND_IN, text)
    converted = _keeping_length(safe, _converter())
    kept = {found.start() for found in _NOT_FOR_OPENCC.finditer(text)}
    kept.update(found.start() for found in _WRITTEN.finditer(text))
    if kept:
        converted = "".join(
            text[place] if place in kept else new for place, new in enumerate(converted)
        )
    assert len(converted) == len(text), "conversion changed the length of the text"
    return converted


def searchable(text: str) -> str:
    """Bring text to the form that is searched: simplified, half width, lower case, same length.

    著 becomes 着 everywhere, so that either way of writing finds the other.

    Example: `searchable("《意見》（ＡＩ）１２３６８") == "《意见》(ai)12368"`.
    """
    if text.isascii():
        return text.lower()
    return _remembered(text) if len(text) <= _REMEMBERED_LENGTH else _folded(text)


def _folded(text: str) -> str:
    return _keeping_length(to_simplified(text).translate(_FOLDED), str.lower)


_remembered = lru_cache(maxsize=4_096)(_folded)
