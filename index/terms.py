"""The terms a text is searched by: Chinese characters, their pairs, and whole foreign words."""

from __future__ import annotations

import re
from operator import add

from index.script import searchable

_HAN = "々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUN = re.compile(
    rf"(?P<han>[{_HAN}]+)|[0-9]+(?:[.][0-9]+)+|(?:(?![{_HAN}])[^\W_])+",
)


def terms(text: str) -> list[str]:
    """List the terms of a text in order, repeated ones repeated.

    A run of Chinese characters gives each character and each pair of neighbours; a run of letters
    or digits, a decimal number included, is one term. Nothing is joined across punctuation or
    space. Example: `terms("执行难，AI") == ["执", "行", "难", "执行", "行难", "ai"]`.
    """
    found: list[str] = []
    for run in _RUN.finditer(searchable(text)):
        word = run.group()
        if run.lastgroup == "han":
            found.extend(word)
            found.extend(map(add, word, word[1:]))
        else:
            found.append(word)
    return found
