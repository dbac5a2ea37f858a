"""The sentence of a clause round a place, short enough for a list."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 72
"""Characters of a sentence in a list; of a longer one the part round the place is shown."""
_PAUSE = re.compile(r"[，、：,:]")
_END = re.compile(r"[。！？；!?;\n]")


def sentence(text: str, place: int) -> tuple[int, int]:
    """Give start and end of the sentence of `text` that holds `place`, at most `LONGEST` long."""
    start = end = 0
    for found in _END.finditer(text):
        start, end = end, found.end()
        if place < end:
            break
    else:
        start, end = end, len(text)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start <= LONGEST:
        return start, end
    first = min(max(start, place - LONGEST // 3), end - LONGEST)
    pause = _PAUSE.search(text, first, place) if first > start else None
    first = pause.end() if pause else first
    return first, min(first + LONGEST, end)


def places(plain: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Give where words stand in a text, in order; of words that overlap the first and longest."""
    wanted = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    if not wanted:
        return ()
    pattern = re.compile("|".join(map(re.escape, wanted)))
    return tuple(found.span() for found in pattern.finditer(plain))
