"""Figures of a person's study: answers by day, recall, what comes due, which topics are weak."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fsrs import Rating

from ui.study import schedule
from ui.study.progress import Known, Review

DAYS_BACK = 14
DAYS_AHEAD = 7
LEAST_ANSWERS = 3
"""Answers on a topic before it can be called weak."""
MOST_WEAK = 3


@dataclass(frozen=True, slots=True)
class Weak:
    """A topic with its answers and how many of them were wrong."""

    topic: str
    answers: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a person.

    `by_day` are (day, answers, right) of the last days, `ahead` (day, cards due) of today and the
    next days. `recalled` of `reviewed` answers to cards seen before were right.
    """

    by_day: tuple[tuple[date, int, int], ...]
    ahead: tuple[tuple[date, int], ...]
    cards: int
    answers: int
    reviewed: int
    recalled: int
    weak: tuple[Weak, ...]


def figures(
    known: Iterable[Known],
    reviews: Sequence[Review],
    topics: Mapping[str, Sequence[str]],
    now: datetime,
) -> Figures:
    """Work the figures out; `topics` are the clause ids of each topic."""
    memories = [one.memory for one in known]
    again = [one for one in reviews if not one.first]
    return Figures(
        by_day=_by_day(reviews, now),
        ahead=_ahead([schedule.local_day(memory.due, now) for memory in memories], now.date()),
        cards=len(memories),
        answers=len(reviews),
        reviewed=len(again),
        recalled=sum(one.rating != Rating.Again for one in again),
        weak=_weak(reviews, topics),
    )


def _by_day(reviews: Iterable[Review], now: datetime) -> tuple[tuple[date, int, int], ...]:
    total: Counter[date] = Counter()
    right: Counter[date] = Counter()
    for one in reviews:
        day = schedule.local_day(one.at, now)
        total[day] += 1
        right[day] += one.rating != Rating.Again
    days = [now.date() - timedelta(days=back) for back in reversed(range(DAYS_BACK))]
    return tuple((day, total[day], right[day]) for day in days)


def _ahead(due: Iterable[date], today: date) -> tuple[tuple[date, int], ...]:
    """Cards by the day they come due; what is overdue counts today."""
    days = Counter(max(day, today) for day in due)
    ahead = [today + timedelta(days=n) for n in range(DAYS_AHEAD)]
    return tuple((day, days[day]) for day in ahead)


def _weak(reviews: Iterable[Review], topics: Mapping[str, Sequence[str]]) -> tuple[Weak, ...]:
    """The topics with the largest share of wrong answers, at least one of them."""
    answers = [(one.clause, one.rating == Rating.Again) for one in reviews]
    found: list[Weak] = []
    for name, clause_ids in topics.items():
        mine = [wrong for clause, wrong in answers if clause in clause_ids]
        if len(mine) >= LEAST_ANSWERS and any(mine):
            found.append(Weak(name, len(mine), sum(mine)))
    found.sort(key=lambda weak: (-weak.wrong / weak.answers, -weak.answers, weak.topic))
    return tuple(found[:MOST_WEAK])
