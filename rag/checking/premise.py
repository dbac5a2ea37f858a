"""What a question takes for granted, held against what the clauses say.

`为什么纲要把时间定在2030年` takes a year for granted where the outline has 2028年. A figure, a
place, a slogan or a word that tells how far a reform has come is wrong if the words that answer
have another one of the same kind in the same place. The user reads that before the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.script import searchable
from rag.checking.english_counts import miscounted
from rag.checking.exclusive import DONE, ENDED, opposed
from rag.checking.pieces import FIGURE, Piece, kind_of, stands
from rag.checking.polarity import parts
from rag.checking.swapped import swapped
from rag.words.normal import in_digits, in_myriads
from rag.words.particulars import REGIONS

CLOSE = 6
"""Characters in a row from which on only that part of the answer counts."""

_SLOGAN = re.compile(r"[“「『\"]([^“”「」『』\"]{2,12})[”」』\"]")
_BEHIND = re.compile(
    r"([\u4e00-\u9fff]{2})(?:高达|多达|[了约达到是为])*(\d+(?:\.\d+)?)(件|人|个|家|项|名|位|元|%)"
)
_DID = re.compile(r"([\u4e00-\u9fff])了(\d+(?:\.\d+)?)(件|人|个|家|项|名|位)")
"""A word cut to one character before a figure: 废了 is printed 废止."""
_BEFORE = re.compile(r"(\d+(?:\.\d+)?)(批|个|家|类|项|次)([\u4e00-\u9fff]{2})")
_UNITS = {
    "minute": "分钟",
    "case": "件",
    "year": "年",
    "day": "天",
    "percent": "%",
    "countrie": "国",
}
_ENGLISH_UNITS = re.compile(rf"(\d+(?:\.\d+)?)[ -]({'|'.join(_UNITS)})s?\b")
_TENTHS = re.compile(
    r"(?<![\d.统单专划合近过约超])([1-9])成(?![立员果为效本长功熟品形因交年人都多左以\d])"
)
"""A share in tenths, said as it is; 统一成 is none, 五成多 is no exact one."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What the question takes for granted, and what the text has in its place."""

    said: str
    printed: str
    part: str

    @property
    def text(self) -> str:
        """The remark for the user, which comes before the answer."""
        return f"原文为“{self.part}”，与问题中的“{self.said}”不符。"

    @property
    def english(self) -> str:
        """The same in English; what is printed stays as it is."""
        return (
            f"The text has “{self.part}”, which “{self.said}” in the question does not agree with."
        )


def contradictions(
    question: str, sentences: Sequence[str], around: str = ""
) -> list[Contradiction]:
    """Find what a question takes for granted and the sentences that answer say otherwise.

    `question` is without the names of documents, `around` are the whole clauses: a figure or place
    that stands there is not wrong, unless the words nearest to the question have another one.
    """
    asked = _TENTHS.sub(r"\g<1>0%", in_digits(_ENGLISH_UNITS.sub(_in_chinese, question)))
    pieces = [Piece(one, asked, n) for n, s in enumerate(sentences) for one in parts(s)]
    latin = len(re.findall("[a-z]{3,}", asked)) > 2
    near = pieces if latin else [piece for piece in pieces if piece.is_near(asked)]
    whole = in_digits("\n".join((*sentences, around)))
    found = [
        *_figures(asked, near, pieces, whole),
        *(Contradiction(*one) for one in miscounted(asked, pieces, whole) if latin),
        *_counted_otherwise(asked, pieces if near else ()),
        *_places(asked, near, pieces, whole),
        *_slogans(question, sentences if near else ()),
        *(Contradiction(*one) for one in swapped(asked, near, pieces, whole)),
        *(Contradiction(*one) for one in opposed(asked, near, whole)),
    ]
    known = {one.said: one for one in found}
    return [replace(one, said=_as_typed(said, question)) for said, one in known.items()]


def _as_typed(said: str, question: str) -> str:
    """Give a figure as the question has it, else as a text would print it."""
    return said if said in question else in_myriads(said)


def _in_chinese(match: re.Match[str]) -> str:
    return match[1] + _UNITS[match[2]]


def without_claims(
    question: str, *, years: bool = False, apart: Sequence[tuple[int, int]] = ()
) -> str:
    """Take out of a question what it may be wrong about, to look for its matter alone.

    `years` stay where a figure of a year is asked for; what stands `apart` (the names of
    documents) is not touched. Example: `without_claims("为什么把时间定在2030年")` is
    `为什么把时间定在 `.
    """
    words = map(re.escape, (*REGIONS, *DONE.split(), *ENDED.split()))
    pattern = re.compile("|".join((FIGURE.pattern, *words)))

    def blank(match: re.Match[str]) -> str:
        named = any(start < match.end() and match.start() < end for start, end in apart)
        year = match[1] and kind_of(match) == "year"
        return match[0] if named or (years and year) else " "

    return pattern.sub(blank, question)


def _figures(
    asked: str, near: Sequence[Piece], pieces: Sequence[Piece], whole: str
) -> Iterator[Contradiction]:
    best = max(near, key=lambda piece: piece.shared, default=None)
    if best is None:
        yield from _only_figure(asked, pieces, whole)
        return
    for match in (m for m in FIGURE.finditer(asked) if kind_of(m)):
        kind, same = kind_of(match), best.shared >= CLOSE and best.figures
        if stands(match, best.text if same else whole):
            continue
        for piece in _beside(near, pieces, year=kind == "year"):
            others = [o for o in piece.figures if kind_of(o) == kind and not stands(o, asked)]
            if others:
                yield Contradiction(match[0], others[0][0], piece.printed)
                break
            if same and piece is best:
                break


def _only_figure(asked: str, pieces: Sequence[Piece], whole: str) -> Iterator[Contradiction]:
    """Find a figure where the first sentence, found by its meaning, has one other of its kind."""
    for match in FIGURE.finditer(asked):
        kind = kind_of(match)
        if kind not in ("%", "件", "小时", "分钟") or stands(match, whole):
            continue
        there = [(f, p) for p in pieces if p.sentence == 0 for f in p.figures if kind_of(f) == kind]
        if len(there) == 1:
            yield Contradiction(match[0], there[0][0][0], there[0][1].printed)


def _beside(near: Sequence[Piece], pieces: Sequence[Piece], *, year: bool) -> Iterator[Piece]:
    """Give the pieces where a figure of the matter may stand: the near ones, and what follows.

    A year stands anywhere in the sentence.
    """
    for piece in sorted(near, key=lambda piece: -piece.shared):
        yield piece
        at = pieces.index(piece)
        yield from (p for p in pieces[at + 1 : at + 2] if p.sentence == piece.sentence)
        if year:
            yield from (p for p in pieces if p.sentence == piece.sentence)


def _counted_otherwise(asked: str, pieces: Sequence[Piece]) -> Iterator[Contradiction]:
    """Find figures that stand by the same word in the text with another number: 废止116件."""
    behind = r"(?:高达|多达|[了约达到是为])*(\d+(?:\.\d+)?)"
    beside = [
        *((m[2], m[2] + m[3], f"{m[1]}{behind}{m[3]}") for m in _BEHIND.finditer(asked)),
        *(
            (m[2], m[2] + m[3], f"{m[1]}[\u4e00-\u9fff]{behind}{m[3]}")
            for m in _DID.finditer(asked)
        ),
        *((m[1], m[1] + m[2], rf"(\d+(?:\.\d+)?){m[2]}{m[3]}") for m in _BEFORE.finditer(asked)),
    ]
    for number, said, pattern in beside:
        found = [(m, piece) for piece in pieces for m in re.finditer(pattern, piece.text)]
        if found and not any(match[1] == number for match, _ in found):
            yield Contradiction(said, found[0][0][0], found[0][1].printed)


def _places(
    asked: str, near: Sequence[Piece], pieces: Sequence[Piece], whole: str
) -> Iterator[Contradiction]:
    best = max(near, key=lambda piece: piece.shared, default=None)
    if best is None:
        return
    own = best.shared >= CLOSE and any(place in best.text for place in REGIONS)
    known = best.text if own else whole
    said = [place for place in REGIONS if place in asked and place not in known]
    bare = re.sub("|".join(REGIONS), "，", asked)
    matter = [piece for piece in near if Piece(piece.printed, bare, 0).is_near(bare)]
    counted = {p.sentence for p in near if any(stands(f, asked) for f in p.figures)}
    matter += [piece for piece in pieces if piece.sentence in counted and piece not in matter]
    for place in said:
        for piece in sorted(matter, key=lambda piece: -piece.shared):
            others = [other for other in REGIONS if other in piece.text and other not in asked]
            if others:
                yield Contradiction(place, others[0], piece.printed)
                break


def _slogans(question: str, sentences: Sequence[str]) -> Iterator[Contradiction]:
    """Find slogans that differ in one character from one that is printed: “四庭一院”."""
    text = "\n".join(sentences)
    printed = _SLOGAN.findall(text)
    for said in _SLOGAN.findall(question):
        plain = searchable(said)
        if plain in searchable(text):
            continue
        for slogan in printed:
            if _one_off(plain, searchable(slogan)):
                yield Contradiction(said, slogan, f"“{slogan}”")
                break


def _one_off(one: str, other: str) -> bool:
    if one == other or min(len(one), len(other)) < 3:
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    digits = [re.sub(r"\d+|[一二三四五六七八九十]", "#", text) for text in (one, other)]
    return digits[0] == digits[1]
