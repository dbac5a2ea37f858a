"""What checking found, in a word behind a sentence and in a line under the answer."""

from __future__ import annotations

from collections.abc import Iterable

from rag.types import Sentence, Verification

BADGES = {
    Verification.NEAR: "〔与原文一致，写法不同〕",
    Verification.SUPPORTED: "〔据原文转述〕",
    Verification.MISATTRIBUTED: "〔出处有误〕",
    Verification.NOT_FOUND: "〔未在原文中核实〕",
}
"""Behind a sentence that is not printed so in its clause; the others need no badge."""
_COUNTED = {
    Verification.VERBATIM: "句为原文",
    Verification.NEAR: "句与原文一致、写法不同",
    Verification.SUPPORTED: "句据原文转述",
    Verification.STRUCTURE: "句为条目统计",
    Verification.MISATTRIBUTED: "句出处有误",
    Verification.NOT_FOUND: "句未核实",
}


def badge(sentence: Sentence) -> str:
    """Give the badge of a sentence, or nothing; what is missing is named in it."""
    words = BADGES.get(sentence.verification, "")
    if not words or not sentence.missing:
        return words
    return f"{words[:-1]}：缺{'、'.join(sentence.missing)}〕"


def checked_line(sentences: Iterable[Sentence]) -> str:
    """Count what checking found: `核验：5句均为原文` or `核验：3句为原文，2句据原文转述`."""
    found = [sentence.verification for sentence in sentences]
    kinds = [kind for kind in _COUNTED if kind in found]
    if len(kinds) == 1:
        words = _COUNTED[kinds[0]].removeprefix("句")
        return f"核验：{len(found)}句均{words}"
    return "核验：" + "，".join(f"{found.count(kind)}{_COUNTED[kind]}" for kind in kinds)
