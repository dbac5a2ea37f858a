"""Who gives the cards: what there is to study in a library, and for a person today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ui.browsing.glossary import terms
from ui.browsing.kept import kept
from ui.browsing.topics import topics
from ui.keeping.store import Store
from ui.study import progress, schedule
from ui.study.cards import Card, drawn
from ui.study.deck import Deck, deck
from ui.study.progress import Known
from ui.study.sitting import KINDS, Mode, Scope, Sitting
from ui.types import Library

SHORT_QUIZ = 6
"""Questions after a path was read: a few minutes."""


@dataclass(frozen=True, slots=True)
class Today:
    """What a person has before them in a scope: cards due, new ones for today, days in a row."""

    due: int
    new: int
    streak: int


@dataclass(frozen=True, slots=True)
class Paused:
    """A card that is not asked because its text changed; `card` only where it still can be."""

    known: Known
    card: Card | None


class StudyDesk:
    """The cards of a library for the people of a store."""

    def __init__(self, library: Library, store: Store) -> None:
        """Make nothing yet: the cards are made when they are first asked for."""
        self.library = library
        self.store = store

    @property
    def deck(self) -> Deck:
        """The cards of the library as it is now."""
        return kept("study deck", self.library, _deck)

    def topic(self, name: str) -> tuple[str, ...]:
        """The clauses of a topic in the order of time; none for an unknown name."""
        found = next((topic for topic in topics(self.library) if topic.name == name), None)
        return found.clause_ids if found else ()

    def paths(self) -> list[tuple[str, int, int]]:
        """Topics with cards: name, clauses, cards; those of most documents first."""
        every = [
            (t.name, t.clause_ids, self.deck.of_clauses(t.clause_ids)) for t in topics(self.library)
        ]
        return [(name, len(ids), len(cards)) for name, ids, cards in every if cards]

    def cards(self, scope: Scope) -> list[Card]:
        """The cards of a scope."""
        if scope.clause:
            return self.deck.of_clauses([scope.clause])
        if scope.topic:
            return self.deck.of_clauses(self.topic(scope.topic))
        if scope.document:
            clauses = self.library.clauses
            return self.deck.of_clauses(
                name for name in clauses if clauses[name].document_id == scope.document
            )
        return list(self.deck.cards.values())

    def today(self, person: str, scope: Scope, mode: Mode, now: datetime) -> Today:
        """Count what is before a person."""
        due, new = self._waiting(person, scope, mode, now)
        days = {schedule.local_day(one.at, now) for one in progress.reviews(self.store, person)}
        return Today(len(due), len(new), schedule.streak(days, now.date()))

    def sit(self, person: str, scope: Scope, mode: Mode, now: datetime) -> Sitting:
        """Begin with the cards that are due, then the new ones of today."""
        due, new = self._waiting(person, scope, mode, now)
        return Sitting(mode, scope, tuple(card.id for card in (*due, *new)))

    def practise(self, person: str, scope: Scope, now: datetime) -> Sitting:
        """Begin a practice on a clause or after a path: what is due or new first, then the rest."""
        known = progress.known(self.store, person)
        fit = self._fit(person, scope, Mode.QUIZ, known)

        def turn(card: Card) -> tuple[int, int]:
            held = known.get(card.id)
            rested = held is None or schedule.due(held.memory, now)
            return int(not rested), drawn(card.id)

        chosen = sorted(fit, key=turn)[: None if scope.clause else SHORT_QUIZ]
        return Sitting(Mode.QUIZ, scope, tuple(card.id for card in chosen), practice=True)

    def paused(self, person: str) -> list[Paused]:
        """Cards whose text changed, or that are not made any more, since they were answered."""
        cards = self.deck.cards
        return [
            Paused(one, cards.get(one.card))
            for one in progress.known(self.store, person).values()
            if one.card not in cards or cards[one.card].digest != one.digest
        ]

    def _fit(self, person: str, scope: Scope, mode: Mode, known: dict[str, Known]) -> list[Card]:
        out = progress.reported(self.store, person)
        return [
            card
            for card in self.cards(scope)
            if card.kind in KINDS[mode]
            and card.id not in out
            and (card.id not in known or known[card.id].digest == card.digest)
        ]

    def _waiting(
        self, person: str, scope: Scope, mode: Mode, now: datetime
    ) -> tuple[Sequence[Card], Sequence[Card]]:
        """The cards that are due, longest waiting first, and the new ones of today."""
        known = progress.known(self.store, person)
        fit = self._fit(person, scope, mode, known)
        due = [c for c in fit if c.id in known and schedule.due(known[c.id].memory, now)]
        begun = sum(
            one.first and schedule.local_day(one.at, now) == now.date()
            for one in progress.reviews(self.store, person)
        )
        left = max(progress.settings(self.store, person).new_a_day - begun, 0)
        new = sorted((c for c in fit if c.id not in known), key=lambda c: drawn(c.id))
        due.sort(key=lambda c: (known[c.id].memory.due, c.id))
        return due, new[:left]


def _deck(library: Library) -> Deck:
    named = {topic.name: topic.clause_ids for topic in topics(library)}
    return deck(library, named, [t.word for t in terms(library) if t.english or t.quoted])
