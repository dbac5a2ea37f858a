"""How a completed question is worded: names of documents, the matter, then what is asked of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.types import Clause
from rag.dialogue.about import Turn, names_of, title_of
from rag.dialogue.followup import Followup

HOW_MANY = re.compile(r"\bhow (?:many|much)\b", re.IGNORECASE)
"""A figure is found by English words as they are: the questions written for clauses have them."""


class Completed(NamedTuple):
    """The question that stands alone, and the topic it asks a detail of, if it does."""

    question: str
    matter: str = ""


def of_clause(clause: Clause | None, asked: str, followup: Followup, turn: Turn) -> Completed:
    """Ask something of one clause: `广东要点关于健全解决执行难长效机制：具体怎么做？`."""
    title = title_of(clause) if clause else ""
    if turn.understood.english and HOW_MANY.search(followup.asked):
        title = turn.topic
    if clause is None or not title:
        names = names_before(turn.documents, followup, turn)
        return Completed(f"{names}{joined(turn.topic, asked, followup)}", turn.topic)
    name = names_of((clause.document_id,), turn.library, english=followup.english)
    about = f"{name}, {title}: " if followup.english else f"{name}关于{title}："
    return Completed(f"{about}{asked}", turn.topic if turn.official else title)


def names_before(ids: tuple[str, ...], followup: Followup, turn: Turn) -> str:
    """The names of documents with their colon, in the language of the follow-up."""
    names = names_of(ids, turn.library, english=followup.english)
    return f"{names}{': ' if followup.english else '：'}" if names else ""


def joined(matter: str, asked: str, followup: Followup) -> str:
    """A matter, then what is asked of it: `个人破产，谁负责？`."""
    return f"{matter}{', ' if followup.english else '，'}{asked}" if matter else asked


def mark(followup: Followup) -> str:
    """The question mark of the language of the follow-up."""
    return "?" if followup.english else "？"
