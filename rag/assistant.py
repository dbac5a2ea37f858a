"""The story of an answer: understand, look up or retrieve, choose sentences, or abstain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

from index.library import Library
from index.types import Reranker, Scope
from ingest.types import Clause
from rag import abstain
from rag.by_dialogue import answer_by_dialogue
from rag.by_facts import answer_facts
from rag.by_place import answer_at_place, answer_structure
from rag.by_search import answer_by_search, answered_but_for_details, is_stated, search
from rag.checking.verify import verified
from rag.comparing.compare import answer_comparison
from rag.dialogue.turns import Dialogue
from rag.finding.inquiry import EVERYWHERE, Clock, Inquiry
from rag.finding.lookup import Missing, add_clauses
from rag.finding.notes import matched_notes, notes_for, undefined_notes, unheld_note, withheld_notes
from rag.finding.retrieve import WEIGHTS, Signals, scope_of
from rag.presumed import corrected, premise_notes, quoted_from_another, retried
from rag.spelling.reading import Reader, noted
from rag.types import Answer, Note, Status
from rag.understanding.question import LONGEST, Intent, understand
from rag.understood import understood
from rag.words.sentences import Sentences, slogans

if TYPE_CHECKING:
    from rag.model.generate import Said
    from rag.model.streaming import Writer

_NEAREST = 3
"""Clauses offered when the question is not answered."""


class Assistant:
    """Answers questions from a library.

    Example: `Assistant(library).ask("广东要点第14条讲什么").text` is the clause with its marks.
    """

    def __init__(
        self,
        library: Library,
        weights: Signals = WEIGHTS,
        reranker: Reranker | None = None,
        writer: Writer | None = None,
        *,
        by_dialogue: bool = True,
    ) -> None:
        self.library = library
        self.writer = writer
        self._reranker = reranker
        self._by_dialogue = by_dialogue
        self._weights = weights
        self._sentences = Sentences()
        self._reader = Reader(library)
        self._slogans = slogans(library.clauses.values())

    def ask(
        self,
        question: str,
        scope: Scope = EVERYWHERE,
        history: Sequence[tuple[str, str]] = (),
        *,
        as_typed: bool = False,
        generate: bool = False,
        said: Said = lambda _: None,
        stop: Event | None = None,
    ) -> Answer:
        """Answer a question, or abstain.

        `scope` limits the documents that may answer; `history` holds (role, text) pairs of the
        dialogue so far, oldest first. With `as_typed` no word is corrected. With `generate` the
        writer words the answer: `said` is told all sentences so far whenever one more has passed
        the gate, and setting `stop` ends it within a second; where the text does not hold, the
        quoted answer comes back with a note of the kind `fallback`. Never raises for what a user
        types or a model writes.
        """
        quoted, english = self._quoted(question, scope, history, as_typed=as_typed)
        if not generate:
            return quoted
        from rag.model.generate import Request
        from rag.model.generate import generate as worded

        clock = Clock()
        request = Request(quoted, history, english)
        answer = worded(request, self.library, self.writer, said, stop or Event())
        clock.stage("generate")
        return replace(answer, timings=(*quoted.timings, *clock.timings()))

    def _quoted(
        self,
        question: str,
        scope: Scope,
        history: Sequence[tuple[str, str]],
        *,
        as_typed: bool,
    ) -> tuple[Answer, bool]:
        """Answer by quotations; say besides whether the question is English."""
        clock = Clock()
        read = self._reader.read(question, as_typed=as_typed)
        refused = abstain.unreadable(read.text, LONGEST)
        if refused:
            answer = abstain.answer(question, question.strip(), refused, (), (), clock.timings())
            return answer, False
        documents = self.library.documents
        dialogue = Dialogue(self._reader.history(history), self.library)
        asked = understand(dialogue.completed(read.text.strip()), documents, self._slogans)
        clock.stage("understand")
        narrowed = scope_of(asked, scope)
        inquiry = Inquiry(
            self.library, self._sentences, asked, narrowed, clock, self._weights, self._reranker
        )
        inquiry.given = scope
        answer = _answer(question, inquiry)
        if self._by_dialogue and history:
            answer = _in_dialogue(answer, read.text.strip(), dialogue, inquiry)
        return noted(answer, read), asked.english


def _answer(text: str, inquiry: Inquiry) -> Answer:
    """Answer by place where the question names one, else by search, or abstain."""
    refusal = _refused(inquiry)
    if refusal is not None:
        return _abstained(text, inquiry, refusal)
    by_id = inquiry.library.clauses.get(text.strip())
    if by_id and inquiry.given.admits(inquiry.library.documents[by_id.document_id]):
        add_clauses(inquiry.composer, (by_id,), "")
        return _answered(text, inquiry)
    if inquiry.question.intent in (Intent.CLAUSE, Intent.PART):
        placed = answer_at_place(inquiry)
        if isinstance(placed, Missing):
            refusal = abstain.Refusal("no_such_clause", placed.message)
            return _abstained(text, inquiry, refusal, placed.nearest)
        if not is_stated(inquiry):
            clauses = tuple(dict.fromkeys(c.clause for c in inquiry.composer.citations()))
            refusal = abstain.not_stated(inquiry.question)
            return _abstained(text, inquiry, refusal, clauses[:_NEAREST])
        return _answered(text, inquiry, placed)
    unprinted = answer_facts(inquiry)
    if unprinted is not None:
        return _abstained(text, inquiry, unprinted)
    if len(inquiry.composer):
        return _answered(text, inquiry, premise_notes(inquiry, inquiry.question))
    if answer_structure(inquiry):
        return _answered(text, inquiry)
    return _searched(text, inquiry)


def _in_dialogue(answer: Answer, asked: str, dialogue: Dialogue, inquiry: Inquiry) -> Answer:
    """Answer from what the dialogue spoke of, where that is surer."""
    spoken, followup = dialogue.spoken(asked)
    other = answer_by_dialogue(answer, followup, spoken, inquiry)
    if other is None:
        return answer
    return _answered(answer.question, other, premise_notes(other, other.question))


def _refused(inquiry: Inquiry) -> abstain.Refusal | None:
    """Refuse what can be refused before anything is looked up."""
    naming = inquiry.question.naming
    if abstain.asks_opinion(inquiry.question.text):
        return abstain.opinion()
    if naming.unheld and not naming.named:
        return abstain.unheld(naming.unheld)
    if naming.named and not any(p.document.id in naming.named for p in inquiry.parsed):
        return abstain.out_of_scope()
    return None


def _searched(text: str, inquiry: Inquiry) -> Answer:
    if not inquiry.question.parts:
        return _abstained(text, inquiry, abstain.nothing_asked())
    search(inquiry)
    silent = answer_comparison(inquiry)
    if silent is not None:
        return _answered(text, inquiry, silent)
    if again := quoted_from_another(inquiry):
        return _answered(text, again.inquiry, again.notes)
    if answer_by_search(inquiry):
        return _answered(text, inquiry, premise_notes(inquiry, inquiry.question))
    silent_on = answered_but_for_details(inquiry)
    again = corrected(silent_on, inquiry.question) or retried(inquiry)
    if again:
        return _answered(text, again.inquiry, again.notes)
    nearest = tuple(hit.clause for hit in inquiry.hits[:_NEAREST])
    if silent_on:
        spoken = tuple(dict.fromkeys(c.clause for c in silent_on.composer.citations()))
        refusal = abstain.not_stated(inquiry.question)
        return _abstained(text, inquiry, refusal, spoken[:_NEAREST])
    return _abstained(text, inquiry, abstain.not_covered(), nearest)


def _answered(text: str, inquiry: Inquiry, notes: tuple[Note, ...] = ()) -> Answer:
    inquiry.clock.stage("answer")
    sentences = tuple(verified(one, inquiry.library) for one in inquiry.composer.sentences())
    if not sentences:
        return _abstained(text, inquiry, abstain.not_covered())
    own = (*matched_notes(inquiry.matched), *undefined_notes(inquiry.undefined))
    unheld = unheld_note(inquiry.question.naming.unheld)
    return Answer(
        question=text,
        understood_as=inquiry.question.standalone,
        status=Status.ANSWERED,
        sentences=sentences,
        notes=(
            *notes,
            *unheld,
            *own,
            *withheld_notes(inquiry.composer.withheld),
            *notes_for(sentences, inquiry.library),
        ),
        hits=inquiry.hits,
        timings=inquiry.clock.timings(),
        chance=inquiry.chance,
        table=inquiry.table,
        understanding=understood(inquiry),
    )


def _abstained(
    text: str, inquiry: Inquiry, refusal: abstain.Refusal, nearest: tuple[Clause, ...] = ()
) -> Answer:
    inquiry.clock.stage("answer")
    refused = abstain.answer(
        text,
        inquiry.question.standalone,
        refusal,
        nearest,
        inquiry.hits,
        inquiry.clock.timings(),
        searched=[p.document for p in inquiry.parsed],
        english=inquiry.question.english,
    )
    return replace(refused, chance=inquiry.chance, understanding=understood(inquiry))
