"""Which particulars a question asks for: a date, a share, how many of what, which of two."""

from __future__ import annotations

import re

from index.script import searchable
from rag.understanding.details import DETAILS, NUMBER, Detail, detail

_PERSON = "人|名|位|员|法官|干部|专家"
_COUNTED = {
    "件": "件|起|宗",
    "案子": "件|起|宗",
    "人": _PERSON,
    "名": _PERSON,
    "位": _PERSON,
    "家": "家|个|所|户",
    "所": "所|个|家",
    "个": "个|家|所|项|类|条|名|份|批|大|人|位",
    "国": "国|个国家",
    "省": "个?省|个省",
    "页": "页",
    "号": "号",
    "天": "天|日|小时",
    "年": "年",
    "元": "元",
    "亩": "亩",
    "次": "次|回|件",
    "批": "批",
    "类": "类|种",
    "项": "项|条|个",
    "份": "份|件|个",
    "场": "场|次",
}
"""What is counted, and the words with which a figure of it may be printed."""


_EITHER = re.compile(r"([\u4e00-\u9fff]{2,6})还是([\u4e00-\u9fff]{2,6})(?=\W|$)")
_IS = re.compile(r"^.*?(?:是|算|要|给|叫)(?=[\u4e00-\u9fff]{2,})")


_UNIT = re.compile(
    r"(?:多少|(?<![好哪这那近没前十百千过])几)(?:个|家|起)?(?:案(?!子|情|由))?(件|案子|人|名|家|页|号|天|元|亿|省|国|项|次|份|所|批|类|位|场|亩|个月|年|级|步|种|个(?!(?:百分)?点))"
)
_KINDS = frozenset("种类项步个")
"""What a list also counts, by naming each."""
_LISTED = r"[^，,。；;、]{2,}、[^，,。；;、]{2,}"
_ENGLISH_COUNTED = {
    "cases?": "件|起|宗",
    "courts?": r"(?:个|家|所)\S{0,4}(?:法院|法庭)",
    "tribunals?": r"(?:个|家|所)",
    "judges|people|persons|workers|employees|defendants|officials": _PERSON,
    "experts|mediators|lawyers|jurors|prosecutors": _PERSON,
    "documents|interpretations": "件|个|份",
    "provinces": "个省|省",
    "countries": "国",
    "companies|firms|businesses|enterprises": "家|户",
}


def details_of(question: str) -> tuple[Detail, ...]:
    """Give the particulars a question asks for, none for most.

    Example: `details_of("庭审直播实施办法最晚什么时候要出台")` is that of 时间.
    """
    plain = searchable(question)
    found = [detail for detail in DETAILS if detail.asked.search(plain)]
    return (*found, *filter(None, (_either(plain), _counted(plain))))


def _either(plain: str) -> Detail | None:
    """Give the choice a question offers, of which the text must name one: `快手还是抖音`."""
    match = _EITHER.search(plain)
    if match is None:
        return None
    words = [_IS.sub("", match[1])[-4:], match[2][:4]]
    if any(word.endswith(("了", "着", "过")) for word in words):
        return None
    stated = "|".join(re.escape(word) for word in words if len(word) > 1)
    return detail("是哪一种", "which of the two", "", stated) if stated else None


def _counted(plain: str) -> Detail | None:
    """Give the figure a question asks for, with what it counts: `多少名法官` wants 名, 人 or 位."""
    if match := _UNIT.search(plain):
        if plain[: match.start()].endswith("第"):
            return detail(
                f"第几{match[1]}", "which", "", rf"第\s*[\d一二三四五六七八九十]+\s*{match[1]}"
            )
        units = _COUNTED.get(match[1], re.escape(match[1]))
        listed = rf"|{_LISTED}" if match[1] in _KINDS else ""
        return detail(f"有多少{match[1]}", "how many", "", rf"{NUMBER}\s*\S?(?:{units}){listed}")
    for noun, units in _ENGLISH_COUNTED.items():
        if re.search(rf"how many (?:\w+ ){{0,3}}(?:{noun})\b", plain):
            return detail("数量", "how many", "", rf"{NUMBER}\s*(?:{units})")
    return None
