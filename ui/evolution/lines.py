"""A table as lines to write into a file: one for each document and topic, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ui.evolution import said
from ui.evolution.timeline import when_of
from ui.evolution.types import Entry, Evolution
from ui.words import say


@dataclass(frozen=True, slots=True)
class Line:
    """What a document says of a topic, with everything in the words of a language.

    `entry` holds the quotations; `silent` says instead that there are none, and how that was found.
    """

    topic: str
    when: str
    name: str
    level: str
    entry: Entry
    silent: str
    relation: str
    ground: str


def lines(language: str, found: Evolution) -> Iterator[Line]:
    """Give the lines of a table."""
    names = said.names_of(found)
    for course in found.courses:
        for entry in course.entries:
            column = entry.column
            none = say(language, "table.silent")
            told = entry.judgements
            yield Line(
                course.topic,
                when_of(language, column),
                column.name,
                said.level(language, column),
                entry,
                "" if entry.quotes else " ".join(filter(None, (none, entry.remark))),
                "；".join(said.relation(language, one) for one in told)
                or (say(language, "ev.nojudgement") if entry.quotes else ""),
                "；".join(said.ground(language, one, names) for one in told),
            )


def labels(language: str) -> tuple[str, ...]:
    """What every file says of itself: quoted by no model, judged by rules, for whom to check."""
    keys = ("mode.extractive", "ev.about", "notice")
    return tuple(say(language, key) for key in keys)


def heading(language: str, found: Evolution) -> str:
    """The title of a file: `沿革：个人破产制度`."""
    return f"{say(language, 'ev.title')}：{found.topic}"
