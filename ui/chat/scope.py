"""Which documents a question is asked of: chosen by name, year, level or region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.types import Scope
from ingest.types import Document
from rag.dialogue.about import name_of
from ui.words import WORDS, say


@dataclass(frozen=True, slots=True)
class Choice:
    """One group of choices: its name for the page, and pairs of shown words and value.

    `name` is one of `documents`, `years`, `levels`, `regions`: the fields of `Scope`.
    """

    name: str
    options: tuple[tuple[str, str], ...]


def choices(language: str, documents: Mapping[str, Document]) -> tuple[Choice, ...]:
    """What can be chosen, in the page's language; a group of one value would choose nothing."""
    facts = [document.facts for document in documents.values()]
    names = {id_: name_of(one, english=language == "en") for id_, one in documents.items()}
    levels = {one.level: _level(language, one.level) for one in facts if one.level}
    groups = {
        "documents": names,
        "years": {str(one.year): str(one.year) for one in facts if one.year},
        "levels": levels,
        "regions": {one.region: one.region for one in facts if one.region},
    }
    return tuple(
        Choice(name, tuple((words, value) for value, words in _in_order(name, group)))
        for name, group in groups.items()
        if len(group) > 1 or name == "documents"
    )


def _in_order(name: str, group: Mapping[str, str]) -> list[tuple[str, str]]:
    """Years in their order; the rest in that of the documents."""
    return sorted(group.items()) if name == "years" else list(group.items())


def admitted(
    documents: Mapping[str, Document], chosen: Mapping[str, Sequence[str]]
) -> tuple[str, ...] | None:
    """The ids that fit every group of what was `chosen`: none for all, None where nothing fits."""
    if not any(chosen.values()):
        return ()
    scope = Scope(
        documents=tuple(chosen.get("documents", ())),
        years=tuple(int(year) for year in chosen.get("years", ()) if year.isdigit()),
        levels=tuple(chosen.get("levels", ())),
        regions=tuple(chosen.get("regions", ())),
    )
    found = tuple(id_ for id_, document in documents.items() if scope.admits(document))
    return found or None


def _level(language: str, level: str) -> str:
    key = f"level.{level}"
    return say(language, key) if key in WORDS else level
