"""Reading the audit log: newest first, by day, user, event or question, and as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from evals.export import safe_cell
from ui.guarding import entries
from ui.guarding.entries import Event, Fields
from ui.guarding.log import Log, LogError
from ui.guarding.users import key_of

COLUMNS = ("seq", "at", "user", "role", "address", "event", "success")
"""What every record has; all else it says goes into one more column."""
_BINDING = (*COLUMNS, "prev", "hash")


@dataclass(frozen=True, slots=True)
class Wish:
    """Which records: between two days (inclusive), of a user, of an event, before a number.

    `question` finds records of a question, in full or hashed. Empty fields ask for everything.
    """

    first: str = ""
    last: str = ""
    user: str = ""
    event: str = ""
    before: int = 0
    question: str = ""

    def fits(self, fields: Fields, hashed: str) -> bool:
        """Whether a record is asked for; `hashed` is the keyed hash of the question."""
        named = key_of(str(fields.get("user", "")))
        asked = {str(fields.get("question", "")).strip(), str(fields.get("question_hmac", ""))}
        return (
            (not self.user or named == key_of(self.user))
            and (not self.event or fields.get("event") == self.event)
            and (not self.before or fields["seq"] < self.before)
            and (not self.question or bool({self.question.strip(), hashed} & asked))
        )


def wish_of(values: Mapping[str, str]) -> Wish:
    """Read a wish; what is no day, event or number counts as empty."""
    before = values.get("before", "")
    return Wish(
        _day(values.get("from", "")),
        _day(values.get("to", "")),
        values.get("user", "").strip()[:40],
        values.get("event", "") if values.get("event") in list(Event) else "",
        int(before) if before.isascii() and before.isdigit() and len(before) < 16 else 0,
        values.get("question", ""),
    )


def found(log: Log, wish: Wish) -> Iterator[Fields]:
    """The records asked for, newest first; raises LogError where a file cannot be read."""
    hashed = entries.keyed(wish.question, log.key) if wish.question else ""
    for file in reversed(log.files()):
        day = file.name[:10]
        if (wish.first and day < wish.first) or (wish.last and day > wish.last):
            continue
        try:
            fields = [one for _, _, one in log.lines([file])]
        except OSError as error:
            raise LogError(f"{file}: cannot be read: {error.strerror}") from error
        yield from (one for one in reversed(fields) if wish.fits(one, hashed))


def rest_of(fields: Fields) -> Fields:
    """What a record says besides what all of them say."""
    return {key: value for key, value in fields.items() if key not in _BINDING}


def as_csv(records: Iterator[Fields]) -> str:
    """The records as CSV: no cell is a formula; by the first mark Excel knows that it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*COLUMNS, "more", "hash"])
    for one in records:
        more = json.dumps(rest_of(one), ensure_ascii=False) if rest_of(one) else ""
        cells = [str(one.get(name, "")) for name in COLUMNS]
        writer.writerow([safe_cell(cell) for cell in (*cells, more, str(one["hash"]))])
    return "\ufeff" + out.getvalue()


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
