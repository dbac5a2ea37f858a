"""A clause as a search looks through it: its text, its name, and the lines written for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.script import searchable
from ui.browsing.asked import is_english, written
from ui.browsing.kept import kept
from ui.browsing.shelf import Shelved, shelf
from ui.citing import references
from ui.types import Library

_LATIN = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line written for a clause, as written and searchable, and its English words or none.

    `words` begins each word with a space, so that the beginning of a word is found in it.
    """

    text: str
    plain: str
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A clause, what it and its document are called, searchable, and the lines written for it."""

    held: Shelved
    name: str
    lines: tuple[Line, ...]
    asked: str

    def says(self, part: str) -> bool:
        """Whether the text has a part of what was typed."""
        return part in self.held.plain

    def is_called(self, part: str) -> bool:
        """Whether the clause or its document is called so; English words by their beginnings."""
        return (f" {part}" if part.isascii() else part) in self.name


def entries(library: Library) -> tuple[Entry, ...]:
    """Give every clause of a library as a search looks through it, in the order of time."""
    return kept("search", library, _made)


def _made(library: Library) -> tuple[Entry, ...]:
    lines = written(library)
    return tuple(_entry(one, lines.get(one.clause.id, ())) for one in shelf(library))


def _entry(held: Shelved, lines: tuple[str, ...]) -> Entry:
    facts = held.document.facts
    place = references.pinpoint(held.document, held.clause)
    name = " ".join(("", facts.title, facts.short_title, *facts.names, facts.number, place))
    plain = searchable("\n".join(lines)).split("\n") if lines else []
    made = tuple(_line(text, one) for text, one in zip(lines, plain, strict=True))
    return Entry(held, searchable(name), made, "\n".join(plain))


def _line(text: str, plain: str) -> Line:
    words = "".join(f" {word}" for word in _LATIN.findall(plain)) if is_english(text) else ""
    return Line(text, plain, words)
