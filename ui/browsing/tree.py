"""The tree of a library: documents, their headings, and under them the clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from ingest.types import Clause, Document, Heading
from ui.browsing.address import to
from ui.browsing.asked import english_title
from ui.browsing.shown import link, short, tongue, when
from ui.citing import references
from ui.types import Library
from ui.words import say

_LAST = re.compile(r"[^”）分]*$")
"""What a place says under its heading: `第14项` of `第三部分第14项`."""
_LEVELS = ("supreme", "high")
FILTERS = ("when", "level", "region")


def tree(language: str, library: Library) -> str:
    """Write the documents of a library with their clauses, each folded up but the first."""
    by_document: dict[str, list[Clause]] = {name: [] for name in library.documents}
    for clause in library.clauses.values():
        by_document[clause.document_id].append(clause)
    return "".join(
        _document(language, library, document, sorted(by_document[name], key=lambda c: c.start))
        for name, document in library.documents.items()
    )


def filters(language: str, documents: Iterable[Document]) -> str:
    """Write the choices of year, level and region; none where all documents have the same."""
    held = list(documents)
    boxes: list[str] = []
    for name in FILTERS:
        found = sorted({value for one in held if (value := _value(one, name))})
        if len(found) < 2:
            continue
        options = "".join(
            f'<option value="{escape(value)}">{escape(_said(language, name, value))}</option>'
            for value in found
        )
        label = say(language, f"doc.by.{name}")
        boxes.append(
            f'<label><span>{label}</span><select data-by="{name}">'
            f'<option value="">{say(language, "doc.all")}</option>{options}</select></label>'
        )
    return "".join(boxes)


def _value(document: Document, name: str) -> str:
    facts = document.facts
    return {"when": when(document), "level": facts.level, "region": facts.region}[name]


def _said(language: str, name: str, value: str) -> str:
    return say(language, f"doc.level.{value}") if name == "level" and value in _LEVELS else value


def _document(language: str, library: Library, document: Document, clauses: list[Clause]) -> str:
    data = "".join(f' data-{name}="{escape(_value(document, name))}"' for name in FILTERS)
    about = " · ".join(part for part in (when(document), document.facts.issuer) if part)
    count = say(language, "doc.clauses", n=len(clauses))
    return (
        f'<details class="dc-doc" data-d="{escape(document.id)}"{data}>'
        f'<summary><span lang="zh-Hans">{escape(short(document))}</span>'
        f'<small lang="zh-Hans">{escape(about)}</small><small>{count}</small></summary>'
        f'<a class="dc-open" href="{escape(to(d=document.id))}" data-d="{escape(document.id)}">'
        f"{say(language, 'doc.top')}</a>"
        f'<div lang="{tongue(document)}">{_parts(language, library, document, clauses)}</div>'
        "</details>"
    )


def _parts(language: str, library: Library, document: Document, clauses: list[Clause]) -> str:
    """Headings and clauses in the order of the text."""
    pieces: list[Heading | Clause] = [*document.headings, *clauses]
    lines: list[str] = []
    for piece in sorted(pieces, key=lambda one: (one.start, -one.end)):
        if isinstance(piece, Heading):
            words = " ".join(piece.text.split())
            if "".join(words.split()) != "".join(document.facts.title.split()):
                level = min(piece.level, 4)
                lines.append(f'<p class="dc-h dc-h{level}">{escape(words)}</p>')
            continue
        lines.append(_clause(language, library, document, piece))
    return "".join(lines)


def _clause(language: str, library: Library, document: Document, clause: Clause) -> str:
    where = references.pinpoint(document, clause)
    last = _LAST.search(where)
    english = english_title(library, clause.id) if language == "en" else ""
    also = f'<span class="dc-en" lang="en">{escape(english)}</span>' if english else ""
    return (
        f'{link(clause)}<b lang="zh-Hans" title="{escape(where)}">'
        f"{escape((last.group() if last else '') or where)}</b> {escape(clause.title)}{also}</a>"
    )
