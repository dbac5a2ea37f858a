"""How English questions describe documents: `the Guangdong 2021 points`."""

from __future__ import annotations

import re

ENGLISH_REGIONS = {"guangdong": "广东", "jilin": "吉林", "beijing": "北京", "shanghai": "上海"}
"""Regions by their English names."""
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
    for english, region in ENGLISH_REGIONS.items():
        text = text.replace(english, region)
    return text
