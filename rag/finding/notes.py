"""Remarks beside an answer: a source that breaks off, a document in traditional script."""

from __future__ import annotations

from collections.abc import Sequence

from index.library import Library
from ingest.expansions import english_titles
from ingest.types import Script
from rag.types import Note, Sentence

AMBIGUOUS = (Note("ambiguous", "问题没有写明文件，以下列出各文件的相应位置；写明文件名可看全文。"),)
"""Said when several documents have the place that a question names without a document."""


def notes_for(
    sentences: tuple[Sentence, ...],
    library: Library,
) -> tuple[Note, ...]:
    """Say what a reader must know about the documents that were cited."""
    cited = dict.fromkeys(c.clause.document_id for s in sentences for c in s.citations)
    last = {c.clause.id for s in sentences for c in s.citations}
    notes: list[Note] = []
    for document_id in cited:
        document = library.documents[document_id]
        clauses = [c for c in library.clauses.values() if c.document_id == document_id]
        if document.truncated and clauses[-1].id in last:
            title = document.facts.title
            notes.append(Note("truncated", f"《{title}》的文本在此处中断，后文未收录。"))
        if document.facts.script is Script.TRADITIONAL:
            notes.append(Note("script", f"《{document.facts.title}》原文为繁体，引用以原文为准。"))
    return tuple(notes)


def unheld_note(source: str) -> tuple[Note, ...]:
    """Say which of several sources asked about the library does not hold."""
    return (Note("no_such_document", f"本库没有收录“{source}”。"),) if source else ()


def matched_notes(questions: tuple[str, ...]) -> tuple[Note, ...]:
    """Say by which questions of the clauses an everyday question was understood."""
    return tuple(Note("matched", f"按相近的问法找到：“{question}”") for question in questions[:1])


def undefined_notes(terms: tuple[str, ...]) -> tuple[Note, ...]:
    """Say that the documents use a term without explaining it."""
    if not terms:
        return ()
    return (Note("not_defined", f"文件没有解释“{terms[0]}”，以下是提到它的条文。"),)


def english_title_notes(sentences: Sequence[Sentence]) -> tuple[Note, ...]:
    """Give the English titles of the clauses cited, where there are any: the clause is Chinese."""
    titles = english_titles()
    cited = {c.clause.id: c for s in sentences for c in s.citations}
    return tuple(
        Note("title_en", f"[{c.mark}] {c.clause.label}: {titles[id_]}")
        for id_, c in cited.items()
        if id_ in titles
    )


def withheld_notes(count: int) -> tuple[Note, ...]:
    """Say that sentences which speak to a program were not quoted."""
    if not count:
        return ()
    return (Note("withheld", f"有{count}句像是写给程序的指令，未予引用；请自行查看原文。"),)
