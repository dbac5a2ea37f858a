"""Whose request is being answered: Gradio knows it on the thread that answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr
from gradio.context import LocalContext

from ui.guarding.entries import Person
from ui.guarding.guard import CURRENT
from ui.keeping.people import HERE, ROLE, person_of


def asker_name(request: gr.Request) -> str:
    """The name of who sent an event of a page; that of everybody where nobody signs in."""
    return person_of(request.request.scope) if request.request else HERE


def asker() -> Person:
    """Who asks, as the log names them; nobody where no request is being answered."""
    request = LocalContext.request.get(None)
    inner = getattr(request, "request", None)
    scope: Mapping[str, Any] = getattr(inner, "scope", None) or CURRENT.get() or {}
    address = (scope.get("client") or ("",))[0]
    return Person(person_of(scope), str(scope.get(ROLE, "")), str(address))
