"""Which documents a question sets side by side, and their order in time.

`广东和吉林` are two documents, `两省` those of the high courts, `中央和地方` all, and
`从2020年到六五纲要` those of the years between. Read off the facts of the documents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.script import searchable
from ingest.types import Facts, Parsed
from rag.understanding.question import Intent, Question

_CENTRE = re.compile(
    r"中央|国家层面|全国层面|最高人民法院|最高法院?|最高院|supreme people'?s court|\bspc\b"
)
_PROVINCES = re.compile(
    r"[两二三各]个?省|[两各]地(?!人民)|地方|省级|[两各][家个](?:省)?高院|provinc|local courts"
)
_ALL = re.compile(
    r"(?:各|诸|这些|几|[两二三四五]|所有|全部|每)(?:份|个|篇)?(?:不同)?(?:改革)?文件|文件之间|[三四五每各逐]份|documents"
)
_POINTS = re.compile(r"(?:各|这些|几|[两二三四五]|所有|全部)(?:份|个|篇)?(?:改革)?要点")
_RANGE = re.compile(r"从.{1,24}?[到至]|(?<=[年告点])[到至]|\bfrom\b.+\bto\b")
_SINCE = re.compile(r"以来|之后|[到至](?:今|现在|如今|目前)|since")
_COUNTED = re.compile(r"([三四五六七八])(?:份|个文件|篇)|\b(three|four|five|six|seven|eight)\b")
_COUNTS = {
    **{word: n for n, word in enumerate("三四五六七八", start=3)},
    **{w: n for n, w in enumerate(("three", "four", "five", "six", "seven", "eight"), start=3)},
}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_LAST = 9999
"""Stands for a year that nobody knows: such a document comes last."""
MOST_COLUMNS = 8
"""Documents that are set side by side; where more are meant, those that were found first."""
_LEVELS = {"supreme": 0, "high": 1}


def compared(
    question: Question, parsed: Sequence[Parsed], found_first: Sequence[str] = ()
) -> tuple[Parsed, ...]:
    """Give the documents that a question compares, at most `MOST_COLUMNS`; fewer than two are none.

    `parsed` are the documents that may answer. How a reform changed is asked of all of them, where
    the question names none, and is told in the order of time. `found_first` are the ids of the
    documents that a search found, best first.
    """
    wanted = _wanted(question, parsed)
    if len(wanted) > MOST_COLUMNS:
        best = (*found_first, *(p.document.id for p in parsed))
        wanted = set([d for d in dict.fromkeys(best) if d in wanted][:MOST_COLUMNS])
    found = [p for p in parsed if p.document.id in wanted]
    if question.intent is Intent.EVOLUTION:
        found.sort(key=lambda p: in_time(p.document.facts))
    return tuple(found) if len(found) > 1 else ()


def in_time(facts: Facts) -> tuple[int, int, int, str]:
    """Give a key that orders documents by the year they speak of, the highest court first.

    A report on 2020 comes before the points of 2021, whenever it was made.
    """
    return _starts(facts), _LEVELS.get(facts.level, 2), facts.year or 0, facts.id


def first_year(facts: Facts) -> int | None:
    """Give the first year a document speaks of, else its year of issue; None if nobody knows."""
    years = [int(year) for year in _YEAR.findall(facts.period)]
    return min(years) if years else facts.year


def when_of(facts: Facts) -> str:
    """Say which step of a change a document is: `2021年（广东）`; its title if no year is known."""
    year = first_year(facts)
    where = f"（{facts.region}）" if facts.level == "high" else ""
    return (f"{year}年" if year else f"《{facts.title}》") + where


def _starts(facts: Facts) -> int:
    return first_year(facts) or _LAST


def _wanted(question: Question, parsed: Sequence[Parsed]) -> set[str]:
    naming, everything = question.naming, {p.document.id for p in parsed}
    plain = searchable(question.standalone)
    rest = _without(plain, (*naming.spans, *naming.hints))
    wanted = set(naming.named) | (set(naming.suggested) if naming.region else set())
    of_which = question.intent is Intent.MENTIONS and len(wanted) < 2
    if _count(rest) >= len(everything) or of_which:
        return everything
    follows = question.intent is Intent.EVOLUTION or _ALL.search(rest) is not None
    if len(naming.named) < 3 and follows and (_RANGE.search(plain) or _SINCE.search(plain)):
        return _between(question, plain, parsed)
    if len(naming.named) < 2 and _PROVINCES.search(rest):
        wanted |= {p.document.id for p in parsed if p.document.facts.level != "supreme"}
    if _POINTS.search(rest):
        wanted |= {p.document.id for p in parsed if "要点" in searchable(p.document.facts.title)}
    if not naming.named and _CENTRE.search(plain):
        centre = {p.document.id for p in parsed if p.document.facts.level == "supreme"}
        wanted |= (centre & naming.timely if naming.timely else set()) or centre
    if len(wanted) < 2 and (_ALL.search(rest) or not wanted):
        return everything
    return wanted


def _count(rest: str) -> int:
    """Say how many documents a question says it speaks of: `五份`; 0 if it does not."""
    found = _COUNTED.search(rest)
    return _COUNTS[found[1] or found[2]] if found else 0


def _between(question: Question, plain: str, parsed: Sequence[Parsed]) -> set[str]:
    """Find the documents of the years between those that are named; one end may stay open."""
    naming = question.naming
    facts = [p.document.facts for p in parsed]
    meant = {*naming.named, *(naming.suggested if naming.region else ())}
    ends = [_starts(f) for f in facts if f.id in meant]
    ends += [int(year) for year in naming.years]
    if _SINCE.search(plain) and ends:
        return {f.id for f in facts if _starts(f) >= min(ends)}
    first = min(ends) if len(ends) > 1 else 0
    last = max(ends, default=_LAST)
    return {f.id for f in facts if first <= _starts(f) <= last}


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
