"""Who answers the cases: Tiaoli, and the baselines that stand beside it in every report.

The baselines never refuse. Copying the top clause scores nearly perfectly on citation measures, so
it is always in the table.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from evals.gold import Atlas
from evals.questions import Case
from evals.types import Place, Reply, Said
from index.library import Library
from index.types import Scope
from ingest.types import Clause
from rag.assistant import Assistant
from rag.finding.retrieve import WEIGHTS, retrieve
from rag.types import Answer, Status
from rag.understanding.question import understand

RETRIEVED = 10
_MARK = re.compile(r"\[(\d+)\]")


class Answerer(Protocol):
    """Anything that replies to a case."""

    @property
    def name(self) -> str:
        """Name the answerer in reports."""
        ...

    def reply(self, case: Case) -> Reply:
        """Reply to a case; never raises for what a case asks."""
        ...


@dataclass(frozen=True)
class TiaoliAnswerer:
    """Tiaoli as users have it."""

    assistant: Assistant
    name: str = "tiaoli"

    def reply(self, case: Case) -> Reply:
        """Reply as `tiaoli ask` does; what was looked up by place counts as retrieved first."""
        return self.replied(self.assistant.ask(case.question, history=case.history))

    @staticmethod
    def replied(answer: Answer) -> Reply:
        """Give an answer as a reply."""
        cited = [c.clause.id for c in answer.citations]
        ranked = [hit.clause.id for hit in answer.hits] or cited
        if not ranked:
            ranked = [clause.id for clause in answer.nearest]
        return Reply(
            refused=answer.status is Status.ABSTAINED,
            reason=answer.reason,
            text=answer.text,
            sentences=tuple(
                Said(
                    s.text, tuple(Place(c.clause.document_id, c.start, c.end) for c in s.citations)
                )
                for s in answer.sentences
            ),
            retrieved=tuple(dict.fromkeys(ranked))[:RETRIEVED],
            marks=tuple(int(m) for m in _MARK.findall(answer.text)),
            sources=tuple(c.mark for c in answer.citations),
            notes=tuple(note.kind for note in answer.notes),
            stages=answer.timings,
        )


@dataclass(frozen=True)
class TopClause:
    """Copies the whole clause that a search ranks first."""

    name: str
    library: Library
    search: Callable[[Case], Sequence[str]]

    def reply(self, case: Case) -> Reply:
        """Reply with the first clause found, in full."""
        start = time.perf_counter()
        ranked = tuple(self.search(case))[:RETRIEVED]
        stages = (("retrieve", (time.perf_counter() - start) * 1000),)
        if not ranked:
            return Reply(True, "nothing found", "", (), (), stages=stages)
        return _copied([_whole(self.library.clauses[ranked[0]])], ranked, stages)


class LangChainAnswerer:
    """Plain LangChain: recursive splitter 500/50, FAISS, the four nearest pieces as the answer.

    The vectors are those of the library's own encoder, so that only the design differs.
    """

    name = "langchain"

    def __init__(self, library: Library) -> None:
        from evals.langchain_store import nearest_pieces

        self._atlas = Atlas(library)
        self._nearest = nearest_pieces(library)

    def reply(self, case: Case) -> Reply:
        """Reply with the four pieces nearest to the question."""
        start = time.perf_counter()
        places = self._nearest(case.question)
        stages = (("retrieve", (time.perf_counter() - start) * 1000),)
        ranked = [c for place in places for c in self._atlas.clauses_at(place)]
        said = [(self._atlas.texts[p.document_id][p.start : p.end], p) for p in places]
        return _copied(said, tuple(dict.fromkeys(ranked))[:RETRIEVED], stages)


def _whole(clause: Clause) -> tuple[str, Place]:
    return clause.text, Place(clause.document_id, clause.start, clause.end)


def _copied(
    said: Sequence[tuple[str, Place]],
    ranked: tuple[str, ...],
    stages: tuple[tuple[str, float], ...],
) -> Reply:
    marks = tuple(range(1, len(said) + 1))
    return Reply(
        refused=False,
        reason=None,
        text="\n".join(f"{text}[{mark}]" for mark, (text, _) in zip(marks, said, strict=True)),
        sentences=tuple(Said(text, (place,)) for text, place in said),
        retrieved=ranked,
        marks=marks,
        sources=marks,
        stages=stages,
    )


BASELINES = ("bm25", "vectors", "langchain", "top clause")
"""The baselines of every report: words only, vectors only, plain LangChain, our first hit."""


ABLATIONS = {
    "without questions": ("questions", "unasked"),
    "without meaning": ("meaning",),
    "without terms": ("terms",),
    "words alone": ("questions", "unasked", "meaning", "terms"),
}
"""Tiaoli with some of the fitted signals switched off, by the name in the report."""


def ablated(name: str, library: Library) -> Answerer:
    """Make one of `ABLATIONS`; the other weights stay as they are."""
    weights = WEIGHTS._replace(**dict.fromkeys(ABLATIONS[name], 0.0))
    return TiaoliAnswerer(Assistant(library, weights), name)


def baseline(name: str, library: Library) -> Answerer:
    """Make one of `BASELINES`; raises ModuleNotFoundError where what it runs on is missing."""

    def lexical(case: Case) -> list[str]:
        return [c for c, _ in library.lexical(case.question, RETRIEVED)]

    def semantic(case: Case) -> list[str]:
        return [c for c, _ in library.semantic(case.question, RETRIEVED)]

    def fused(case: Case) -> list[str]:
        question = understand(case.question, library.documents)
        return [hit.clause.id for hit in retrieve(question, library, Scope())]

    if name == LangChainAnswerer.name:
        return LangChainAnswerer(library)
    searches = {"bm25": lexical, "vectors": semantic, "top clause": fused}
    return TopClause(name, library, searches[name])
