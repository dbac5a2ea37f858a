"""Draw up what documents say of a topic, in the order of time, from the assistant's comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count

from index.script import searchable
from index.thesaurus import concepts_in
from index.types import Scope
from ingest.types import Document
from rag.comparing.columns import in_time
from rag.types import SILENT, Answer, Cell, Note, Row
from ui.citing.names import document_name
from ui.citing.references import footnote, pinpoint
from ui.evolution.changes import SUPREME, Step, Subject, judged
from ui.evolution.types import Column, Course, Entry, Evolution, Quote
from ui.evolution.wish import LONGEST_TOPIC, Wish, chosen, years_of
from ui.types import Assistant
from ui.words import say

ASKED = "{}的提法历年怎么变化？"
ASKED_IN_ENGLISH = "How has {} changed over the years?"
"""How the assistant is asked; a comparison asked otherwise may quote a sentence more or less."""
_SHORTEST_NAME = 2
_MATCHED = "matched"
_ELSEWHERE = (SILENT, _MATCHED)
"""Kinds of notes that are said in a cell, or in other words than those of an answer."""


def drawn_up(language: str, wish: Wish, assistant: Assistant) -> Evolution:
    """Compare the documents of a wish on its topic; what went wrong is told in words.

    Raises TiaoliError where the assistant does.
    """
    topic, library = wish.topic, assistant.library
    if len(topic) > LONGEST_TOPIC:
        trouble = say(language, "ev.long", n=len(topic), limit=LONGEST_TOPIC)
        return Evolution(topic[:LONGEST_TOPIC], trouble=trouble)
    admitted = chosen(wish, library.documents)
    if len(admitted) < 2:
        return Evolution(topic, trouble=say(language, "ev.few", n=len(admitted)))
    question = (ASKED_IN_ENGLISH if topic.isascii() else ASKED).format(topic.rstrip("?？。."))
    whole = len(admitted) == len(library.documents)
    answer = assistant.ask(question, Scope(documents=() if whole else tuple(admitted)))
    return _evolution(language, topic, answer, library.documents)


def columns_of(
    language: str, documents: Mapping[str, Document], names: Sequence[str]
) -> tuple[Column, ...]:
    """Give the columns of documents in the order of time."""
    held = sorted((documents[name] for name in names), key=lambda d: in_time(d.facts))
    return tuple(
        Column(
            document_id=one.id,
            name=document_name(one, language),
            national=one.facts.level == SUPREME,
            place=one.facts.region,
            years=years_of(one.facts),
            script=one.facts.script,
        )
        for one in held
    )


def _evolution(
    language: str, topic: str, answer: Answer, documents: Mapping[str, Document]
) -> Evolution:
    table = answer.table
    if table is None:
        trouble = say(language, "ev.none", topic=topic)
        return Evolution(topic, trouble=trouble, nearest=answer.nearest)
    columns = columns_of(language, documents, [d for d in table.documents if d in documents])
    remarks = _remarks(language, answer)
    marks = count(1)
    courses = tuple(_course(row, columns, remarks, documents, marks) for row in table.rows)
    notes = [_said(language, note) for note in answer.notes if note.kind not in _ELSEWHERE]
    if any(note.kind == _MATCHED for note in answer.notes):
        notes.append(say(language, "ev.meant"))
    for course in courses:
        if len(course.spoken) == 1:
            only = course.spoken[0].column.name
            notes.insert(0, say(language, "ev.alone", topic=course.topic, name=only))
    return Evolution(topic, columns, courses, tuple(notes))


def _remarks(language: str, answer: Answer) -> dict[tuple[str, str], str]:
    """The remark on each silent document, by topic and document.

    The assistant gives them in the order of the table, one for each empty cell.
    """
    silent = [note for note in answer.notes if note.kind == SILENT]
    rows = answer.table.rows if answer.table else ()
    empty = [(row.topic, c.document_id) for row in rows for c in row.cells if not c.sentences]
    if len(silent) != len(empty):
        return {}
    return {cell: _how(_said(language, note)) for cell, note in zip(empty, silent, strict=True)}


def _how(remark: str) -> str:
    """Leave out of a remark what its cell says already: the document, and 未规定."""
    return remark.partition("：未规定。")[2] or remark


def _said(language: str, note: Note) -> str:
    return note.english or note.text if language == "en" else note.text


def _course(
    row: Row,
    columns: Sequence[Column],
    remarks: Mapping[tuple[str, str], str],
    documents: Mapping[str, Document],
    marks: count[int],
) -> Course:
    cells = {cell.document_id: cell for cell in row.cells}
    subject = _subject(row.topic)
    steps = {
        name: _step(documents[name], cell, subject)
        for name, cell in cells.items()
        if name in documents
    }
    order = [steps[column.document_id] for column in columns if column.document_id in steps]
    entries = []
    for column in columns:
        name = column.document_id
        entries.append(
            Entry(
                column,
                tuple(_quotes(documents[name], cells[name], marks)),
                cells[name].verbs,
                remarks.get((row.topic, name), ""),
                judged(steps[name], order, subject),
            )
        )
    return Course(row.topic, tuple(entries))


def _quotes(document: Document, cell: Cell, marks: count[int]) -> list[Quote]:
    return [
        Quote(
            next(marks),
            citation.clause,
            citation.quote,
            citation.start,
            citation.end,
            pinpoint(document, citation.clause),
            footnote(document, citation.clause),
        )
        for sentence in cell.sentences
        for citation in sentence.citations
    ]


def _subject(topic: str) -> Subject:
    """A topic by its own words, and with all names that the thesaurus knows."""
    plain = searchable(topic)
    words = [word for word in plain.replace("、", " ").split() if len(word) >= _SHORTEST_NAME]
    known = [
        searchable(name)
        for asked, concept in concepts_in(plain)
        for name in (asked, concept.official, *concept.other)
    ]
    return Subject(tuple(words), tuple(dict.fromkeys((*words, *known))))


def _step(document: Document, cell: Cell, subject: Subject) -> Step:
    facts = document.facts
    texts = tuple(c.quote for sentence in cell.sentences for c in sentence.citations)
    prints = any(name in searchable(document.text) for name in subject.names)
    court = SUPREME if facts.level == SUPREME else facts.region or facts.issuer or facts.id
    return Step(document.id, court, years_of(facts), texts, document.truncated, prints)
