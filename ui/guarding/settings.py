"""How the server is guarded, read from the environment; `docs/security.md` tells what to set.

`TIAOLI_USERS`: the file of users (default: `users.json` in the home folder). `TIAOLI_ORIGIN`: the
address that people type, where a proxy stands before the server. `TIAOLI_PROXY`: the addresses of
that proxy, with commas. `TIAOLI_SSO_HEADER`: the header in which it names who is signed in.
`TIAOLI_IDLE_MINUTES`, `TIAOLI_RATE` (questions a minute), `TIAOLI_AUDIT` (`on` or `off`, by
default on as soon as users sign in), `TIAOLI_AUDIT_DAYS`, `TIAOLI_AUDIT_TEXT` (`full`, `hashed`,
`none`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import TiaoliError
from ui.guarding.entries import Text
from ui.guarding.front import is_loopback, read_origin
from ui.guarding.log import DAYS, FOLDER, LEAST_DAYS, Log
from ui.guarding.rates import QUESTIONS
from ui.guarding.sessions import IDLE_MINUTES
from ui.guarding.users import FILE, Users

_SWITCH = {"": None, **dict.fromkeys(("1", "on", "yes", "true"), True)}
_SWITCH |= dict.fromkeys(("0", "off", "no", "false"), False)


class SettingError(TiaoliError):
    """A setting that cannot be; the message says which, and what it may be."""


@dataclass(frozen=True, slots=True)
class Guarding:
    """What stands before the pages: users where people sign in, a log where one is kept.

    `idle` is in seconds, `questions` a minute (0: as many as there are).
    """

    users: Users | None = None
    log: Log | None = None
    origin: str = ""
    proxies: frozenset[str] = frozenset()
    sso_header: str = ""
    idle: float = IDLE_MINUTES * 60.0
    questions: int = 0


def guarding_from(home: Path, host: str, values: Mapping[str, str]) -> Guarding | None:
    """Read the settings for a server bound to `host`; None on this machine alone, where none is.

    Beyond this machine, or behind a proxy, users are needed. Raises SettingError.
    """
    said = {key: values.get(f"TIAOLI_{key}", "").strip() for key in _KEYS}
    beyond = not is_loopback(host) or bool(said["ORIGIN"])
    if said["ORIGIN"]:
        read_origin(said["ORIGIN"])
    users = Users(users_file(home, values)) if beyond or said["USERS"] else None
    if users is not None and not any(True for _ in users):
        where = f"with --host {host}" if not is_loopback(host) else "here"
        raise SettingError(
            f"nobody could sign in {where}: {users.file} has no user; add one with"
            " `tiaoli user add NAME --role admin`"
        )
    log = _log(home, said, users is not None)
    if users is None and log is None and not said["RATE"]:
        return None
    proxies = frozenset(filter(None, re.split(r"[\s,]+", said["PROXY"])))
    if said["SSO_HEADER"] and not (proxies and re.fullmatch(r"[A-Za-z0-9-]+", said["SSO_HEADER"])):
        raise SettingError("TIAOLI_SSO_HEADER names a header and needs TIAOLI_PROXY beside it")
    return Guarding(
        users,
        log,
        said["ORIGIN"],
        proxies,
        said["SSO_HEADER"].lower(),
        _number("IDLE_MINUTES", said, IDLE_MINUTES, 1, 720) * 60.0,
        _number("RATE", said, QUESTIONS if users is not None else 0, 0, 10_000),
    )


def users_file(home: Path, values: Mapping[str, str]) -> Path:
    """Where the users are kept."""
    named = values.get("TIAOLI_USERS", "").strip()
    return Path(named).expanduser() if named else home / FILE


def log_from(home: Path, values: Mapping[str, str]) -> Log:
    """The log of a home folder, for the commands that read it or change users."""
    named = values.get("TIAOLI_AUDIT_TEXT", "").strip() or Text.HASHED
    if named not in list(Text):
        raise SettingError(f"TIAOLI_AUDIT_TEXT is one of {', '.join(Text)}")
    return Log(home / FOLDER, Text(named))


_KEYS = ("USERS", "ORIGIN", "PROXY", "SSO_HEADER", "IDLE_MINUTES", "RATE", "AUDIT", "AUDIT_DAYS",
         "AUDIT_TEXT")  # fmt: skip


def _log(home: Path, said: Mapping[str, str], people: bool) -> Log | None:
    if said["AUDIT"].lower() not in _SWITCH:
        raise SettingError("TIAOLI_AUDIT is on or off")
    days = _number("AUDIT_DAYS", said, DAYS, LEAST_DAYS, 36_500)
    switch = _SWITCH[said["AUDIT"].lower()]
    if not (people if switch is None else switch):
        return None
    log = log_from(home, {"TIAOLI_AUDIT_TEXT": said["AUDIT_TEXT"]})
    log.delete_old(days)
    return log


def _number(key: str, said: Mapping[str, str], default: int, least: int, most: int) -> int:
    text = said[key] or str(default)
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise SettingError(f"TIAOLI_{key} is a whole number from {least} to {most}")
    return int(text)
