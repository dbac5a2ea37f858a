"""Write the panel of the working paper; `assets/5-paper-panel.js` fills its list."""

from __future__ import annotations

from ui.paper.content import LONGEST_NOTE, LONGEST_TITLE, MOST_ENTRIES
from ui.words import say


def panel(language: str) -> str:
    """Write the empty panel as HTML, its controls in `language`; the limits are told to the page.

    Nothing of a document is in it: the list is filled from the reader's text in the browser.
    """
    return (
        f'<section id="tl-paper" tabindex="-1" aria-labelledby="pp-head" '
        f'data-most="{MOST_ENTRIES}" data-longest="{LONGEST_NOTE}">'
        f'<div class="pp-bar"><h2 id="pp-head">{say(language, "paper")}</h2>'
        f'<button type="button" id="pp-close" aria-label="{say(language, "reader.close")}">✕'
        '</button></div><div class="pp-scroll">'
        f'<label class="pp-title">{say(language, "paper.title")}<input id="pp-title" type="text" '
        f'autocomplete="off" maxlength="{LONGEST_TITLE}" '
        f'placeholder="{say(language, "paper")}"></label>'
        f'<p id="pp-empty">{say(language, "paper.empty")}</p><ol id="pp-list"></ol></div>'
        f"{_foot(language)}</section>"
    )


def _foot(language: str) -> str:
    return (
        '<div class="pp-foot"><p id="pp-undone" role="status" hidden><span></span> <button '
        f'type="button" id="pp-undo">{say(language, "paper.undo")}</button></p>'
        '<div class="pp-acts"><button type="button" class="pp-main" data-paper="docx">'
        f'{say(language, "paper.word")}</button><button type="button" data-paper="md">'
        f'{say(language, "paper.markdown")}</button><button type="button" id="pp-clear">'
        f"{say(language, 'paper.clear')}</button></div>"
        f'<p class="pp-where">{say(language, "paper.where")}</p></div>'
    )
