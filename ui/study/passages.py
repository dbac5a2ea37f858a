"""The sentences that questions are made of, and whether another document says nearly the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.types import ClauseKind
from rag.words.sentences import spans
from ui.study.texts import Sheet, Texts, squeezed

ASKED = (ClauseKind.NUMBERED, ClauseKind.PARAGRAPH)
"""Kinds of clauses that are asked about; covers, preambles and closings say the same everywhere."""
SHORTEST, LONGEST = 20, 110
"""Characters of a sentence that is asked about: shorter ones are titles, longer ones a page."""
GRAM = 6
"""Characters of the pieces by which two sentences are compared."""
MOST_SHARED = 0.35
"""Share of a sentence's pieces that another document may have; above it, it is a near copy."""
_POINTS_BACK = re.compile("其|该|此|这|那|上述|前款|同时|并|另外|对此")
_NOT_WORDS = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a clause, `clause.text[start:end]`; `text` is it in plain writing, squeezed."""

    sheet: Sheet
    start: int
    end: int
    text: str

    def without(self, start: int, end: int, instead: str) -> str:
        """The sentence with other words in place of the characters start to end of its clause."""
        plain = self.sheet.plain
        before, after = plain[self.start : start], plain[end : self.end]
        return squeezed(before) + instead + squeezed(after)


def passages(texts: Texts, clause_ids: Iterable[str]) -> list[Passage]:
    """The sentences of these clauses that stand on their own and are neither short nor long."""
    found: list[Passage] = []
    for name in clause_ids:
        sheet = texts.sheets[name]
        if sheet.clause.kind not in ASKED:
            continue
        for span in spans(sheet.clause):
            text = squeezed(sheet.plain[span.start : span.end])
            whole = text.endswith(("。", "；")) and not span.topic
            if whole and SHORTEST <= len(text) <= LONGEST and not _POINTS_BACK.match(text):
                found.append(Passage(sheet, span.start, span.end, text))
    return found


def grams(text: str) -> set[str]:
    """The pieces of `GRAM` characters of a text, punctuation left out."""
    words = _NOT_WORDS.sub("", text)
    return {words[place : place + GRAM] for place in range(len(words) - GRAM + 1)}


class Copies:
    """Tells how much of a sentence stands in other documents."""

    def __init__(self, texts: Texts) -> None:
        """Read every document once."""
        self._where: dict[str, set[str]] = defaultdict(set)
        for name, text in texts.by_document.items():
            for gram in grams(text):
                self._where[gram].add(name)

    def shared(self, text: str, document_id: str) -> float:
        """The largest share of the text that one other document has, 0 to 1."""
        counts: dict[str, int] = defaultdict(int)
        pieces = grams(text)
        for gram in pieces:
            for name in self._where.get(gram, ()):
                counts[name] += name != document_id
        return max(counts.values(), default=0) / max(len(pieces), 1)

    def alone(self, passage: Passage) -> bool:
        """Whether the sentence stands in its document alone, near copies included."""
        return self.shared(passage.text, passage.sheet.document.id) <= MOST_SHARED
