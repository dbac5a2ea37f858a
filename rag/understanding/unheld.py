"""Sources asked for that the library does not hold: `政府工作报告`, `上海高院2021年要点`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from index.script import searchable
from ingest.facts import REGIONS
from ingest.types import Document, Facts
from rag.understanding.listing import SUPREME
from rag.understanding.years import YEAR, fits_years

COURT = r"(?:省|市|自治区)?(?:高级人民法院|高级法院|高院|法院)?"
"""What may follow a region where its court is meant."""
_APART = r"[^，,；;。？?、：:和与及跟同→到至怎说写还更]"
_SOURCE = rf"(?:20\d\d年?)?的?{_APART}{{0,8}}?(要点|纲要|工作报告|改革文件|实施意见)"
_SUPREME_IN_A_YEAR = re.compile(rf"(?:{SUPREME})的?{YEAR.pattern}{_SOURCE}")
_OTHERS = re.compile(
    r"(?:最高人民检察院|最高检|检察院|国务院|政府)(?:20\d\d年?)?的?(?:工作报告|要点|纲要)"
    r"|(?:第[一二三四五七八九十]个|[一二三四五七]五)(?:五年)?(?:改革)?纲要"
)
_LAW = re.compile(
    r"(?:《[^》]{2,40}》|[\u4e00-\u9fff]{1,14}(?:法典|法|条例|司法解释))的?第(?=[\d一二三四五六七八九十百千]+条)"
)


def unheld_source(text: str, documents: Mapping[str, Document]) -> str:
    """Name the source that a question in searchable form asks for and the library does not hold.

    That is a region's document where no document comes from the region (`上海高院2021年要点`), or a
    document of a region or court in a year or of a kind of which none is held (`广东2022年要点`),
    or another body's or period's (`政府工作报告`, `第五个五年改革纲要`), or a law whose article is
    asked for (`民法典第三条`). Empty where there is none.
    """
    facts = [document.facts for document in documents.values()]
    for region in REGIONS:
        held = [f for f in facts if f.region == region]
        match = re.search(rf"{region}{COURT}{_SOURCE}", text) if region in text else None
        if match and not any(fits_years(f, match[0]) and _of_kind(f, match[1]) for f in held):
            return match[0]
    match = _SUPREME_IN_A_YEAR.search(text)
    supreme = [f for f in facts if f.level == "supreme"]
    if match and supreme and not any(fits_years(f, match[0]) for f in supreme):
        return match[0]
    if others := _OTHERS.search(text):
        return others[0]
    law = _LAW.search(text)
    if law is None or any(_is_title(law[0], f) for f in facts):
        return ""
    return law[0].removesuffix("第").removesuffix("的")


def _is_title(words: str, facts: Facts) -> bool:
    """Whether words are a title or nickname of a document."""
    names = {facts.title, facts.short_title, *facts.names} - {""}
    return any(searchable(name) in words for name in names)


def _of_kind(facts: Facts, kind: str) -> bool:
    """Whether a document is of the kind that is asked for; `改革文件` is any."""
    return kind == "改革文件" or kind in searchable(facts.title)
