"""Mistyped English words of a question: one letter dropped, doubled or swapped with the next.

`clasue 12` is read as `clause 12`. A word that the questions written for clauses or the names of
the documents use is never touched, nor is one that differs from theirs in its first or last letter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

SHORTEST = 5
"""Letters of the shorter of two words from which a slip can be told from another word."""
FOR_DROPPED = 7
"""The same for a word that lost a letter: shorter ones are too often words themselves."""
_WORD = re.compile(r"(?<![\w/.-])[A-Za-z]+(?![\w/-]|\.\w|['’]t\b)")
_KNOWN = re.compile(r"[a-z]+")
_RIGHT = (
    "article chapter clause item paragraph part section about after also because before between "
    "could every first how many much other please point question should since their there "
    "though thought these this those through today under until what when where whether which "
    "while with without would angel angle brian casual causal compliant complied consumes "
    "contacts country county diving drives exiting filling freeing grater handing latter layers "
    "missing preset saying seeing sifting simulating statue states status traced tracing trail "
    "treats united violet "
)
"""Words that are right whatever the documents say: of questions in general, and those that one slip
turns into a word of the documents (found among 22,175 words of manuals and licences)."""


@dataclass(frozen=True)
class Lexicon:
    """The English words of a library, counted."""

    words: Counter[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Lexicon:
        """Count the words of texts; those of questions in general are always among them."""
        found = Counter(word for text in texts for word in _KNOWN.findall(text.lower()))
        found.update(_RIGHT.split())
        return cls(found)

    @cached_property
    def _shortened(self) -> dict[str, list[str]]:
        """Words of four letters and more by themselves less one letter."""
        found: dict[str, list[str]] = {}
        for word in sorted(w for w in self.words if len(w) >= SHORTEST):
            for shorter in {word, *_less_one(word)}:
                found.setdefault(shorter, []).append(word)
        return found

    def meant(self, word: str) -> str:
        """Give the word that a mistyped one stands for, else empty: `clause` for `clasue`."""
        if word in self.words or len(word) < SHORTEST - 1:
            return ""
        near = {k for part in {word, *_less_one(word)} for k in self._shortened.get(part, ())}
        near = {k for k in near if k[0] == word[0] and k[-1] == word[-1] and _slip(word, k)}
        return max(near, key=lambda k: (self.words[k], k), default="")


def corrected_words(question: str, lexicon: Lexicon) -> tuple[str, list[tuple[str, str]]]:
    """Correct the English words of a question, and name each pair of wrong and right."""
    found: list[tuple[str, str]] = []

    def read(match: re.Match[str]) -> str:
        word = match[0]
        right = lexicon.meant(word.lower())
        if not right:
            return word
        right = right.upper() if word.isupper() else right
        right = right.capitalize() if word[0].isupper() and not word.isupper() else right
        found.append((word, right))
        return right

    return _WORD.sub(read, question), found


def _less_one(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def _slip(word: str, other: str) -> bool:
    """Whether a word is another with a letter doubled, left out, or swapped with the next."""
    if len(word) == len(other) + 1:
        doubled = (i for i in range(1, len(word)) if word[i] == word[i - 1])
        return any(word[:i] + word[i + 1 :] == other for i in doubled)
    if len(word) == len(other) - 1:
        return len(other) >= FOR_DROPPED and word in _less_one(other)
    unlike = [i for i in range(len(word)) if word[i] != other[i]]
    return len(unlike) == 2 and sorted(word) == sorted(other) and unlike[1] == unlike[0] + 1
