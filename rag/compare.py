"""Comparing documents: a table aligned by topic, each cell quoted, each empty one looked through.

`广东和吉林对法官惩戒有什么不同` gives a row with a cell for each; how a reform changed gives the
cells in the order of time and a last line of their verbs.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.script import searchable
from ingest.types import Facts, Parsed
from rag.cells import Look, Search
from rag.columns import compared, first_year
from rag.inquiry import Inquiry
from rag.lookup import display_name
from rag.question import Intent
from rag.stages import course, verbs_of
from rag.topics import Topic, topics_of
from rag.types import SILENT, Cell, Note, Row, Sentence, Table


def answer_comparison(inquiry: Inquiry) -> tuple[Note, ...] | None:
    """Add what each document says of each topic; the notes on those that say nothing.

    None, and nothing added, where the question compares no documents or none of them says anything.
    """
    question = inquiry.question
    several = question.intent in (Intent.FACT, Intent.LIST) and len(question.naming.named) > 1
    if question.intent not in (Intent.COMPARE, Intent.EVOLUTION) and not several:
        return None
    held = inquiry.library.parsed()
    columns = compared(question, [p for p in held if inquiry.given.admits(p.document)])
    clauses = [clause for p in columns for clause in p.clauses]
    topics = topics_of(question, clauses) if columns else ()
    notes: list[Note] = []
    rows = [_row(inquiry, t, columns, notes, several=len(topics) > 1) for t in topics]
    rows = [row for row in rows if any(cell.sentences for cell in row.cells)]
    if not rows:
        return None
    in_time = question.intent is Intent.EVOLUTION
    documents = tuple(p.document.id for p in columns)
    inquiry.table = Table(documents, tuple(rows), in_time)
    if in_time:
        for row in rows:
            _conclude(inquiry, row, [p.document.facts for p in columns])
    return tuple(notes)


def _row(
    inquiry: Inquiry,
    topic: Topic,
    columns: Sequence[Parsed],
    notes: list[Note],
    *,
    several: bool,
) -> Row:
    """Look through every document for one topic."""
    search = Search.of(topic, inquiry.library, inquiry.sentences)
    names = _names(topic)
    cells = []
    for parsed in columns:
        name = display_name(parsed.document)
        look = search.through(parsed)
        group = f"{name}·{topic.text}" if several else name
        quoted = tuple(inquiry.composer.quote(f.span, group=group) for f in look.found)
        best = max(look.found, key=lambda f: f.score, default=None)
        verbs = verbs_of(best.span.text, names) if best else ()
        cells.append(Cell(parsed.document.id, quoted, verbs))
        if not quoted:
            notes.append(Note(SILENT, _silent(name, topic, look)))
    return Row(topic.text, tuple(cells))


def _silent(name: str, topic: Topic, look: Look) -> str:
    """Say that a document was read through in vain, and which clause comes nearest."""
    text = f"{name}：未规定。已逐条核对全部{look.clauses}条，未见“{topic.text}”的规定"
    return text + (f"；最接近的是{look.nearest.label}。" if look.nearest else "。")


def _names(topic: Topic) -> tuple[str, ...]:
    names = (name for one in topic.named for name in (one.asked, *one.names))
    return tuple(dict.fromkeys((topic.words, *names, *topic.words.split(" "))))


def _conclude(inquiry: Inquiry, row: Row, facts: Sequence[Facts]) -> None:
    """End with the verbs of the cells in order, if at least two have some."""
    steps: list[tuple[str, Sequence[str]]] = []
    resting: list[Sentence] = []
    for cell, one in zip(row.cells, facts, strict=True):
        if cell.verbs:
            where = f"（{one.region}）" if one.level == "high" else ""
            steps.append((f"{first_year(one)}年{where}", cell.verbs))
            resting.append(_first_with(cell))
    if len(steps) > 1:
        inquiry.composer.conclude(course(steps), resting)


def _first_with(cell: Cell) -> Sentence:
    """Give the sentence of a cell that has its verbs."""
    return next(
        (s for s in cell.sentences if all(v in searchable(s.text) for v in cell.verbs)),
        cell.sentences[0],
    )
