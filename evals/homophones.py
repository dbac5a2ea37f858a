"""Words mistyped as others of the same sound, as happens with a pinyin keyboard."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache, lru_cache

from evals.dice import Dice
from index.script import to_simplified

FEWEST = 3
"""Texts that a pair of characters must stand in to count as one of their words."""
_RUN = re.compile(r"[\u4e00-\u9fff]+")
_COMMON = range(0xB0, 0xD8)
"""First bytes of the first level of GB 2312: its 3,755 common characters."""


def words_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Find the two-character words of texts, those of most texts first.

    A word stands in `FEWEST` texts, begins a run of characters somewhere and ends one somewhere:
    法院 does, 院的 does not.
    """
    found = Counter[str]()
    first, last = set[str](), set[str]()
    for text in map(to_simplified, texts):
        runs = [run for run in _RUN.findall(text) if len(run) > 1]
        found.update({run[i : i + 2] for run in runs for i in range(len(run) - 1)})
        first.update(run[:2] for run in runs)
        last.update(run[-2:] for run in runs)
    words = (w for w, n in found.items() if n >= FEWEST and w in first and w in last)
    return tuple(sorted(words, key=lambda word: (-found[word], word)))


def homophone(question: str, words: Collection[str], seed: int = 0) -> str:
    """Mistype one or two of the words as something of the same sound, as a pinyin keyboard does.

    Half of the time another word of the sound where there is one, else one character by a common
    one. Example: `homophone("执行改革", ["执行"])` may give `直行改革` or `执形改革`.
    """
    dice = Dice(seed, question)
    places = [i for i in range(len(question) - 1) if question[i : i + 2] in words]
    for _ in range(1 + dice.below(2)):
        if not places:
            break
        at = places[dice.below(len(places))]
        question = question[:at] + _misheard(question[at : at + 2], dice) + question[at + 2 :]
        places = [place for place in places if abs(place - at) > 1]
    return question


def _misheard(word: str, dice: Dice) -> str:
    sounds = tuple(_sound(character) for character in word)
    whole = [other for other in _words_by_sound().get(sounds, ()) if other != word]
    if whole and dice.below(2):
        return whole[dice.below(len(whole))]
    alike = [[c for c in _by_sound().get(s, ()) if c not in word] for s in sounds]
    places = [place for place in (0, 1) if alike[place]]
    if not places:
        return word
    at = places[dice.below(len(places))]
    other = alike[at][dice.below(len(alike[at]))]
    return word[:at] + other + word[at + 1 :]


@cache
def _sound(character: str) -> str:
    """Give the commonest reading without its tone: `xing` for 行."""
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(character)[0])


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, list[str]]:
    """The common characters by their sound."""
    found: dict[str, list[str]] = {}
    for first in _COMMON:
        for second in range(0xA1, 0xFF):
            character = bytes((first, second)).decode("gb2312", "ignore")
            if character:
                found.setdefault(_sound(character), []).append(character)
    return found


@lru_cache(maxsize=1)
def _words_by_sound() -> dict[tuple[str, ...], list[str]]:
    """The two-character words of pypinyin's own list, of common characters, by their sounds."""
    from pypinyin.phrases_dict import phrases_dict

    common = {character for alike in _by_sound().values() for character in alike}
    found: dict[tuple[str, ...], list[str]] = {}
    for word in sorted(phrases_dict):
        if len(word) == 2 and common.issuperset(word):
            found.setdefault(tuple(map(_sound, word)), []).append(word)
    return found
