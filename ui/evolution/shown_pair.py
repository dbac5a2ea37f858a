"""Write two clauses beside each other: what they share, and what stands only left or only right.

Never by colour alone: shared words are underlined, what stands in one only carries a word and
another line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from ingest.types import Clause, Script
from ui.citing.names import document_name
from ui.citing.references import pinpoint
from ui.evolution.pairs import Kind, Pair, Piece, paired
from ui.evolution.tables import columns_of
from ui.evolution.timeline import when_of
from ui.evolution.wish import Wish, written
from ui.reading import reader
from ui.types import Library
from ui.words import say

_LABELLED = 2
"""Characters from which on a piece that stands on one side only carries its word in print."""


def pair(language: str, wish: Wish, library: Library) -> str:
    """Write the two clauses of a wish, or say which one is missing."""
    ids = (wish.left, wish.right)
    missing = [one for one in ids if one not in library.clauses]
    back = written(replace(wish, left="", right=""))
    way = f'<p><a class="ev-go" href="?{escape(back)}">{say(language, "ev.back")}</a></p>'
    title = f'<h2 class="ev-title" tabindex="-1">{say(language, "ev.pair")}</h2>'
    if missing:
        words = say(language, "ev.pair.missing", id=missing[0][:80])
        told = f'<p class="ev-trouble" role="alert">{escape(words)}</p>'
        return f"{title}{told}{way}"
    left, right = (library.clauses[one] for one in ids)
    made = paired(left.text, right.text)
    return (
        f'{title}{way}{_told(language, made)}<div class="ev-pair">'
        f"{_side(language, library, left, made.left, 'left')}"
        f"{_side(language, library, right, made.right, 'right')}</div>"
    )


def _told(language: str, made: Pair) -> str:
    share = say(language, "ev.pair.shared", n=round(made.shared * 100))
    if not made.phrases:
        return f'<p class="ev-summary">{share} {say(language, "ev.pair.nothing")}</p>'
    how = say(language, "ev.pair.letters" if made.by_letter else "ev.pair.phrases")
    longest = sorted(made.phrases, key=len, reverse=True)[:6]
    phrases = "".join(f"<li>{escape(' '.join(one.split()))}</li>" for one in longest)
    return (
        f'<p class="ev-summary">{share} {how}</p>'
        f'<p class="ev-sub">{say(language, "ev.pair.common")}</p>'
        f'<ul class="ev-phrases">{phrases}</ul>'
    )


def _side(
    language: str, library: Library, clause: Clause, pieces: Sequence[Piece], side: str
) -> str:
    document = library.documents[clause.document_id]
    (column,) = columns_of(language, library.documents, [document.id])
    tongue = "zh-Hant" if document.facts.script is Script.TRADITIONAL else "zh-Hans"
    where = escape(pinpoint(document, clause))
    name = escape(document_name(document, language))
    return (
        f"<section><h3>{say(language, f'ev.pair.{side}')}：{name}"
        f"<small>{escape(when_of(language, column))}</small></h3>"
        f'<p><a class="ev-cite" href="{reader.link(clause)}">{where}</a></p>'
        f'<div class="ev-text" lang="{tongue}">'
        f"{''.join(_piece(language, one) for one in pieces)}</div></section>"
    )


def _piece(language: str, piece: Piece) -> str:
    text = escape(piece.text).replace("\n", "<br>")
    if piece.kind is Kind.PLAIN:
        return text
    word = say(language, f"ev.diff.{piece.kind.value}")
    if piece.kind is Kind.SAME:
        return f'<u class="ev-same">{text}</u>'
    tag = "s" if piece.kind is Kind.LEFT else "ins"
    few = "" if len(piece.text) >= _LABELLED else " ev-few"
    return f'<{tag} class="ev-{piece.kind.value}"><i class="ev-label{few}">{word}</i>{text}</{tag}>'
