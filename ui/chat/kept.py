"""Conversations in memory that are also kept in the store, and found there after a new start."""

from __future__ import annotations

import json
import logging
import sqlite3

from ingest.errors import TiaoliError
from rag.types import Answer
from ui.chat import answers
from ui.chat.threads import MOST_THREADS, MOST_TURNS, Thread, Threads, Turn
from ui.keeping import talks
from ui.keeping.answers import Record, sentence_record, written
from ui.keeping.answers_read import DamagedError, Reader
from ui.keeping.feedback import now
from ui.keeping.people import HERE
from ui.keeping.store import Store
from ui.types import Library
from ui.words import LANGUAGES

Whole = tuple[talks.Talk, list[tuple[str, Turn]]]
FORM = 1
"""The form of a turn's record; a record of another form is not read."""
_log = logging.getLogger(__name__)


class KeptThreads(Threads):
    """Threads of a store: a turn is written when it is finished, a thread read when it is wanted.

    A bounded number stays in memory, all of them in the store.
    """

    def __init__(self, store: Store, library: Library, most: int = MOST_THREADS) -> None:
        super().__init__(most)
        self._store = store
        self._library = library

    def find(self, thread_id: str, person: str = HERE) -> Thread | None:
        """Find a conversation of a person, in memory or in the store."""
        thread = super().find(thread_id, person)
        if thread is not None or not thread_id:
            return thread
        try:
            talk = talks.find(self._store, person, thread_id)
            kept = talks.turns(self._store, talk, MOST_TURNS) if talk else []
        except sqlite3.Error:  # the page then begins a new conversation
            _log.exception("a conversation could not be read")
            return None
        if talk is None:
            return None
        turns = [self._read(turn) for turn in kept]
        asked = kept[-1].number + 1 if kept else 0
        return self._hold(Thread(talk.id, person, turns, asked=asked, begun=True))

    def keep(self, thread: Thread, turn: Turn) -> None:
        """Write a turn; one that cannot be written says so (`turn.unkept`)."""
        at = now()
        talk = talks.Talk(thread.id, thread.person, thread.turns[0].question, at)
        try:
            record = _line(turn_record(turn, self._library))
            kept = talks.KeptTurn(turn.place, at, turn.question, _words(turn), record)
            with self._store.write() as rows:
                if thread.gone:
                    return
                begins, anew = not thread.begun, turn.kept
                place = talks.keep(rows, talk, kept, begins=begins, anew=anew)
        except (TiaoliError, sqlite3.Error, ValueError):
            _log.exception("a turn could not be kept")
            turn.unkept = True
            return
        thread.begun, thread.gone = True, place < 0
        turn.place, turn.kept = max(place, turn.place), True

    def drop(self, person: str, thread_id: str) -> int:
        """Delete a conversation of a person from memory and from the store."""
        super().drop(person, thread_id)
        return talks.delete(self._store, person, thread_id)

    def clear(self, person: str) -> int:
        """Delete all conversations of a person from memory and from the store."""
        super().clear(person)
        return talks.delete_all(self._store, person)

    def whole(
        self, person: str, thread_id: str
    ) -> tuple[talks.Talk, list[tuple[str, Turn]]] | None:
        """Give a conversation from the store with all its turns, each with its time."""
        talk = talks.find(self._store, person, thread_id)
        if talk is None:
            return None
        return talk, [(kept.at, self._read(kept)) for kept in talks.turns(self._store, talk)]

    def _read(self, kept: talks.KeptTurn) -> Turn:
        return read_turn(kept, self._library)


def turn_record(turn: Turn, library: Library) -> Record:
    """What is kept of a turn beside its question; `read_turn` gives it back."""
    return {
        "form": FORM,
        "shown": turn.shown,
        "halted": turn.halted,
        "trouble": turn.trouble,
        "worded": turn.worded,
        "alone": turn.alone,
        "growing": [sentence_record(sentence) for sentence in turn.growing],
        "answer": written(turn.answer, library) if turn.answer else None,
        "suggested": list(turn.suggested),
    }


def read_turn(kept: talks.KeptTurn, library: Library) -> Turn:
    """Read a turn; one that is damaged, or was written by something else, says so on the page."""
    try:
        turn = _turn(kept, json.loads(kept.record), Reader(library))
        for language in LANGUAGES:  # what cannot be shown is damaged, however well it reads
            answers.reply(language, turn, 0, library.documents).encode()
    except Exception as error:  # whatever is in the row, the rest of the conversation is shown
        _log.warning("turn %d could not be read: %r", kept.number, error)
        turn = Turn(kept.question, damaged=True)
    turn.place, turn.kept = kept.number, True
    return turn


def _turn(kept: talks.KeptTurn, record: object, reader: Reader) -> Turn:
    match record:
        case {
            "form": 1,
            "shown": int(shown),
            "halted": bool(halted),
            "trouble": str(trouble),
            "worded": bool(worded),
            "alone": bool(alone),
            "growing": list(growing),
            "answer": answer,
            "suggested": list(suggested),
        } if all(isinstance(question, str) for question in suggested):
            pass
        case _:
            raise DamagedError("the record has not the form of a turn")
    made = reader.answer(answer) if answer is not None else None
    # An answer that never came is not waited for any more.
    halted = halted or (made is None and not trouble)
    said = reader.sentences(growing)
    turn = Turn(kept.question, made, shown, halted, trouble, worded=worded, growing=said)
    turn.alone, turn.suggested = alone, tuple(suggested)
    return turn


def _line(record: Record) -> str:
    """As JSON; half a character, which UTF-8 cannot hold, is written as an escape of JSON."""
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


def _words(turn: Turn) -> str:
    """What a turn is found by: its question, its sentences, and what they were cited from."""
    answer = turn.answer
    parts = [turn.question, *(_of(answer) if answer else (s.text for s in turn.growing))]
    return talks.sought("\n".join(parts))


def _of(answer: Answer) -> list[str]:
    labels = dict.fromkeys(citation.clause.label for citation in answer.citations)
    said = [f"{sentence.group}{sentence.text}" for sentence in answer.sentences]
    return [answer.understood_as, answer.message, "".join(said), *labels]
