"""Keep what is worked out from a library until its documents change."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from ui.types import Library

MOST_LIBRARIES = 4
"""A program serves one library; tests make more."""

Made = TypeVar("Made")
_lock = Lock()
_kept: dict[tuple[str, int], tuple[Library, int, object]] = {}


def kept(name: str, library: Library, make: Callable[[Library], Made]) -> Made:
    """Give what `make` makes of a library, made once for its present documents.

    `name` tells one thing that is kept from another. Two calls at the same time may both make it.
    """
    edition = hash(tuple((clause.id, clause.text) for clause in library.clauses.values()))
    key = (name, id(library))
    with _lock:
        held = _kept.get(key)
    if held is not None and held[0] is library and held[1] == edition:
        return held[2]  # type: ignore[return-value]
    made = make(library)
    with _lock:
        _kept.pop(key, None)
        _kept[key] = (library, edition, made)
        while sum(one == name for one, _ in _kept) > MOST_LIBRARIES:
            del _kept[next(held for held in _kept if held[0] == name)]
    return made
