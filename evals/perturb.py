"""What people do to a question without meaning to: mistyped words, lost stops, other script.

Every change is a pure function of the question and a seed: the same in, the same out. A change that
finds nothing to change gives the question back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cache
from typing import TypeAlias

from evals.dice import Dice
from evals.figures import in_arabic, in_chinese
from evals.homophones import homophone

Change: TypeAlias = Callable[[str, int], str]

_HAN = re.compile(r"[\u4e00-\u9fff]")
_LETTER = re.compile(r"[\u4e00-\u9fff]|(?<=[a-z])[a-z](?=[a-z])")
_NUMERAL = frozenset("〇零一二三四五六七八九十百千万亿两几0123456789")
_STOPS = re.compile(r"([（(][一二三四五六七八九十]{1,2}[）)]|(?<=[0-9])[^\w\s](?=[0-9]))|[^\w\s]")
_APOSTROPHE = re.compile(r"(?<=[a-zA-Z])['’](?=[a-zA-Z])")


def typo(question: str, seed: int = 0) -> str:
    """Drop one character, double it, or swap it with the next; never in a number.

    English letters at the edge of a word stay. Example: `typo("执行难")` may give `执难`,
    `执行行难` or `行执难`.
    """
    dice = Dice(seed, question)
    places = [m.start() for m in _LETTER.finditer(question) if m[0] not in _NUMERAL]
    if len(places) < 2:
        return question
    at = places[dice.below(len(places))]
    kind = dice.below(3)
    if kind == 2 and at + 1 in places and question[at] != question[at + 1]:
        return question[:at] + question[at + 1] + question[at] + question[at + 2 :]
    return question[:at] + question[at] * (2 * (kind == 1)) + question[at + 1 :]


def unpunctuated(question: str, seed: int = 0) -> str:  # noqa: ARG001
    """Leave out the stops and marks: `“总对总”？` is 总对总.

    What stands between digits or encloses a number (`第（七）项`) stays. Between foreign words
    a space takes the place of a mark.
    """
    bare = _STOPS.sub(lambda m: m[1] or " ", _APOSTROPHE.sub("", question))
    return re.sub(r"(?<=[^a-zA-Z0-9]) +| +(?=[^a-zA-Z0-9])", "", " ".join(bare.split()))


def mixed_script(question: str, seed: int = 0) -> str:
    """Write about a third of the characters in traditional script: `執行体制`.

    Characters that are the same in both scripts are not counted.
    """
    dice = Dice(seed, question)
    pairs = [(old, _traditional(old)) for old in question]
    return "".join(new if old != new and dice.below(3) == 0 else old for old, new in pairs)


@cache
def _traditional(character: str) -> str:
    from opencc import OpenCC

    converted = str(OpenCC("s2t").convert(character)) if _HAN.match(character) else character
    return converted if len(converted) == 1 else character


def full_width(question: str, seed: int = 0) -> str:  # noqa: ARG001
    """Widen digits, letters, marks and spaces: `第14条?` becomes `第１４条？`."""
    return "".join(
        chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "\u3000" if c == " " else c for c in question
    )


def chinese_numerals(question: str, seed: int = 0) -> str:  # noqa: ARG001
    """Write the numbers of a Chinese question in characters: `2021年第14条` is 二〇二一年第十四条.

    See `evals.figures` for which numbers.
    """
    return in_chinese(question) if _HAN.search(question) else question


def arabic_numerals(question: str, seed: int = 0) -> str:  # noqa: ARG001
    """Write Chinese numbers in digits: `第二十四条的三个规定` is 第24条的3个规定."""
    return in_arabic(question)


def other_case(question: str, seed: int = 0) -> str:
    """Write the Latin letters all large or all small: `WHAT DOES JILIN PLAN`."""
    return question.upper() if Dice(seed, question).below(2) else question.lower()


def perturbations(words: Collection[str]) -> dict[str, Change]:
    """Give every change by its name, in the order of the report; `words` may be mistyped."""
    known = frozenset(words)
    return {
        "homophone": lambda question, seed: homophone(question, known, seed),
        "typo": typo,
        "unpunctuated": unpunctuated,
        "mixed script": mixed_script,
        "full width": full_width,
        "chinese numerals": chinese_numerals,
        "arabic numerals": arabic_numerals,
        "case": other_case,
    }
