"""Show a clause with the words that answer marked in it, and the way to it in the documents."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from ingest.types import Clause, Document, Script
from ui.citing import references
from ui.study.cards import Place
from ui.types import Library
from ui.words import say


def short_title(document: Document) -> str:
    """What a document is called in a list."""
    return document.facts.short_title or document.facts.title


def dated(document: Document) -> str:
    """The year or the period of a document, as it says: `2024—2028`; nothing where it does not."""
    facts = document.facts
    return str(facts.year) if facts.year else facts.period


def tongue(document: Document) -> str:
    """The script a document is printed in, for the `lang` of its words."""
    return "zh-Hant" if document.facts.script is Script.TRADITIONAL else "zh-Hans"


def clause_link(language: str, clause: Clause) -> str:
    """A link that opens the clause in the page of documents, beside this one."""
    address = f"/{language}/doc?c={quote(clause.id, safe='')}"
    return (
        f'<a class="st-open" href="{escape(address)}" target="_blank" rel="noopener">'
        f"{say(language, 'study.open')}</a>"
    )


def placed(language: str, library: Library, place: Place, head: str = "") -> str:
    """The whole clause of a place: the words quoted are lit, those that answer marked."""
    clause = library.clauses[place.clause_id]
    document = library.documents[clause.document_id]
    title = references.reference(document, clause)
    return (
        f'<article class="st-clause"><header>{head}<strong lang="{tongue(document)}">'
        f"{escape(title)}</strong>{clause_link(language, clause)}</header>"
        f'<p lang="{tongue(document)}">{_lit(clause.text, place)}</p></article>'
    )


def _lit(text: str, place: Place) -> str:
    inside = marked(text, place.start, place.end, place.marks)
    before, after = escape(text[: place.start]), escape(text[place.end :])
    return f'{before}<span class="st-lit">{inside}</span>{after}'


def marked(text: str, start: int, end: int, marks: Iterable[tuple[int, int]]) -> str:
    """Escape `text[start:end]` and put `<mark>` around pairs (start, end) within it."""
    parts: list[str] = []
    at = start
    for first, last in marks:
        parts.append(f"{escape(text[at:first])}<mark>{escape(text[first:last])}</mark>")
        at = last
    return "".join(parts) + escape(text[at:end])
