"""Documents side by side: a table, or a list in the order of time where a reform is followed.

An empty cell says 未规定; the note under the answer says how that was found out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from ingest.types import Document
from rag.types import Cell, Row, Sentence, Table
from ui.citing.names import document_name
from ui.evolution.wish import LONGEST_TOPIC, SIDE, TIME, Wish, link
from ui.safe import safe
from ui.words import say

Shown = Callable[[Sentence], str]


def laid_out(
    table: Table,
    shown: Collection[Sentence],
    documents: Mapping[str, Document],
    sentence: Shown,
    language: str,
) -> str:
    """Write a table as HTML, as far as its sentences are `shown`; `sentence` writes one."""

    def cell(one: Cell) -> str:
        if not one.sentences:
            return safe(say(language, "table.silent"))
        return "".join(sentence(said) for said in one.sentences if said in shown)

    names = [safe(_name(id_, documents, language)) for id_ in table.documents]
    ways = _ways(table, documents, language)
    if table.in_time:
        return "".join(_in_time(row, names, cell) for row in table.rows) + ways
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    body = "".join(_row(row, cell) for row in table.rows)
    topics = "、".join(row.topic for row in table.rows)
    caption = safe(say(language, "table.compare", what=topics))
    matter = safe(say(language, "table.matter"))
    return (
        f'<div class="tl-wide" tabindex="0"><table class="tl-table"><caption>{caption}</caption>'
        f'<thead><tr><th scope="col">{matter}</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>{ways}"
    )


def _name(document_id: str, documents: Mapping[str, Document], language: str) -> str:
    document = documents.get(document_id)
    return document_name(document, language) if document else document_id


def _ways(table: Table, documents: Mapping[str, Document], language: str) -> str:
    """The way to the same topic on the page of changes, and its files; both in another tab."""
    topic = "和".join(row.topic for row in table.rows)
    own = tuple(name for name in table.documents if name in documents)
    if not topic or len(topic) > LONGEST_TOPIC or len(own) < 2:
        return ""
    some = () if len(own) == len(documents) else own
    wish = Wish(topic, some, TIME if table.in_time else SIDE)
    ways = [(link(language, wish), say(language, "ev.open"))]
    for kind in ("docx", "md", "csv"):
        ways.append((link(language, wish, kind), say(language, f"ev.kind.{kind}")))
    links = " ".join(f'<a href="{safe(where)}">{safe(words)}</a>' for where, words in ways)
    return f'<p class="tl-acts tl-onward">{links}</p>'


def _row(row: Row, cell: Callable[[Cell], str]) -> str:
    cells = "".join(f"<td{_quiet(one)}>{cell(one)}</td>" for one in row.cells)
    return f'<tr><th scope="row">{safe(row.topic)}</th>{cells}</tr>'


def _in_time(row: Row, names: list[str], cell: Callable[[Cell], str]) -> str:
    steps = []
    for name, one in zip(names, row.cells, strict=True):
        verbs = f' <span class="tl-verbs">{safe("、".join(one.verbs))}</span>' if one.verbs else ""
        words = f"<p{_quiet(one)}>{cell(one)}</p>"
        steps.append(f'<li><p class="tl-group">{name}{verbs}</p>{words}</li>')
    return f'<p class="tl-group">{safe(row.topic)}</p><ol class="tl-time">{"".join(steps)}</ol>'


def _quiet(cell: Cell) -> str:
    return "" if cell.sentences else ' class="tl-silent"'
