"""Write the pieces that every list of the page is made of: a clause, its document, its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from index.script import searchable
from ingest.types import Clause, Document, Script
from rag.comparing.columns import when_of
from ui.browsing.address import to
from ui.browsing.asked import english_title
from ui.browsing.sentences import places, sentence
from ui.citing import references
from ui.types import Library

_ENDS = re.compile(r"[。！？；!?;\n][”’」』）)]*\s*$")


def tongue(document: Document) -> str:
    """The language of a document's text, as HTML says it."""
    return "zh-Hant" if document.facts.script is Script.TRADITIONAL else "zh-Hans"


def short(document: Document) -> str:
    """What a list calls a document."""
    return document.facts.short_title or document.facts.title


def when(document: Document) -> str:
    """The years a document is for: `2024—2028`, else its year, else nothing."""
    return document.facts.period or (str(document.facts.year) if document.facts.year else "")


def step(document: Document) -> str:
    """Which step of a change a document is: `2021年（广东）`."""
    return when_of(document.facts)


def link(clause: Clause, spans: Iterable[tuple[int, int]] = ()) -> str:
    """The opening tag of a link to a clause; `spans` are lit in it, within the clause's text."""
    lit = ",".join(f"{start}-{end}" for start, end in spans)
    lit = f' data-lit="{lit}"' if lit else ""
    return f'<a class="dc-cl" href="{escape(to(c=clause.id))}" data-c="{escape(clause.id)}"{lit}>'


def place(document: Document, clause: Clause) -> str:
    """Where a clause stands in its document, as a reference says it."""
    return f'<b lang="zh-Hans">{escape(references.pinpoint(document, clause))}</b>'


def marked(text: str, start: int, end: int, marks: Iterable[tuple[int, int]]) -> str:
    """Write `text[start:end]` with the marks in it; the words themselves are letter for letter.

    Where it begins or ends within a sentence, a class says so and the page shows `…`.
    """
    pieces: list[str] = []
    at = start
    for left, right in marks:
        if left < at or right > end:
            continue
        pieces += [escape(text[at:left]), "<mark>", escape(text[left:right]), "</mark>"]
        at = right
    cut = [
        name
        for name, before, after in (
            ("dc-cut-left", text[:start], text[start:]),
            ("dc-cut-right", text[:end], text[end:]),
        )
        if before.strip() and after.strip() and not _ENDS.search(before)
    ]
    return f'<span class="{" ".join(cut)}">{"".join([*pieces, escape(text[at:end])])}</span>'


def entry(library: Library, clause: Clause, word: str, language: str) -> str:
    """One clause in a list: its place, and its sentence with a word (searchable) marked in it."""
    document = library.documents[clause.document_id]
    marks = places(searchable(clause.text), [word] if word else [])
    start, end = sentence(clause.text, marks[0][0] if marks else 0)
    english = english_title(library, clause.id) if language == "en" else ""
    also = f'<span class="dc-en" lang="en">{escape(english)}</span>' if english else ""
    return (
        f"<li>{link(clause, marks)}{place(document, clause)} "
        f'<span lang="{tongue(document)}">{marked(clause.text, start, end, marks)}</span>{also}'
        "</a></li>"
    )


def by_document(library: Library, clause_ids: Sequence[str], word: str, language: str) -> str:
    """List clauses under their documents, in the order given."""
    clauses = [library.clauses[id_] for id_ in clause_ids if id_ in library.clauses]
    parts: list[str] = []
    for document_id, run in groupby(clauses, key=lambda clause: clause.document_id):
        document = library.documents[document_id]
        items = "".join(entry(library, clause, word, language) for clause in run)
        year = f'<span class="dc-when">{escape(when(document))}</span>' if when(document) else ""
        parts.append(
            f'<section class="dc-step"><h3 lang="zh-Hans">{year}{escape(short(document))}</h3>'
            f"<ul>{items}</ul></section>"
        )
    return "".join(parts)
