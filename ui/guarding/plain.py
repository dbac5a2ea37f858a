"""Pages of plain HTML in the look of the others: they need no script and nothing else is loaded."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from importlib.resources import files

from ui.words import LANGUAGES, say


def page(language: str, title: str, body: str, *, tools: str = "", switch: str = "") -> str:
    """A whole page; `body` and `tools` are HTML, `switch` is its address in the other language.

    The referrer goes to this site alone: with none at all, browsers send forms from the origin
    `null`, which the edge refuses.
    """
    other = next(name for name in LANGUAGES if name != language)
    link = (
        f'<a class="button" href="{escape(switch)}" lang="{other}" '
        f'title="{say(language, "switch.title")}">{say(language, "switch")}</a>'
    )
    return (
        f'<!doctype html><html lang="{"zh-Hans" if language == "zh" else "en"}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="referrer" content="same-origin"><title>{escape(title)} · '
        f"{say(language, 'brand')}</title><style>{_style()}</style></head><body>"
        f'<header><span class="brand">{say(language, "brand")}</span>'
        f'<span class="tools">{tools}{link if switch else ""}</span></header>{body}</body></html>'
    )


def sign_in(language: str, next_: str, *, words: str = "", bad: bool = False) -> str:
    """The page for name and password; `words` say above them what has happened."""
    other = next(name for name in LANGUAGES if name != language)
    told = (
        f'<p class="{"bad" if bad else "good"}" role="{"alert" if bad else "status"}">{words}</p>'
    )
    body = (
        f'<main class="narrow"><h1>{say(language, "sign.in")}</h1>{told if words else ""}'
        f'<form method="post" action="/{language}/sign-in">'
        f'<input type="hidden" name="next" value="{escape(next_)}">'
        f'<label>{say(language, "sign.name")}<input name="name" autocomplete="username" '
        'autocapitalize="none" spellcheck="false" maxlength="40" required autofocus></label>'
        f'<label>{say(language, "sign.password")}<input name="password" type="password" '
        'autocomplete="current-password" maxlength="256" required></label>'
        f'<button class="main">{say(language, "sign.in")}</button></form>'
        f'<p class="help">{say(language, "sign.help")}</p></main>'
    )
    return page(language, say(language, "sign.in"), body, switch=f"/{other}/sign-in")


def shut(language: str, role: str, home: str) -> str:
    """The page that says that a role does not open what was asked for."""
    title, name = say(language, "shut.title"), say(language, f"role.{role}")
    body = (
        f'<main class="narrow"><h1>{title}</h1><p>{say(language, "shut.words", role=name)}</p>'
        f'<p><a href="{home}">{say(language, "shut.back")}</a></p></main>'
    )
    return page(language, title, body, tools=sign_out(language))


def sign_out(language: str, name: str = "", role: str = "") -> str:
    """Who is signed in, and the way out."""
    who = f"<span>{escape(name)} · {say(language, f'role.{role}')}</span>" if name else ""
    return (
        f'{who}<form method="post" action="/{language}/sign-out">'
        f"<button>{say(language, 'js.sign.out')}</button></form>"
    )


@cache
def _style() -> str:
    """The tokens of all pages, dark where the system is, and the style of the plain ones."""
    tokens = files("ui").joinpath("assets", "1-tokens.css").read_text("utf-8")
    dark = re.search(r"\.dark \{([^}]*)\}", tokens)
    night = f"@media (prefers-color-scheme: dark) {{ :root {{{dark[1]}}} }}" if dark else ""
    return f"{tokens}{night}{files('ui.guarding').joinpath('plain.css').read_text('utf-8')}"
