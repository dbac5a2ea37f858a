"""The numbers Word prints before paragraphs of automatic lists, which are not in their text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from ingest.readers.numerals import printed

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile("%([1-9])")
_LEVELS: Final = 9
_LONGEST_PATTERN: Final = 64


def child_value(element: Any, *path: str) -> str | None:  # noqa: ANN401 (lxml is untyped)
    """Get the `w:val` of the element found along `path`, None where there is none."""
    for step in path:
        element = None if element is None else element.find(W + step)
    return None if element is None else element.get(W + "val")


def as_number(value: str | None, otherwise: int) -> int:
    """Read a whole number from an attribute; `otherwise` where it is missing or broken."""
    try:
        return otherwise if value is None else int(value)
    except ValueError:
        return otherwise


@dataclass(slots=True)
class _Level:
    start: int
    style: str
    pattern: str
    gap: str
    legal: bool
    restarts_after: int | None
    paragraph_style: str | None


@dataclass(slots=True)
class _List:
    """A list definition (`w:abstractNum`) and how far its counters have come."""

    levels: dict[int, _Level]
    counters: dict[int, int] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)


class Numbering:
    """Count through a document's automatic lists, paragraph by paragraph in reading order.

    Where `numbering.xml` gives level 0 the pattern `第%1条` in `chineseCountingThousand`, the calls
    `next_number("3", 0)` give `"第一条 "`, `"第二条 "` and so on.
    """

    def __init__(self, root: Any | None) -> None:  # noqa: ANN401
        self._lists: dict[str, _List] = {}
        self._uses: dict[str, tuple[str, dict[int, int]]] = {}
        if root is not None:
            self._read(root)

    def level_of_style(self, number_id: str, style_id: str) -> int:
        """Find the level that a list ties to a paragraph style, 0 where it ties none."""
        listed = self._list(number_id)
        for level, rules in (listed.levels if listed else {}).items():
            if rules.paragraph_style == style_id:
                return level
        return 0

    def next_number(self, number_id: str, level: int) -> str:
        """Count one paragraph of list `number_id` at `level` (from 0) and return what Word prints.

        Empty for bullets, for lists that the file does not define and for levels without number.
        """
        listed = self._list(number_id)
        if listed is None or level not in listed.levels:
            return ""
        starts = self._uses[number_id][1]
        counters = listed.counters
        if number_id not in listed.begun:  # a start given for this use counts from here
            listed.begun.add(number_id)
            for overridden in starts:
                counters.pop(overridden, None)
        rules = listed.levels[level]
        counters[level] = counters.get(level, starts.get(level, rules.start) - 1) + 1
        for deeper in range(level + 1, _LEVELS):
            after = listed.levels[deeper].restarts_after if deeper in listed.levels else None
            if after is None or level < after:
                counters.pop(deeper, None)
        number = self._fill(listed, rules)
        return number + rules.gap if number else ""

    def _fill(self, listed: _List, rules: _Level) -> str:
        if rules.style == "bullet":
            return ""

        def write(place: re.Match[str]) -> str:
            level = int(place[1]) - 1
            at = listed.levels.get(level)
            if at is None:
                return ""
            style = "decimal" if rules.legal else at.style
            return printed(listed.counters.setdefault(level, at.start), style) or ""

        return _PLACE.sub(write, rules.pattern)

    def _list(self, number_id: str) -> _List | None:
        use = self._uses.get(number_id)
        return self._lists.get(use[0]) if use else None

    def _read(self, root: Any) -> None:  # noqa: ANN401
        linked: dict[str, str] = {}
        for element in root.findall(W + "abstractNum"):
            list_id = element.get(W + "abstractNumId", "")
            self._lists[list_id] = _List(_levels(element))
            if (style := child_value(element, "styleLink")) is not None:
                linked[style] = list_id
        aliases = {
            element.get(W + "abstractNumId", ""): linked[style]
            for element in root.findall(W + "abstractNum")
            if (style := child_value(element, "numStyleLink")) in linked
        }
        for element in root.findall(W + "num"):
            number_id = element.get(W + "numId", "")
            list_id = child_value(element, "abstractNumId") or ""
            list_id = aliases.get(list_id, list_id)
            starts: dict[int, int] = {}
            for override in element.findall(W + "lvlOverride"):
                level = as_number(override.get(W + "ilvl"), 0)
                if (start := child_value(override, "startOverride")) is not None:
                    starts[level] = as_number(start, 1)
            if element.find(f"{W}lvlOverride/{W}lvl") is not None and list_id in self._lists:
                levels = {**self._lists[list_id].levels, **_overridden(element)}
                list_id = f"{list_id} as in {number_id}"
                self._lists[list_id] = _List(levels)
            self._uses[number_id] = (list_id, starts)


def _overridden(element: Any) -> dict[int, _Level]:  # noqa: ANN401
    levels: dict[int, _Level] = {}
    for override in element.findall(W + "lvlOverride"):
        levels.update(_levels(override))
    return levels


def _levels(element: Any) -> dict[int, _Level]:  # noqa: ANN401
    levels: dict[int, _Level] = {}
    for found in element.findall(W + "lvl"):
        level = as_number(found.get(W + "ilvl"), 0)
        restart = child_value(found, "lvlRestart")
        legal = found.find(W + "isLgl")
        levels[level] = _Level(
            start=as_number(child_value(found, "start"), 0),
            style=child_value(found, "numFmt") or "decimal",
            pattern=(child_value(found, "lvlText") or "")[:_LONGEST_PATTERN],
            gap="" if child_value(found, "suff") == "nothing" else " ",
            legal=legal is not None and legal.get(W + "val") not in ("0", "false", "off"),
            restarts_after=None if restart is None else as_number(restart, 0),
            paragraph_style=child_value(found, "pStyle"),
        )
    return levels
