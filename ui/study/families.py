"""Words of a court that are of one kind, so that one of them can stand where another does."""

from __future__ import annotations

import re

FAMILIES: tuple[tuple[str, ...], ...] = (
    ("最高人民法院", "高级人民法院", "中级人民法院", "基层人民法院", "专门人民法院"),
    ("中级法院", "基层法院", "人民法庭", "巡回法庭", "专门法院", "互联网法院"),
    ("院庭长", "审判长", "独任法官", "法官助理", "书记员", "人民陪审员", "司法警察"),
    ("审判委员会", "专业法官会议", "合议庭", "法官惩戒委员会", "审判团队", "赔偿委员会"),
    ("检察机关", "公安机关", "监察机关", "司法行政机关", "税务机关", "行政机关"),
    ("人民调解", "行政调解", "司法调解", "商事调解", "律师调解", "行业调解"),
    ("小额诉讼程序", "简易程序", "普通程序", "速裁程序", "督促程序", "特别程序"),
    ("电子诉讼", "在线诉讼", "代表人诉讼", "公益诉讼", "示范诉讼", "虚假诉讼"),
    ("审判监督", "审级监督", "院庭长监督", "人大监督", "检察监督", "社会监督"),
    ("绩效考核", "案件评查", "类案检索", "流程管理", "审限管理", "裁判文书公开"),
    ("员额退出", "员额遴选", "法官惩戒", "逐级遴选", "职业保障", "岗位培训"),
    ("财产保全", "财产查控", "网络拍卖", "信用惩戒", "执行和解", "执行转破产"),
)
"""Written from the terms of court reform in general; a word that a library lacks is never asked."""

_LONGEST_FIRST = sorted(
    {word for family in FAMILIES for word in family}, key=lambda w: (-len(w), w)
)
_WORD = re.compile("|".join(_LONGEST_FIRST))


def family_words(text: str) -> list[tuple[int, int]]:
    """The places of words of a family in a text, the longest where several would fit."""
    return [found.span() for found in _WORD.finditer(text)]


def relatives(word: str) -> tuple[str, ...]:
    """The others of the word's family, or nothing."""
    family = next((family for family in FAMILIES if word in family), ())
    return tuple(other for other in family if other != word)
