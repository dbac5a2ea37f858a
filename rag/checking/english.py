"""Checking an English sentence against Chinese clauses, as far as code can.

Its words cannot be compared with the clause's. What is compared: every figure with the figures of
the cited words; words that deny or turn round with their Chinese; names and the other words with
the English there is for the clause: its title and questions, and the thesaurus's English for the
terms it has. Whether the sentence puts them together rightly is not checked; docs/llm.md says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.home import EXPANSION_FIELD
from index.library import Library
from index.script import searchable
from index.thesaurus import read_thesaurus
from rag.checking.ground import Ground, ground_of
from rag.checking.polarity import turning_words
from rag.types import Citation, Verification
from rag.words.particulars import Figure, figures

KNOWN = 0.6
"""Share of a sentence's words that must stand in the English of the clauses it cites."""

_WORD = re.compile(r"[a-z][a-z'-]*")
_ENDING = re.compile(r"(?:'s|ies|es|s|ing|ed|al|ment|tion|ly)$")
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][a-z]+(?: (?:of|and|the|for) (?=[A-Z])| (?=[A-Z])|)")
_SMALL_WORDS = """
the a an of in on at to for from by with under about and or as is are was were be been being
it its their they that this these those which who whom whose will shall should must may can
has have had do does did not no than into also such any all each other more most there when
where while over through between after before during among within up out new
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_NUMBER_WORDS = "zero one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {word: number for number, word in enumerate(_NUMBER_WORDS.split())}
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_MONTH_NAMES = """
january february march april may june july august september october november december
"""
_MONTHS = tuple(_MONTH_NAMES.split())
_TURNS = (
    (
        r"\b(?:not|no|never|neither|nor|without|cannot)\b|n't\b",
        "不得 不能 不准 不许 不应 不予 不再 不可 没有 不 未 无 非 勿 严禁 禁止",
    ),
    (
        r"\b(?:abolish|repeal|cancel|revok|eliminat|abandon|scrap|remov)",
        "废止 废除 取消 撤销 放弃 免除",
    ),
    (r"\b(?:prohibit|forbid|forbidden|ban|bans|banned)", "禁止 严禁 不得 不准 不许"),
    (r"\b(?:suspend|terminat|stop|halt|ceas|postpon|delay)", "停止 暂停 终止 中止 推迟 延期"),
    (r"\b(?:increas|rise|rose|risen|grew|grow|up by|higher)", "上升 增长 增加 提高 扩大"),
    (r"\b(?:decreas|declin|fell|fall|drop|reduc|down by|lower)", "下降 减少 降低 缩小"),
    (r"\b(?:invalid|void|fail|refus|reject)", "无效 失败 拒绝 反对 否定 失效"),
    (r"\bpilot", "试点 试行"),
)


def verify_english(
    text: str, citations: Sequence[Citation], library: Library
) -> tuple[Verification, tuple[str, ...]]:
    """Check one English sentence: `SUPPORTED` by the rule above, or `NOT_FOUND`.

    Gives besides the figures and names that the cited clauses do not have.
    """
    ground = ground_of(citations, library)
    known = frozenset(_known_words(citations, ground, library))
    there = [figure for quote in ground.quotes for figure in figures(quote)]
    missing = [f.text for f in english_figures(text) if not any(f.same(one) for one in there)]
    missing += [name for name in _names(text) if not set(_stems(name)) <= known]
    if missing or _turned(text, ground) or not _mostly_known(text, known):
        return Verification.NOT_FOUND, tuple(dict.fromkeys(missing))
    return Verification.SUPPORTED, ()


def english_figures(text: str) -> list[Figure]:
    """List the figures of an English text as `rag.words.particulars` writes them.

    Example: `english_figures("10.59 million cases, up 12.5 percent")` has 10590000 and 12.5%.
    """
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", text.lower())
    plain = re.sub(r"\s*(?:%|per ?cent\b|percentage points?\b)", "%", plain)
    for number, name in enumerate(_MONTHS, start=1):
        plain = re.sub(rf"\b{name}\b(?=\s+\d)|(?<=\d )\b{name}\b", f" {number}月", plain)
    plain = re.sub(r"\b(?:" + "|".join(_NUMBERS) + r")\b", lambda m: str(_NUMBERS[m[0]]), plain)
    plain = re.sub(
        rf"(\d+(?:\.\d+)?)[\s-]*({'|'.join(_SCALES)})s?\b",
        lambda m: f"{float(m[1]) * _SCALES[m[2]]:.6f}".rstrip("0").rstrip("."),
        plain,
    )
    found = re.findall(r"(\d+(?:\.\d+)?(?:[/+]\d+)*%?)(月)?", plain)
    return [Figure(number, unit) for number, unit in found]


def _known_words(citations: Sequence[Citation], ground: Ground, library: Library) -> Iterator[str]:
    """The stems of all English there is for the clauses that are cited."""
    asked = library.field(EXPANSION_FIELD)
    for citation in citations:
        yield from _stems(asked.get(citation.clause.id, ""))
    yield from _stems(" ".join(ground.frame))
    words = searchable(ground.text)
    for concept in read_thesaurus():
        if any(name in words for name in _chinese(concept.official, concept.other)):
            yield from _stems(" ".join(concept.english))


@lru_cache(maxsize=4_096)
def _chinese(official: str, other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(searchable(name) for name in (official, *other))


def _names(text: str) -> list[str]:
    """Words with a capital that do not open the sentence, months left out."""
    found = (m[0].strip() for m in _NAME.finditer(text))
    return [name for name in found if name.lower() not in _MONTHS]


def _stems(text: str) -> list[str]:
    words = _WORD.findall(text.lower())
    return [_ENDING.sub("", word) if len(word) > 4 else word for word in words]


def _mostly_known(text: str, known: frozenset[str]) -> bool:
    said = [stem for stem in _stems(text) if stem not in _SMALL and stem not in _MONTHS]
    return bool(said) and sum(stem in known for stem in said) >= KNOWN * len(said)


def _turned(text: str, ground: Ground) -> bool:
    """Whether an English word turns the sentence round and no Chinese one the cited words."""
    there = {word for quote in ground.quotes for word in turning_words(searchable(quote))}
    plain = text.lower()
    return any(
        re.search(english, plain) and not there & set(chinese.split())
        for english, chinese in _TURNS
    )
