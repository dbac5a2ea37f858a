"""What other programs may ask: a question, a clause by its id, a comparison of documents.

`Queries(assistant).clause("gd-2021-key-points/14")` is a record as `tiaoli clauses --json` prints
it, with its formal reference. What is wrong with a request is a `RequestError` of one sentence;
a question that the documents do not answer is a record like any other.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from index.types import Scope
from ingest.errors import TiaoliError
from ui.chat.desk import LONGEST_QUESTION
from ui.chat.watched import Asked, Watch, nobody
from ui.citing.references import footnote, reference
from ui.programs.records import Record, answer_record, clause_record, comparison_record
from ui.programs.requested import Request, RequestError, read_request, shortened

if TYPE_CHECKING:
    from rag.types import Answer
    from ui.types import Assistant

PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "ask": ("question", "documents", "history"),
    "clause": ("clause_id",),
    "compare": ("question", "documents"),
}
"""The queries with their parameters, the first of which must be given."""
_ALL = "对比各份文件关于{}的规定"
_ALL_ENGLISH = "Compare all documents on {}"
_HALF = re.compile("[\ud800-\udfff]")
_log = logging.getLogger(__name__)


class Queries:
    """Answers the queries of `PARAMETERS` from a library; the answers are always quoted."""

    def __init__(self, assistant: Assistant, watch: Watch = nobody) -> None:
        self._assistant = assistant
        self._watch = watch

    def read(self, name: str, values: Mapping[str, Any]) -> list[Any]:
        """Give the values of a query in the order of its parameters; raises RequestError.

        `read("ask", {"question": "法官惩戒"})` is `["法官惩戒", [], []]`.
        """
        given = {part: value for part, value in values.items() if value is not None}
        if unknown := [part for part in given if part not in PARAMETERS[name]]:
            words = f"{name} has no parameter {shortened(unknown[0])!r}; it takes "
            raise RequestError("request", words + ", ".join(PARAMETERS[name]))
        if name == "clause":
            return [self._clause_id(given.get("clause_id"))]
        request = self._request(given, compares=name == "compare")
        history = [{"role": role, "content": content} for role, content in request.history]
        both: list[Any] = [request.question, list(request.documents)]
        return both if name == "compare" else [*both, history]

    def ask(
        self,
        question: str,
        documents: list[str] | None = None,
        history: list[dict[str, str]] | None = None,
    ) -> dict[str, Any]:
        """Answer a question from the documents, every sentence with its clause, or say why not.

        `documents` are the ids of those to look in, none for all; `history` holds the dialogue so
        far as {role, content}, oldest first, for a question that follows up on it. The record is
        that of `tiaoli ask --json`.
        """
        given = {"question": question, "documents": documents, "history": history}
        return self._told(
            "ask", question, lambda: answer_record(self._answer(self._request(given)))
        )

    def clause(self, clause_id: str) -> dict[str, Any]:
        """Give a clause by its id, as in gd-2021-key-points/14, with its formal reference.

        The record is that of `tiaoli clauses --json`, with `reference` for running text and
        `footnote` besides.
        """
        return self._told("clause", clause_id, lambda: self._clause(clause_id))

    def compare(self, question: str, documents: list[str] | None = None) -> dict[str, Any]:
        """Compare what the documents say of a topic, or how a reform changed, in a table.

        `question` is a question that compares, or only the topic; `documents` are the ids of two or
        more documents, none for all. Each row is a topic, each cell a document: quotations with
        their clauses, or 未规定 where the whole document says nothing of it.
        """
        given = {"question": question, "documents": documents}
        return self._told("compare", question, lambda: self._compared(given))

    def _told(self, kind: str, question: str, work: Callable[[], Record]) -> Record:
        """Work, and tell who watches over the questions what came of it."""
        told = self._watch("en")
        try:
            record = work()
        except TiaoliError as error:
            told(Asked(str(question), trouble=str(error), kind=kind))
            raise
        told(Asked.of_record(str(question), kind, record))
        return record

    def _clause(self, clause_id: str) -> Record:
        library = self._assistant.library
        clause = library.clauses[self._clause_id(clause_id)]
        document = library.documents[clause.document_id]
        cited = {"reference": reference(document, clause), "footnote": footnote(document, clause)}
        return clause_record(clause) | cited

    def _compared(self, given: Mapping[str, Any]) -> Record:
        request = self._request(given, compares=True)
        question: str = given["question"]
        answer = self._answer(request)
        if answer.table is None and question.strip():
            english = answer.understanding is not None and answer.understanding.english
            topic = question.strip().rstrip("?？。.")
            asked = (_ALL_ENGLISH if english else _ALL).format(topic)
            again = self._answer(Request(asked, documents=request.documents))
            answer = again if again.table else answer
        return comparison_record(answer) | {"question": question}

    def _answer(self, request: Request) -> Answer:
        scope = Scope(documents=request.documents)
        try:
            return self._assistant.ask(request.question, scope, request.history)
        except TiaoliError:
            raise
        except Exception as error:  # another program must be told in words, whatever it was
            _log.exception("a question could not be answered")
            raise TiaoliError("this question could not be answered: a fault here") from error

    def _request(self, given: Mapping[str, Any], *, compares: bool = False) -> Request:
        request = read_request(dict(given), self._assistant.library.documents)
        _check_text("question", [request.question])
        _check_text("history", [content for _, content in request.history])
        if len(request.question) > LONGEST_QUESTION:
            words = f"question has {len(request.question):,} characters; at most "
            raise RequestError("question", words + f"{LONGEST_QUESTION:,} are read")
        if compares and len(set(request.documents)) == 1:
            words = "documents has one id; name two or more to compare, or none for all"
            raise RequestError("documents", words)
        return request

    def _clause_id(self, value: object) -> str:
        if not isinstance(value, str):
            raise RequestError("clause_id", "clause_id is missing or not text")
        library = self._assistant.library
        if value in library.clauses:
            return value
        document_id = value.rpartition("/")[0]
        if document_id not in library.documents:
            named, known = shortened(document_id or value), ", ".join(library.documents)
            raise RequestError("clause_id", f"no clause of document {named!r}; known: {known}")
        own = [one for one in library.clauses if one.startswith(f"{document_id}/")]
        words = f"no clause {shortened(value)!r}; there are {len(own)}, {own[0]} to {own[-1]}"
        raise RequestError("clause_id", words)


def _check_text(part: str, texts: Sequence[str]) -> None:
    """Half a character cannot be sent back as UTF-8, so it is refused."""
    if any(_HALF.search(text) for text in texts):
        raise RequestError(part, f"{part} holds half a character (a lone surrogate); send it whole")
