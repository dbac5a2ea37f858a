"""Clauses and answers inside LangChain code: a retriever, and a chain that answers.

Import this module only where LangChain is used; it takes more than a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda

from index.langchain_documents import clause_document
from index.library import EVERYWHERE, Library
from index.types import Hit, Scope
from ingest.errors import TiaoliError
from rag import abstain
from rag.assistant import Assistant
from rag.finding.lookup import clauses_at
from rag.finding.retrieve import TOP, WEIGHTS, retrieve, scope_of
from rag.types import Answer
from rag.understanding.question import LONGEST, Question, understand
from rag.words.sentences import slogans

Asked: TypeAlias = "str | Mapping[str, Any]"
"""A question, or `{"question": …, "history": […], "documents": […]}`; the last two may be left out.

A turn of the history is a LangChain message, a (role, text) pair or `{"role", "content"}`.
"""

POINTED = 2 * sum(WEIGHTS)
"""Score of a clause asked for by its number: above all that words and meaning can add up to."""

_ROLES = {"user": "user", "human": "user", "assistant": "assistant", "ai": "assistant"}
_TURN = 'a turn is a LangChain message, a (role, text) pair or {"role", "content"}'


class ChainFault(TiaoliError):  # noqa: N818
    """A setting or an input from LangChain's side cannot be used."""


class ClauseRetriever(BaseRetriever):
    """Finds clauses the way our answers do: by number first, then by words and meaning.

    A document found has the shape of `index.langchain_documents`, with `score` (higher is better)
    and `why` (signal to share of the score) besides. Nothing is found for a question that cannot
    be read, or that names only a source which the library does not hold.

    Example: `ClauseRetriever(library=library, k=3).invoke("广东要点第14条")[0].metadata["number"]`
    is `"14"`.
    """

    library: Library
    scope: Scope = EVERYWHERE
    """The documents that may be looked in."""
    k: int = 5
    """Clauses at most, 1 to `rag.finding.retrieve.TOP`."""

    _slogans: frozenset[str] = frozenset()

    def model_post_init(self, context: object, /) -> None:
        """Check `k`, and collect the terms the documents put in quotation marks."""
        super().model_post_init(context)
        if not 1 <= self.k <= TOP:
            raise ChainFault(f"k is {self.k}; choose one from 1 to {TOP}")
        self._slogans = slogans(self.library.clauses.values())

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002
    ) -> list[LangChainDocument]:
        hits = self._hits(query)[: self.k]
        return [self._shown(hit) for hit in hits]

    def _hits(self, query: str) -> list[Hit]:
        """The clauses the question points to, then those nearest to its words."""
        if abstain.unreadable(query, LONGEST):
            return []
        question = understand(query, self.library.documents, self._slogans)
        if question.naming.unheld and not question.naming.named:
            return []
        scope = scope_of(question, self.scope)
        hits = self._pointed(question, scope)
        there = {hit.clause.id for hit in hits}
        found = retrieve(question, self.library, scope)
        return [*hits, *(hit for hit in found if hit.clause.id not in there)]

    def _pointed(self, question: Question, scope: Scope) -> list[Hit]:
        """The clauses asked for by number, in the documents meant or else in all."""
        admitted = [p for p in self.library.parsed() if scope.admits(p.document)]
        suggested = question.naming.suggested if not question.naming.named else ()
        meant = [p for p in admitted if p.document.id in suggested] or admitted
        clauses = [c for parsed in meant for c in clauses_at(question.pointers, parsed)]
        clauses.sort(key=lambda clause: clause.id)
        return [
            Hit(clause, POINTED, rank, (("pointed", POINTED),))
            for rank, clause in enumerate(clauses, start=1)
        ]

    def _shown(self, hit: Hit) -> LangChainDocument:
        facts = self.library.documents[hit.clause.document_id].facts
        return clause_document(hit.clause, facts, score=hit.score, why=dict(hit.why))


def answer_chain(assistant: Assistant) -> Runnable[Asked, Answer]:
    """Make a LangChain runnable that answers: `Asked` in, `Answer` out.

    Raises `ChainFault` at invocation for an input that is no question and for an unknown document.
    Example: `answer_chain(assistant).invoke("什么是诉源治理").text` is the answer with its marks.
    """

    def answer(asked: Asked) -> Answer:
        question, history, documents = _read(asked)
        unknown = [d for d in documents if d not in assistant.library.documents]
        if unknown:
            known = ", ".join(assistant.library.documents)
            raise ChainFault(f"documents: there is no {unknown[0]!r}; there are: {known}")
        return assistant.ask(question, Scope(documents=documents), history)

    return RunnableLambda(answer, name="tiaoli")


def as_message(answer: Answer) -> AIMessage:
    """Give an answer as a LangChain message: its text, with status and cited clauses as metadata.

    Example: `answer_chain(assistant) | as_message | StrOutputParser()` ends in plain text.
    """
    cited = [
        {"mark": c.mark, "clause_id": c.clause.id, "label": c.clause.label, "quote": c.quote}
        for c in answer.citations
    ]
    metadata = {"status": answer.status.value, "mode": answer.mode.value, "citations": cited}
    return AIMessage(content=answer.text, response_metadata=metadata)


def _read(asked: Asked) -> tuple[str, tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Take an input apart into question, history and document ids."""
    if isinstance(asked, str):
        return asked, (), ()
    if not isinstance(asked, Mapping) or not isinstance(asked.get("question"), str):
        raise ChainFault('no question; give text, or {"question": …}')
    documents, history = asked.get("documents") or (), asked.get("history") or ()
    if not _listed(documents) or not all(isinstance(d, str) for d in documents):
        raise ChainFault("documents: give a list of document ids")
    if not _listed(history):
        raise ChainFault(f"history: give a list of turns; {_TURN}")
    return asked["question"], tuple(_turn(turn) for turn in history), tuple(documents)


def _listed(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def _turn(turn: object) -> tuple[str, str]:
    """Read one turn of a dialogue as (role, text)."""
    role: object = None
    text: object = None
    if isinstance(turn, BaseMessage):
        role, text = turn.type, str(turn.text)
    elif isinstance(turn, Mapping):
        role, text = turn.get("role"), turn.get("content")
    elif isinstance(turn, tuple | list) and len(turn) == 2:
        role, text = turn
    if not isinstance(role, str) or role not in _ROLES or not isinstance(text, str):
        raise ChainFault(f"history: {turn!r:.60} is no turn of user or assistant; {_TURN}")
    return _ROLES[role], text
