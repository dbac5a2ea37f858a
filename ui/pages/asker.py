"""Whose request is being answered: Gradio knows it on the thread that answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gradio.context import LocalContext

from ui.guarding.entries import Person
from ui.guarding.guard import CURRENT
from ui.keeping.people import ROLE, person_of


def asker() -> Person:
    """Who asks, as the log names them; nobody where no request is being answered."""
    request = LocalContext.request.get(None)
    inner = getattr(request, "request", None)
    scope: Mapping[str, Any] = getattr(inner, "scope", None) or CURRENT.get() or {}
    address = (scope.get("client") or ("",))[0]
    return Person(person_of(scope), str(scope.get(ROLE, "")), str(address))
