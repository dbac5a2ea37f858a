"""Write the panel of past conversations: its head, and its list as a search found it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ui.keeping.talks import MOST_LISTED, Talk
from ui.words import say

EXPORTS = ("md", "jsonl")
"""Kinds of files that a conversation is exported as."""


def head(language: str) -> str:
    """Write the heading of the panel with the button that closes it."""
    return (
        f'<div class="pp-bar"><h2 id="tk-head" tabindex="-1">{say(language, "talks")}</h2>'
        f'<button type="button" id="tk-close" aria-label="{say(language, "reader.close")}">✕'
        "</button></div>"
    )


def listed(language: str, found: Sequence[Talk], words: str = "", dropped: int = 0) -> str:
    """Write a list of conversations; `words` were searched for, `dropped` were just deleted."""
    done = say(language, "talks.dropped", n=dropped) if dropped else ""
    parts = [f'<p class="tk-said" role="status">{done}</p>']
    if found:
        parts.append(f'<ol class="tk-list">{"".join(_entry(language, one) for one in found)}</ol>')
        if len(found) >= MOST_LISTED:
            parts.append(f"<p>{say(language, 'talks.most', n=MOST_LISTED)}</p>")
    elif words.strip():
        parts.append(f"<p>{escape(say(language, 'talks.none', words=words.strip()[:40]))}</p>")
    else:
        parts.append(f"<p>{say(language, 'talks.empty')}</p>")
    parts.append(_foot(language) if found else "")
    return "".join(parts)


def _entry(language: str, talk: Talk) -> str:
    """One conversation: a link that opens it, its time, and what can be done with it."""
    name = escape(talk.id)
    title = escape(talk.title)
    time = escape(talk.at[:16].replace("T", " "))
    files = " ".join(
        f'<a href="/{language}/talks/{name}.{kind}" download>{say(language, key)}</a>'
        for kind, key in ((kind, f"talks.export.{kind}") for kind in EXPORTS)
    )
    return (
        f'<li data-talk="{name}"><a class="tk-open" href="/{language}/?t={name}">{title}</a>'
        f'<p class="tk-acts"><time datetime="{escape(talk.at)}">{time}</time>'
        f"<span>{say(language, 'talks.export')}{files}</span>"
        f"{_asking(language, 'drop', name)}</p></li>"
    )


def _foot(language: str) -> str:
    return (
        f'<div class="tk-foot"><p>{say(language, "talks.where")}</p>'
        f'<p class="tk-acts">{_asking(language, "clear")}</p></div>'
    )


def _asking(language: str, act: str, name: str = "") -> str:
    """A button that deletes, and what it asks before."""
    return (
        f'<button type="button" class="tk-ask">{say(language, f"talks.act.{act}")}</button>'
        f'<span class="tk-sure" hidden><span>{say(language, f"talks.ask.{act}")}</span> '
        f'<button type="button" data-act="{act}" data-talk="{name}">'
        f'{say(language, f"talks.sure.{act}")}</button> <button type="button" class="tk-not">'
        f"{say(language, 'talks.cancel')}</button></span>"
    )
