"""What each role may open: one table of roles and rights, one of addresses and rights."""

from __future__ import annotations

import re
from enum import StrEnum


class Role(StrEnum):
    """What somebody does here; everybody has one."""

    JUDGE = "judge"
    TRAINEE = "trainee"
    EVALUATOR = "evaluator"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Right(StrEnum):
    """What an address asks for."""

    ANYBODY = "anybody"
    """Open to who is not signed in."""
    SIGNED_IN = "signed in"
    ASK = "ask"
    EVALUATE = "evaluate"
    SETTINGS = "settings"
    LOG = "log"
    NOBODY = "nobody"
    """An address that no row names: a new page is shut until it has one."""


_EVERYBODY = frozenset((Right.ANYBODY, Right.SIGNED_IN))
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.JUDGE: _EVERYBODY | {Right.ASK},
    Role.TRAINEE: _EVERYBODY | {Right.ASK},
    Role.EVALUATOR: _EVERYBODY | {Right.ASK, Right.EVALUATE},
    Role.ADMIN: _EVERYBODY | {Right.ASK, Right.EVALUATE, Right.SETTINGS},
    Role.AUDITOR: _EVERYBODY | {Right.LOG},
}
"""Who reads the log changes nothing, and who changes something does not read the log."""

_LANGUAGE = "/(?:zh|en)"
ROUTES: tuple[tuple[re.Pattern[str], Right], ...] = tuple(
    (re.compile(pattern), right)
    for pattern, right in (
        (rf"/|/favicon\.ico|{_LANGUAGE}/sign-in", Right.ANYBODY),
        (rf"{_LANGUAGE}/(?:me|sign-out)", Right.SIGNED_IN),
        (rf"{_LANGUAGE}/audit(?:\.csv)?", Right.LOG),
        (rf"{_LANGUAGE}/(?:settings|users|uploads?)(?:[/.].*)?", Right.SETTINGS),
        (rf"{_LANGUAGE}/eval(?:[/.-].*)?", Right.EVALUATE),
        (rf"{_LANGUAGE}/?|{_LANGUAGE}/(?:doc|compare|study|paper|talks)(?:[/.-].*)?", Right.ASK),
        (rf"{_LANGUAGE}/(?:assets|static|svelte)/.*", Right.SIGNED_IN),
        (rf"{_LANGUAGE}/(?:theme\.css|manifest\.json|favicon\.ico)", Right.SIGNED_IN),
        # Gradio's own: an event is looked at once more, by the page that it belongs to.
        (rf"{_LANGUAGE}/(?:config/?|gradio_api/.*)", Right.ASK),
        (r"/(?:api|mcp)/.*", Right.ASK),
    )
)
"""The first row that fits an address says what it needs."""


def right_of(path: str) -> Right:
    """What an address needs: `right_of("/zh/eval")` is `Right.EVALUATE`."""
    return next((right for fits, right in ROUTES if fits.fullmatch(path)), Right.NOBODY)


def may(role: Role, path: str) -> bool:
    """Whether a role may open an address: `may(Role.JUDGE, "/zh/eval")` is False."""
    return right_of(path) in RIGHTS[role]


def may_open_page(role: Role, page: str) -> bool:
    """Whether a role may open a page by its path below the language; the first has none."""
    return may(role, f"/zh/{page}")


def home(role: Role | None, language: str) -> str:
    """Where somebody begins: `home(Role.AUDITOR, "zh")` is `/zh/audit`."""
    begins = role is None or may(role, f"/{language}/")
    return f"/{language}/" if begins else f"/{language}/audit"
