"""All cards of a library, and which of them belong to a document, a topic or a clause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ui.study.blanks import Blank, Blanks
from ui.study.cards import Card, Kind, drawn
from ui.study.cloze import of_blanks
from ui.study.lists import of_lists
from ui.study.orders import of_topic
from ui.study.passages import Copies, Passage, passages
from ui.study.sources import of_sentences, of_terms
from ui.study.texts import Texts
from ui.types import Library

MOST_CLAUSES = 2_000
"""Clauses that get cards: telling two sentences apart takes time that grows with the library."""
MOST_BLANKS = 3
"""Blanks of one clause, each of another sentence: more would ask a paragraph again and again."""


@dataclass(frozen=True, slots=True)
class Deck:
    """The cards of a library by id, in the order of the documents; `left_out` clauses got none."""

    cards: Mapping[str, Card]
    left_out: int = 0

    def of_clauses(self, clause_ids: Iterable[str]) -> list[Card]:
        """The cards that end on any of these clauses, in the order of the deck."""
        wanted = set(clause_ids)
        return [
            card
            for card in self.cards.values()
            if any(place.clause_id in wanted for place in card.places)
        ]


def deck(library: Library, topics: Mapping[str, Sequence[str]], terms: Iterable[str]) -> Deck:
    """Make all cards: `topics` are the clause ids of each topic, `terms` the library's terms.

    The same library gives the same cards, whatever the order of making.
    """
    texts = Texts(library)
    asked = list(texts.sheets)[:MOST_CLAUSES]
    all_passages = passages(texts, asked)
    of_clause: dict[str, list[Passage]] = defaultdict(list)
    for passage in all_passages:
        of_clause[passage.sheet.clause.id].append(passage)
    copies, known = Copies(texts), [term for term in terms if term]
    blanks = Blanks(texts, known)
    chosen = [one for some in of_clause.values() for one in _chosen(blanks, some)]
    cards = [
        *of_blanks(texts, chosen),
        *of_lists(texts, all_passages),
        *of_sentences(texts, copies, all_passages),
        *of_terms(texts, known),
    ]
    for topic, clause_ids in topics.items():
        cards += of_topic(texts, copies, topic, clause_ids, of_clause)
    return Deck(_in_order(texts, cards), max(len(texts.sheets) - MOST_CLAUSES, 0))


def _chosen(blanks: Blanks, some: Sequence[Passage]) -> list[Blank]:
    """The blanks of a clause that are worth asking, at most one of a sentence."""
    best = [min(found, key=_worth) for passage in some if (found := blanks.of(passage))]
    return sorted(best, key=_worth)[:MOST_BLANKS]


def _worth(blank: Blank) -> tuple[bool, int, int]:
    """Figures before words, long words before short ones, and otherwise by the draw."""
    length = 0 if blank.figure else min(len(blank.word), 6)
    return not blank.figure, -length, drawn(blank.passage.text, blank.word)


def _in_order(texts: Texts, cards: Iterable[Card]) -> dict[str, Card]:
    place = {name: number for number, name in enumerate(texts.sheets)}
    kinds = list(Kind)
    ordered = sorted(cards, key=lambda c: (place[c.clause_id], kinds.index(c.kind), c.id))
    return {card.id: card for card in ordered}
