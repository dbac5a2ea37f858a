"""One SQLite file: opened, brought up to date, read and written."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from threading import RLock

from ingest.errors import TiaoliError

FILE = "people.sqlite3"
"""The name of the file in the home folder."""
WAIT_SECONDS = 10.0
"""How long one process waits for another that is writing."""

SETTINGS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
"""With the last, what is deleted is overwritten with zeros, not only left out."""


class StoreError(TiaoliError):
    """The file cannot be opened or written; the message says which, and what to do."""


class Store:
    """The tables of `ui/keeping/schema`, in a file, or in memory where none is named.

    `store.read("SELECT id FROM feedback")` gives rows; `with store.write() as rows:` is one
    transaction, all of it or nothing. Threads share one store: they write one after another.
    `file_name` is the name of the file, without its folder; nothing in memory.
    `told("feedback", person, clause_ids)` is called for what goes into an audit log, if there is
    one.
    """

    def __init__(self, file: Path | None = None) -> None:
        """Open or make the file, for this user of the machine alone; raises `StoreError`."""
        self.told: Callable[[str, str, Sequence[str]], object] = lambda *_: None
        self._lock = RLock()
        self._name = str(file) if file else "memory"
        self.file_name = file.name if file else ""
        try:
            if file:
                file.parent.mkdir(parents=True, exist_ok=True)
                os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
            self._rows = sqlite3.connect(
                file or ":memory:",
                timeout=WAIT_SECONDS,
                isolation_level=None,
                check_same_thread=False,
            )
            self._rows.row_factory = sqlite3.Row
            self._rows.text_factory = lambda kept: kept.decode("utf-8", "replace")
            for setting in SETTINGS:
                self._rows.execute(f"PRAGMA {setting}")
            self._update()
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{self._name}: {error}; move the file away to begin anew") from error

    def read(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Give all rows of a query; the columns are found by name."""
        with self._lock:
            return self._rows.execute(sql, values).fetchall()

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Write in one transaction; whatever is raised inside takes all of it back."""
        with self._lock:
            try:
                self._rows.execute("BEGIN IMMEDIATE")
                yield self._rows
                self._rows.execute("COMMIT")
            except BaseException as error:
                with suppress(sqlite3.Error):
                    self._rows.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error):
                    raise StoreError(f"{self._name}: {error}; nothing was changed") from error
                raise

    def tidy(self) -> None:
        """Empty the journal beside the file, which still has the words of what was deleted."""
        with self._lock:
            self._rows.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Close the file; the store cannot be used any more."""
        with self._lock:
            self._rows.close()

    def _update(self) -> None:
        """Add the tables that a newer release knows; a file of a newer one still is refused."""
        steps = schema()
        held = int(self._rows.execute("PRAGMA user_version").fetchone()[0])
        if held > max(steps):
            raise sqlite3.DatabaseError(f"written by a newer release (schema {held})")
        for number in sorted(steps):
            if number > held:
                with self.write() as rows:
                    for statement in _statements(steps[number]):
                        rows.execute(statement)
                    rows.execute(f"PRAGMA user_version={number}")


def schema() -> dict[int, str]:
    """The steps of the schema by number, each one file; a step that was released never changes."""
    named = {file.name: file for file in files("ui.keeping").joinpath("schema").iterdir()}
    numbered = {re.match(r"(\d+)-.*\.sql$", name): file for name, file in named.items()}
    return {int(found[1]): file.read_text("utf-8") for found, file in numbered.items() if found}


def _statements(script: str) -> Iterator[str]:
    """Divide a script: `executescript` would commit in the middle."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
