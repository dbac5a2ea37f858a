"""One record of the audit log: what it says, and how it is bound to the one before."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

Fields = dict[str, Any]
START = "0" * 64
"""What the very first record names as the one before."""


class Event(StrEnum):
    """What happened."""

    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_IN_LOCKED = "sign_in_locked"
    SIGN_OUT = "sign_out"
    OPEN = "open"
    ASK = "ask"
    CLAUSE = "clause"
    COMPARE = "compare"
    DOWNLOAD = "download"
    FEEDBACK = "feedback"
    EVALUATION = "evaluation"
    USER_CHANGED = "user_changed"
    LOG_READ = "log_read"
    REFUSED = "refused"
    STARTED = "started"
    LOG_RESUMED = "log_resumed"
    LOG_DELETED = "log_deleted"


class Text(StrEnum):
    """How much of a question is kept."""

    FULL = "full"
    HASHED = "hashed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Person:
    """Who did it: name and role, both empty where nobody signs in, and the address."""

    name: str = ""
    role: str = ""
    address: str = ""


def line_of(fields: Mapping[str, Any], number: int, before: str) -> tuple[str, str]:
    """Give the line of a record and its hash; `before` is the hash of the record before.

    The hash is SHA-256 over the line without it, so a change of the line, of its number or of any
    record before it shows.
    """
    bound = {"seq": number, **fields, "prev": before}
    digest = digest_of(bound)
    return _json({**bound, "hash": digest}), digest


def digest_of(fields: Mapping[str, Any]) -> str:
    """The hash of a record, whether or not it holds one."""
    return sha256(_json({k: v for k, v in fields.items() if k != "hash"}).encode()).hexdigest()


def read(line: str) -> Fields | None:
    """Read a line of the log; None where it is none."""
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return None
    whole = isinstance(fields, dict) and isinstance(fields.get("seq"), int)
    return dict(fields) if whole and isinstance(fields.get("hash"), str) else None


def question(text: str, policy: Text, key: bytes) -> Fields:
    """What is kept of a question: its text, a keyed hash that only proves a known text, or nothing.

    The hash is over the text without space at its ends, so that it can be found again.
    """
    if policy is Text.FULL:
        return {"question": text}
    if policy is Text.HASHED:
        return {"question_hmac": keyed(text, key)}
    return {}


def keyed(text: str, key: bytes) -> str:
    """The keyed hash (HMAC-SHA-256) of a question."""
    return hmac.new(key, text.strip().encode("utf-8", "backslashreplace"), sha256).hexdigest()


def stamp(now: datetime) -> str:
    """Local time to the millisecond, with its distance from UTC."""
    return now.astimezone().isoformat(timespec="milliseconds")


def _json(fields: Mapping[str, Any]) -> str:
    """One line, the same for the same fields in the same order; half a character is written out."""
    text = json.dumps(dict(fields), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace").decode()
