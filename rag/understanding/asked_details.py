"""Which particulars a question asks for: a date, a share, how many of what, which of two."""

from __future__ import annotations

import re

from index.script import searchable
from ingest.numbering import han_to_int
from rag.understanding.details import DETAILS, NUMBER, Detail, detail

_PERSON = "人|名|位|员|法官|干部|专家"
_COUNTED = {
    "件": "件|起|宗",
    "案子": "件|起|宗",
    "案": "件|起|宗",
    "人": _PERSON,
    "名": _PERSON,
    "位": _PERSON,
    "家": "家|个|所|户",
    "所": "所|个|家",
    "个": "个|家|所|项|类|条|名|份|批|大|人|位",
    "国": "国|个国家",
    "省": "个?省|个省",
    "页": "页",
    "号": r"号|\S{0,4}(?:热线|专线)",
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


_RATE = re.compile(
    r"((?!.[利税比汇的]|的)[\u4e00-\u9fff]{2})率(?:要|应|须|是|为|有|达|到|能|才|到底|大概|大约)*(?:多少|多高|几)"
)
_SHARE, _ANY_NAMES = "比例", "各自的名称"
_NAMES = frozenset(("学校的名称", "地点", "哪家公司", "人员姓名"))
"""Particulars that any list of names would not state."""
_EITHER = re.compile(r"([\u4e00-\u9fff]{2,8})还是([\u4e00-\u9fff]{1,6})(?=\W|$)")
_IS = re.compile(r"^.*?(?:是|算|要|给|叫)(?=[\u4e00-\u9fff]{2,})")
_ROLE = re.compile("(?:的|为主|为准|优先|[呢啊吗呀])+$")
"""What follows the thing itself: `是电子的为主还是纸的`."""


_PART = re.compile(r"[^，,。；;！!？?\s]+[，,。；;！!？?\s]*|[，,。；;！!？?\s]+")
_ASKS = re.compile("什么|怎么|怎样|如何|咋|啥|哪|谁|吗|有没有|是否|能不能|([\u4e00-\u9fff])不\\1")
_SOME = re.compile("(?:(?<=[过推赔])|(?<=[^判]了))几(?=[个倍年次位名件家天])|几(?=年前)")
_UNIT = re.compile(
    r"(?:多少|(?<![好哪这那近没前十百千过们])几)(?:个|家|起)?(?:案(?!子|情|由))?(件|案子|人|名|家|页|号|天|元|亿|省|国|项|次|份|所|批|类|位|场|亩|个月|(?<![往今]后几)年|级|步|种|案(?![子情由件例卷])|个(?!案(?![例卷])|(?:百分)?点|钟头|小时|月|星期|礼拜))"
)
_KINDS = frozenset("种类项步个")
"""What a list also counts, by naming each; not 多少个, which is of many."""
_NOUN = re.compile("[\u4e00-\u9fff]{2}")
_LISTED = r"[^，,。；;、]{2,}、[^，,。；;、]{2,}"
_MEMBERS = re.compile("(?:是|指)哪([三四五六七八九])[类种项]")
"""A question for the members of a set, all of which must be named: `到底是哪四类`."""
_NOT_COUNTED = "(?:did|do|does|have|has|had|were|was|are|is|will|kinds)"
"""What does not stand between `how many` and what is counted: `how many did the courts issue`."""
_ENGLISH_COUNTED = {
    "cases?": "件|起|宗",
    "courts": r"(?:个|家|所)\S{0,4}(?:法院|法庭)",
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
    plain = without_indefinite(searchable(question))
    found = [detail for detail in DETAILS if detail.asked.search(plain)]
    if rate := _rate(plain):
        return (*(detail for detail in found if detail.name != _SHARE), rate)
    if any(detail.name in _NAMES for detail in found):
        found = [detail for detail in found if detail.name != _ANY_NAMES]
    return (*found, *filter(None, (_either(plain), _counted(plain))))


def _rate(plain: str) -> Detail | None:
    """Give the rate that a question asks for: that of another thing is none, 败诉率 no 息诉率."""
    match = _RATE.search(plain)
    if match is None:
        return None
    return detail(f"{match[1]}率", "the rate", "", rf"{match[1]}率\D{{0,8}}\d")


def without_indefinite(plain: str) -> str:
    """Take the indefinite 几 out of what is told before a question: `坐了几年牢，怎么赔？`."""
    parts = _PART.findall(plain)
    asks = [_ASKS.search(part) is not None for part in parts]
    return "".join(
        _SOME.sub("些", part) if any(asks[at + 1 :]) and part.rstrip()[-1:] not in "？?" else part
        for at, part in enumerate(parts)
    )


def _either(plain: str) -> Detail | None:
    """Give the choice a question offers, of which the text must name one: `快手还是抖音`."""
    match = _EITHER.search(plain)
    if match is None or len(match[2]) == 1:
        return None
    words = [_ROLE.sub("", word) for word in (_IS.sub("", match[1])[-6:], match[2])]
    if any(word.endswith(("了", "着", "过")) for word in words):
        return None
    one, other = ({word[at : at + 2] for at in range(len(word) - 1)} for word in words)
    pairs = sorted(one ^ other or one)
    return detail("是哪一种", "which of the two", "", "|".join(pairs)) if pairs else None


def _members(number: int) -> str:
    """The pattern of a list of so many things, `A、B和C`."""
    return (
        rf"(?:[^，,。；;、]{{1,20}}、){{{number - 2}}}[^，,。；;、]{{1,20}}[、和与及][^，,。；;、]"
    )


def _counted(plain: str) -> Detail | None:
    """Give the figure a question asks for, with what it counts: `多少名法官` wants 名, 人 or 位."""
    if match := _UNIT.search(plain):
        if plain[: match.start()].endswith("第"):
            return detail(
                f"第几{match[1]}", "which", "", rf"第\s*[\d一二三四五六七八九十]+\s*{match[1]}"
            )
        units = _COUNTED.get(match[1], re.escape(match[1]))
        few = match[1] in _KINDS and not (match[1] == "个" and match[0].startswith("多少"))
        thing = _NOUN.match(plain, match.end()) if match[1] == "个" else None
        listed = rf"|{f'(?=.*{thing[0]}).*' if thing else ''}{_LISTED}" if few else ""
        return detail(f"有多少{match[1]}", "how many", "", rf"{NUMBER}\s*\S?(?:{units}){listed}")
    if match := _MEMBERS.search(plain):
        return detail("各自的名称", "which ones by name", "", _members(han_to_int(match[1])))
    for noun, units in _ENGLISH_COUNTED.items():
        if re.search(rf"how many (?:(?!{_NOT_COUNTED}\b)\w+ ){{0,3}}(?:{noun})\b", plain):
            return detail("数量", "how many", "", rf"{NUMBER}\s*(?:{units})")
    return None
