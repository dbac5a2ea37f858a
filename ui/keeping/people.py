"""Who asks: the name under which what is kept is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

HERE = ""
"""The name of everybody on a machine that serves only itself, where nobody signs in."""
PERSON = "tiaoli.person"
"""Where a request carries the name of the one who is signed in."""
ROLE = "tiaoli.role"
"""Where it carries what they are: a value of `ui.guarding.roles.Role`, or nothing."""


def person_of(scope: Mapping[str, Any]) -> str:
    """The name of who sent a request, by its ASGI scope: `person_of(request.scope)`."""
    return str(scope.get(PERSON, HERE))
