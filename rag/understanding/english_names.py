"""How English questions describe documents: `the Guangdong 2021 points`."""

from __future__ import annotations

import re

ENGLISH_REGIONS = {
    "guangdong": "广东",
    "jilin": "吉林",
    "beijing": "北京",
    "shanghai": "上海",
    "tianjin": "天津",
    "chongqing": "重庆",
    "hebei": "河北",
    "liaoning": "辽宁",
    "heilongjiang": "黑龙江",
    "jiangsu": "江苏",
    "zhejiang": "浙江",
    "anhui": "安徽",
    "fujian": "福建",
    "jiangxi": "江西",
    "shandong": "山东",
    "henan": "河南",
    "hubei": "湖北",
    "hunan": "湖南",
    "guangxi": "广西",
    "hainan": "海南",
    "sichuan": "四川",
    "guizhou": "贵州",
    "yunnan": "云南",
    "gansu": "甘肃",
    "qinghai": "青海",
    "ningxia": "宁夏",
    "xinjiang": "新疆",
    "tibet": "西藏",
    "shanxi": "山西",
    "shaanxi": "陕西",
    "inner mongolia": "内蒙古",
}
"""Regions by their English names."""
ENGLISH_REGION = re.compile(rf"(?<![a-z])(?:{'|'.join(ENGLISH_REGIONS)})(?![a-z])")
"""One of them: `shenanigans` has no Henan."""
_KINDS = (
    (re.compile(r"\b(?:key )?points\b"), "要点"),
    (re.compile(r"\breport(?: (?:on|for|of))?\b"), "报告"),
    (re.compile(r"\boutline\b"), "纲要"),
    (re.compile(r"\band\b"), "，"),
)


def in_chinese(text: str) -> str:
    """Put the English words of a description into Chinese: `guangdong 2021 points`."""
    for pattern, word in _KINDS:
        text = pattern.sub(word, text)
    return ENGLISH_REGION.sub(lambda name: ENGLISH_REGIONS[name[0]], text)
