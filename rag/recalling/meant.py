"""Which documents a turn of a dialogue means: by its words, or beside those last spoken of.

`最高法第二年怎么部署` after the report on 2020 means the court's points of 2021.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from index.script import searchable
from ingest.types import Facts
from rag.dialogue.spoken_of import Spoken
from rag.understanding.listing import SUPREME
from rag.understanding.question import Question
from rag.understanding.years import years_of

_PROVINCE = re.compile(r"(?<!个)省(?:里|高院|法院|级)|高院(?!级)|\bprovinc")
_NATIONAL = re.compile(
    rf"全国|中央|国家层面|上头|\bnation(?:al|wide)|\b(?:top|highest) court|{SUPREME}"
)
_KINDS = (
    ("报告", re.compile(r"报告|\breport\b")),
    ("纲要", re.compile(r"纲要|\boutline\b")),
    ("要点", re.compile(r"要点|\bkey points\b|\bplan\b")),
)
_LATER = (
    (-1, re.compile(r"[前头上]一年|\b(?:year before|(?:previous|prior) year)\b")),
    (0, re.compile(r"(?:同一?|当|那一?)年|同期|\bsame year\b")),
    (1, re.compile(r"(?:第二|[次后转下]一?)年|\b(?:year after|(?:following|next) year)\b")),
    (2, re.compile(r"[两二2]年(?:之|以)?后|\b(?:two|2) years (?:later|on|after)\b")),
    (3, re.compile(r"[三3]年(?:之|以)?后|\b(?:three|3) years (?:later|on|after)\b")),
)
"""Years after those of the document last spoken of, and how they are called."""
_SHORT_YEAR = re.compile(r"(?<![\d第])(\d\d)年(?![前后来内])")
_THIS = re.compile(
    r"[这该那](?:一份|份|整份|个)?(?:文件|要点|工作报告|报告|纲要|通知|东西)|同一?(?:份|个文件)"
    r"|里[面头]|\b(?:same|that|this) (?:document|report|outline|plan)\b"
)


def documents_meant(asked: Question, spoken: Spoken) -> tuple[str, ...]:
    """Give the documents a turn means, in the order of the library; none where it says nothing.

    Region or court, kind and year each narrow them, unless that leaves none.
    """
    if asked.naming.named:
        return asked.naming.named
    documents = spoken.library.documents
    plain = searchable(asked.standalone)
    found = tuple(documents)
    for admits in _limits(asked, plain, spoken):
        found = tuple(d for d in found if admits(documents[d].facts)) or found
    if len(found) < len(documents):
        return found
    return spoken.documents if _THIS.search(plain) else ()


def _limits(asked: Question, plain: str, spoken: Spoken) -> Iterable[Callable[[Facts], bool]]:
    """Give what a turn says of its document, as conditions."""
    if asked.naming.region:
        yield lambda facts: facts.id in asked.naming.suggested
    elif _NATIONAL.search(plain):
        yield lambda facts: facts.level == "supreme"
    elif _PROVINCE.search(plain):
        told = _provincial(spoken)
        yield lambda facts: facts.id == told if told else facts.level == "high"
    for kind, said in _KINDS:
        if said.search(plain):
            yield lambda facts, kind=kind: kind in facts.title  # type: ignore[misc]
    if years := _years(asked, plain, spoken):
        yield lambda facts: bool(years & years_of(facts))


def _provincial(spoken: Spoken) -> str:
    """The document of a province that was last spoken of, or an empty string."""
    documents = spoken.library.documents
    told = (d for turn in spoken.turns for d in turn.documents)
    return next((d for d in told if documents[d].facts.level == "high"), "")


def _years(asked: Question, plain: str, spoken: Spoken) -> set[int]:
    """The years a turn names, in four digits or two, else by those last spoken of."""
    documents = spoken.library.documents.values()
    held = {year for document in documents for year in years_of(document.facts)}
    named = {int(year) for year in asked.naming.years}
    named |= {year for m in _SHORT_YEAR.finditer(plain) if (year := 2000 + int(m[1])) in held}
    if named or not spoken.documents:
        return named
    last = years_of(spoken.library.documents[spoken.documents[0]].facts)
    told = [by for by, said in _LATER if said.search(plain)]
    return {min(last) + by for by in told} if last else set()
