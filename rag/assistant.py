"""The story of an answer: understand, look up or retrieve, choose sentences, or abstain."""

from __future__ import annotations

import time
from collections.abc import Sequence

from index.library import Library
from index.types import Hit, Scope
from ingest.types import Clause, Heading, Parsed
from rag import abstain
from rag.compose import Composer
from rag.dialogue import standalone
from rag.evidence import Evidence
from rag.extract import Choice, choose, choose_by_document, rank_sentences
from rag.lookup import (
    add_clauses,
    add_count,
    add_part,
    add_parts,
    clauses_at,
    display_name,
    heading_at,
    missing_place,
    under,
)
from rag.notes import AMBIGUOUS, notes_for
from rag.question import LONGEST, Intent, Question, understand
from rag.retrieve import retrieve, scope_of
from rag.sentences import Sentences, slogans
from rag.types import Answer, Note, Status

EVERYWHERE = Scope()
REGIONAL_SHARE = 0.7
"""Share of the best coverage at which the document of the region asked about answers."""


class Assistant:
    """Answers questions from a library.

    Example: `Assistant(library).ask("广东要点第14条讲什么").text` is the clause with its marks.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self._sentences = Sentences()
        self._slogans = slogans(library.clauses.values())

    def ask(
        self, question: str, scope: Scope = EVERYWHERE, history: Sequence[tuple[str, str]] = ()
    ) -> Answer:
        """Answer a question, or abstain.

        `scope` limits the documents that may answer; `history` holds (role, text) pairs of the
        dialogue so far, oldest first. Never raises for what a user types.
        """
        clock = _Clock()
        refused = abstain.unreadable(question, LONGEST)
        if refused:
            return abstain.answer(question, question.strip(), refused, (), (), clock.timings())
        documents = self.library.documents
        asked = understand(standalone(question, history, documents), documents, self._slogans)
        clock.stage("understand")
        return _Asking(self.library, self._sentences, question, asked, scope, clock).answer()


class _Clock:
    """Measures stages in milliseconds."""

    def __init__(self) -> None:
        self._stages: list[tuple[str, float]] = []
        self._at = time.perf_counter()

    def stage(self, name: str) -> None:
        now = time.perf_counter()
        self._stages.append((name, (now - self._at) * 1000))
        self._at = now

    def timings(self) -> tuple[tuple[str, float], ...]:
        return tuple(self._stages)


class _Asking:
    """One question on its way to an answer."""

    def __init__(
        self,
        library: Library,
        sentences: Sentences,
        text: str,
        question: Question,
        scope: Scope,
        clock: _Clock,
    ) -> None:
        self.library = library
        self.sentences = sentences
        self.text = text
        self.question = question
        self.scope = scope_of(question, scope)
        self.clock = clock
        self.composer = Composer(library.documents)
        self.parsed = [p for p in library.parsed() if self.scope.admits(p.document)]
        self.hits: tuple[Hit, ...] = ()

    def answer(self) -> Answer:
        """Answer by place where the question names one, else by search."""
        question = self.question
        if question.naming.unheld and not question.naming.named:
            return self._abstain(abstain.unheld(question.naming.unheld))
        if question.naming.named and not self._named_within_scope():
            return self._abstain(abstain.out_of_scope())
        if question.intent in (Intent.CLAUSE, Intent.PART):
            return self._at_place()
        if question.intent in (Intent.COUNT, Intent.PARTS) and self._structure():
            return self._done()
        if not question.parts:
            return self._abstain(abstain.nothing_asked())
        return self._by_search()

    def _named_within_scope(self) -> bool:
        """Whether the user's choice of documents admits one that the question names."""
        return any(p.document.id in self.question.naming.named for p in self.parsed)

    def _at_place(self) -> Answer:
        """Answer from the clause or part named; a part that is asked something is searched.

        A place that three documents or more have, none of them named, gets its topic of each.
        """
        pointers, placed = self.question.pointers, self._placed()
        found = [
            (p, clauses_at(pointers, p, several=len(placed) > 1), self._headings(p)) for p in placed
        ]
        found = [(p, clauses, headings) for p, clauses, headings in found if clauses or headings]
        for parsed, clauses, headings in found:
            name = display_name(parsed.document) if len(found) > 1 else ""
            if len(found) > 2:
                self._name_places(clauses, headings, parsed, name)
                continue
            add_clauses(self.composer, clauses, name)
            for heading in headings if not clauses else ():
                if not self._within(under(heading, parsed), name):
                    add_part(self.composer, heading, parsed, name)
        if len(self.composer):
            return self._done(AMBIGUOUS if len(found) > 2 else ())
        missing = missing_place(
            self.question, self.library, tuple(p.document.id for p in self.parsed)
        )
        return self._abstain(abstain.Refusal("no_such_clause", missing.message), missing.nearest)

    def _headings(self, parsed: Parsed) -> list[Heading]:
        """The parts a question points to; none where it points to a clause in them."""
        if any(p.clause for p in self.question.pointers):
            return []
        return [h for p in self.question.pointers if (h := heading_at(p, parsed))]

    def _name_places(
        self, clauses: tuple[Clause, ...], headings: list[Heading], parsed: Parsed, name: str
    ) -> None:
        """Name what stands at a place in one of several documents."""
        for clause in clauses:
            self.composer.quote(self.sentences.of(clause).spans[0], group=name, item=True)
        for heading in headings if not clauses else ():
            if below := under(heading, parsed):
                self.composer.state(heading.text, below[0], group=name, item=True)

    def _within(self, clauses: tuple[Clause, ...], name: str) -> bool:
        """Answer what is asked of a part beyond its contents, if its clauses say so."""
        words = self.question.words
        evidence = Evidence.of(words, self.library)
        hits = tuple(Hit(clause, 1.0, rank) for rank, clause in enumerate(clauses, start=1))
        ranked = self._ranked(evidence, hits) if len(words) >= 4 else []
        if not ranked or not abstain.covers(ranked[0], within=True):
            return False
        self._quote(choose(evidence, ranked, self.question), name)
        return True

    def _placed(self) -> list[Parsed]:
        """The documents a place is looked up in: those suggested, if none is named."""
        suggested = self.question.naming.suggested
        if self.question.naming.named or not suggested:
            return self.parsed
        return [p for p in self.parsed if p.document.id in suggested] or self.parsed

    def _structure(self) -> bool:
        several = len(self._placed()) > 1
        for parsed in self._placed():
            name = display_name(parsed.document)
            if self.question.intent is Intent.COUNT:
                add_count(self.composer, parsed, name)
            else:
                add_parts(self.composer, parsed, name if several else "")
        return len(self.composer) > 0

    def _by_search(self) -> Answer:
        question = self.question
        self.hits = retrieve(question, self.library, self.scope)
        self.clock.stage("retrieve")
        for part in question.parts:
            evidence = Evidence.of(part, self.library)
            ranked = self._preferred(evidence, self._ranked(evidence, self._hits_for(part)))
            if ranked and abstain.covers(ranked[0]):
                self._add_chosen(evidence, ranked)
        if len(self.composer):
            return self._done()
        return self._abstain(abstain.not_covered(question), self._nearest())

    def _preferred(self, evidence: Evidence, ranked: list[Choice]) -> list[Choice]:
        """Prefer the documents of the region a question speaks of, if they say nearly as much."""
        naming = self.question.naming
        if naming.named or not naming.region or not ranked:
            return ranked
        admitted = {p.document.id for p in self.parsed}
        suggested = tuple(d for d in naming.suggested if d in admitted)
        if not suggested:
            return ranked
        hits = retrieve(self.question, self.library, Scope(documents=suggested))
        own = self._ranked(evidence, hits)
        best = max(choice.coverage for choice in ranked)
        near = own and own[0].coverage >= REGIONAL_SHARE * best and abstain.covers(own[0])
        return own if near else ranked

    def _hits_for(self, part: str) -> tuple[Hit, ...]:
        """The hits for one of several questions asked at once, before those for all of them."""
        if len(self.question.parts) == 1:
            return self.hits
        own = retrieve(self.question, self.library, self.scope, part)
        seen = {h.clause.id for h in own}
        return (*own, *(h for h in self.hits if h.clause.id not in seen))

    def _ranked(self, evidence: Evidence, hits: tuple[Hit, ...]) -> list[Choice]:
        return rank_sentences(evidence, hits, self.question, self.sentences)

    def _add_chosen(self, evidence: Evidence, ranked: list[Choice]) -> None:
        """Add the sentences for one question: for each document where several are meant."""
        question = self.question
        wanted = question.naming.named or question.naming.suggested
        if question.intent is Intent.MENTIONS:
            self._add_documents([p.document.id for p in self.parsed], evidence, ranked[0], 0.75)
        elif len(wanted) > 1 and (question.intent is Intent.COMPARE or question.naming.named):
            self._add_documents(wanted, evidence, ranked[0], 0.5)
        else:
            found = choose_by_document(evidence, ranked, question)
            for document_id in found:
                name = display_name(self.library.documents[document_id]) if len(found) > 1 else ""
                self._quote(found[document_id], name)

    def _add_documents(
        self, document_ids: Sequence[str], evidence: Evidence, best: Choice, share: float
    ) -> None:
        """Add what each document says, if it says nearly as much of the question as the best."""
        for parsed in self.parsed:
            if parsed.document.id not in document_ids:
                continue
            hits = retrieve(self.question, self.library, Scope(documents=(parsed.document.id,)))
            ranked = self._ranked(evidence, hits)
            if ranked and ranked[0].coverage >= share * best.coverage:
                chosen = choose(evidence, ranked, self.question)
                self._quote(chosen, display_name(parsed.document))

    def _quote(self, choices: list[Choice], group: str = "") -> None:
        for choice in choices:
            self.composer.quote(choice.span, group=group)

    def _unheld(self) -> tuple[Note, ...]:
        """Say which of several sources asked about the library does not hold."""
        source = self.question.naming.unheld
        return (Note("no_such_document", f"本库没有收录“{source}”。"),) if source else ()

    def _nearest(self) -> tuple[Clause, ...]:
        return tuple(hit.clause for hit in self.hits[:3])

    def _done(self, notes: tuple[Note, ...] = ()) -> Answer:
        self.clock.stage("answer")
        return Answer(
            question=self.text,
            understood_as=self.question.standalone,
            status=Status.ANSWERED,
            sentences=self.composer.sentences(),
            notes=(*self._unheld(), *notes, *notes_for(self.composer.sentences(), self.library)),
            hits=self.hits,
            timings=self.clock.timings(),
        )

    def _abstain(self, refusal: abstain.Refusal, nearest: tuple[Clause, ...] = ()) -> Answer:
        self.clock.stage("answer")
        return abstain.answer(
            self.text,
            self.question.standalone,
            refusal,
            nearest,
            self.hits,
            self.clock.timings(),
            searched=[p.document for p in self.parsed],
            english=self.question.english,
        )
