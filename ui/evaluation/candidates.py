"""A reader's remark made into a question with its evidence, checked as every other case is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from evals.questions import TYPES, Case, CaseError, checked_case, unspaced
from evals.report_words import TYPES as TYPE_NAMES
from evals.sets import turn
from ingest.types import Document
from ui.evaluation.sets import is_stem
from ui.keeping.feedback import Feedback, Wrong
from ui.types import Library

FIELDS = ("id", "type", "question", "history", "doc", "quote", "points", "answer", "must_not")
"""The fields of a draft in the order of the form; a fault of `set` is beside the set's name."""
WITHOUT_EVIDENCE = ("unanswerable", "injection")
_ROLES = {"user": "用户", "assistant": "助手"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A case as an evaluator types it: `points`, `must_not` and `history` have an entry a line.

    A line of the history is `用户：…` or `assistant: …`; `quote` may go over several lines.
    """

    id: str
    type: str
    question: str
    history: str
    doc: str
    quote: str
    points: str
    answer: str
    must_not: str

    @property
    def gold(self) -> list[dict[str, str]]:
        """The evidence as a case has it; nothing where neither document nor quote is named."""
        if not self.quote.strip() and (not self.doc or self.type in WITHOUT_EVIDENCE):
            return []
        return [{"doc": self.doc, "quote": self.quote.strip()}]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a field: a key of `ui.words`, and what stands in its places."""

    key: str
    places: tuple[tuple[str, str], ...] = ()


def draft_of(one: Feedback, library: Library, refusal: str) -> Draft:
    """Fill in what a remark says; `refusal` is the model answer where nothing should be answered.

    The evidence is the whole text of the clause that the reader named, if any.
    """
    unsupported = one.wrong is Wrong.SHOULD_REFUSE
    clause = None if unsupported else library.clauses.get(one.right_clause)
    history = "\n".join(f"{_ROLES.get(r, r)}：{' '.join(text.split())}" for r, text in one.history)
    told = "followup" if one.history else "fact"
    return Draft(
        id=f"reader-{one.id}",
        type="unanswerable" if unsupported else told,
        question=one.question,
        history=history,
        doc=clause.document_id if clause else "",
        quote=clause.text if clause else "",
        points="",
        answer=refusal if unsupported else " ".join(clause.text.split()) if clause else "",
        must_not="",
    )


def record(draft: Draft) -> dict[str, Any]:
    """Give a draft as a line of a set; raises CaseError for a turn that cannot be read."""
    found: dict[str, Any] = {
        "id": draft.id.strip(),
        "type": draft.type,
        "question": draft.question.strip(),
        "gold": draft.gold,
        "points": _lines(draft.points),
        "answer": draft.answer.strip(),
    }
    if turns := [turn(line, "history") for line in _lines(draft.history)]:
        found["history"] = turns
    if banned := _lines(draft.must_not):
        found["must_not"] = banned
    return found


def faults(
    draft: Draft, stem: str, documents: Mapping[str, Document], taken: Mapping[str, str]
) -> dict[str, Fault]:
    """Say what is wrong with each field; nothing is wrong where the case can be added to the set.

    Each field is put alone into a case that is known to be good and read by the reader of all
    cases (`evals.questions.checked_case`), so that every fault is found, each beside its field.
    """
    found: dict[str, Fault] = {}
    for name, fails, fault in _questions(draft, documents):
        if name not in found and fails():
            found[name] = fault
    id_ = draft.id.strip()
    if "id" not in found and id_ in taken:
        where = taken[id_]
        found["id"] = (
            Fault("fault.taken", (("where", where),)) if where else Fault("fault.takenshipped")
        )
    if not is_stem(stem):
        found["set"] = Fault("fault.set")
    return found


def _questions(
    draft: Draft, documents: Mapping[str, Document]
) -> Iterator[tuple[str, Callable[[], bool], Fault]]:
    texts = unspaced(documents)
    good = {
        "id": "x", "type": WITHOUT_EVIDENCE[0], "question": "x", "gold": [], "points": [],
        "answer": "x",
    }  # fmt: skip

    def refused(**values: object) -> Callable[[], bool]:
        return lambda: _read({**good, **values}, texts) is None

    for name in ("id", "question", "answer"):
        yield name, refused(**{name: getattr(draft, name).strip()}), Fault(f"fault.{name}")
    yield "type", refused(type=draft.type, gold=_some_gold(documents)), Fault("fault.type")
    yield "history", lambda: not _turns_read(draft), Fault("fault.history")
    if draft.gold or draft.type not in WITHOUT_EVIDENCE:
        named = documents.get(draft.doc)
        title = named.facts.short_title or named.facts.title if named else ""
        yield "doc", lambda: named is None, Fault("fault.doc")
        yield "quote", lambda: not draft.quote.strip(), Fault("fault.evidence")
        if named:
            absent = Fault("fault.quote", (("doc", title),))
            yield "quote", refused(gold=draft.gold), absent


def _some_gold(documents: Mapping[str, Document]) -> list[dict[str, str]]:
    return [{"doc": id_, "quote": one.text[:1] or "x"} for id_, one in documents.items()][:1]


def _turns_read(draft: Draft) -> bool:
    try:
        record(draft)
    except CaseError:
        return False
    return True


def _read(values: Mapping[str, Any], texts: Mapping[str, str]) -> Case | None:
    try:
        return checked_case(values, "", texts)
    except CaseError:
        return None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def type_choices(language: str) -> list[tuple[str, str]]:
    """Give the types that a case may have with their names, in the order of the reports."""
    at = 0 if language == "zh" else 1
    return [(words[at], key) for key, words in TYPE_NAMES.items() if key in TYPES]
