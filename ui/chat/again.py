"""How a question was understood, above its answer, with the links that correct it.

A link's address is a command, `again-3-all`: ask the question of turn 3 again, of all documents.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.types import Document
from rag.dialogue.about import name_of
from rag.types import Answer
from ui.reading import reader
from ui.safe import safe
from ui.words import say

MOST_CHIPS = 8
"""Documents that are offered; those cited or nearest come first."""
_COMMAND = re.compile(r"again-(?P<turn>\d{1,4})-(?P<what>all|typed|c-[A-Za-z0-9._-]{1,600})")


@dataclass(frozen=True, slots=True)
class Again:
    """A question to ask again: of one document, of all if that is empty, or as it was typed."""

    turn: int
    document: str = ""
    as_typed: bool = False


def read(command: str) -> Again | None:
    """Read a command, or give None for what is none.

    `read("again-3-all")` is `Again(3)`.
    """
    match = _COMMAND.fullmatch(command)
    if match is None:
        return None
    what = match["what"]
    try:
        document = reader.clause_of(what) if what.startswith("c-") else ""
    except UnicodeDecodeError:
        return None
    return Again(int(match["turn"]), document, what == "typed")


def understood(
    language: str, answer: Answer, number: int, documents: Mapping[str, Document]
) -> str:
    """Write how a question was understood, the link that edits it, and those that ask it again."""
    one = answer.understanding
    other = answer.understood_as.strip() not in ("", answer.question.strip())
    if one is None and not other:
        return ""
    tongue = "zh-Hans" if language == "zh" else "en"
    hidden = "" if other else " hidden"
    line = one.line(documents, english=language == "en") if one else ""
    return (
        f'<div class="tl-restate" lang="{tongue}"><p>'
        f"<span{hidden}>{safe(say(language, 'restate'))}</span>"
        f'<span class="tl-understood"{hidden}>{safe(answer.understood_as)}</span> '
        f'<span class="tl-line">{safe(line)}</span> '
        f'<a href="#edit" role="button">{safe(say(language, "edit"))}</a></p>'
        f"{_chips(language, answer, number, documents)}</div>"
    )


def _chips(language: str, answer: Answer, number: int, documents: Mapping[str, Document]) -> str:
    one = answer.understanding
    if one is None:
        return ""
    alone = one.documents[0] if one.limited and len(one.documents) == 1 else ""
    links = [
        _chip(
            number,
            reader.anchor(id_),
            name_of(documents[id_], english=language == "en"),
            documents[id_].facts.title,
        )
        for id_ in _offered(answer, documents)
        if id_ != alone
    ]
    if one.documents and len(documents) > len(one.documents):
        links.append(_chip(number, "all", say(language, "again.all")))
    if any(note.kind == "corrected" for note in answer.notes):
        links.append(_chip(number, "typed", say(language, "again.typed")))
    if not links:
        return ""
    return f'<p class="tl-chips">{safe(say(language, "again"))}{"".join(links)}</p>'


def _chip(number: int, what: str, words: str, title: str = "") -> str:
    about = f' title="{safe(title)}"' if title else ""
    return f'<a href="#again-{number}-{what}" role="button"{about}>{safe(words)}</a>'


def _offered(answer: Answer, documents: Mapping[str, Document]) -> list[str]:
    """The documents to ask it of, in the order of the library; of many, the likeliest."""
    if len(documents) <= MOST_CHIPS:
        return list(documents)
    likely = [c.clause.document_id for c in answer.citations]
    likely += [clause.document_id for clause in answer.nearest]
    likely += [hit.clause.document_id for hit in answer.hits]
    first = list(dict.fromkeys(d for d in (*likely, *documents) if d in documents))[:MOST_CHIPS]
    return [id_ for id_ in documents if id_ in first]
