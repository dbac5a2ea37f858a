"""Cards that leave words out of a sentence, and claims with a figure or a word changed."""

from __future__ import annotations

from collections.abc import Iterable

from ui.study.blanks import OTHERS, Blank
from ui.study.cards import BLANK, CLAIMS, Card, Kind, Place, drawn, made
from ui.study.passages import Passage
from ui.study.texts import Texts

CLAIM_IN = 3
"""One figure or kindred word in three becomes a claim: no sentence is asked in two ways."""


def of_blanks(texts: Texts, blanks: Iterable[Blank]) -> list[Card]:
    """Make one card of each blank: words left out, or a claim that is right or wrong."""
    cards: list[Card] = []
    for blank in blanks:
        chance = drawn(blank.passage.sheet.clause.id, blank.passage.text, blank.word)
        cards.append(
            claim(texts, blank, true=chance % (2 * CLAIM_IN) == 0)
            if blank.alike and chance % CLAIM_IN == 0
            else cloze(texts, blank)
        )
    return cards


def cloze(texts: Texts, blank: Blank) -> Card:
    """Leave the words out; the options are they and the words most like them."""
    passage = blank.passage
    kind = Kind.FIGURE if blank.figure else Kind.TERM
    options = shuffled((blank.word, *blank.others[:OTHERS]), passage.text)
    return made(
        kind,
        (place_of(passage, (blank.start, blank.end)),),
        texts.clauses,
        passage.without(blank.start, blank.end, BLANK),
        options,
        (options.index(blank.word),),
    )


def claim(texts: Texts, blank: Blank, *, true: bool) -> Card:
    """Say the sentence as printed, or with the words most like those that it has."""
    passage, swapped = blank.passage, "" if true else blank.others[0]
    return made(
        Kind.CLAIM,
        (place_of(passage, (blank.start, blank.end)),),
        texts.clauses,
        passage.text if true else passage.without(blank.start, blank.end, swapped),
        CLAIMS,
        (0 if true else 1,),
        swapped,
    )


def place_of(passage: Passage, *marks: tuple[int, int]) -> Place:
    """Where a sentence stands, and the words in it that answer; all of it where none are named."""
    whole = ((passage.start, passage.end),)
    return Place(passage.sheet.clause.id, passage.start, passage.end, marks or whole)


def shuffled(options: Iterable[str], seed: str) -> tuple[str, ...]:
    """Put options in an order that tells nothing and is the same every time."""
    return tuple(sorted(options, key=lambda option: drawn(seed, option)))
