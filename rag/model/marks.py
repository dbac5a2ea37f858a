"""Reading a model's text as it comes: sentences, each with the keys of the clauses it cites.

A sentence is given only when it is whole, with all its marks: `…。[K7F2A][K9QX4]`, `…[K7F2A]。` and
`…。【K7F2A，K9QX4】` are understood alike. Every character is looked at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 600
"""Characters of the longest sentence; a longer one is cut there, and not shown."""
LONGEST_MARK = 80
"""Characters between brackets from which on they are no mark."""

_OPENING, _CLOSING = "[［【", "]］】"
_ENDS = "。！？!?"
_AFTER = "”’」』）)》\"'*_"
_KEY = re.compile(r"K[0-9A-Z]{4}|\d{1,3}")
_BETWEEN = re.compile(r"[\s,，、;；&和]+")
_THINKING = ("<think>", "</think>")


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence as the model wrote it, without its marks, and the keys in them.

    `whole` is false for one that is too long or that the text broke off in.
    """

    text: str
    keys: tuple[str, ...]
    whole: bool = True


def read_mark(text: str) -> tuple[str, ...]:
    """Read what stands between brackets: the keys, or nothing if it is no mark.

    Example: `read_mark("K7F2A，k9qx4")` is `("K7F2A", "K9QX4")`; `2021` is no mark.
    """
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    keys = [part.upper().translate(_HALF) for part in parts]
    return tuple(keys) if keys and all(_KEY.fullmatch(key) for key in keys) else ()


_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


class Marks:
    """Divides a text that comes in pieces into drafts.

    Example: `[*Marks().feed("甲。[K7F2A]乙"), …]` gives 甲。 once 乙 has come.
    """

    def __init__(self) -> None:
        self._text: list[str] = []
        self._keys: list[str] = []
        self._mark: list[str] | None = None
        self._ended = False
        self._stop = 0
        self._cut = False

    def feed(self, piece: str) -> Iterator[Draft]:
        """Take a piece in; give the sentences that are whole now."""
        for character in piece:
            yield from self._take(character)

    def finish(self, *, whole: bool = True) -> Iterator[Draft]:
        """Give what is left at the end of the text; `whole` says that it did not break off."""
        self._unmark()
        yield from self._give(whole=whole or self._ended)

    def _take(self, character: str) -> Iterator[Draft]:
        if self._mark is not None and self._in_mark(character):
            return
        if character in _OPENING:
            if self._stop:
                self._ended = True
            self._mark = [character]
            return
        if self._over(character):
            yield from self._give(whole=True)
        if not character.isspace() or self._text:
            self._add(character)
        self._look_for_end(character)

    def _in_mark(self, character: str) -> bool:
        """Take a character between brackets; false where they turn out to be none of a mark."""
        assert self._mark is not None
        if character in _CLOSING:
            keys = read_mark("".join(self._mark[1:]))
            if keys:
                self._keys += keys
                self._mark = None
                return True
        elif character not in _OPENING and character != "\n" and len(self._mark) <= LONGEST_MARK:
            self._mark.append(character)
            return True
        self._unmark()
        return False

    def _unmark(self) -> None:
        """Put brackets that are no mark back into the text."""
        for character in self._mark or ():
            self._add(character)
        self._mark = None

    def _over(self, character: str) -> bool:
        """Whether a sentence that has ended is over with this character."""
        if self._stop == 2 and not character.isspace():
            self._ended = not (character.isdigit() or character.islower())
            self._stop = 0
        if not self._ended or character.isspace():
            return False
        return bool(self._keys) or (character not in _AFTER and character not in _ENDS)

    def _look_for_end(self, character: str) -> None:
        """Notice an end: a stop, a new line, or a point with a space behind it."""
        if character in _ENDS or (character == "\n" and self._text):
            self._ended = True
        elif character == ".":
            self._stop = 1
        elif self._stop == 1 and character not in _AFTER:
            self._stop = 2 if character.isspace() else 0

    def _add(self, character: str) -> None:
        if len(self._text) < LONGEST:
            self._text.append(character)
        else:
            self._cut = True

    def _give(self, *, whole: bool) -> Iterator[Draft]:
        text = " ".join("".join(self._text).split())
        if text:
            keys = tuple(dict.fromkeys(self._keys))
            yield Draft(text, keys, whole and not self._cut)
        self._text, self._keys, self._ended, self._stop, self._cut = [], [], False, 0, False


def without_thinking(pieces: Iterator[str]) -> Iterator[str]:
    """Leave out what a reasoning model writes for itself between `<think>` and `</think>`."""
    held, inside = "", False
    for piece in pieces:
        held += piece
        while True:
            tag = _THINKING[inside]
            at = held.find(tag)
            if at < 0:
                break
            if not inside:
                yield held[:at]
            held, inside = held[at + len(tag) :], not inside
        keep = next((n for n in range(len(tag) - 1, 0, -1) if held.endswith(tag[:n])), 0)
        if not inside:
            yield held[: len(held) - keep]
        held = held[len(held) - keep :]
    if not inside:
        yield held
