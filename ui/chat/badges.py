"""What checking found, in a word behind a sentence and in a line under the answer."""

from __future__ import annotations

from collections.abc import Iterable

from rag.types import Sentence, Verification
from ui.safe import safe
from ui.words import say

BADGES = {
    Verification.NEAR: "〔与原文一致，写法不同〕",
    Verification.SUPPORTED: "〔据原文转述〕",
    Verification.MISATTRIBUTED: "〔出处有误〕",
    Verification.NOT_FOUND: "〔未在原文中核实〕",
}
"""In the terminal, behind a sentence that is not printed so in its clause."""


def badge(sentence: Sentence) -> str:
    """Give the badge of a sentence, or nothing; what is missing is named in it."""
    words = BADGES.get(sentence.verification, "")
    if not words or not sentence.missing:
        return words
    return f"{words[:-1]}：缺{'、'.join(sentence.missing)}〕"


def small(language: str, sentence: Sentence) -> str:
    """Give the badge of a sentence on the page: a word, and on pointing at it what it means."""
    kind = sentence.verification.value
    words = say(language, f"badge.{kind}")
    if sentence.missing:
        what = ("、" if language == "zh" else ", ").join(sentence.missing)
        words += say(language, "badge.missing", what=what)
    return (
        f'<span class="tl-badge tl-is-{kind}" lang="{_tongue(language)}" '
        f'title="{safe(say(language, f"why.{kind}"))}">{safe(words)}</span>'
    )


def checked_line(sentences: Iterable[Sentence], language: str = "zh") -> str:
    """Count what checking found: `核验：5句均为原文` or `核验：3句为原文，2句据原文转述`."""
    found = [sentence.verification for sentence in sentences]
    kinds = [kind for kind in Verification if kind in found]
    named = [(found.count(kind), say(language, f"count.{kind.value}")) for kind in kinds]
    if len(named) == 1 and len(found) > 1:
        return say(language, "checked.all", n=len(found), words=named[0][1])
    if language == "zh":
        return say(language, "checked.some", words="，".join(f"{n}句{word}" for n, word in named))
    return say(language, "checked.some", words=", ".join(f"{n} {word}" for n, word in named))


def legend(language: str, sentences: Iterable[Sentence]) -> str:
    """Write the line under an answer; opened, it says what each badge in the answer means."""
    shown = list(sentences)
    kinds = [kind.value for kind in Verification if any(s.verification is kind for s in shown)]
    meanings = "".join(
        f'<li><span class="tl-badge tl-is-{kind}">{safe(say(language, f"badge.{kind}"))}</span> '
        f"{safe(say(language, f'why.{kind}'))}</li>"
        for kind in kinds
    )
    return (
        f'<details class="tl-checked" lang="{_tongue(language)}"><summary>'
        f"{safe(checked_line(shown, language))}</summary><ul>{meanings}</ul></details>"
    )


def _tongue(language: str) -> str:
    return "zh-Hans" if language == "zh" else "en"
