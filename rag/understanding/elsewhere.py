"""Places outside the documents' own regions: asked about, or only told of on the way to a question.

`我从湖北回来被开除了。报告怎么说？` asks nothing about 湖北, and `是新疆法院推动的吧，不是甘肃？`
denies 甘肃; `湖北的案件有多少？` is about 湖北: a sentence that does not name it is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from ingest.facts import REGIONS
from rag.understanding.english_names import ENGLISH_REGION, ENGLISH_REGIONS
from rag.understanding.listing import SENTENCE

_REGION_NAMES = {name: name for name in REGIONS} | ENGLISH_REGIONS
_NAMED = "|".join((*REGIONS, ENGLISH_REGION.pattern))
_DENIED = (
    r"(?:(?<!是)不是|而非|不想[去跑到在]|(?<![去在])不[去在]|不用[去跑到]|除了|\bnot (?:in |to )?)"
)
_MOVED = r"(?:[到去从来回往跑住赴]|(?:我们?|老家|人|户口)在)"
"""Before a place that a person came from or went to, told ahead of the part that asks."""
_ENGLISH_MOVED = r"\b(?:in|from|near|at|to|with) "
_OURS = r"\b(?:i|we|my|our)\b[^,]*?"
"""Whose place it is: `we have a plant in hunan, …` asks nothing about it, `in hunan, …` does."""
_COURT = "(?!.{0,2}法院|.{0,2}[高中]院|起诉|立案|打官司|告|(?:'s)? (?:\\w+ )?(?:court|tribunal))"
"""Not before its courts: they are what is asked about."""
_PRINTED = {"北京": ("北京", "进京")}
"""How a region may be printed otherwise than by its name."""


def asked_elsewhere(text: str, held: Collection[str]) -> tuple[str, ...]:
    """Give the regions, none of them `held`, that a question in searchable form asks about.

    Example: `asked_elsewhere("不想跑北京上海。吉林有没有？", {"吉林"})` is empty.
    """
    *told, asking = SENTENCE.findall(text) or [""]
    denied, place = rf"{_DENIED}(?:(?:{_NAMED})[、和或 ]?)+", rf"(?:{_NAMED}){_COURT}"
    left = [re.sub(f"{denied}|(?:{_MOVED}|{_ENGLISH_MOVED}|在){place}", " ", one) for one in told]
    left.append(
        re.sub(f"{denied}|(?:{_MOVED}|{_OURS}{_ENGLISH_MOVED}){place}(?=[^，,]*[，,])", " ", asking)
    )
    found = {_REGION_NAMES[name] for name in re.findall(_NAMED, " ".join(left))}
    return tuple(sorted(found - set(held)))


def names_region(text: str, region: str) -> bool:
    """Whether a text names a region: `进京上访` names 北京."""
    return any(name in text for name in _PRINTED.get(region, (region,)))
