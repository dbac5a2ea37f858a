"""The gate: which sentences of a model's text a reader gets to see. It is code, not a request.

A sentence passes if it cites clauses that were sent, is plain text, and `rag.checking.verify` finds
it in them; everything else is counted and left out. docs/llm.md shows what readers saw of hostile
texts.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from index.library import Library
from rag.checking.english import verify_english
from rag.checking.verify import Found, verify
from rag.model.marks import Draft
from rag.model.prompt import RULES, Material, told
from rag.types import Citation, Sentence, Verification
from rag.words.normal import normal
from rag.words.orders import orders
from rag.words.sentences import spans

MOST_SENTENCES = 12
"""Sentences of an answer; what comes after them is left out."""

PASSED = frozenset({Verification.VERBATIM, Verification.NEAR, Verification.SUPPORTED})

_BULLET = re.compile(r"^(?:[-*•·#>\s]|\d{1,2}[.、)）]\s+)+")
_BOLD = re.compile(r"\*\*|__")
_ACTIVE = re.compile(
    r"[<>`*_~|\\{}\[\]［］【】^$]|:\s*//|www\.|[\w.+-]+@[\w-]+|[a-z0-9-]+\.[a-z]{2,}\b|javascript:|data:",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """Take the marks of lists and bold type off a sentence.

    Example: `plain("- **健全机制。**")` is `健全机制。`.
    """
    return _BOLD.sub("", _BULLET.sub("", text)).strip()


def active(text: str) -> bool:
    """Whether a text has more than words: a link, markup, code, or a character that is not seen."""
    unseen = any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn", "Cs") for c in text)
    return unseen or _ACTIVE.search(text) is not None


@dataclass
class Gate:
    """Lets sentences of one text through and numbers their marks.

    `turned_away` counts the others by reason: `markup`, `unknown_key`, `uncited`, `prompt`,
    `order`, `broken`, `not_found`, `misattributed`, `many`. `unknown` are keys that were not sent.
    """

    material: Material
    library: Library
    english: bool = False
    sentences: list[Sentence] = field(default_factory=list)
    turned_away: Counter[str] = field(default_factory=Counter)
    unknown: list[str] = field(default_factory=list)
    _said: set[str] = field(default_factory=set)

    def let(self, draft: Draft) -> bool:
        """Let a sentence through or turn it away; whether it passed."""
        text = plain(draft.text)
        self.unknown += [k for k in draft.keys if k not in (*self.material.clauses, *self.unknown)]
        if not normal(text) or normal(text) in self._said:
            return False
        sentence = self._checked(text, draft)
        if sentence is None:
            return False
        self._said.add(normal(text))
        self.sentences.append(sentence)
        return True

    def _checked(self, text: str, draft: Draft) -> Sentence | None:
        if reason := self._refused(text, draft):
            self.turned_away[reason] += 1
            return None
        keys = [key for key in draft.keys if key in self.material.clauses]
        for chosen in (*([key] for key in keys), keys):  # one clause, if one says it all
            citations = [self._cite(key, n) for n, key in enumerate(chosen, self._next())]
            found, _ = self._verify(text, citations)
            if found in PASSED:
                return Sentence(text, tuple(self._narrowed(text, citations)), found)
        self.turned_away[found.value] += 1
        return None

    def _refused(self, text: str, draft: Draft) -> str:
        """Give the reason to turn a sentence away unread, or nothing."""
        if not draft.whole:
            return "broken"
        if active(text):
            return "markup"
        if not any(key in self.material.clauses for key in draft.keys):
            return "unknown_key" if draft.keys else "uncited"
        if told([normal(text)]) & _rules():
            return "prompt"
        if orders(text):
            return "order"
        return "many" if len(self.sentences) >= MOST_SENTENCES else ""

    def _verify(self, text: str, citations: list[Citation]) -> Found:
        if self.english and text.isascii():
            return verify_english(text, citations, self.library)
        return verify(text, citations, self.library)

    def _next(self) -> int:
        return sum(len(one.citations) for one in self.sentences) + 1

    def _cite(self, key: str, mark: int) -> Citation:
        """Cite the words of a clause that were sent."""
        clause, quote = self.material.clauses[key], self.material.texts[key]
        return Citation(mark, clause, quote, clause.start, clause.start + len(quote))

    def _narrowed(self, text: str, citations: list[Citation]) -> list[Citation]:
        """Cite the sentence of a clause instead of the whole, where one alone says it."""
        if len(citations) > 1:
            return citations
        clause, mark = citations[0].clause, citations[0].mark
        for span in spans(clause):
            start, end = clause.start + span.start, clause.start + span.end
            one = [Citation(mark, clause, span.text, start, end)]
            if end <= citations[0].end and self._verify(text, one)[0] in PASSED:
                return one
        return citations


@cache
def _rules() -> frozenset[str]:
    return told([normal(RULES)])
