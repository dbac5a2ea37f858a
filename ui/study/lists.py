"""Cards about enumerations: which of four things does the sentence not name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ui.study.cards import BLANK, Card, Kind, drawn, made
from ui.study.cloze import place_of, shuffled
from ui.study.passages import Passage
from ui.study.texts import Texts, squeezed

NAMED = 3
"""Options that the sentence does name."""
_RUN = re.compile(
    r"(?:[\u4e00-\u9fff]{2,8}、){3,}[\u4e00-\u9fff]{2,8}(?=等)(?!等.{0,6}(?:法院|省|地))"
)
_JOINED = re.compile(r"[和与及或的并将对为以在是有]|实现|推进|加强|完善")


@dataclass(frozen=True, slots=True)
class Listed:
    """An enumeration in a sentence: the places of its things in the clause, and their words.

    The first thing is left out, because words before it may belong to the sentence.
    """

    passage: Passage
    places: tuple[tuple[int, int], ...]
    things: tuple[str, ...]


def listed(passages: Iterable[Passage]) -> list[Listed]:
    """The enumerations that end in 等: `升级立案、调解、庭审、保全等` has 调解, 庭审, 保全."""
    found: list[Listed] = []
    for passage in passages:
        text = passage.sheet.plain[passage.start : passage.end]
        for run in _RUN.finditer(text):
            places: list[tuple[int, int]] = []
            at = run.start()
            for thing in run[0].split("、"):
                places.append((passage.start + at, passage.start + at + len(thing)))
                at += len(thing) + 1
            things = tuple(squeezed(passage.sheet.plain[a:b]) for a, b in places[1:])
            if not any(_JOINED.search(thing) for thing in things):
                found.append(Listed(passage, tuple(places[1:]), things))
    return found


def of_lists(texts: Texts, passages: Iterable[Passage]) -> list[Card]:
    """Ask which thing an enumeration lacks; the stranger comes from a list of the same field."""
    known = listed(passages)
    cards: list[Card] = []
    for one in known:
        stranger = _stranger(texts, one, known)
        if stranger and len(one.things) >= NAMED:
            cards.append(_card(texts, one, stranger))
    return cards


def _card(texts: Texts, one: Listed, stranger: str) -> Card:
    passage = one.passage
    named = sorted(one.things, key=lambda thing: (abs(len(thing) - len(stranger)), drawn(thing)))
    options = shuffled((stranger, *named[:NAMED]), passage.text)
    start, end = one.places[0][0], one.places[-1][1]
    return made(
        Kind.LIST,
        (place_of(passage, (start, end)),),
        texts.clauses,
        passage.without(start, end, BLANK),
        options,
        (options.index(stranger),),
    )


def _stranger(texts: Texts, one: Listed, known: Sequence[Listed]) -> str:
    """A thing that is listed with one of these elsewhere, and is not in this clause at all."""
    clause = texts.of(one.passage.sheet.clause.id)
    mine = set(one.things)
    fit = {
        thing
        for other in known
        if mine & set(other.things)
        for thing in other.things
        if thing not in clause and not any(_alike(thing, own) for own in mine)
    }
    length = sum(map(len, mine)) / len(mine)
    return min(fit, key=lambda thing: (abs(len(thing) - length), drawn(thing)), default="")


def _alike(one: str, other: str) -> bool:
    return one in other or other in one or len(set(one) & set(other)) * 2 >= len(set(one))
