"""The words a library is written in, by their neighbours and by their sounds.

Two small tables come with the program, so that nothing is looked up elsewhere and pypinyin is not
loaded to answer a question:

- `pairs.txt`: neighbouring characters of general Chinese, counted in 147,288 articles of statutes
  and 31 government reports; those that occur 20 times, in three grades (2,000, 200 and 20 times).
- `sounds.txt`: the readings, without tones, of the 6,763 characters of GB 2312: the first one
  that pypinyin 0.55 gives, and others that its phrases use at least 5 times.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import product
from pathlib import Path

from index.home import EXPANSION_FIELD
from index.library import Library
from index.script import searchable
from index.thesaurus import read_thesaurus

HAN = re.compile(r"[\u4e00-\u9fff]+")
_COUNTED = re.compile(r"(?<![0-9.])[0-9][\u4e00-\u9fff]")
_FOLDER = Path(__file__).parent
_GRADES = (3.5, 2.5, 1.5)
"""Familiarity of the three grades of `pairs.txt`: the logarithm of about how often they occur."""
_OWN = 200
"""What one occurrence in the library counts as: it has 1/300 of the characters of the articles."""
WEAK = 1.4
"""Familiarity below which a pair is strange: neither the library nor general Chinese has it."""


@lru_cache(maxsize=1)
def general_pairs() -> dict[str, float]:
    """Give the pairs of general Chinese with their familiarity, 1.5 to 3.5."""
    found: dict[str, float] = {}
    for line in (_FOLDER / "pairs.txt").read_text(encoding="utf-8").splitlines():
        first, grades = line.split(" ")
        for familiarity, followers in zip(_GRADES, grades.split("|"), strict=True):
            found.update({first + second: familiarity for second in followers})
    return found


@lru_cache(maxsize=1)
def sounds() -> dict[str, tuple[str, ...]]:
    """Give the readings of characters: `sounds()["行"]` is `("hang", "xing")`."""
    found: dict[str, tuple[str, ...]] = {}
    for line in (_FOLDER / "sounds.txt").read_text(encoding="utf-8").splitlines():
        sound, characters = line.split(" ")
        for character in characters:
            found[character] = (*found.get(character, ()), sound)
    return found


@dataclass(frozen=True)
class Vocabulary:
    """What is known of the words of a library.

    `own` counts pairs of neighbours in clauses, headings and names of documents, `asked` tells
    whether a pair is in the questions written for clauses or in the thesaurus, `threes` counts
    three characters in a row. `words` begin a run of characters somewhere and end one somewhere;
    `counted` are digits with what they count (`6类`).
    """

    own: Counter[str] = field(default_factory=Counter)
    asked: Callable[[str], bool] = lambda _: False
    words: frozenset[str] = frozenset()
    threes: Counter[str] = field(default_factory=Counter)
    counted: frozenset[str] = frozenset()

    @classmethod
    def of(cls, library: Library) -> Vocabulary:
        """Count the words of a library once."""
        own, threes = Counter[str](), Counter[str]()
        first, last = set[str](), set[str]()
        texts = [searchable(text) for text in _texts(library)]
        for run in _runs(texts):
            first.add(run[:2])
            last.add(run[-2:])
            own.update(_neighbours(run, 2))
            threes.update(_neighbours(run, 3))
        counted = frozenset(found for text in texts for found in _COUNTED.findall(text))
        return cls(own, _asked(library), frozenset(first & last), threes, counted)

    def familiarity(self, pair: str) -> float:
        """How well known a pair is: 0 if nobody has it, about 2.3 and more for the library's."""
        own = self.own.get(pair, 0) or self.asked(pair)
        return math.log10(1 + _OWN * own) if own else general_pairs().get(pair, 0.0)

    def weak(self, pair: str) -> bool:
        """Whether neither the library nor general Chinese has a pair."""
        return self.familiarity(pair) < WEAK

    @cached_property
    def by_sound(self) -> dict[tuple[str, str], list[str]]:
        """The pairs that the library has twice or more, by their sounds."""
        known, found = sounds(), dict[tuple[str, str], list[str]]()
        for pair in sorted(word for word in self.words if self.own[word] > 1):
            for heard in product(known.get(pair[0], ()), known.get(pair[1], ())):
                found.setdefault(heard, []).append(pair)
        return found

    def alike(self, pair: str) -> list[str]:
        """Give the library's pairs that sound like a pair: 执行 for 直行."""
        known = sounds()
        heard = product(known.get(pair[0], ()), known.get(pair[1], ()))
        return sorted({p for sound in heard for p in self.by_sound.get(sound, ()) if p != pair})

    @cached_property
    def between(self) -> dict[str, list[str]]:
        """What the library has three times and more, by its first and last character: 诉源治."""
        found: dict[str, list[str]] = {}
        for three in sorted(three for three, count in self.threes.items() if count > 2):
            found.setdefault(three[0] + three[2], []).append(three)
        return found


def _asked(library: Library) -> Callable[[str], bool]:
    """Tell whether the questions written for clauses, or the thesaurus, have a pair."""
    known = _thesaurus_pairs()
    if not library.field(EXPANSION_FIELD):
        return known.__contains__
    nowhere = library.rarity("\0", EXPANSION_FIELD)
    return lambda pair: (
        pair in known or (len(pair) > 1 and library.rarity(pair, EXPANSION_FIELD) < nowhere)
    )


@lru_cache(maxsize=1)
def _thesaurus_pairs() -> frozenset[str]:
    """Give the pairs of all names in the thesaurus."""
    names = (n for c in read_thesaurus() for n in (c.official, *c.other, *c.lay))
    return frozenset(pair for run in _runs(["\n".join(names)]) for pair in _neighbours(run, 2))


def _texts(library: Library) -> Iterator[str]:
    for clause in library.clauses.values():
        yield "\n".join((clause.text, *clause.path, clause.title))
    for document in library.documents.values():
        facts = document.facts
        yield "\n".join((facts.title, facts.short_title, *facts.names) * 2)


def _runs(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from HAN.findall(searchable(text))


def _neighbours(run: str, length: int) -> list[str]:
    return [run[i : i + length] for i in range(len(run) - length + 1)]
