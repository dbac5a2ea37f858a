"""What a person reads in the terminal: an answer with its clauses, a tree of clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from index.library import Library
from ingest.types import Clause, Heading, Parsed
from rag.types import LABELLED, PREMISE, SILENT, Answer, Status
from ui.chat.badges import badge, checked_line
from ui.words import say

_INDENT = "    "
_SAID = (SILENT, PREMISE, LABELLED)
"""Kinds of notes that are said before: in the text, above it, and by the mode."""


def answer_lines(answer: Answer, library: Library) -> Iterator[str]:
    """Give the lines of an answer: the text with marks, then every mark's clause and place.

    Before it stands how the question was understood, where that is not plain from the question,
    and what the question took for granted that the clauses contradict.
    """
    before = [*_understood(answer, library)]
    before += [f"注意：{note.text}" for note in answer.notes if note.kind == PREMISE]
    if before:
        yield from (*before, "")
    yield from answer.written(badge).split("\n")
    if answer.status is Status.ABSTAINED:
        if answer.nearest:
            yield ""
            yield "最接近的条文（不构成答案）："
        for clause in answer.nearest:
            yield f"{_INDENT}{clause.label}　{clause.title}　({clause.id})"
    elif answer.citations:
        yield ""
        yield "依据："
    for clause, run in groupby(answer.citations, key=lambda citation: citation.clause):
        cited = list(run)
        lines = library.documents[clause.document_id].lines(cited[0].start, cited[-1].end)
        where = f"第{lines[0]}行" if lines[0] == lines[1] else f"第{lines[0]}—{lines[1]}行"
        marks = "".join(f"[{citation.mark}]" for citation in cited)
        yield f"{_INDENT}{marks} {clause.label}　({clause.id}，原文{where})"
    if answer.sentences:
        mode = say("zh", f"mode.{answer.mode.value}")
        yield f"{mode}。{checked_line(answer.sentences)}"
    for note in (n for n in answer.notes if n.kind not in _SAID):
        yield f"{_INDENT}注：{note.text}"


def _understood(answer: Answer, library: Library) -> Iterator[str]:
    """Say how a question was understood if it was completed, corrected, or found by its sense."""
    one = answer.understanding
    other = _differs(answer.understood_as, answer.question)
    if one and (other or any(note.kind == "matched" for note in answer.notes)):
        line = one.line(library.documents, english=one.english)
        asked = f"“{answer.understood_as}”"
        quoted = f" ({asked})" if one.english else f"（{asked}）"
        yield line + (quoted if other else "")


def _differs(understood: str, question: str) -> bool:
    return bool(understood) and re.sub(r"\s", "", understood) != re.sub(r"\s", "", question)


def clause_tree(parsed: Parsed) -> Iterator[str]:
    """Give the tree of a document: headings and clauses, indented by level."""
    document = parsed.document
    facts = document.facts
    about = "，".join(str(v) for v in (facts.issuer, facts.number, facts.date or facts.year) if v)
    yield f"《{facts.title}》" + (f"（{about}）" if about else "") + f"  {document.id}"
    entries: list[Heading | Clause] = [*document.headings, *parsed.clauses]
    for entry in sorted(entries, key=lambda e: e.start):
        if isinstance(entry, Heading):
            yield f"{'  ' * entry.level}{' '.join(entry.text.split())}"
            continue
        number = f"{entry.number}　" if entry.number else ""
        inside = "  " * (len(entry.path) + 1)
        first, last = entry.lines
        where = f"{first}" if first == last else f"{first}—{last}"
        yield f"{inside}{number}{entry.title}  [{entry.id}，{len(entry.text)}字，行{where}]"


def document_lines(library: Library) -> Iterator[str]:
    """Give one line per document of a library."""
    for parsed in library.parsed():
        facts = parsed.document.facts
        yield f"{facts.id}　《{facts.title}》　{facts.issuer}　{len(parsed.clauses)}条"
