"""The parts of sentences that answer: their figures, and what a question shares of them."""

from __future__ import annotations

import re

from rag.checking.polarity import pairs
from rag.words.normal import in_digits

ALIKE, PAIRS = 4, 3
"""Characters in a row, or pairs of characters, that a question and a part of the answer share when
they are of one matter."""
FIGURE = re.compile(
    r"(\d+(?:[.+/]\d+)*)(%|[万亿])?(?:个|家|名)?(国|省|年|月|日|号|件|人|位|名|家|个|所|批|类|项|条|次|份|小时|分钟|天|元|页)?"
)


class Piece:
    """A part of a sentence that answers: its words, and how many of them the question shares."""

    def __init__(self, printed: str, asked: str, sentence: int) -> None:
        self.printed = printed
        self.text = in_digits(printed)
        self.sentence = sentence
        self.figures = [match for match in FIGURE.finditer(self.text) if kind_of(match)]
        same = any(len(figure[1]) > 1 and stands(figure, asked) for figure in self.figures)
        self.shared = max(shared(asked, self.text), ALIKE if same else 0)

    def is_near(self, asked: str) -> bool:
        """Whether a piece speaks of the matter of a question."""
        return self.shared >= ALIKE or len(pairs(asked) & pairs(self.text)) >= PAIRS


def shared(one: str, other: str) -> int:
    """Give the length of the longest run of Chinese characters that two texts share."""
    best = 0
    for start in range(len(one)):
        while (
            start + best < len(one)
            and "\u4e00" <= one[start + best] <= "\u9fff"
            and one[start : start + best + 1] in other
        ):
            best += 1
    return best


def kind_of(match: re.Match[str]) -> str:
    """Tell what a figure is: a year, a share, or what it counts; empty where that is not clear.

    What a figure counts off (`第2批`) is told from what it counts (`2批`).
    """
    number, scale, unit = match[1], match[2] or "", match[3] or ""
    if unit and match.string.startswith("第", match.start() - 1, match.start()):
        return f"第{unit}"
    if scale == "%":
        return "%"
    if (unit == "年" and len(number) == 4) or (
        unit == "" and re.fullmatch("(?:19|20)\\d\\d", number)
    ):
        return "year"
    return "/" if "+" in number else unit


def stands(figure: re.Match[str], text: str) -> bool:
    """Whether a figure of the same kind and number stands in a text; a long one needs no unit."""
    kind, number = kind_of(figure), (figure[1], figure[2])
    found = ((m[1], m[2], kind_of(m)) for m in FIGURE.finditer(text))
    bare = kind == "year" or len(figure[1]) > 4
    return any((a, b) == number and (own == kind or (bare and own == "")) for a, b, own in found)
