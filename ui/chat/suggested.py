"""Questions to go on with: from the neighbours of what was answered, or from what came near.

A clause is asked for by its place and topic, or in the words that were written for it; each
question was tried once, so that none is offered that this assistant would not answer from there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from index.script import to_simplified
from ingest.errors import TiaoliError
from ingest.expansions import Expansion, founding_expansions
from ingest.types import Clause
from rag.dialogue.about import name_of
from rag.types import Answer, Status
from ui.types import Assistant
from ui.words import say

MOST = 3
"""Questions that are offered under one answer."""
TRIED = 3
"""Written questions of a clause that are tried."""
MOST_KNOWN = 4_000
"""Clauses and comparisons of which it is remembered what was found; the oldest goes first."""
LONGEST_TITLE = 24
"""Longest topic sentence, in characters, that is put into a question."""
_INNER = str.maketrans("“”", "‘’")
"""Quotation marks as they stand within others."""


@dataclass(slots=True)
class Suggestions:
    """What `assistant` can be asked next, in one language (`zh` or `en`).

    `written` gives the questions written for clauses, by clause id; `known` remembers what was
    found for a clause, and what a comparison was found to give.
    """

    assistant: Assistant
    language: str
    written: Callable[[], Mapping[str, Expansion]] = founding_expansions
    known: dict[str, str] = field(default_factory=dict)

    def after(self, answer: Answer, asked: Collection[str]) -> tuple[str, ...]:
        """Give at most `MOST` questions, none of those that were `asked` already."""
        found: list[str] = []
        for question in self._offered(answer):
            if question and question not in asked and question not in found:
                found.append(question)
            if len(found) == MOST:
                break
        return tuple(found)

    def _offered(self, answer: Answer) -> Iterator[str]:
        if answer.status is Status.ABSTAINED:
            yield from (self._of(clause) for clause in answer.nearest)
            return
        cited = list(dict.fromkeys(citation.clause.id for citation in answer.citations))
        neighbours = self._neighbours(cited)
        yield next(map(self._of, neighbours), "")
        yield self._compared(answer)
        yield from map(self._of, neighbours)

    def _neighbours(self, cited: Collection[str]) -> Iterator[Clause]:
        """The clauses after and before each one cited, under its heading, nearest first."""
        clauses = self.assistant.library.clauses
        order = sorted(clauses.values(), key=lambda clause: (clause.document_id, clause.start))
        places = [place for place, clause in enumerate(order) if clause.id in cited]
        for step in (1, -1, 2):
            for place in places:
                there = order[place + step : place + step + 1] if place + step >= 0 else []
                for clause in there:
                    if _under(clause) == _under(order[place]) and clause.id not in cited:
                        yield clause

    def _compared(self, answer: Answer) -> str:
        """How the documents differ over what was asked, where one alone was answered from."""
        documents = {citation.clause.document_id for citation in answer.citations}
        topics = answer.understanding.topics if answer.understanding else ()
        if answer.table or len(documents) != 1 or len(topics) != 1 or " " in topics[0]:
            return ""
        question = say(self.language, "suggest.compare", topic=topics[0])
        return self._kept(f"?{question}", [question], None)

    def _of(self, clause: Clause) -> str:
        written = self.written().get(clause.id)
        if self.language == "en":
            lines = list(written.questions_en[:TRIED]) if written else []
            return self._kept(clause.id, [*lines, self._by_place(clause)], clause)
        lines = list(written.questions_zh[:TRIED]) if written else []
        return self._kept(clause.id, [self._by_place(clause), *lines], clause)

    def _by_place(self, clause: Clause) -> str:
        """Ask by the number, and in Chinese by the topic sentence too: it says what is there."""
        if not clause.number:
            return ""
        document = self.assistant.library.documents[clause.document_id]
        name = name_of(document, english=self.language == "en")
        title = to_simplified(clause.title).strip("。；;.").translate(_INNER)
        if self.language == "zh" and 0 < len(title) <= LONGEST_TITLE:
            return say("zh", "suggest.titled", document=name, n=clause.number, title=title)
        return say(self.language, "suggest.place", document=name, n=clause.number)

    def _kept(self, key: str, questions: list[str], clause: Clause | None) -> str:
        """The first of the questions that is answered, from `clause` where one is given."""
        if key not in self.known:
            if len(self.known) >= MOST_KNOWN:
                del self.known[next(iter(self.known))]
            self.known[key] = next((q for q in questions if q and self._answered(q, clause)), "")
        return self.known.get(key, "")

    def _answered(self, question: str, clause: Clause | None) -> bool:
        try:
            answer = self.assistant.ask(question)
        except TiaoliError:
            return False
        if answer.status is not Status.ANSWERED:
            return False
        if clause is not None:
            return clause.id in {citation.clause.id for citation in answer.citations}
        cells = [cell for row in answer.table.rows for cell in row.cells] if answer.table else []
        return sum(bool(cell.sentences) for cell in cells) > 1


def _under(clause: Clause) -> tuple[str, tuple[str, ...]]:
    """Where a clause stands: its document and the headings above it."""
    return clause.document_id, clause.path
