"""An answer worded by a language model, or the quoted one where the model's does not hold.

The quoted answer is made first: its clauses are what the model gets, and it is what the reader gets
if anything fails. Nothing the model writes is shown before `rag.model.gate` has let it through.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.library import Library
from rag.finding.notes import english_title_notes, notes_for
from rag.model.gate import Gate
from rag.model.marks import Draft, Marks, without_thinking
from rag.model.prompt import REFUSAL, Material, messages_for
from rag.model.remarks import HALTED, LABEL, account, fallback, named
from rag.model.streaming import Writer, WritingFault
from rag.types import PREMISE, Answer, Mode, Sentence, Status, Verification
from rag.words.normal import normal

MOST_TURNED_AWAY = 0.5
"""Share of a text's sentences from which on none of it is shown: docs/decisions/0009."""
Said = Callable[[tuple[Sentence, ...]], object]
"""Is told all sentences so far whenever one more has passed the gate."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be worded: the quoted answer and the dialogue it belongs to."""

    quoted: Answer
    history: Sequence[tuple[str, str]]
    english: bool


def generate(
    request: Request,
    library: Library,
    writer: Writer | None,
    said: Said,
    stop: threading.Event,
) -> Answer:
    """Let the writer word an answer; give it, or the quoted one with a note that says why.

    Where the documents do not answer, and where an answer counts headings, nobody is asked.
    """
    quoted = request.quoted
    if quoted.status is Status.ABSTAINED:
        return quoted
    if writer is None:
        return _fallback(quoted, "no_writer")
    if all(one.verification is Verification.STRUCTURE for one in quoted.sentences):
        return _fallback(quoted, "structure")
    material = Material.of(quoted)
    if not material.clauses:
        return _fallback(quoted, "no_material")
    gate = Gate(material, library, request.english)
    question = quoted.understood_as or quoted.question
    messages = messages_for(
        question, request.history, material, library.documents, english=request.english
    )
    refused = False
    try:
        refused = _read(writer.write(messages, stop), gate, said, stop)
    except WritingFault as fault:
        return _fallback(quoted, fault.kind, gate, detail=str(fault))
    return _decided(request, gate, library, writer, refused=refused, stopped=stop.is_set())


def _read(pieces: Iterator[str], gate: Gate, said: Said, stop: threading.Event) -> bool:
    """Lead a text through the gate as it comes; whether the model refused."""
    marks, refused = Marks(), False
    for piece in without_thinking(pieces):
        for draft in marks.feed(piece):
            refused = _pass(draft, gate, said) or refused
    for draft in () if stop.is_set() else marks.finish():
        refused = _pass(draft, gate, said) or refused
    return refused


def _pass(draft: Draft, gate: Gate, said: Said) -> bool:
    """Lead a sentence through the gate; whether it is the refusal."""
    if normal(draft.text) == normal(REFUSAL):
        return True
    if gate.let(draft):
        said(tuple(gate.sentences))
    return False


def _decided(
    request: Request,
    gate: Gate,
    library: Library,
    writer: Writer,
    *,
    refused: bool,
    stopped: bool,
) -> Answer:
    """Show the text, or the quoted answer if it says too little that holds."""
    quoted = request.quoted
    passed, away = len(gate.sentences), sum(gate.turned_away.values())
    if not passed:
        kind = "stopped" if stopped else "refused" if refused else "nothing"
        kind = "turned_away" if away and not (stopped or refused) else kind
        return _fallback(quoted, kind, gate, total=away, away=away)
    if away > MOST_TURNED_AWAY * (passed + away):
        return _fallback(quoted, "turned_away", gate, total=passed + away, away=away)
    sentences = tuple(gate.sentences)
    own = tuple(note for note in quoted.notes if note.kind in _KEPT)
    titles = english_title_notes(sentences) if request.english else ()
    halted = (HALTED,) if stopped else ()
    return replace(
        quoted,
        sentences=sentences,
        notes=(
            LABEL,
            *own,
            *notes_for(sentences, library),
            *titles,
            *halted,
            *account(gate),
            named(writer.name),
        ),
        mode=Mode.LLM,
        table=None,
    )


_KEPT = (
    *("corrected", PREMISE, "no_such_document", "matched", "not_defined"),
    *("ambiguous", "withheld"),
)
"""Notes of the quoted answer that hold for the worded one as well."""


def _fallback(quoted: Answer, kind: str, gate: Gate | None = None, **about: object) -> Answer:
    """Give the quoted answer with a note why it is shown instead."""
    return replace(
        quoted, notes=(*quoted.notes, fallback(kind, **about), *(account(gate) if gate else ()))
    )
