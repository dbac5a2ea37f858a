"""Which documents a question names: by title or nickname, by issuer, region, year and kind.

`广东要点` names one document; `最高法2021年那份文件` only suggests one; `上海高院的要点` names a
source that the library does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from index.script import searchable
from ingest.facts import REGIONS
from ingest.types import Document, Facts
from rag.understanding.elsewhere import asked_elsewhere
from rag.understanding.english_names import ENGLISH_REGION, ENGLISH_REGIONS, in_chinese
from rag.understanding.listing import SHORT_REGION, SHORT_REGIONS, SUPREME, lists_several
from rag.understanding.unheld import COURT, unheld_source
from rag.understanding.years import YEAR, fits_years, years_of

_KINDS = ("要点", "纲要", "工作报告", "报告", "意见", "规定", "条例")
_SUPREME = re.compile(SUPREME)
_ISSUER_BEFORE = re.compile(rf"(?:{_SUPREME.pattern})(?:的|新)?$")
_BREATH = r"[^，。、；？和与及跟同→]{0,12}?"
_REGION_BEFORE = re.compile(
    rf"({'|'.join((*REGIONS, *ENGLISH_REGIONS))}){COURT}(?:'s)?\s*(?:20\d\d年?)?的?\s*$"
)
_OTHER_BEFORE = re.compile(
    r"(?:检察院|政府|第|第[一二三四五七八九十]个?|[一二三四五七]五)(?:20\d\d年?)?的?$"
)
_ITS = re.compile(r"\bits\b")
"""What the court is said to have of its own: `what did the SPC plan in its 2021 key points`."""
_BRACKETS = str.maketrans("〔〕[]【】–—", "()()()--")


@dataclass(frozen=True, slots=True)
class Naming:
    """What a question says about its source.

    `named` are documents it names outright: it is answered from them. `suggested` are those that
    its region, issuer or year point to: they go first. `unheld` is a source it names that the
    library does not hold (`上海高院…要点`), else empty. `spans` are the places of the names in the
    question, `hints` those of region, issuer and year; neither is asked of the sentences. `region`
    says that a region, not only an issuer or year, made the suggestion. `elsewhere` are regions
    asked about that no document comes from. `years` are the years asked about, `timely` the
    documents that speak of one of them (None where no year is asked).
    """

    named: tuple[str, ...] = ()
    suggested: tuple[str, ...] = ()
    unheld: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    hints: tuple[tuple[int, int], ...] = ()
    region: bool = False
    elsewhere: tuple[str, ...] = ()
    timely: frozenset[str] | None = None
    years: tuple[str, ...] = ()

    @property
    def untimely(self) -> bool:
        """Whether a region is asked about in a year of which no document of it is held."""
        timely = self.timely
        return (
            self.region and not self.named and timely is not None and not timely & {*self.suggested}
        )


def read_naming(question: str, documents: Mapping[str, Document]) -> Naming:
    """Find the documents that a question names or suggests, in the order of the library."""
    text = searchable(question).translate(_BRACKETS)
    spans = _alias_spans(text, documents)
    rest = text
    for start, end, _ in spans:
        start -= len(issuer[0]) if (issuer := _ISSUER_BEFORE.search(text[:start])) else 0
        rest = rest[:start] + "，" * (end - start) + rest[end:]
    years = {int(y) for y in YEAR.findall(rest)}
    regions = {r for r in REGIONS if r in rest}
    regions |= {ENGLISH_REGIONS[name] for name in ENGLISH_REGION.findall(rest)}
    regions |= {SHORT_REGIONS[name] for name in SHORT_REGION.findall(rest)}
    unheld = unheld_source(text, documents)
    apart = text.find(unheld) if unheld else -1
    spans = [s for s in spans if not (unheld and apart <= s[0] < apart + len(unheld))]
    named = {owner for _, _, owner in spans}
    described = in_chinese(rest)
    named |= {d for d, document in documents.items() if _is_described(document.facts, described)}
    by_region = {d for d, document in documents.items() if document.facts.region in regions}
    by_issuer = {
        d
        for d, document in documents.items()
        if document.facts.level == "supreme" and _SUPREME.search(rest)
        if not years or years & years_of(document.facts)
    }
    by_year = {d for d, document in documents.items() if years & years_of(document.facts)}
    if named and lists_several(rest, regions):
        others = set() if _ITS.search(rest) and named & by_issuer else by_issuer - named
        named |= by_region | _of_the_time(others, named, documents)
    several = years and by_region and not named and lists_several(rest, regions)
    suggested = (by_region | by_issuer if several else by_region) or by_issuer or by_year
    meant = named or suggested
    return Naming(
        named=tuple(d for d in documents if d in named),
        suggested=tuple(d for d in documents if d in suggested),
        unheld=unheld,
        spans=tuple((start, end) for start, end, _ in spans),
        hints=_hint_spans(text, [documents[d].facts for d in meant]) if meant else (),
        region=bool(by_region),
        elsewhere=asked_elsewhere(rest, {d.facts.region for d in documents.values()}),
        timely=frozenset(by_year) if years else None,
        years=tuple(str(year) for year in sorted(years)),
    )


def _of_the_time(others: set[str], named: set[str], documents: Mapping[str, Document]) -> set[str]:
    """Keep the documents of the years of those named, if there are any.

    `最高法和广东2021年要点` are two documents of 2021.
    """
    years = {year for d in named for year in years_of(documents[d].facts)}
    return {d for d in others if years & years_of(documents[d].facts)} or others


def _is_described(facts: Facts, text: str) -> bool:
    """Whether a question describes a document in one breath: `吉林2022要点`, `2021年改革要点`.

    A year and kind without a region mean the Supreme People's Court's document.
    """
    kinds = "|".join(k for k in _KINDS if k in facts.title)
    if not kinds:
        return False
    if facts.level != "supreme":
        match = re.search(rf"{facts.region or '(?!)'}{_BREATH}(?:{kinds})", text)
        return match is not None and fits_years(facts, match[0])
    match = re.search(rf"(?:{_SUPREME.pattern}){_BREATH}(?:{kinds})", text)
    if match is not None:
        return fits_years(facts, match[0])
    match = re.search(rf"{YEAR.pattern}年?{_BREATH}(?:{kinds})", text)
    if match is None or not fits_years(facts, match[0]):
        return False
    return not any(region in text[max(0, match.start() - 12) : match.end()] for region in REGIONS)


def _hint_spans(text: str, meant: list[Facts]) -> tuple[tuple[int, int], ...]:
    """Find the words that only say whose document or of which year is meant."""
    names = {f.region for f in meant} & set(REGIONS)
    names |= {name for name, region in ENGLISH_REGIONS.items() if region in names}
    regions = "|".join(sorted(names)) or "(?!)"
    short = rf"(?:{SHORT_REGION.pattern})(?:[那这]份)?"
    courts = rf"{short}|(?:{regions})(?:全?省)?(?:各级)?(?:高级人民法院|高级法院|高院|法院)?"
    single = {str(y) for f in meant if len(years := years_of(f)) == 1 for y in years}
    year = rf"(?<!\d)(?:{'|'.join(sorted(single)) or '(?!)'})(?!\d)年?(?:的?要点)?"
    pattern = re.compile(rf"{courts}|(?:{_SUPREME.pattern})|{year}")
    others = {short for short, region in SHORT_REGIONS.items() if region not in names}
    return tuple(m.span() for m in pattern.finditer(text) if m[0][0] not in others)


def _alias_spans(text: str, documents: Mapping[str, Document]) -> list[tuple[int, int, str]]:
    """Find titles, nicknames and document numbers, the longest first, none inside another.

    A nickname after another's name (`广东` before 工作报告, `第五个` before 五年改革纲要) is none.
    """
    found: list[tuple[int, int, str]] = []
    taken = [False] * len(text)
    for pattern, owners in _aliases(tuple(d.facts for d in documents.values())):
        for match in pattern.finditer(text):
            if len(owners) == 1 and not any(taken[match.start() : match.end()]):
                owner = next(iter(owners))
                if not _is_anothers(text[: match.start()], documents[owner].facts):
                    found.append((match.start(), match.end(), owner))
                taken[match.start() : match.end()] = [True] * len(match[0])
    return sorted(found)


@lru_cache(maxsize=8)
def _aliases(held: tuple[Facts, ...]) -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    """The patterns of all names, the longest first, each with the documents that bear it."""
    aliases: dict[str, set[str]] = {}
    for facts in held:
        for name in {facts.title, facts.short_title, facts.number, *facts.names} - {""}:
            aliases.setdefault(searchable(name).translate(_BRACKETS), set()).add(facts.id)
    longest_first = sorted(aliases, key=lambda a: (-len(a), a))
    return tuple((re.compile(_anyhow_joined(a)), frozenset(aliases[a])) for a in longest_first)


def _anyhow_joined(alias: str) -> str:
    """The pattern of a name: brackets of an English one may be missing, hyphens be spaces."""
    if not alias.isascii():
        return re.escape(alias)
    words = (re.escape(word).replace(r"\-", r"[\s-]") for word in re.findall(r"[^\s()]+", alias))
    return r"[\s()]+".join(words)


def _is_anothers(before: str, facts: Facts) -> bool:
    """Whether the words before a nickname say that another's document is meant."""
    region = _REGION_BEFORE.search(before)
    if region and ENGLISH_REGIONS.get(region[1], region[1]) != facts.region:
        return True
    return _OTHER_BEFORE.search(before) is not None
