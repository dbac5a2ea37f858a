"""The time of the page, in one place, so that a test can move it."""

from __future__ import annotations

from datetime import datetime


def now() -> datetime:
    """The time now, with the zone of this machine."""
    return datetime.now().astimezone()
