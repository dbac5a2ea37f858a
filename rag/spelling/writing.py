"""The writing of a question: widths and numerals as the documents have them.

Nothing here depends on a library, and every function keeps what it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal

from ingest.numbering import han_to_int, int_to_han
from rag.words.normal import in_myriads

_YEAR_DIGITS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B))}
_WIDE_LATIN = re.compile("[\uff21-\uff3a\uff41-\uff5a][\uff01-\uff5e\u3000]*")
_MARKS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_YEAR = re.compile(
    "(?<![一二三四五六七八九〇零○十百千])[一二][九〇零○][〇零○一二三四五六七八九]{2}(?![十百千万亿])"
)
_NO_YEAR = "(?!龄|来|前|后|内|以|有期|徒刑|间|了|多|时间|之|没|未|不|的有期)"
_SHORT_YEAR = re.compile(
    rf"(?<![\d.第满判近过了刑期限效隔作])(?<!\d[到至])(?:(?=2[1-46-8])|(?<![^\W法院林东国省高]))"
    rf"(1[89]|2\d)年{_NO_YEAR}"
)
"""`21年` is a year; `20年`, a usual term, only after a pause or a court."""
_SHORT_PERIOD = re.compile(
    rf"(?<![\d.第])(2\d)\s?([到至—–-])\s?(2\d)(?:年{_NO_YEAR}|(?=[那这]|\S{{0,2}}纲要))"
)
_AFTER_YEAR = re.compile("(?<=[0-9]年)[一二三四五六七八九十]{1,3}(?=月)")
_OF_DOCUMENT = re.compile("(?<![第一二三四五六七八九十百])[一二三四五六七八九十百]{2,5}(?=号)")
_FEW = re.compile(
    "(?<![0-9.第—-])[2-9](?=[个类大种份](?!月|百分)|项(?!\\W|$|讲|是|说|的|写|内容|规定))"
)
_WHICH = re.compile("(?<=[哪几这那])[2-9](?=项)")
_APART = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SCALED = re.compile(r"(\d+(?:\.\d+)?)\s*(million|billion|trillion)\b(?:\s*(?:yuan|rmb)\b)?", re.I)
_SCALES = {"million": 10**6, "billion": 10**9, "trillion": 10**12}


def legible(question: str, printed: Collection[str] = ()) -> str:
    """Write digits and letters half width, years in digits and small counts in characters.

    `printed` are counts that the documents themselves print in digits (`6类`); they stay.

    Example: `legible("二〇二一年广东要点第１４条的3个规定") == "2021年广东要点第14条的三个规定"`,
    `legible("最高法21年要点") == "最高法2021年要点"`, `legible("1.9 billion yuan") == "19亿元"`.
    """
    text = _WIDE_LATIN.sub(lambda m: m[0].translate(_MARKS), question).translate(_WIDE)
    text = _SCALED.sub(_in_myriads, _APART.sub("", text))
    text = _YEAR.sub(lambda m: "".join(_YEAR_DIGITS[c] for c in m[0]), text)
    text = _SHORT_YEAR.sub(r"20\1年", _SHORT_PERIOD.sub(r"20\1\g<2>20\3年", text))
    text = _AFTER_YEAR.sub(_in_digits, text)
    text = _OF_DOCUMENT.sub(_in_digits, text)
    few = _FEW.sub(
        lambda m: m[0] if text[slice(m.start(), m.end() + 1)] in printed else _han(m), text
    )
    return _WHICH.sub(_han, few)


def _in_myriads(found: re.Match[str]) -> str:
    """Write a large English figure as the documents do: `10.59 million` is `1059万`."""
    number = int(Decimal(found[1]) * _SCALES[found[2].lower()])
    yuan = "元" if re.search("yuan|rmb", found[0], re.I) else ""
    return in_myriads(str(number)) + yuan


def _in_digits(found: re.Match[str]) -> str:
    return str(han_to_int(found[0]))


def _han(found: re.Match[str]) -> str:
    return int_to_han(int(found[0]))
