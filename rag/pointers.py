"""The places a question points to by number: 第14条, 第（七）项, 第三部分, 最后一段, clause 12."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from ingest.numbering import han_to_int

LAST = -1
"""The number of what is asked for as the last one."""


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


_N = r"(\d{1,4}|[〇零一二三四五六七八九十百]{1,5})"
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
    (re.compile(rf"第?\s*\(\s*{_N}\s*\)\s*(?:项|条|部分|节|点)?"), Unit.BRACKETED),
    (re.compile(rf"第\s*{_N}\s*(条|项|点|款|部分|章|节|编|段)"), None),
    (re.compile(r"(?:最后|末尾?)(?:的)?(一)?(?:个)?(条|项|点|款|部分|章|节|段)"), None),
    (re.compile(r"(?<![\d.])(\d{1,4})\s*(条|款)(?!件|例|线)"), None),
    (re.compile(r"(?:clause|item|point|article|paragraph|no\.?)\s*(\d{1,4})()"), Unit.ITEM),
    (re.compile(r"(?:part|section|chapter)\s*(\d{1,3})()"), Unit.PART),
    (re.compile(r"(?:section|part)\s*(one|two|three|four|five|six|seven|eight|nine)()"), Unit.PART),
)
_WORDS = {w: i for i, w in enumerate("one two three four five six seven eight nine".split(), 1)}


def read_pointers(text: str) -> tuple[tuple[Pointer, ...], str]:
    """Read the numbers a question points to, and give the question without them.

    `text` is in searchable form (simplified, half width, lower case).
    """
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


def _pointer(match: re.Match[str], unit: Unit | None) -> Pointer | None:
    counted = unit or _UNITS[match[2]]
    if match[0].startswith(("最后", "末")):
        return Pointer(counted, LAST)
    if match[1] in _WORDS:
        return Pointer(counted, _WORDS[match[1]])
    try:
        return Pointer(counted, han_to_int(match[1]))
    except ValueError:
        return None
