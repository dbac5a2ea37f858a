"""A question as it is read: written as the documents write, its mistyped words corrected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from index.holdings import Holdings
from index.home import EXPANSION_FIELD
from index.library import Library
from rag.spelling.chinese import Correction, corrected
from rag.spelling.english import Lexicon, corrected_words
from rag.spelling.vocabulary import Vocabulary
from rag.spelling.writing import legible
from rag.types import Answer, Note
from rag.understanding.question import LONGEST

_LATIN = re.compile("[A-Za-z]{2}")
"""Without it the English words need not be counted."""


@dataclass(frozen=True, slots=True)
class Read:
    """A question as it is read, and what was corrected in it."""

    text: str
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True)
class _Words:
    """The words of a library as it is at one moment."""

    library: Library
    holdings: Holdings

    @cached_property
    def chinese(self) -> Vocabulary:
        return Vocabulary.of(self.library)

    @cached_property
    def english(self) -> Lexicon:
        names = [name for d in self.library.documents.values() for name in d.facts.names]
        return Lexicon.of((*self.library.field(EXPANSION_FIELD).values(), *names))


class Reader:
    """Reads questions against the words of a library, which are counted when first needed.

    Example: `Reader(library).read("法官承戒有什么安排").text == "法官惩戒有什么安排"`.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._words = _Words(library, library.holdings)

    def read(self, question: str, *, as_typed: bool = False) -> Read:
        """Read one question; the id of a clause, and what is too long, stay as they are.

        With `as_typed` only widths and numerals are written as the documents have them.
        """
        if len(question) > LONGEST or question.strip() in self._library.clauses:
            return Read(question)
        if self._words.holdings is not self._library.holdings:
            self._words = _Words(self._library, self._library.holdings)
        text = legible(question, self._words.chinese.counted)
        if as_typed:
            return Read(text)
        text, found = corrected(text, self._words.chinese)
        if not _LATIN.search(text):
            return Read(text, found)
        text, slips = corrected_words(text, self._words.english)
        return Read(text, (*found, *(Correction(wrong, right) for wrong, right in slips)))

    def history(self, turns: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """Read what the user asked before; `turns` are (role, text) pairs."""
        return [(role, self.read(text).text if role == "user" else text) for role, text in turns]


def noted(answer: Answer, read: Read) -> Answer:
    """Put what was corrected before the other notes, in the language of the words."""
    notes = tuple(Note("corrected", _said(one), _english(one)) for one in read.corrections)
    return replace(answer, notes=(*notes, *answer.notes)) if notes else answer


def _said(one: Correction) -> str:
    if one.wrong.isascii():
        return _english(one)
    if one.added:
        return f"除“{one.wrong}”外，也按“{one.right}”查找。"
    return f"按“{one.right}”理解“{one.wrong}”。"


def _english(one: Correction) -> str:
    if one.added:
        return f"Besides “{one.wrong}”, “{one.right}” was looked for."
    return f"“{one.wrong}” is read as “{one.right}”."
