"""The places a question points to by number: 第14条, 第（七）项, 第三部分, 最后一段, clause 12."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from ingest.numbering import han_to_int

LAST = -1
"""The number of what is asked for as the last one; the last but one is -2."""


class Unit(StrEnum):
    """What a pointer counts."""

    ITEM = "item"
    BRACKETED = "bracketed"
    PART = "part"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Pointer:
    """A number in a question: `第14条` is `Pointer(Unit.ITEM, 14)`, `最后一段` has number -1."""

    unit: Unit
    number: int

    @property
    def clause(self) -> bool:
        """Whether it points to a clause rather than to a part of the document."""
        return self.unit in (Unit.ITEM, Unit.PARAGRAPH)


_N = r"(\d{1,9}|[〇零一二三四五六七八九十百]{1,5})"
_FEW = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_UNITS = {
    "条": Unit.ITEM,
    "项": Unit.ITEM,
    "点": Unit.ITEM,
    "款": Unit.ITEM,
    "部分": Unit.PART,
    "章": Unit.PART,
    "节": Unit.PART,
    "编": Unit.PART,
    "段": Unit.PARAGRAPH,
}
_PATTERNS: tuple[tuple[re.Pattern[str], Unit | None], ...] = (
    (re.compile(rf"(?<![a-z])第?\s*\(\s*{_FEW}\s*\)\s*(?:项|条|部分|节|点)?"), Unit.BRACKETED),
    (re.compile(rf"倒数第\s*{_N}\s*(?:个)?(条|项|点|款|部分|章|节|编|段)"), None),
    (re.compile(rf"第\s*{_N}\s*(条|项|点|款|部分|章|节|编|段)"), None),
    (re.compile(r"第\s*(\d{1,3})()(?=的|讲|是|说|怎|写|规定|内容|\s*$)"), Unit.ITEM),
    (re.compile(r"(?:最后|末尾?)(?:的)?(一)?(?:个)?(条|项|点|款|部分|章|节|段)"), None),
    (re.compile(r"(?<![\d.])(\d{1,4})\s*(条|款)(?!件|例|线)"), None),
    (
        re.compile(
            r"(?<=\s)([二三四五六七八九十百]{2,5}|十)\s*(条|款|项)(?=\W*$|讲|是|说|的|写|内容|规定)"
        ),
        None,
    ),
    (re.compile(r"(?<![^\s，])(\d{1,3})\s*(项|点)(?=\W*$|讲|是|说|的|写|内容|规定)"), None),
    (re.compile(r"(?:clause|item|point|article|paragraph|no\.?|#)\s*(\d{1,9})()"), Unit.ITEM),
    (re.compile(r"(\d{1,3})(?:st|nd|rd|th)\s+(?:clause|item|point|article)()"), Unit.ITEM),
    (re.compile(r"(?:part|section|chapter)\s*(\d{1,3})()"), Unit.PART),
    (re.compile(r"(?:section|part)\s*(one|two|three|four|five|six|seven|eight|nine)()"), Unit.PART),
)
_COUNTED = r"(条|项|点|部分|段)"
_RANGE = re.compile(rf"第\s*{_N}\s*{_COUNTED}?\s*[至到~—–-]+\s*第?\s*{_N}\s*{_COUNTED}")
_SERIES = re.compile(rf"第\s*{_N}(?:\s*[、,和与及]\s*第?\s*{_N})+\s*{_COUNTED}")
_PARAGRAPH_OF = re.compile(rf"(第\s*{_N}\s*[条项点])\s*第\s*{_N}\s*款")
_LONGEST_RANGE = 20
_ENGLISH = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_WORDS = {w: i for i, w in enumerate(_ENGLISH, 1)}


def read_pointers(text: str) -> tuple[tuple[Pointer, ...], str]:
    """Read the numbers a question points to, and give the question without them.

    `text` is in searchable form (simplified, half width, lower case).
    """
    text = _spelled_out(text)
    found: list[tuple[int, Pointer]] = []
    for pattern, unit in _PATTERNS:
        for match in list(pattern.finditer(text)):
            pointer = _pointer(match, unit)
            if pointer is None:
                continue
            found.append((match.start(), pointer))
            text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    ordered = [pointer for _, pointer in sorted(found, key=lambda pair: pair[0])]
    return tuple(dict.fromkeys(ordered)), text


def _spelled_out(text: str) -> str:
    """Name each clause of a series: `第14、15条` is 第14条第15条, `第1至3条` is 第1条第2条第3条.

    `第14条第2款` is clause 14, since a clause is shown whole.
    """
    text = _PARAGRAPH_OF.sub(r"\1", text)
    text = _RANGE.sub(_each_of_range, text)
    return _SERIES.sub(
        lambda m: "".join(f"第{n}{m[3]}" for n in re.findall(_N, m[0])),
        text,
    )


def _each_of_range(match: re.Match[str]) -> str:
    try:
        first, last = han_to_int(match[1]), han_to_int(match[3])
    except ValueError:
        return match[0]
    if match[2] not in (None, match[4]) or not first < last <= first + _LONGEST_RANGE:
        return match[0]
    return "".join(f"第{n}{match[4]}" for n in range(first, last + 1))


def _pointer(match: re.Match[str], unit: Unit | None) -> Pointer | None:
    counted = unit or _UNITS[match[2]]
    if match[0].startswith(("最后", "末")):
        return Pointer(counted, LAST)
    if match[1] in _WORDS:
        return Pointer(counted, _WORDS[match[1]])
    try:
        number = han_to_int(match[1])
        return Pointer(counted, -number if match[0].startswith("倒数") else number)
    except ValueError:
        return None
