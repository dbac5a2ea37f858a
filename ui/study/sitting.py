"""One sitting: the cards that are asked one after another, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from fsrs import Rating

from ui.study.cards import Card, Kind


class Mode(StrEnum):
    """How cards are asked: with options, with the answer hidden, or as an order in time."""

    QUIZ = "quiz"
    CARDS = "cards"
    ORDER = "order"


KINDS = {
    Mode.QUIZ: frozenset(Kind) - {Kind.ORDER},
    Mode.CARDS: frozenset(Kind) - {Kind.ORDER, Kind.LIST},
    Mode.ORDER: frozenset({Kind.ORDER}),
}
"""Which cards a mode can ask: what a list lacks cannot be known without its options."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is studied: a document, a topic or a clause by name; all three empty for everything."""

    document: str = ""
    topic: str = ""
    clause: str = ""


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Sitting:
    """The cards still in hand: `queue` are ids, `place` the one that is asked.

    `told` says that the answer of it is shown, `chosen` what a quiz was answered, `results` which
    cards were answered rightly, in order. `practice` asks cards whether they are due or not.
    """

    mode: Mode = Mode.QUIZ
    scope: Scope = EVERYTHING
    queue: tuple[str, ...] = ()
    place: int = 0
    told: bool = False
    chosen: tuple[int, ...] = ()
    results: tuple[tuple[str, bool], ...] = ()
    practice: bool = False

    @property
    def card(self) -> str:
        """The id of the card that is asked; nothing at the end."""
        return self.queue[self.place] if self.place < len(self.queue) else ""


def chosen(sitting: Sitting, card: Card, options: tuple[int, ...]) -> tuple[Sitting, Rating]:
    """Answer a quiz: wrong is `Again`, right is `Good`."""
    right = options == card.right
    told = replace(sitting, told=True, chosen=options, results=(*sitting.results, (card.id, right)))
    return told, Rating.Good if right else Rating.Again


def shown(sitting: Sitting) -> Sitting:
    """Show the answer of a flashcard."""
    return replace(sitting, told=True)


def rated(sitting: Sitting, rating: Rating) -> Sitting:
    """Rate a flashcard by one's own recall, and go on."""
    result = (sitting.card, rating is not Rating.Again)
    return onward(replace(sitting, results=(*sitting.results, result)))


def onward(sitting: Sitting) -> Sitting:
    """Go to the next card."""
    return replace(sitting, place=sitting.place + 1, told=False, chosen=())


def dropped(sitting: Sitting) -> Sitting:
    """Leave the card out that was found wrong."""
    queue = (*sitting.queue[: sitting.place], *sitting.queue[sitting.place + 1 :])
    return replace(sitting, queue=queue, told=False, chosen=())


def undone(sitting: Sitting, card: str) -> Sitting:
    """Ask a card again whose answer was taken back; one that is not in hand comes first."""
    results = sitting.results[:-1] if sitting.results[-1:] else ()
    if card in sitting.queue:
        return replace(
            sitting, place=sitting.queue.index(card), told=False, chosen=(), results=results
        )
    queue = (*sitting.queue[: sitting.place], card, *sitting.queue[sitting.place :])
    return replace(sitting, queue=queue, told=False, chosen=(), results=results)
