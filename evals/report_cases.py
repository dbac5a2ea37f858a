"""The cases and replies as the data of the page: short names, and every text once."""

from __future__ import annotations

from typing import Any

from evals.report_measures import BY_NAME
from evals.report_places import Places, Span
from evals.report_why import forbidden, missed, why
from evals.report_words import ANSWERERS, NOTES, SPLITS, STAGES, TYPES, VERDICTS, named
from evals.results import Results
from evals.run import MEASURES, Outcome
from evals.types import Place

BASELINE_TEXT = 300
"""Characters of a baseline's reply that are kept; its scores are those of the whole reply."""


class CaseData:
    """Collects what the page shows of cases: `CaseData(results).record()`."""

    def __init__(self, results: Results) -> None:
        self._results = results
        self._places = Places(results)
        self._texts: dict[str, int] = {}
        self._clauses = {clause: at for at, clause in enumerate(results.clauses)}
        self._documents = {document: at for at, document in enumerate(results.documents)}

    def record(self) -> dict[str, Any]:
        """Give everything the page's script needs, ready to be written as JSON."""
        results = self._results
        types = {case.type: named(TYPES, case.type) for case in results.cases}
        splits = {case.split: named(SPLITS, case.split) for case in results.cases}
        outcomes = [
            {one.case.id: self._outcome(one, own=at == 0) for one in results.of(name)}
            for at, name in enumerate(results.answerers)
        ]
        return {
            "answerers": [[name, *named(ANSWERERS, name)] for name in results.answerers],
            "documents": [[d, title] for d, title in results.documents.items()],
            "types": types,
            "splits": splits,
            "verdicts": {verdict.value: words for verdict, words in VERDICTS.items()},
            "measures": [[name, *BY_NAME[name].words] for name in MEASURES if name in BY_NAME],
            "stages": STAGES,
            "notes": NOTES,
            "clauses": [
                [p.id, self._documents.get(p.document_id, -1), p.label, p.text]
                for p in results.clauses.values()
            ],
            "cases": self._cases(),
            "outcomes": outcomes,
            "texts": list(self._texts),
        }

    def _cases(self) -> list[dict[str, Any]]:
        own = {one.case.id: one for one in self._results.of(self._results.subject)}
        return [
            {
                "id": case.id,
                "type": case.type,
                "split": case.split,
                "question": case.question,
                "history": case.history,
                "gold": [[self._documents.get(g.document_id, -1), g.quote] for g in case.gold],
                "points": case.points,
                "mustNot": case.must_not,
                "answer": case.answer,
                "spans": list(map(self._span, self._places.gold(own[case.id]))),
                "clauses": self._indexes(own[case.id].evidence.clauses),
            }
            for case in self._results.cases
        ]

    def _outcome(self, outcome: Outcome, *, own: bool) -> dict[str, Any]:
        reply = outcome.reply
        text = reply.text if own else reply.text[:BASELINE_TEXT]
        lost = missed(outcome)
        reason = why(outcome, self._places)
        record = {
            "v": outcome.verdict.value,
            "w": [self._text(reason.zh), self._text(reason.en)],
            "s": [_rounded(outcome.scores.get(name)) for name in MEASURES if name in BY_NAME],
            "t": self._text(text),
            "r": self._indexes(reply.retrieved),
            "p": [int(point not in lost) for point in outcome.case.points],
            "f": [int(wording in forbidden(outcome)) for wording in outcome.case.must_not],
            "m": [[stage, round(spent, 2)] for stage, spent in reply.stages],
            "n": list(reply.notes),
            "k": self._sentences(outcome) if own else [],
            "c": [s for said in reply.sentences for p in said.cites for s in self._spans(p)],
        }
        if len(text) < len(reply.text):
            record["cut"] = len(reply.text)
        if dangling := sorted(set(reply.marks) - set(reply.sources)):
            record["d"] = dangling
        return {key: value for key, value in record.items() if value not in ([], ())}

    def _sentences(self, outcome: Outcome) -> list[list[Any]]:
        """Give each sentence with its citations: mark, document, and the parts of clauses."""
        reply = outcome.reply
        count = sum(len(said.cites) for said in reply.sentences)
        marks = iter(reply.marks if len(reply.marks) == count else [0] * count)
        return [
            [
                self._text(said.text),
                [
                    [next(marks), self._documents.get(p.document_id, -1), self._spans(p)]
                    for p in said.cites
                ],
            ]
            for said in reply.sentences
        ]

    def _spans(self, place: Place) -> list[list[int]]:
        return [self._span(span) for span in self._places.spans(place)]

    def _span(self, span: Span) -> list[int]:
        return [self._clauses[span.clause], span.start, span.end]

    def _indexes(self, clauses: tuple[str, ...]) -> list[int]:
        return [self._clauses[clause] for clause in clauses if clause in self._clauses]

    def _text(self, text: str) -> int:
        return self._texts.setdefault(text, len(self._texts))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
