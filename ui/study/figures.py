"""Figures with their units, and other figures that could stand in the same place."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNITS = (
    "件次|件|人次|人|名|个百分点|%|亿元|万元|元|个|家|起|份|场|项|分钟|小时|天"
    "|公顷|平方公里|亩|处|条|篇|部|批|国"
)
_FIGURE = re.compile(
    rf"(?<![\d.A-Za-z“〔（第])(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<scale>[万亿]?)(?P<unit>{_UNITS})"
    r"(?![多余])"
)
_SCALE = {"": 1.0, "万": 1e4, "亿": 1e8}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text, `text[start:end]`: `3080.5万件` has the unit `万件`."""

    words: str
    start: int
    end: int
    unit: str
    value: float


def figures(text: str) -> list[Figure]:
    """The figures of a text in plain writing that have a unit; years and numbers of items do not.

    `审结案件5474件6443人` gives `5474件` and `6443人`.
    """
    return [
        Figure(
            found[0],
            found.start(),
            found.end(),
            found["scale"] + found["unit"],
            float(found["digits"].replace(",", "")) * _SCALE[found["scale"]],
        )
        for found in _FIGURE.finditer(text)
    ]


def distance(one: float, other: float) -> float:
    """How far two figures are apart in size: 1 is twice as large; lower is nearer."""
    low, high = sorted((max(one, 1e-9), max(other, 1e-9)))
    return high / low - 1
