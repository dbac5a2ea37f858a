"""What is said of a clause besides its text: its English title, the questions written for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from index.home import EXPANSION_FIELD
from ingest.expansions import english_titles
from ui.types import Library

_HAN = re.compile(r"[\u3400-\u9fff]")


@runtime_checkable
class Asked(Protocol):
    """A library that also holds the questions written for its clauses."""

    def field(self, name: str) -> Mapping[str, str]:
        """Give the texts of a further field by clause id."""
        ...


def written(library: Library) -> dict[str, tuple[str, ...]]:
    """Give the lines written for each clause by its id: questions, everyday words, English."""
    texts = library.field(EXPANSION_FIELD) if isinstance(library, Asked) else {}
    return {clause_id: tuple(text.split("\n")) for clause_id, text in texts.items() if text}


def is_english(line: str) -> bool:
    """Whether a line has no Chinese character."""
    return not _HAN.search(line)


def english_title(library: Library, clause_id: str) -> str:
    """Give the English title of a clause, or nothing where nobody wrote one."""
    if clause_id not in library.clauses:
        return ""
    return english_titles().get(clause_id, "")
