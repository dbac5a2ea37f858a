"""Say how long a card stays away."""

from __future__ import annotations

from datetime import timedelta

from ui.words import say


def wait_words(language: str, wait: timedelta) -> str:
    """`10分钟`, `3小时` or `4天`, rounded to whole ones."""
    minutes = round(wait.total_seconds() / 60)
    if minutes < 60:
        return say(language, "study.wait.minutes", n=max(minutes, 1))
    if minutes < 24 * 60:
        return say(language, "study.wait.hours", n=round(minutes / 60))
    return say(language, "study.wait.days", n=round(minutes / (24 * 60)))
