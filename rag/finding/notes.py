"""Remarks beside an answer: a source that breaks off, a document in traditional script."""

from __future__ import annotations

from collections.abc import Sequence

from index.library import Library
from ingest.expansions import english_titles
from ingest.types import Script
from rag.types import Note, Sentence

AMBIGUOUS = (
    Note(
        "ambiguous",
        "问题没有写明文件，以下列出各文件的相应位置；写明文件名可看全文。",
        "The question names no document: here is that place in each; name one to read it whole.",
    ),
)
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
        title = f"《{document.facts.title}》"
        clauses = [c for c in library.clauses.values() if c.document_id == document_id]
        if document.truncated and clauses[-1].id in last:
            text = f"{title}的文本在此处中断，后文未收录。"
            english = f"The text of {title} breaks off here; what follows is not held."
            notes.append(Note("truncated", text, english))
        if document.facts.script is Script.TRADITIONAL:
            text = f"{title}原文为繁体，引用以原文为准。"
            english = f"{title} is in traditional script; quote it as it is printed."
            notes.append(Note("script", text, english))
    return tuple(notes)


def unheld_note(source: str) -> tuple[Note, ...]:
    """Say which of several sources asked about the library does not hold."""
    if not source:
        return ()
    english = f"The library does not hold “{source}”."
    return (Note("no_such_document", f"本库没有收录“{source}”。", english),)


def matched_notes(questions: tuple[str, ...]) -> tuple[Note, ...]:
    """Say by which questions of the clauses an everyday question was understood."""
    return tuple(
        Note("matched", f"按相近的问法找到：“{one}”", f"Found by a similar question: “{one}”")
        for one in questions[:1]
    )


def undefined_notes(terms: tuple[str, ...]) -> tuple[Note, ...]:
    """Say that the documents use a term without explaining it."""
    if not terms:
        return ()
    text = f"文件没有解释“{terms[0]}”，以下是提到它的条文。"
    english = f"The documents do not explain “{terms[0]}”; these clauses mention it."
    return (Note("not_defined", text, english),)


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
    text = f"有{count}句像是写给程序的指令，未予引用；请自行查看原文。"
    english = f"Not quoted, as if written to instruct a program: {count}. See the text itself."
    return (Note("withheld", text, english),)
