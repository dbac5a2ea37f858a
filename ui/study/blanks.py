"""Find the words of a sentence that can be left out, and what else could stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from ui.study.cards import BLANK, drawn
from ui.study.families import family_words, relatives
from ui.study.figures import distance, figures
from ui.study.passages import Passage
from ui.study.texts import Texts, squeezed

FRAME = 4
"""Characters on either side by which it is told whether the library says the same elsewhere."""
OTHERS = 3
"""Wrong options of a card."""
LEAST_AROUND = 12
"""Characters of a sentence that stay when words are left out."""
_QUOTED = re.compile(r"(?<=“)[^“”\s]{2,12}(?=”)")
_TITLE = re.compile(r"(?<=《)[^《》\s]{4,30}(?=》)")
_JOINING = "和与及或、并"
"""Before a word, these may join only a part of it to the word before: 承认和｜执行机制."""
MOST_OFTEN = 12
"""Clauses that may have a word that is left out: what stands everywhere teaches nothing."""
FARTHEST = 5.0
"""How far a wrong figure may be from the right one (`figures.distance`): six times."""
_COUNTED = re.compile(r"[一二三四五六七八九十两\d]")


@dataclass(frozen=True, slots=True)
class Blank:
    """Words of a sentence, `clause.text[start:end]`, with what else could stand there.

    `others` are in the order of their likeness, at least `OTHERS` of them. Only words that are
    `alike`, of one family or ending, make a claim that is wrong and still sounds right.
    """

    passage: Passage
    start: int
    end: int
    word: str
    others: tuple[str, ...]
    figure: bool
    alike: bool


class Blanks:
    """Knows the words of a library that can stand for one another."""

    def __init__(self, texts: Texts, terms: Iterable[str]) -> None:
        """`terms` are the terms of the library, in whatever writing."""
        self._texts = texts
        self._terms = tuple(sorted(set(terms), key=lambda term: (-len(term), term)))

    @cached_property
    def _open_kinds(self) -> Mapping[str, tuple[str, ...]]:
        """Words in quotation marks and titles, as the library has them."""
        whole = "\n".join(self._texts.of(name) for name in self._texts.sheets)
        return {
            "quoted": tuple(dict.fromkeys(_QUOTED.findall(whole))),
            "title": tuple(dict.fromkeys(_TITLE.findall(whole))),
        }

    @cached_property
    def _figures(self) -> Mapping[str, tuple[tuple[str, float], ...]]:
        found: dict[str, dict[str, float]] = {}
        for name in self._texts.sheets:
            for figure in figures(self._texts.of(name)):
                found.setdefault(figure.unit, {})[figure.words] = figure.value
        return {unit: tuple(words.items()) for unit, words in found.items()}

    def _names_a_place(self, word: str) -> bool:
        """Whether a word holds the region of a document, which stands in its name as well."""
        regions = (document.facts.region for document in self._texts.documents.values())
        return any(region and region in word for region in regions)

    def of(self, passage: Passage) -> list[Blank]:
        """The words of a sentence that a question can leave out, in the order of the text."""
        found = [*self._figure_blanks(passage), *self._word_blanks(passage)]
        return sorted(found, key=lambda blank: blank.start)

    def _figure_blanks(self, passage: Passage) -> Iterable[Blank]:
        sheet = passage.sheet
        for figure in figures(sheet.plain[passage.start : passage.end]):
            start, end = passage.start + figure.start, passage.start + figure.end
            known = self._figures.get(figure.unit, ())
            far = {words: distance(value, figure.value) for words, value in known}
            near = sorted((d, words) for words, d in far.items() if d <= FARTHEST)
            yield from self._blank(passage, (start, end), [w for _, w in near], "figure")

    def _word_blanks(self, passage: Passage) -> Iterable[Blank]:
        text = passage.sheet.plain[passage.start : passage.end]
        places: dict[tuple[int, int], tuple[str, tuple[str, ...]]] = {}
        for kind, pattern in (("quoted", _QUOTED), ("title", _TITLE)):
            for found in pattern.finditer(text):
                places[found.span()] = (kind, self._open_kinds[kind])
        kindred = [*self._term_places(text), *_family_places(text)]
        for place, kin in sorted(kindred, key=lambda k: (k[0][0] - k[0][1], k[0][0])):
            if not _overlaps(place, places):
                places[place] = ("alike", kin)
        home = self._texts.by_document[passage.sheet.document.id]
        for (start, end), (kind, kin) in places.items():
            word = text[start:end]
            ranked = sorted(
                kin, key=lambda k: (*_unlike(word, k), k not in home, drawn(passage.text, k))
            )
            place = (passage.start + start, passage.start + end)
            yield from self._blank(passage, place, ranked, kind)

    def _term_places(self, text: str) -> Iterable[tuple[tuple[int, int], tuple[str, ...]]]:
        """Terms of the library in a text, the longest first, with the terms that end alike."""
        for found in self._any_term.finditer(text) if self._terms else ():
            joined = text[: found.start()][-1:] in tuple(_JOINING)
            yield found.span(), () if joined else self._kin[found[0]]

    @cached_property
    def _any_term(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self._terms)))

    @cached_property
    def _kin(self) -> Mapping[str, tuple[str, ...]]:
        """Of each term the others that end in the same two characters."""
        ends: dict[str, list[str]] = {}
        for word in self._terms:
            ends.setdefault(word[-2:], []).append(word)
        return {w: tuple(k for k in ends[w[-2:]] if k != w) for w in self._terms}

    def _blank(
        self, passage: Passage, place: tuple[int, int], fits: Iterable[str], kind: str
    ) -> Iterable[Blank]:
        start, end = place
        word = squeezed(passage.sheet.plain[start:end])
        if passage.text.count(word) != 1 or len(passage.text) - len(word) < LEAST_AROUND:
            return
        rest = passage.text.replace(word, BLANK)
        if self._names_a_place(word) or (kind != "figure" and _hinted(word, rest)):
            return
        if len(list(islice(self._texts.clauses_with(word), MOST_OFTEN + 1))) > MOST_OFTEN:
            return
        fit = self._wrong(passage, word)
        others = tuple(dict.fromkeys(other for other in fits if fit(other)))[: OTHERS * 2]
        if len(others) >= OTHERS:
            alike = kind in ("figure", "alike")
            yield Blank(passage, start, end, word, others, kind == "figure", alike)

    def _wrong(self, passage: Passage, word: str) -> Callable[[str], bool]:
        """Tell of a word whether it is wrong in this place: nobody says so, here or elsewhere."""
        clause = self._texts.of(passage.sheet.clause.id)
        beside = [self._texts.of(name) for name in self._texts.clauses_with(word)]
        at = passage.text.index(word)
        before = passage.text[max(at - FRAME, 0) : at]
        after = passage.text[at + len(word) :][:FRAME]

        def wrong(other: str) -> bool:
            if self._names_a_place(other):
                return False
            if other in clause or other in word or word in other or _nearly(word, other):
                return False
            if any(other in text for text in beside):
                return False
            return not self._texts.says(before + other + after)

        return wrong


def _family_places(text: str) -> Iterable[tuple[tuple[int, int], tuple[str, ...]]]:
    for start, end in family_words(text):
        yield (start, end), relatives(text[start:end])


def _overlaps(place: tuple[int, int], places: Iterable[tuple[int, int]]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in places)


def _unlike(word: str, other: str) -> tuple[int, int]:
    """How little another word looks like this one: its form first, then its length."""
    counted = bool(_COUNTED.match(word)) != bool(_COUNTED.match(other))
    return int(counted) + int(("、" in word) != ("、" in other)), abs(len(word) - len(other))


def _hinted(word: str, rest: str) -> bool:
    """Whether the rest of a sentence has three characters of a word in a row, and so tells it."""
    return any(word[at : at + 3] in rest for at in range(len(word) - 2))


def _nearly(word: str, other: str) -> bool:
    """Whether two words, not figures, are nearly the same: all but one of their characters."""
    if word[0].isdigit():
        return False
    return len(set(word) ^ set(other)) <= 2 and len(word) >= 4
