"""Comparing documents: a table aligned by topic, each cell quoted, each empty one looked through.

`广东和吉林对法官惩戒有什么不同` gives a row with a cell for each; how a reform changed gives the
cells in the order of time and a last line of their verbs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.script import searchable
from ingest.types import Facts, Parsed
from rag.comparing.cell_chances import chances
from rag.comparing.cell_signs import Asked, signs_of
from rag.comparing.cells import Look, looked_through
from rag.comparing.columns import MOST_COLUMNS, compared, first_year, when_of
from rag.comparing.stages import course, verbs_of
from rag.comparing.told import is_told, told
from rag.comparing.topics import Topic, everyday_topic, official_topics, topics_of
from rag.finding.inquiry import Inquiry
from rag.finding.lookup import display_name
from rag.types import SILENT, Cell, Note, Row, Sentence, Table
from rag.understanding.question import Intent
from rag.words.sentences import Sheet

_COMPARING = (Intent.COMPARE, Intent.EVOLUTION, Intent.MENTIONS)
_OF_SEVERAL = (Intent.FACT, Intent.LIST, Intent.NUMBER)
"""What compares if the question means several documents."""


def answer_comparison(inquiry: Inquiry) -> tuple[Note, ...] | None:
    """Add what each document says of each topic; the notes on those that say nothing.

    None, and nothing added, where the question compares no documents or none of them says anything.
    """
    question = inquiry.question
    naming = question.naming
    meant = naming.named or (naming.suggested if naming.region else ())
    several = question.intent in _OF_SEVERAL and len(meant) > 1
    if (question.intent not in _COMPARING and not several) or question.spelled_out:
        return None
    held = [p for p in inquiry.library.parsed() if inquiry.given.admits(p.document)]
    first = [hit.clause.document_id for hit in inquiry.hits]
    columns = compared(question, held, first)
    if not columns:
        return None
    sheets = [inquiry.sentences.sheet(p, inquiry.library.encoder) for p in columns]
    found = [(topic, _looks(inquiry, sheets, words)) for topic, words in _topics(inquiry, columns)]
    spoken = [(topic, looks) for topic, looks in found if looks]
    if not spoken:
        return None
    several = len(spoken) > 1
    made = [_row(inquiry, topic, looks, columns, several=several) for topic, looks in spoken]
    rows = tuple(row for row, _ in made)
    in_time = question.intent is Intent.EVOLUTION
    inquiry.table = Table(tuple(p.document.id for p in columns), rows, in_time)
    for row in rows if in_time else ():
        _conclude(inquiry, row, [p.document.facts for p in columns])
    notes = tuple(note for _, silent in made for note in silent)
    return (*notes, *_left_out(columns, held))


def _topics(inquiry: Inquiry, columns: Sequence[Parsed]) -> list[tuple[Topic, str]]:
    """Give each topic with the words it is searched by: all of the question's where it is one."""
    question = inquiry.question
    clauses = [clause for p in columns for clause in p.clauses]
    topics = topics_of(question, clauses, inquiry.library)
    topics = topics or official_topics(question)[:1] or everyday_topic(question)
    if len(topics) > 1:
        return [(topic, topic.text) for topic in topics]
    return [(topic, question.words) for topic in topics]


def _looks(inquiry: Inquiry, sheets: Sequence[Sheet], words: str) -> list[Look]:
    """Look through every document for one topic; empty where none is likely to speak of it."""
    question, library = replace(inquiry.question, words=words), inquiry.library
    admitted = all(inquiry.scope.admits(sheet.parsed.document) for sheet in sheets)
    scope = inquiry.scope if admitted else inquiry.given
    asked = Asked.of(words, library, question.quoted, scope)
    signs = signs_of(asked, sheets)
    likely = chances(signs, sheets, library)
    exact = any(one.quoted == 1 for own in signs for one in own)
    if not exact and not is_told(told(question, signs, likely, library)):
        return []
    looks = looked_through(asked, sheets, signs, likely)
    return looks if any(look.found for look in looks) else []


def _row(
    inquiry: Inquiry,
    topic: Topic,
    looks: Sequence[Look],
    columns: Sequence[Parsed],
    *,
    several: bool,
) -> tuple[Row, list[Note]]:
    """Quote what the documents say of one topic."""
    names = _names(topic)
    cells, notes = [], []
    for parsed, look in zip(columns, looks, strict=True):
        name = display_name(parsed.document)
        group = f"{name}·{topic.text}" if several else name
        if inquiry.question.intent is Intent.EVOLUTION:
            group = _year(parsed.document.facts) + group
        quoted = tuple(inquiry.composer.quote(f.span, group=group) for f in look.found)
        by = (f.question for f in look.found if f.question)
        inquiry.matched = tuple(dict.fromkeys((*inquiry.matched, *by)))
        cells.append(Cell(parsed.document.id, quoted, _verbs(look, names)))
        if not quoted:
            notes.append(_silent(name, topic, look))
    return Row(topic.text, tuple(cells)), notes


def _verbs(look: Look, names: Sequence[str]) -> tuple[str, ...]:
    """Give the verbs of the likeliest sentence that has any, of one that names the topic first."""
    likely = sorted(
        look.found, key=lambda f: (not any(n in searchable(f.span.text) for n in names), -f.chance)
    )
    return next((verbs for f in likely if (verbs := verbs_of(f.span.text, names))), ())


def _year(facts: Facts) -> str:
    """Give the year that a document stands for in an account of a change, if anybody knows it."""
    year = first_year(facts)
    return f"{year}年" if year else ""


def _left_out(columns: Sequence[Parsed], held: Sequence[Parsed]) -> tuple[Note, ...]:
    """Say that there are more documents than a table can show."""
    if len(columns) < MOST_COLUMNS or len(held) <= MOST_COLUMNS:
        return ()
    text = f"只比较了最相关的{len(columns)}份文件；写明文件名可以比较其他文件。"
    english = f"Only the {len(columns)} most relevant documents are compared; name others to do so."
    return (Note("narrowed", text, english),)


def _silent(name: str, topic: Topic, look: Look) -> Note:
    """Say that a document was read through in vain, and which clause comes nearest."""
    text = f"{name}：未规定。已逐条核对全部{look.clauses}条，未见“{topic.text}”的规定"
    english = f"{name} says nothing of “{topic.text}”: all {look.clauses} clauses were looked at"
    near = look.nearest.label if look.nearest else ""
    return Note(
        SILENT,
        text + (f"；最接近的是{near}。" if near else "。"),
        english + (f"; the nearest is {near}." if near else "."),
    )


def _names(topic: Topic) -> tuple[str, ...]:
    names = (name for one in topic.named for name in (one.asked, *one.names))
    return tuple(dict.fromkeys((topic.words, *names, *topic.words.split(" "))))


def _conclude(inquiry: Inquiry, row: Row, facts: Sequence[Facts]) -> None:
    """End with the verbs of the cells in order, if at least two have some."""
    steps: list[tuple[str, Sequence[str]]] = []
    resting: list[Sentence] = []
    for cell, one in zip(row.cells, facts, strict=True):
        if cell.verbs:
            steps.append((when_of(one), cell.verbs))
            resting.append(_first_with(cell))
    if len(steps) > 1:
        several = len(inquiry.table.rows) > 1 if inquiry.table else False
        inquiry.composer.conclude(course(steps, row.topic if several else ""), resting)


def _first_with(cell: Cell) -> Sentence:
    """Give the sentence of a cell that has its verbs."""
    return next(
        (s for s in cell.sentences if all(v in searchable(s.text) for v in cell.verbs)),
        cell.sentences[0],
    )
