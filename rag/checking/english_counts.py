"""Figures of English questions, held against the one that the clauses print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.checking.pieces import FIGURE, Piece, kind_of

_COUNTS = re.compile(r" (?!hotline)(?:[a-z-]+ ){0,3}[a-z]+s\b")
"""Behind a figure of an English question that counts something."""
_MORE_OR_LESS = re.compile(r"(?:more than|less than|over|under|about|article|section|no\.?|/) ?$")


def miscounted(asked: str, pieces: Sequence[Piece], whole: str) -> Iterator[tuple[str, str, str]]:
    """Find a figure of an English question, whose unit is a word, where the text has one other.

    Gives the figure, the one that is printed, and the part of the sentence that has it. Example:
    `1269 protection orders` is wrong of `签发人身安全保护令2169份`.
    """
    there = [(f, piece) for piece in pieces for f in piece.figures if kind_of(f) != "year"]
    if len(there) != 1:
        return
    printed, piece = there[0]
    for match in FIGURE.finditer(asked):
        counts = not kind_of(match) and len(match[1]) > 2 and _COUNTS.match(asked, match.end(1))
        number = rf"(?<![\d.]){re.escape(match[1])}(?![\d.])"
        if not counts or _MORE_OR_LESS.search(asked[: match.start()]) or re.search(number, whole):
            continue
        if match[1] != printed[1]:
            yield match[0].strip(), printed[0], piece.printed
