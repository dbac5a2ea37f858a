"""Two texts beside each other: what they share, and what stands in one of them only.

They are different documents, not versions of one text. Only where they share two fifths is it
shown letter by letter what differs; below that the phrases they share are marked and nothing else.
Both scripts are compared as one (`index.script.searchable` keeps the length) and shown as stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from index.script import searchable

LEAST_SHARED = 0.4
"""Share of common phrases from which on differences are marked letter by letter."""
PHRASE = 4
"""Fewest characters of a phrase that two texts share."""
_ENDS = frozenset(["", *"，,。；;：:！？!?\n"])
"""What no phrase crosses; the empty string is the end of a text."""
_MOST_PLACES = 40
"""Places of a run of `PHRASE` characters that are tried; keeps a text of one word linear."""
_MOST_CELLS = 4_000_000
"""Characters times characters up to which texts are set letter by letter, about two seconds."""


class Kind(StrEnum):
    """Where a piece of text stands; `PLAIN` says nothing about it."""

    SAME = "same"
    LEFT = "left"
    RIGHT = "right"
    PLAIN = "plain"


class Run(NamedTuple):
    """Characters that two texts share: where it begins in each, and its length."""

    left: int
    right: int
    length: int


class Piece(NamedTuple):
    """A piece of a text as stored."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts in pieces that together are the texts; `shared` is 0 to 1, `phrases` as stored.

    `by_letter` says that what differs is marked, else only `phrases` are.
    """

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    shared: float
    phrases: tuple[str, ...]
    by_letter: bool


def common_runs(left: str, right: str, least: int = PHRASE) -> list[Run]:
    """Find the phrases of `left` that stand in `right` too, wherever, in the order of `left`.

    A phrase has at least `least` letters or digits and no mark at either end; none overlap in
    `left`. `common_runs("完善惩戒制度。", "健全懲戒制度")` is `[Run(2, 2, 4)]`.
    """
    one, other = searchable(left), searchable(right)
    places: dict[str, list[int]] = defaultdict(list)
    for at in range(len(other) - least + 1):
        found = places[other[at : at + least]]
        if len(found) < _MOST_PLACES:
            found.append(at)
    runs: list[Run] = []
    at = 0
    while at <= len(one) - least:
        longest = _longest(one, other, at, places.get(one[at : at + least], ()), least)
        if longest:
            trimmed = _trimmed(one, longest)
            if sum(map(str.isalnum, one[trimmed.left : trimmed.left + trimmed.length])) >= least:
                runs.append(trimmed)
            at += longest.length
        else:
            at += 1
    return runs


def shared(left: str, right: str, runs: Sequence[Run]) -> float:
    """Share of the letters of both texts that stand in `runs`, 0 to 1."""
    covered = [set[int](), set[int]()]
    for run in runs:
        covered[0].update(range(run.left, run.left + run.length))
        covered[1].update(range(run.right, run.right + run.length))
    letters = common = 0
    for text, own in zip((left, right), covered, strict=True):
        letters += sum(map(str.isalnum, text))
        common += sum(text[at].isalnum() for at in own)
    return common / letters if letters else 0.0


def paired(left: str, right: str) -> Pair:
    """Set two texts beside each other."""
    runs = common_runs(left, right)
    share = shared(left, right, runs)
    found = dict.fromkeys(left[run.left : run.left + run.length] for run in runs)
    phrases = tuple(one for one in found if not any(one in other != one for other in found))
    if share >= LEAST_SHARED and len(left) * len(right) <= _MOST_CELLS:
        ours, theirs = _by_letter(left, right)
        return Pair(ours, theirs, share, phrases, by_letter=True)
    ours = _marked(left, [(run.left, run.length) for run in runs])
    theirs = _marked(right, [(run.right, run.length) for run in runs])
    return Pair(ours, theirs, share, phrases, by_letter=False)


def _longest(one: str, other: str, at: int, places: Sequence[int], least: int) -> Run | None:
    """The longest phrase from `at`, of at least `least` characters, that does not cross a comma."""
    best: Run | None = None
    if any(char in _ENDS for char in one[at : at + least]):
        return None
    for place in places:
        length = least
        while one[at + length : at + length + 1] == other[place + length : place + length + 1]:
            if one[at + length : at + length + 1] in _ENDS:
                break
            length += 1
        if best is None or length > best.length:
            best = Run(at, place, length)
    return best


def _trimmed(text: str, run: Run) -> Run:
    """Leave out marks and spaces at both ends."""
    words = text[run.left : run.left + run.length]
    before = next((n for n, char in enumerate(words) if char.isalnum()), len(words))
    after = next((n for n, char in enumerate(reversed(words)) if char.isalnum()), 0)
    length = max(len(words) - before - after, 0)
    kept = words[before : before + length]
    closed = words[before + length : before + length + 1] == "”" and kept.count("“") == 1
    return Run(run.left + before, run.right + before, length + closed)


def _by_letter(left: str, right: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    matcher = SequenceMatcher(None, searchable(left), searchable(right), autojunk=False)
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for tag, a, b, c, d in matcher.get_opcodes():
        same = tag == "equal" and (b - a > 1 or not left[a].isalnum())
        _add(sides[0], Kind.SAME if same else Kind.LEFT, left[a:b])
        _add(sides[1], Kind.SAME if same else Kind.RIGHT, right[c:d])
    return tuple(sides[0]), tuple(sides[1])


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    place = 0
    for start, length in sorted(spans):
        begin = max(start, place)
        _add(pieces, Kind.PLAIN, text[place:begin])
        _add(pieces, Kind.SAME, text[begin : start + length])
        place = max(place, start + length)
    _add(pieces, Kind.PLAIN, text[place:])
    return tuple(pieces)


def _add(pieces: list[Piece], kind: Kind, text: str) -> None:
    """Add text to the last piece of the same kind, or as a new one."""
    if not text:
        return
    if pieces and pieces[-1].kind is kind:
        pieces[-1] = Piece(kind, pieces[-1].text + text)
    else:
        pieces.append(Piece(kind, text))
