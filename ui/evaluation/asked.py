"""What a run on the page asks: which set, which types, how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.conduct import chosen
from evals.questions import CASES, Case, read_cases
from evals.sets import read_sets
from index.library import Library
from ingest.errors import TiaoliError
from ui.evaluation.runs import HELD
from ui.evaluation.sets import SHIPPED, Sets


class AskedError(TiaoliError):
    """A run is asked for that cannot be; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A set (`dev`, `held`, or the file name of an own one), types, a number, or single ids.

    No types mean all; a number of 0 means all.
    """

    source: str
    types: tuple[str, ...] = ()
    number: int = 0
    ids: tuple[str, ...] = ()

    @property
    def selection(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What a run says it was made from, as the command line writes it."""
        named = "split" if self.source in SHIPPED else "set"
        number = (str(self.number),) if self.number else ()
        parts = ((named, (self.source,)), ("type", self.types), ("number", number))
        return tuple((name, given) for name, given in (*parts, ("id", self.ids)) if given)


def cases_asked(asked: Asked, library: Library, sets: Sets) -> tuple[Case, ...]:
    """Give the cases of a run; held ones only as a whole, so that nobody reads off single ones.

    Raises AskedError where none is left, CaseError and SetError where a set cannot be read.
    """
    if asked.source == HELD and (asked.types or asked.number or asked.ids):
        raise AskedError("the held questions are run as a whole; leave type and number out")
    if asked.source in SHIPPED:
        known = chosen(read_cases(CASES, library.documents), splits=[asked.source])
    else:
        known = read_sets([sets.path(asked.source)], library)
    found = chosen(known, types=asked.types)
    if asked.ids:
        found = tuple(case for case in found if case.id in asked.ids)
    if not found:
        raise AskedError("no question of this set is of these types; choose others")
    return spread(found, asked.number)


def spread(cases: Sequence[Case], number: int) -> tuple[Case, ...]:
    """Take so many cases at even distances: the same ones each time, from all parts of a set.

    `spread(cases, 10)` of 50 takes every fifth; 0 and more than there are take all.
    """
    if not 0 < number < len(cases):
        return tuple(cases)
    return tuple(cases[place * len(cases) // number] for place in range(number))
