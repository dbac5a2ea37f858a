"""Judgements and places of a course in the words of a page's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ui.evolution.types import Change, Column, Course, Entry, Evolution, Ground, Judgement
from ui.words import say


def names_of(evolution: Evolution) -> dict[str, str]:
    """The names of the documents of a table by id."""
    return {column.document_id: column.name for column in evolution.columns}


def relation(language: str, judgement: Judgement) -> str:
    """The word of a judgement: `未再提及（不等于废止）`."""
    return say(language, f"ev.change.{judgement.change.value}")


def ground(language: str, judgement: Judgement, names: Mapping[str, str]) -> str:
    """What a judgement stands on: `与《…》共同词句“…”`; `names` are those of the documents."""
    name = names.get(judgement.since, judgement.since)
    if judgement.ground is Ground.SILENCE:
        gone = judgement.change is Change.GONE
        return say(language, "ev.ground.before" if gone else "ev.ground.silence", name=name)
    quoted = [f"“{word}”" for word in judgement.words]
    joined = (" → " if judgement.ground is Ground.VERBS else "").join(quoted)
    return say(language, f"ev.ground.{judgement.ground.value}", name=name, words=joined)


def level(language: str, column: Column) -> str:
    """Whose a document is: `全国`, or `省级（广东）`; an English page leaves the region out."""
    if column.national:
        return say(language, "ev.national")
    place = f"（{column.place}）" if column.place and language == "zh" else ""
    return say(language, "ev.provincial") + place


def summary(language: str, course: Course) -> str:
    """How many documents speak of a topic."""
    spoken, every = len(course.spoken), len(course.entries)
    return say(language, "ev.summary", n=every, m=spoken, k=every - spoken)


def before(entry: Entry, course: Course) -> Entry | None:
    """The document that an entry is compared with: that of its judgement, else the one before."""
    spoken: Sequence[Entry] = course.spoken
    since = {j.since for j in entry.judgements if j.since}
    named = [one for one in spoken if one.column.document_id in since]
    place = next((n for n, one in enumerate(spoken) if one is entry), 0)
    return named[0] if named else spoken[place - 1] if place else None
