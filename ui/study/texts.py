"""The text of a library in one way of writing, so that a question never tells by its script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from index.script import to_simplified
from ingest.types import Clause, Document
from ui.types import Library

_WIDE = str.maketrans(",;:?()％", "，；：？（）%") | {
    code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)
}
_IN_A_NUMBER = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """Write text in simplified characters and wide punctuation, letter for letter.

    `plain("健全監督,完善(試行)。")` is `"健全监督，完善（试行）。"`.
    """
    return _IN_A_NUMBER.sub(",", to_simplified(text).translate(_WIDE))


def squeezed(text: str) -> str:
    """Leave white space out: lines of a source end anywhere."""
    return _SPACE.sub("", text)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A clause with its document, and its text in plain writing, letter for letter."""

    clause: Clause
    document: Document
    plain: str


class Texts:
    """All clauses of a library in plain writing, and what the whole of it says."""

    def __init__(self, library: Library) -> None:
        """Read the library as it is now."""
        self.documents: Mapping[str, Document] = dict(library.documents)
        self.clauses: Mapping[str, Clause] = dict(library.clauses)
        self.sheets = {
            clause.id: Sheet(clause, self.documents[clause.document_id], plain(clause.text))
            for clause in self.clauses.values()
            if clause.document_id in self.documents
        }

    @cached_property
    def by_document(self) -> Mapping[str, str]:
        """The whole text of each document, plain and squeezed."""
        return {name: squeezed(plain(d.text)) for name, d in self.documents.items()}

    @cached_property
    def _whole(self) -> str:
        return "\n".join(self.by_document.values())

    @cached_property
    def _squeezed(self) -> Mapping[str, str]:
        return {name: squeezed(sheet.plain) for name, sheet in self.sheets.items()}

    def of(self, clause_id: str) -> str:
        """The text of a clause, plain and squeezed."""
        return self._squeezed[clause_id]

    def says(self, words: str) -> bool:
        """Whether these words, plain and squeezed, stand anywhere in the library."""
        return words in self._whole

    def documents_with(self, words: str) -> list[str]:
        """The documents that have these words, in the order of the library."""
        return [name for name, text in self.by_document.items() if words in text]

    def clauses_with(self, words: str) -> Iterator[str]:
        """The clauses that have these words, in the order of the library."""
        return (name for name, text in self._squeezed.items() if words in text)
