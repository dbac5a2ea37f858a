"""Which documents a question names: by title or nickname, by issuer, region, year and kind.

`广东要点` names one document; `最高法2021年那份文件` only suggests one; `上海高院的要点` names a source
that the library does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from index.script import searchable
from ingest.facts import REGIONS
from ingest.types import Document, Facts

_KINDS = ("要点", "纲要", "工作报告", "报告", "意见", "规定", "条例")
_SUPREME = re.compile(r"最高人民法院|最高法院?|supreme people'?s court|\bspc\b")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_ENGLISH_REGIONS = {"guangdong": "广东", "jilin": "吉林", "beijing": "北京", "shanghai": "上海"}
_COURT = r"(?:省|市|自治区)?(?:高级人民法院|高级法院|高院|法院)?"
_SOURCE = r"(?:20\d\d年?)?的?[^，。？?]{0,8}?(?:要点|纲要|工作报告|改革文件|实施意见)"


@dataclass(frozen=True, slots=True)
class Naming:
    """What a question says about its source.

    `named` are documents it names outright: it is answered from them. `suggested` are those that
    its region, issuer or year point to: they go first. `unheld` is a source it names that the
    library does not hold (`上海高院…要点`), else empty. `spans` are the places of the names in the
    question, `hints` those of region, issuer and year; neither is asked of the sentences.
    """

    named: tuple[str, ...] = ()
    suggested: tuple[str, ...] = ()
    unheld: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    hints: tuple[tuple[int, int], ...] = ()


def read_naming(question: str, documents: Mapping[str, Document]) -> Naming:
    """Find the documents that a question names or suggests, in the order of the library."""
    text = searchable(question)
    facets = _Facets.of(text)
    named: set[str] = set()
    suggested: set[str] = set()
    spans = _alias_spans(text, documents)
    for document_id, document in documents.items():
        facts = document.facts
        region = facts.region in facets.regions
        supreme = facets.supreme and facts.level == "supreme"
        year = bool(facets.years & _years(facts))
        kind = any(facts.title.endswith(k) or k in searchable(facts.title) for k in facets.kinds)
        if any(owner == document_id for _, _, owner in spans):
            named.add(document_id)
        elif kind and (region or (supreme and (year or not facets.years))):
            named.add(document_id)
        elif region or (supreme and (year or not facets.years)) or (year and not facets.supreme):
            suggested.add(document_id)
    strongest = [d for d in documents if d in suggested and _held(documents[d].facts, facets)]
    places = tuple((start, end) for start, end, _ in spans)
    hints = _hint_spans(text, documents) if named or suggested else ()
    return Naming(
        named=tuple(d for d in documents if d in named),
        suggested=tuple(strongest or [d for d in documents if d in suggested]),
        unheld=_unheld(text, documents),
        spans=places,
        hints=hints,
    )


@dataclass(frozen=True, slots=True)
class _Facets:
    regions: frozenset[str]
    supreme: bool
    years: frozenset[int]
    kinds: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> _Facets:
        """Read regions, issuer, years and kinds of document off a question."""
        regions = {r for r in REGIONS if r in text}
        regions |= {r for name, r in _ENGLISH_REGIONS.items() if name in text}
        years = {int(y) for y in _YEAR.findall(text)}
        kinds = tuple(k for k in _KINDS if k in text)
        return cls(frozenset(regions), bool(_SUPREME.search(text)), frozenset(years), kinds)


def _hint_spans(text: str, documents: Mapping[str, Document]) -> tuple[tuple[int, int], ...]:
    """Find the words that only say whose document or of which year is meant."""
    regions = "|".join({d.facts.region for d in documents.values()} & set(REGIONS))
    courts = (
        rf"(?:{regions})(?:全?省)?(?:各级)?(?:高级人民法院|高级法院|高院|法院)?"
        if regions
        else "(?!)"
    )
    pattern = re.compile(rf"{courts}|(?:{_SUPREME.pattern})|(?:{_YEAR.pattern})年?(?:的?要点)?")
    return tuple(m.span() for m in pattern.finditer(text))


def _held(facts: Facts, facets: _Facets) -> bool:
    """Whether a region, rather than only the issuer or year, points to a document."""
    return facts.region in facets.regions


def _years(facts: Facts) -> set[int]:
    """Give the years a document speaks about: its period, or its year of issue."""
    found = [int(y) for y in _YEAR.findall(facts.period)]
    if len(found) == 2:
        return set(range(found[0], found[1] + 1))
    return set(found) or ({facts.year} if facts.year else set())


def _alias_spans(text: str, documents: Mapping[str, Document]) -> list[tuple[int, int, str]]:
    """Find titles, nicknames and document numbers, the longest first, none inside another."""
    aliases: dict[str, set[str]] = {}
    for document_id, document in documents.items():
        facts = document.facts
        for name in {facts.title, facts.short_title, facts.number, *facts.names} - {""}:
            aliases.setdefault(searchable(name), set()).add(document_id)
    found: list[tuple[int, int, str]] = []
    taken = [False] * len(text)
    for alias in sorted(aliases, key=lambda a: (-len(a), a)):
        owners = aliases[alias]
        for match in re.finditer(re.escape(alias), text):
            if len(owners) == 1 and not any(taken[match.start() : match.end()]):
                found.append((match.start(), match.end(), next(iter(owners))))
                taken[match.start() : match.end()] = [True] * len(alias)
    return sorted(found)


def _unheld(text: str, documents: Mapping[str, Document]) -> str:
    """Name the regional source a question asks for that no document of the library comes from."""
    held = {document.facts.region for document in documents.values()}
    for region in REGIONS:
        if region in held or region not in text:
            continue
        match = re.search(rf"{region}{_COURT}{_SOURCE}", text)
        if match:
            return match[0]
    return ""
