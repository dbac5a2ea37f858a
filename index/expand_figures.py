"""The figures of a text, to tell whether a question brings in one that its clause does not have.

Example: `figures("三十天内要办完吗")` is `{"30"}`, and so is `figures("within thirty days")`.
"""

from __future__ import annotations

import re
import unicodedata

from index.script import searchable
from ingest.numbering import han_to_int

_ARABIC = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")
_NUMERAL = "[〇零一二三四五六七八九十百千万亿两]+"
_UNIT = "[年月日号天元岁条项章节编款名人次件个倍级周份成种类省市]|小时|分钟|季度"
_FIGURE = re.compile(
    rf"(?:第|百分之)({_NUMERAL})(?![〇零一二三四五六七八九十百千万亿两方人者])"
    rf"|(?<!第)({_NUMERAL})(?={_UNIT})|({_NUMERAL})"
)
_MOSTLY_WORDS = frozenset({"一", "百", "千", "万", "亿"})
"""Numerals that are seldom meant as figures even before a unit: 一个, 百姓, 万家."""
_WORDS_ALONE = _MOSTLY_WORDS | {"十", "千万", "百万", "万一", "一一", "万万"}
"""Numerals that without a unit are part of a word: 十分, 千万别, 万一."""

_ONES = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ENGLISH = {word: value for value, word in enumerate(_ONES.split(), start=2)}
_ENGLISH |= dict.fromkeys(("sixteen",), 16) | {"seventeen": 17, "eighteen": 18, "nineteen": 19}
_ENGLISH |= {word: 10 * value for value, word in enumerate(_TENS.split(), start=2)}
_WORDS = "|".join(sorted(_ENGLISH, key=len, reverse=True))
_ENGLISH_FIGURE = re.compile(
    rf"(?<![a-z])(?:({'|'.join(_TENS.split())})[- ](one|{_WORDS})|({_WORDS}))(?![a-z])"
)
_DOCUMENT_NUMBER = re.compile(
    r"([\u4e00-\u9fff]*)[〔\[(【﹝]([0-9]{4})[〕\])】﹞]\s*第?\s*0*([0-9]+)\s*号"
)

_AHEAD = re.compile("按照|依照|根据|依据|[按据和与及的由是]")
"""Words that stand before an issuer without being part of its name."""


def figures(text: str, *, loosely: bool = False) -> frozenset[str]:
    """Give the figures of a text, Arabic, Chinese or English, all in Arabic digits.

    A Chinese numeral is a figure if it stands before a unit, after 第 or 百分之, or has several
    characters. `loosely` adds what may be one: the 三 of 三大攻坚战, the 一 of 一个. Signs such as
    ② stand for themselves.
    """
    plain = searchable(text)
    found = {_bare(number) for number in _ARABIC.findall(plain)}
    for ordinal, counted, alone in _FIGURE.findall(plain):
        run = ordinal or counted or alone
        if alone:
            figure = run not in _WORDS_ALONE and (loosely or len(run) > 1)
        else:
            figure = loosely or run not in _MOSTLY_WORDS
        if figure:
            found.add(_value(run))
    for tens, one, alone in _ENGLISH_FIGURE.findall(plain):
        found.add(str(_ENGLISH[alone] if alone else _ENGLISH[tens] + _ENGLISH.get(one, 1)))
    return frozenset(found | {sign for sign in plain if _is_number_sign(sign)})


def has_document_numbers(line: str, text: str) -> bool:
    """Whether every document number of a line, such as 粤高法〔2021〕7号, stands in a text."""
    known = _DOCUMENT_NUMBER.findall(searchable(text))
    return all(
        any(
            (year, number) == (known_year, known_number) and _same_issuer(issuer, known_issuer)
            for known_issuer, known_year, known_number in known
        )
        for issuer, year, number in _DOCUMENT_NUMBER.findall(searchable(line))
    )


def _same_issuer(one: str, other: str) -> bool:
    """Whether the words before two document numbers end in the same issuer."""
    one, other = (_AHEAD.split(words)[-1] for words in (one, other))
    return one.endswith(other) or other.endswith(one)


def _bare(number: str) -> str:
    return number.replace(",", "").lstrip("0") or "0"


def _value(run: str) -> str:
    """Give a Chinese numeral in Arabic digits; as it stands where it is none (百万千)."""
    try:
        return str(_whole(run))
    except (ValueError, KeyError):
        return run


def _whole(run: str) -> int:
    for sign, size in (("亿", 100_000_000), ("万", 10_000)):
        before, found, after = run.rpartition(sign)
        if found:
            return (_whole(before) if before else 1) * size + (_whole(after) if after else 0)
    return han_to_int(run)


def _is_number_sign(sign: str) -> bool:
    """Whether a character is a number but none of the digits and numerals above: ②, ½, Ⅳ, ٣."""
    kind = unicodedata.category(sign)
    return kind in ("Nd", "No", "Nl") and not sign.isascii() and sign != "〇"
