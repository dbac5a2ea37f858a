"""The nouns of answering: a sentence with its citations, a note, and the whole answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from index.types import Hit
from ingest.types import Clause

if TYPE_CHECKING:
    from rag.understood import Understanding

SILENT = "silent"
"""The kind of the note that a document was read through and says nothing of a topic."""
PREMISE = "premise"
"""The kind of the note that the clauses contradict what a question takes for granted."""
LABELLED = "ai_label"
"""The kind of the note that a language model worded the answer."""


class Status(StrEnum):
    """Whether the documents answered."""

    ANSWERED = "answered"
    ABSTAINED = "abstained"


class Mode(StrEnum):
    """Who worded the answer: the documents themselves, or a language model held to them."""

    EXTRACTIVE = "extractive"
    LLM = "llm"


class Verification(StrEnum):
    """What checking a sentence against its citations found.

    `VERBATIM`: it is printed so in its clause. `NEAR`: so but for punctuation, script, width or the
    writing of numbers. `SUPPORTED`: in other words, with every figure and name of it in the cited
    words. `STRUCTURE`: it tells headings and numbers of the document, and its citations are the
    clauses they count. `MISATTRIBUTED`: another document says it than the one that is cited.
    `NOT_FOUND`: what is cited does not say it. `CHANGED`: it is told again from an answer that was
    kept, and what it cited then is not in the documents any more.
    """

    VERBATIM = "verbatim"
    NEAR = "near"
    SUPPORTED = "supported"
    STRUCTURE = "structure"
    MISATTRIBUTED = "misattributed"
    NOT_FOUND = "not_found"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Citation:
    """The mark `[mark]` of an answer and the words behind it.

    `quote` is an exact part of the clause in its own script, and
    `document.text[start:end] == quote`.
    """

    mark: int
    clause: Clause
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer, as printed in its clause, with what it stands on.

    `group` names the document the sentence is listed under when several documents answer (else
    empty); `item` says that it is one entry of a list; `missing` are its figures, dates and names
    that the words it cites do not have.
    """

    text: str
    citations: tuple[Citation, ...]
    verification: Verification = Verification.VERBATIM
    group: str = ""
    item: bool = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What one document says about a topic; without sentences it says nothing (未规定).

    `verbs` are the words that tell how far a reform has come there (试点, 推广, 健全).
    """

    document_id: str
    sentences: tuple[Sentence, ...] = ()
    verbs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One topic, with a cell for each document of the table, in its order."""

    topic: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A comparison aligned by topic, one column for each document.

    `in_time` says that the documents stand in the order of time, to show how a reform changed.
    """

    documents: tuple[str, ...]
    rows: tuple[Row, ...]
    in_time: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A remark beside the answer. `kind` is a machine word (`searched`, `truncated`, `premise`).

    `english` says the same for a reader of the English page.
    """

    kind: str
    text: str
    english: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer and its proof.

    `reason` is a machine word when `status` is abstained, else None; `message` is the sentence a
    user then reads. `nearest` are the clauses closest to a question that was not answered.
    `timings` pairs a stage with its milliseconds. `chance` is how likely the best clause is right,
    estimated where the documents' words alone do not show it (`rag.finding.expanded`), else None.
    `table` lays out the same sentences where documents are compared. `understanding` says what the
    question was taken to ask; it is None for what cannot be read.
    """

    question: str
    understood_as: str
    status: Status
    sentences: tuple[Sentence, ...] = ()
    reason: str | None = None
    message: str = ""
    notes: tuple[Note, ...] = ()
    nearest: tuple[Clause, ...] = ()
    hits: tuple[Hit, ...] = ()
    mode: Mode = Mode.EXTRACTIVE
    timings: tuple[tuple[str, float], ...] = field(default=())
    chance: float | None = None
    table: Table | None = None
    understanding: Understanding | None = None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation in the order of its mark."""
        found = {c.mark: c for sentence in self.sentences for c in sentence.citations}
        return tuple(found[mark] for mark in sorted(found))

    @property
    def elapsed_ms(self) -> float:
        """Milliseconds over all stages."""
        return sum(ms for _, ms in self.timings)

    @property
    def text(self) -> str:
        """The answer as readable text with marks, or the message when it abstained.

        One paragraph per clause; a list has one entry per line; the name of the document leads
        its first sentence when several documents answer. What was looked for in vain ends it.
        """
        return self.written()

    def written(self, badge: Callable[[Sentence], str] = lambda _: "") -> str:
        """Give `text`, with a badge of one's own behind the marks of every sentence."""
        if self.status is Status.ABSTAINED:
            return self.message
        parts: list[str] = []
        group, clause_id = "", ""
        for sentence in self.sentences:
            here = sentence.citations[0].clause.id if sentence.citations else ""
            if parts and (sentence.item or here != clause_id):
                parts.append("\n")
            if sentence.group and sentence.group != group:
                parts.append(f"{sentence.group}：")
            group, clause_id = sentence.group, here
            marks = "".join(f"[{c.mark}]" for c in sentence.citations)
            parts.append(sentence.text + marks + badge(sentence))
        parts += [f"\n{note.text}" for note in self.notes if note.kind == SILENT]
        return "".join(parts)
