"""Write the reader: every document in full, each clause under an address of its own.

The reader is written once; showing a clause, lighting the cited sentence and changing the script
are done by `assets/reader.js` without asking the server. Everything that comes from a document
is escaped here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import unquote_to_bytes

from ingest.types import Clause, Document, Heading, Script
from ui.citing import references
from ui.paper import content as paper
from ui.words import say

Simplify = Callable[[str], str]
_PLAIN = re.compile(r"[A-Za-z0-9.-]")


def anchor(clause_id: str) -> str:
    """The HTML id of a clause: letters, digits, `-`, `.` stay, other bytes become `_hh`.

    `anchor("gd-2021-key-points/14")` is `"c-gd-2021-key-points_2f14"`.
    """
    return "c-" + "".join(
        char if _PLAIN.match(char) else "".join(f"_{byte:02x}" for byte in char.encode())
        for char in clause_id
    )


def clause_of(html_id: str) -> str:
    """The clause id behind an HTML id: the inverse of `anchor`."""
    return unquote_to_bytes(html_id.removeprefix("c-").replace("_", "%")).decode()


def link(clause: Clause, start: int | None = None, end: int | None = None) -> str:
    """The address of a clause, or of the characters `start:end` of its document within it."""
    span = f"@{start - clause.start}-{end - clause.start}" if start is not None and end else ""
    return f"#{anchor(clause.id)}{span}"


def reader(
    language: str,
    documents: Mapping[str, Document],
    clauses: Mapping[str, Clause],
    simplify: Simplify | None,
    *,
    foot: bool = True,
) -> str:
    """Write the whole reader as HTML, its controls in `language` (`zh` or `en`).

    A page that shows the clause at hand elsewhere has `foot` there, and none here.
    """
    by_document: dict[str, list[Clause]] = {name: [] for name in documents}
    for clause in clauses.values():
        by_document[clause.document_id].append(clause)
    articles = "".join(
        _article(language, document, sorted(by_document[name], key=lambda c: c.start), simplify)
        for name, document in documents.items()
    )
    below = foot_of(language) if foot else ""
    return (
        f'<div id="tl-reader">{_bar(language, documents)}'
        f'<nav id="rd-toc" hidden aria-label="{say(language, "reader.toc")}"></nav>'
        f'<div id="rd-scroll" tabindex="0" role="region" aria-label="{say(language, "reader")}">'
        f"{articles}</div>{below}</div>"
    )


def _bar(language: str, documents: Mapping[str, Document]) -> str:
    options = "".join(
        f'<option value="{escape(name)}">{escape(_listed(document))}</option>'
        for name, document in documents.items()
    )
    return (
        f'<div class="rd-bar"><select id="rd-doc" aria-label="{say(language, "reader.pick")}">'
        f'{options}</select><button type="button" id="rd-toc-open" aria-expanded="false">'
        f'{say(language, "reader.toc")}</button><button type="button" id="rd-script" hidden>'
        f'</button><button type="button" id="rd-close" aria-label='
        f'"{say(language, "reader.close")}">✕</button></div>'
    )


def _listed(document: Document) -> str:
    """The title, and the short title too, because two courts may give theirs the same title."""
    facts = document.facts
    return " · ".join(dict.fromkeys(name for name in (facts.title, facts.short_title) if name))


def foot_of(language: str, hint: str = "") -> str:
    """Write what there is about the clause at hand: its reference, and the buttons that copy it."""
    forms = "".join(
        f'<button type="button" data-copy="{form}">{say(language, f"copy.{form}")}</button>'
        for form in ("inline", "foot", "plain", "link")
    )
    return (
        f'<div class="rd-foot"><p id="rd-hint">{hint or say(language, "reader.hint")}</p>'
        '<div id="rd-this" hidden><div class="rd-head"><div><p id="rd-path"></p>'
        '<p id="rd-ref"></p></div><button type="button" id="rd-pin" class="tl-pin" '
        f'aria-pressed="false">{say(language, "paper.add")}</button></div>'
        f'<div class="rd-acts"><span>{say(language, "copy.clause")}</span>{forms}</div>'
        '<div class="rd-acts"><button type="button" id="rd-prev">'
        f'{say(language, "prev")}</button><button type="button" id="rd-next">'
        f'{say(language, "next")}</button><span id="rd-count"></span><button type="button" '
        f'id="rd-back" hidden>{say(language, "back")}</button></div></div></div>'
    )


def _article(
    language: str, document: Document, clauses: list[Clause], simplify: Simplify | None
) -> str:
    facts = document.facts
    traditional = facts.script is Script.TRADITIONAL
    convert = simplify if traditional else None
    tongue = "zh-Hant" if traditional else "zh-Hans"
    known = [facts.issuer, facts.period or (f"{facts.year}年" if facts.year else "")]
    known.append(facts.number or say(language, "reader.nonumber"))
    known.append(references.printed_date(facts.date) or say(language, "reader.nodate"))
    remarks = [say(language, "reader.hant")] if traditional else []
    cut = f'<p class="rd-cut">{say(language, "reader.cut")}</p>' if document.truncated else ""
    return (
        f'<article data-doc="{escape(document.id)}" lang="{tongue}" hidden'
        f"{' data-hant' if convert else ''}>"
        f'<h2 class="rd-title" lang="zh-Hans">{escape(facts.title)}</h2>'
        f'<p class="rd-facts" lang="{"zh-Hans" if language == "zh" else "en"}">'
        f"{escape(' · '.join(part for part in known + remarks if part))}</p>"
        f"{_body(document, clauses, convert)}{cut}</article>"
    )


def _body(document: Document, clauses: list[Clause], convert: Simplify | None) -> str:
    """Headings, clauses and the text between them, in the order of the document."""
    parts: list[str] = []
    place = 0
    pieces: list[Clause | Heading] = [*document.headings, *clauses]
    for piece in sorted(pieces, key=lambda p: (p.start, -p.end)):
        if piece.start < place:
            continue
        parts.append(_between(document.text[place : piece.start], convert))
        if isinstance(piece, Heading):
            level = min(piece.level + 2, 6)
            if "".join(piece.text.split()) == "".join(document.facts.title.split()):
                place = piece.end
                continue
            parts.append(f"<h{level}>{_lines(piece.text, convert)}</h{level}>")
        else:
            parts.append(_section(document, piece, convert))
        place = piece.end
    parts.append(_between(document.text[place:], convert))
    return "".join(parts)


def _between(text: str, convert: Simplify | None) -> str:
    return f'<div class="rd-other">{_lines(text.strip(), convert)}</div>' if text.strip() else ""


def _section(document: Document, clause: Clause, convert: Simplify | None) -> str:
    data = {
        "clause": clause.id,
        "path": " › ".join(clause.path),
        "title": clause.title,
        "ref": references.reference(document, clause),
        "foot": references.footnote(document, clause),
        "number": document.facts.number,
        "label": _short(document, clause),
        "edition": paper.edition(clause),
    }
    attributes = "".join(f' data-{key}="{escape(value)}"' for key, value in data.items())
    return (
        f'<section class="cl" id="{anchor(clause.id)}" tabindex="-1"{attributes}>'
        f"{_lines(clause.text, convert)}</section>"
    )


def _short(document: Document, clause: Clause) -> str:
    """What a list calls a clause: `广东要点 第三部分第14项`."""
    facts = document.facts
    return f"{facts.short_title or facts.title} {references.pinpoint(document, clause)}"


def _lines(text: str, convert: Simplify | None) -> str:
    """One block a line; the text nodes together are the text, letter for letter."""
    blocks: list[str] = []
    for line in text.split("\n"):
        other = f' data-hans="{escape(convert(line))}"' if convert and line else ""
        blocks.append(f'<span class="ln"{other}>{escape(line)}</span>')
    return "\n".join(blocks)
