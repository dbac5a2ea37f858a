"""The facts of a document: from a manifest where somebody wrote them, else from the text itself.

What the text does not print stays empty. Nothing is ever invented.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from ingest.errors import FactsError
from ingest.furniture import BLANK
from ingest.layout import Layout, ends_sentence
from ingest.numbering import read_marker
from ingest.types import Facts, Script, Source

_NUMBER = re.compile(
    r"([\u4e00-\u9fff]{1,12}?)[〔\[（(【﹝]((?:19|20)\d{2})[〕\])）】﹞]\s*(?:第\s*)?0*(\d+)\s*号"
)
_YEAR_AHEAD = re.compile(r"^(?:19|20)\d{2}年")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_DATE = re.compile(r"((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_COVER_LINE = 60
"""Longest line of a cover sheet in characters."""
_TITLE_ENDS = re.compile(
    r"(意见|意見|通知|纲要|綱要|要点|要點|报告|報告|规定|規定|办法|辦法|条例|條例|决定|決定|方案|解释|解釋|规划|規劃"
    r"|规则|規則|细则|細則|法|批复|复函|函|答复|公告|公报|通报|计划|决议|修正案|章程|制度|指引|准则|命令|令)(?:[（(][^）)]*[）)])?$"
)
# fmt: off
REGIONS = (
    "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江",
    "上海", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南",
    "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州",
    "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆", "兵团",
)
# fmt: on
_ISSUER = re.compile(
    "(最高人民法院|最高人民检察院|国务院办公厅|国务院|(?:" + "|".join(REGIONS) + ")"
    "[\u4e00-\u9fff]{0,6}?(?:省|市|自治区)?(?:高级)?人民(?:法院|政府))"
)
_TRADITIONAL = frozenset(
    "為進體過時會國學實與對個說開關發現這們來後無專業務義權動機構數據庫聯網點應證據護產"
)
_TEXT_FIELDS = frozenset(f.name for f in fields(Facts)) - {"year", "script", "names", "outside"}
_MANIFEST_FIELDS = frozenset(f.name for f in fields(Facts)) | {"file", "sha256"}


def read_manifest(path: Path) -> dict[str, tuple[Facts, str]]:
    """Read a manifest: file name to (facts, SHA-256 of the file in hex, or "").

    Raises FactsError naming the document and field that is missing, unknown or of a wrong kind.
    """
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("document", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise FactsError(f"{path.name}: cannot be read as TOML ({error}); correct it") from error
    found = {}
    for place, row in enumerate(rows, start=1):
        where = f"{path.name}: document {row.get('id', place)}"
        unknown = set(row) - _MANIFEST_FIELDS
        if unknown:
            raise FactsError(f"{where}: unknown field {sorted(unknown)[0]!r}; remove or rename it")
        found[_text(row, "file", where, needed=True)] = (
            facts_from(row, where),
            _text(row, "sha256", where),
        )
    return found


def facts_from(row: Mapping[str, object], where: str) -> Facts:
    """Make facts from one table of a manifest; `where` begins the error messages."""
    for needed in ("id", "title"):
        _text(row, needed, where, needed=True)
    year = row.get("year")
    if year is not None and not isinstance(year, int):
        raise FactsError(f"{where}: year must be a number such as 2021, not {year!r}")
    try:
        script = Script(_text(row, "script", where) or Script.SIMPLIFIED)
    except ValueError:
        raise FactsError(f"{where}: script must be hans or hant, not {row['script']!r}") from None
    texts = {name: _text(row, name, where) for name in _TEXT_FIELDS}
    return Facts(
        **texts,
        year=year,
        script=script,
        names=_names(row, "names", where),
        outside=_names(row, "outside", where),
    )


def _text(row: Mapping[str, object], name: str, where: str, *, needed: bool = False) -> str:
    value = row.get(name, "")
    if not isinstance(value, str) or (needed and not value.strip()):
        raise FactsError(f"{where}: {name} must be text in quotes; add it")
    return value


def _names(row: Mapping[str, object], name: str, where: str) -> tuple[str, ...]:
    value = row.get(name, [])
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise FactsError(f"{where}: {name} must be a list of texts")
    return tuple(value)


def guess_facts(source: Source, layout: Layout) -> Facts:
    """Read off a document's text what it prints about itself.

    The title is the first line among the first forty that ends like a title, else the file's name
    (then `title` stands in `outside`). Number and issuer are read from cover lines only: running
    text names other documents and courts. The year is that of the number, else of the date, else
    of the title.
    """
    stem = Path(source.name).stem
    front = [layout.text[p.start : p.end] for p in layout.paragraphs[:40]]
    title, printed = _guess_title(front, stem)
    cover = [text for text in front[:20] if "。" not in text and len(text) <= _COVER_LINE]
    number = _NUMBER.search("\n".join(cover))
    issuer = _ISSUER.search(title) or _ISSUER.search("\n".join(cover[:6]))
    date = _guess_date(front)
    year = _YEAR.search(number[2] if number else date or title)
    name = issuer[1] if issuer else ""
    return Facts(
        id=_slug(stem),
        title=title,
        short_title=title,
        issuer=name,
        level="supreme" if name.startswith("最高") else "high" if "高级" in name else "",
        region=next((r for r in REGIONS if r in name or r in _YEAR_AHEAD.sub("", title)[:6]), ""),
        year=int(year[0]) if year else None,
        date=date,
        number=f"{number[1]}〔{number[2]}〕{number[3]}号" if number else "",
        script=_guess_script(layout.text),
        outside=() if printed else ("title",),
        source_note="",
    )


def _guess_title(front: list[str], stem: str) -> tuple[str, bool]:
    lines = [re.sub(r"\s+", "", text) for text in front]
    for place, line in enumerate(lines):
        if place and lines[place - 1] in ("标题：", "標題：") and len(line) >= 4:
            return line, True
    for place, line in enumerate(lines):
        if ends_sentence(front[place]) or len(line) > 60 or read_marker(line) or "\\" in line:
            continue
        for count in (1, 2, 3):
            joined = "".join(lines[place : place + count])
            inner = re.search(r"《(.+)》的通知$", joined)
            if inner and any(inner[1] == later for later in lines[place + count :]):
                return inner[1], True
            if _TITLE_ENDS.search(joined) and 4 <= len(joined) <= 80 and "：" not in joined[:4]:
                return joined, True
            if len(lines[place]) < 6 or ends_sentence(front[min(place + count, len(front) - 1)]):
                break
    return re.sub(r"[_\s]+", "", stem) or stem, False


def _guess_date(front: list[str]) -> str:
    for text in front:
        match = _DATE.fullmatch(text.strip(BLANK + "（）()"))
        if match:
            return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"
    return ""


def _guess_script(text: str) -> Script:
    han = sum("\u4e00" <= c <= "\u9fff" for c in text)
    traditional = sum(c in _TRADITIONAL for c in text)
    return Script.TRADITIONAL if han and traditional > han * 0.02 else Script.SIMPLIFIED


def _slug(stem: str) -> str:
    return re.sub(r"[^\w\u4e00-\u9fff]+", "-", stem.lower()).strip("-_")[:60] or "document"
