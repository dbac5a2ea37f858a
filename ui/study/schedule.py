"""When a card is due again: FSRS, with the choices that this page makes.

A day is a calendar day of the person's clock: every function takes `now`, a time with its zone.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from fsrs import Card as Memory
from fsrs import Rating, Scheduler, State

RETENTION = 0.9
"""Share of the cards that are to be recalled when they come due: the default of FSRS."""
SOON = timedelta(minutes=10)
"""When a card that was not recalled comes again."""
FARTHEST_DAYS = 365
"""No card stays away longer: a reform document is amended or replaced within years."""
GRADES = (Rating.Again, Rating.Hard, Rating.Good, Rating.Easy)
TWO_GRADES = (Rating.Again, Rating.Good)

_SCHEDULER = Scheduler(
    desired_retention=RETENTION,
    learning_steps=(SOON,),
    relearning_steps=(SOON,),
    maximum_interval=FARTHEST_DAYS,
    enable_fuzzing=False,  # the time that stands on a button is the time that comes
)


def new(now: datetime) -> Memory:
    """The memory of a card that was never shown."""
    return Memory(card_id=0, due=now.astimezone(UTC))


def rated(memory: Memory, rating: Rating, now: datetime) -> Memory:
    """The memory after a rating at `now`; its `due` says when the card comes again."""
    return _SCHEDULER.review_card(memory, rating, now.astimezone(UTC))[0]


def waits(memory: Memory, now: datetime) -> dict[Rating, timedelta]:
    """How long the card would stay away, by rating."""
    at = now.astimezone(UTC)
    return {rating: rated(memory, rating, now).due - at for rating in GRADES}


def due(memory: Memory, now: datetime) -> bool:
    """Whether a card is to be asked: learning cards by the minute, others by the day."""
    if memory.state is State.Review:
        return local_day(memory.due, now) <= now.date()
    return memory.due <= now.astimezone(UTC)


def local_day(at: datetime, now: datetime) -> date:
    """The calendar day of a time where `now` is told."""
    return at.astimezone(now.tzinfo).date()


def streak(days: set[date], today: date) -> int:
    """Days in a row with a review, up to today, or to yesterday where today has none yet."""
    day = today if today in days else today - timedelta(days=1)
    length = 0
    while day in days:
        length += 1
        day -= timedelta(days=1)
    return length
