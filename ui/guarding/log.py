"""The audit log: a file a day, appended to and forced to the disk, each record bound to the last.

Several processes may write (the server, `tiaoli user`): each holds the folder's lock while it
appends, and reads the end of the log again where another one has written.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock

from ingest.errors import TiaoliError
from ui.guarding import entries
from ui.guarding.entries import Event, Fields, Person, Text
from ui.guarding.files import key_in, locked, replace_private, write_all

FOLDER = "audit"
"""Its name in the home folder."""
LEAST_DAYS = 180
"""A shorter time is refused: network logs are kept for six months at least."""
DAYS = 200
"""Where nothing else is set; six months have up to 184 days."""
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})\.jsonl")
_TAIL = 1 << 16


class LogError(TiaoliError):
    """The log cannot be written or read, or a setting of it is wrong; the message says which."""


@dataclass(frozen=True, slots=True)
class End:
    """Where the log ends: number and hash of the last record, the file and its length in bytes."""

    number: int
    digest: str
    file: str
    length: int


class Log:
    """The log of a folder. `text` says how much of a question is kept."""

    def __init__(
        self,
        folder: Path,
        text: Text = Text.HASHED,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        """Open the folder, made for its owner alone; raises LogError where that fails."""
        self.folder = folder
        self.text = text
        self.failed = False
        self._now = now
        self._lock = RLock()
        self._end: End | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.key = key_in(folder / "key")
        except (OSError, ValueError) as error:
            raise LogError(f"{folder}: the audit log cannot be opened: {error}") from error

    def write(self, event: Event, who: Person, *, success: bool = True, **more: object) -> int:
        """Append a record and force it to the disk; give its number.

        Raises LogError where that fails, and remembers it in `failed`.
        """
        who_fields = {"user": who.name, "role": who.role, "address": who.address}
        said = {key: value for key, value in more.items() if value not in (None, "", [], ())}
        with self._lock:
            try:
                with locked(self.folder / ".lock"):
                    now = self._now()
                    stamped = {"at": entries.stamp(now), **who_fields, "event": event.value}
                    number = self._append(now, {**stamped, "success": success, **said})
            except OSError as error:
                self.failed, self._end = True, None
                reason = f"{self.folder}: cannot be written: {error.strerror}"
                raise LogError(reason) from error
            self.failed = False
            return number

    def question(self, text: str) -> Fields:
        """What a record keeps of a question."""
        return entries.question(text, self.text, self.key)

    def ready(self) -> None:
        """Raise LogError where the log could not be written and still cannot."""
        if self.failed:
            self.write(Event.LOG_RESUMED, Person())

    def _append(self, now: datetime, fields: Fields) -> int:
        file = self.folder / f"{now.astimezone():%Y-%m-%d}.jsonl"
        end = self._ends()
        if end.file > file.name:
            file = self.folder / end.file  # the clock went back: the order of the files holds
        line, digest = entries.line_of(fields, end.number + 1, end.digest)
        data = f"{line}\n".encode()
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            write_all(handle, data)
            os.fsync(handle)
            length = os.fstat(handle).st_size
        finally:
            os.close(handle)
        self._end = End(end.number + 1, digest, file.name, length)
        replace_private(self.folder / "end", f"{end.number + 1} {digest}\n".encode(), sync=False)
        return end.number + 1

    def _ends(self) -> End:
        """Where the log ends now; half a record that a crash left is cut off."""
        known, files = self._end, self.files()
        last = files[-1] if files else None
        if last is None:
            number, digest = start_of(self.folder)
            return self._noted(End(number - 1, digest, "", 0))
        if known and (known.file, known.length) == (last.name, last.stat().st_size):
            return known
        for file in reversed(files):
            end = _last_of(file)
            if end:
                return self._noted(End(end.number, end.digest, last.name, end.length))
        raise OSError(0, "its files hold no record; move the folder away to begin anew")

    def _noted(self, end: End) -> End:
        """Count on from the note where records are missing, so that the gap stays to be seen."""
        noted = end_of(self.folder)
        return (
            replace(end, number=noted[0], digest=noted[1])
            if noted and noted[0] > end.number
            else end
        )

    def files(self) -> list[Path]:
        """The files, oldest first; the name of each is its day."""
        return sorted(file for file in self.folder.iterdir() if _DAY.fullmatch(file.name))

    def delete_old(self, days: int) -> int:
        """Delete the files of days that are past the time set; give how many went."""
        oldest = f"{self._now().astimezone() - timedelta(days=days):%Y-%m-%d}.jsonl"
        old = [file for file in self.files()[:-1] if file.name < oldest]
        if not old:
            return 0
        with locked(self.folder / ".lock"):
            first = next((found for _, _, found in self.lines(self.files()[len(old) :])), None)
            if first is None:
                return 0
            begins = f"{first['seq']} {first['prev']}\n"
            replace_private(self.folder / "start", begins.encode())
            for file in old:
                file.unlink()
        self.write(Event.LOG_DELETED, Person(), files=[file.name for file in old])
        return len(old)

    def lines(self, files: list[Path]) -> Iterator[tuple[Path, int, Fields]]:
        """Every record that can be read in these files: file, line and fields."""
        for file in files:
            with file.open(encoding="utf-8", errors="replace") as lines:
                for number, line in enumerate(lines, 1):
                    if found := entries.read(line):
                        yield file, number, found


def start_of(folder: Path) -> tuple[int, str]:
    """Number of the first record that is kept, and the hash of the one before it."""
    return _noted(folder / "start") or (1, entries.START)


def end_of(folder: Path) -> tuple[int, str] | None:
    """Number and hash of the last record, as noted beside the log."""
    return _noted(folder / "end")


def _noted(file: Path) -> tuple[int, str] | None:
    try:
        number, digest = file.read_text("ascii").split()
        return int(number), digest
    except (OSError, ValueError):
        return None


def _last_of(file: Path) -> End | None:
    """The last record of a file, after half a line at its end is cut off; None of an empty one."""
    with file.open("r+b") as lines:
        size = lines.seek(0, os.SEEK_END)
        reach = _TAIL
        while True:
            lines.seek(max(0, size - reach))
            tail = lines.read(min(reach, size))
            if tail.count(b"\n") >= 2 or reach >= size:
                break
            reach *= 2
        whole = tail[: tail.rfind(b"\n") + 1]
        length = size - (len(tail) - len(whole))
        if length != size:
            lines.truncate(length)
        if not whole:
            return None
        found = entries.read(whole.rstrip(b"\n").rpartition(b"\n")[2].decode("utf-8", "replace"))
    if found is None:
        raise OSError(0, f"{file.name} ends in what is no record; see `tiaoli audit verify`")
    return End(found["seq"], found["hash"], file.name, length)
