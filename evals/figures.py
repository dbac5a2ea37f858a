"""Numbers of a question written the other way: 第14条 as 第十四条, 二〇二一年 as 2021年."""

from __future__ import annotations

import re

from ingest.numbering import han_to_int, int_to_han

_DIGITS = "〇一二三四五六七八九"
_COUNTED = "(?=[条项点款段章节编个家件名类份批号页种级位月日天次院庭]|部分)"
_HAN = "一二三四五六七八九十百"
_YEAR = re.compile(r"(?<![0-9.])(?:19|20)[0-9]{2}(?![0-9.])")
_SMALL = re.compile(r"(?<![0-9.a-zA-Z])[0-9]{1,3}" + _COUNTED)
_HAN_YEAR = re.compile(rf"[一二][{_DIGITS}零]{{3}}(?=年)")
_PLACED = re.compile(rf"(?<=第)[{_HAN}]{{1,5}}{_COUNTED}")
_NUMBER = re.compile(rf"(?<![{_HAN}第之几])(?!一)[{_HAN}]{{1,5}}{_COUNTED}")


def in_chinese(text: str) -> str:
    """Write years, and numbers under a thousand before what they count, in Chinese characters.

    Example: `in_chinese("2021年要点第14条") == "二〇二一年要点第十四条"`.
    """
    text = _YEAR.sub(lambda m: "".join(_DIGITS[int(d)] for d in m[0]), text)
    return _SMALL.sub(lambda m: int_to_han(int(m[0])), text)


def in_arabic(text: str) -> str:
    """Write years, places (第十四条) and counts of two and more (三个规定) in Arabic digits.

    Example: `in_arabic("六五纲要第（七）项、第二十四条") == "六五纲要第（七）项、第24条"`.
    """
    text = _HAN_YEAR.sub(lambda m: "".join(str(_value(c)) for c in m[0]), text)
    text = _PLACED.sub(lambda m: str(han_to_int(m[0])), text)
    return _NUMBER.sub(lambda m: str(han_to_int(m[0])), text)


def _value(character: str) -> int:
    return 0 if character == "零" else _DIGITS.index(character)
