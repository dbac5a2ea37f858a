"""Read an answer that was kept, by what the library holds now.

A quotation that is not printed any more where it was cited loses its citation, and its sentence
says so (`Verification.CHANGED`). What is read may be damaged or not be ours: every value is looked
at, and what does not fit raises `DamagedError`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from index.types import Hit
from ingest.errors import TiaoliError
from ingest.types import Clause
from rag.types import (
    Answer,
    Cell,
    Citation,
    Mode,
    Note,
    Row,
    Sentence,
    Status,
    Table,
    Verification,
)
from rag.understood import Understanding
from ui.keeping.answers import Record, edition
from ui.types import Library
from ui.words import say

CHANGED = "changed"
"""The kind of the note that the documents are others now than when the answer was made."""
_BETWEEN = {"zh": "；", "en": "; "}
"""What stands between clauses in a list of them, by language."""
T = TypeVar("T")


class DamagedError(TiaoliError):
    """A record is none that `ui.keeping.answers` wrote."""


class Reader:
    """Reads what one library wrote, by what the library holds now."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lost: dict[str, str] = {}

    def answer(self, kept: Record) -> Answer:
        """Read an answer; raises `DamagedError`."""
        try:
            return self._answer(kept)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise DamagedError(f"no answer can be read from this record: {error!r}") from error

    def sentences(self, kept: object) -> tuple[Sentence, ...]:
        """Read sentences; raises `DamagedError`."""
        try:
            return tuple(self._sentence(one) for one in _of(list, kept))
        except (IndexError, KeyError, TypeError, ValueError) as error:
            raise DamagedError(f"no sentence can be read from this record: {error!r}") from error

    def _answer(self, kept: Record) -> Answer:
        sentences = tuple(self._sentence(one) for one in _of(list, kept["sentences"]))
        table, asked = kept["table"], kept["understanding"]
        nearest = self._clauses(_texts(kept["nearest"]))
        hits = [_of(list, hit) for hit in _of(list, kept["hits"])]
        made = Answer(
            question=_of(str, kept["question"]),
            understood_as=_of(str, kept["understood_as"]),
            status=Status(kept["status"]),
            sentences=sentences,
            reason=_maybe(str, kept["reason"]),
            message=_of(str, kept["message"]),
            notes=tuple(_note(note) for note in _of(list, kept["notes"])),
            nearest=nearest,
            hits=tuple(hit for one in hits if (hit := self._hit(*one))),
            mode=Mode(kept["mode"]),
            timings=_pairs(str, float, kept["timings"]),
            chance=_maybe(float, kept["chance"]),
            table=self._table(table, sentences) if table is not None else None,
            understanding=_understanding(asked) if asked is not None else None,
        )
        return self._told(made, kept["edition"])

    def _told(self, made: Answer, made_from: str) -> Answer:
        """Say in a note which clauses changed, or that the documents are others by now."""
        if self._lost:
            what = self._lost.values()
            zh, en = (
                say(tongue, "talks.lost", what=_BETWEEN[tongue].join(what)) for tongue in _BETWEEN
            )
        elif made_from != edition(self._library):
            zh, en = (say(tongue, "talks.older") for tongue in _BETWEEN)
        else:
            return made
        return replace(made, notes=(*made.notes, Note(CHANGED, zh, en)))

    def _sentence(self, kept: Record) -> Sentence:
        found = [self._citation(*_of(list, one)) for one in _of(list, kept["citations"])]
        live = tuple(citation for citation in found if citation)
        whole = len(live) == len(found)
        return Sentence(
            text=_of(str, kept["text"]),
            citations=live,
            verification=Verification(kept["verification"]) if whole else Verification.CHANGED,
            group=_of(str, kept["group"]),
            item=_of(bool, kept["item"]),
            missing=_texts(kept["missing"]),
        )

    def _citation(
        self, mark: object, clause_id: object, start: object, end: object, quote: object
    ) -> Citation | None:
        """A citation whose words stand where they stood, else None."""
        name, words, first, last = (
            _of(str, clause_id),
            _of(str, quote),
            _of(int, start),
            _of(int, end),
        )
        clause = self._library.clauses.get(name)
        document = self._library.documents.get(clause.document_id) if clause else None
        within = clause is not None and clause.start <= first < last <= clause.end
        if clause and document and within and document.text[first:last] == words:
            return Citation(_of(int, mark), clause, words, first, last)
        self._lost[name] = clause.label if clause else name
        return None

    def _clauses(self, names: tuple[str, ...]) -> tuple[Clause, ...]:
        known = self._library.clauses
        self._lost |= {name: name for name in names if name not in known}
        return tuple(known[name] for name in names if name in known)

    def _hit(self, name: object, score: object, rank: object, why: object) -> Hit | None:
        clause = self._library.clauses.get(_of(str, name))
        if clause is None:
            return None
        return Hit(clause, _of(float, score), _of(int, rank), _pairs(str, float, why))

    def _table(self, kept: Record, said: tuple[Sentence, ...]) -> Table:
        def cell(one: Record) -> Cell:
            told = tuple(
                said[place] if type(place) is int else self._sentence(place)
                for place in _of(list, one["sentences"])
            )
            return Cell(_of(str, one["document"]), told, _texts(one["verbs"]))

        rows = [
            Row(_of(str, row["topic"]), tuple(cell(one) for one in _of(list, row["cells"])))
            for row in _of(list, kept["rows"])
        ]
        return Table(_texts(kept["documents"]), tuple(rows), _of(bool, kept["in_time"]))


def _note(kept: Record) -> Note:
    return Note(*(_of(str, kept[name]) for name in ("kind", "text", "english")))


def _understanding(kept: Record) -> Understanding:
    read: dict[str, Callable[[Any], Any]] = {
        "kind": lambda value: _of(str, value),
        "documents": _texts,
        "limited": lambda value: _of(bool, value),
        "topics": _texts,
        "place": lambda value: _of(str, value),
        "years": _texts,
        "regions": _texts,
        "particulars": lambda value: _pairs(str, str, value),
        "english": lambda value: _of(bool, value),
    }
    return Understanding(**{name: look(kept[name]) for name, look in read.items()})


def _of(kind: type[T], value: object) -> T:
    """The value, which must be of exactly this kind: True is no number."""
    if type(value) is not kind:
        raise TypeError(f"{value!r:.40} is no {kind.__name__}")
    return value


def _maybe(kind: type[T], value: object) -> T | None:
    return None if value is None else _of(kind, value)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(_of(str, one) for one in _of(list, value))


def _pairs(first: type[T], second: type[Any], value: object) -> tuple[tuple[T, Any], ...]:
    return tuple((_of(first, a), _of(second, b)) for a, b in _of(list, value))
