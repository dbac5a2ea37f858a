"""Find the words that clauses share, by where they recur and what stands round them.

Chinese is written without spaces, so a run of characters counts as a word where it recurs in
several clauses, mostly for itself and not within one longer run, where it stands free on both
sides, and where it says more than words that join with everything (`工作机制` does not).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ui.browsing.wording import LINKS, URGES, Wording, core, runs, wording

SHORTEST, LONGEST = 3, 10
"""Characters of a word. Pairs of characters are too often a piece of something."""
LONGEST_SEEN = 16
"""Characters of a run that is counted, to know what a word is a piece of."""
LEAST_CLAUSES = 3
"""Clauses that a word must recur in."""
LEAST_FREE = 0.3
"""Share of its places at which a word must stand free, on each side."""
MOST_WITHIN = 0.6
"""Share of its places that one longer recurring word may take up."""

_PIECE = re.compile(
    r"[化性者级类项制万亿千百每各全新高要应须本按经].*|.*[中下内化性力要应须]|[一二三四五六七八九十]+|.*(?:的|和|与|及|等|并|在).*"
)
"""Runs that begin, end or go on as no name of something does: `化水平`, `常态化`, `标准和程序`."""


@dataclass(slots=True)
class _Seen:
    """Where a run of characters was seen: times, clauses, and how often free on either side."""

    clauses: set[int]
    times: int = 0
    left: int = 0
    right: int = 0


@dataclass(frozen=True, slots=True)
class _Held:
    """A run of a numbered text, and the places in it where what is counted next may begin."""

    number: int
    run: str
    places: list[int]


def recurring(texts: Sequence[str]) -> dict[str, frozenset[int]]:
    """Give the words that recur in texts (in searchable form) with the numbers of those texts.

    `认罪认罚从宽` recurs; `罪认罚` is within it, `完善认罪` begins with a word that urges.
    """
    known = wording(texts)
    seen = _counted(texts, known)
    within: Counter[str] = Counter()
    for run, one in seen.items():
        for shorter in (run[1:], run[:-1]):
            if shorter in seen:
                within[shorter] = max(within[shorter], one.times)
    words = {
        run: frozenset(one.clauses)
        for run, one in seen.items()
        if _is_word(run)
        and min(one.left, one.right) >= LEAST_FREE * one.times
        and within[run] <= MOST_WITHIN * one.times
    }
    return {run: clauses for run, clauses in words.items() if _says(run, words, known)}


def _counted(texts: Sequence[str], known: Wording) -> dict[str, _Seen]:
    """Count runs that recur, a character longer each time: a longer one has two that recur."""
    held = [
        _Held(number, run, list(range(len(run) - SHORTEST + 1)))
        for number, text in enumerate(texts)
        for run in runs(text)
        if len(run) >= SHORTEST
    ]
    counted: dict[str, _Seen] = {}
    for length in range(SHORTEST, LONGEST_SEEN + 1):
        where: dict[str, set[int]] = defaultdict(set)
        for one in held:
            for at in one.places:
                where[one.run[at : at + length]].add(one.number)
        kept = {run: _Seen(found) for run, found in where.items() if len(found) >= LEAST_CLAUSES}
        held = [left for one in held if (left := _longer(one, length, kept, known)).places]
        counted |= kept
    return counted


def _longer(one: _Held, length: int, kept: dict[str, _Seen], known: Wording) -> _Held:
    """Count a run's pieces of a length, and give the places where one a character longer may be."""
    run, found = one.run, []
    for at in one.places:
        seen = kept.get(run[at : at + length])
        if seen is None:
            continue
        found.append(at)
        seen.times += 1
        before, after = run[max(at - 2, 0) : at], run[at + length : at + length + 2]
        seen.left += not before or before[-1] in LINKS or before in known.before_words
        seen.right += not after or after[0] in LINKS or after in known.after_words
    also = set(found)
    return _Held(one.number, run, [at for at in found if at + 1 in also])


def _is_word(run: str) -> bool:
    linked = run[0] in LINKS or run[-1] in LINKS or _PIECE.fullmatch(run)
    return len(run) <= LONGEST and not linked and run[:2] not in URGES and run[-2:] not in URGES


def _says(run: str, words: dict[str, frozenset[int]], known: Wording) -> bool:
    """Whether a run says something by itself: `环境资源案件` only says that 环境资源 has cases."""
    rest = core(run, known)
    return rest == run or (len(rest) >= SHORTEST and rest not in words)
