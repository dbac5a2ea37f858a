"""What stands above a conversation, and what an empty one shows."""

from __future__ import annotations

from html import escape

from ui import reader
from ui.chat import Desk
from ui.examples import EXAMPLES, Example
from ui.words import LANGUAGES, say


def header(desk: Desk) -> str:
    """The name, what is held, whether anything leaves the machine, and the page's controls."""
    language, library = desk.language, desk.assistant.library
    other = next(name for name in LANGUAGES if name != language)
    local = "local.model" if desk.model else "local"
    counts = say(language, "corpus", n=len(library.documents), m=len(library.clauses))
    return (
        f'<a class="tl-skip" href="#box">{say(language, "skip")}</a>'
        f'<h1 class="tl-brand">{say(language, "brand")}</h1>'
        f'<span class="tl-tag">{say(language, "tag")}</span>'
        f'<span class="tl-corpus">{counts} · {say(language, local)}</span>'
        f'<span class="tl-tools"><button type="button" id="tl-paper-open" aria-expanded="false" '
        f'aria-controls="tl-paper" title="{say(language, "paper")}">{say(language, "paper.open")}'
        '<b id="tl-paper-count"></b></button>'
        f'<button type="button" id="tl-new">{say(language, "new")}</button>'
        f'<button type="button" id="tl-theme">{say(language, "theme")}</button>'
        f'<a id="tl-switch" href="/{other}/" lang="{other}" title="'
        f'{say(language, "switch.title")}">{say(language, "switch")}</a></span>'
    )


def welcome(desk: Desk) -> str:
    """What an empty conversation shows: the documents, and questions that they answer."""
    language, documents = desk.language, desk.assistant.library.documents
    listed = "".join(
        f'<li><a href="#d-{reader.anchor(name)}">{escape(document.facts.title)}</a> '
        f"<span>{escape(document.facts.issuer)}</span></li>"
        for name, document in documents.items()
    )
    groups: list[str] = []
    for names, examples in EXAMPLES:
        fitting = [e for e in examples if all(name in documents for name in e.documents)]
        links = "".join(_example(desk, example) for example in fitting)
        if links:
            name = names[LANGUAGES.index(language)]
            groups.append(f"<section><h3>{name}</h3><ul>{links}</ul></section>")
    tries = f"<h2>{say(language, 'empty.try')}</h2>{''.join(groups)}" if groups else ""
    return (
        f'<div class="tl-welcome"><h2>{say(language, "empty.docs")}</h2><ul class="tl-docs" '
        f'lang="zh-Hans">{listed}</ul>{tries}</div>'
    )


def _example(desk: Desk, example: Example) -> str:
    """One question as a link; in Chinese where only that is answered, nothing where neither is."""
    wordings = {desk.language: getattr(example, desk.language), "zh": example.zh}
    for language, words in wordings.items():
        if desk.can_answer(words):
            tongue = "zh-Hans" if language == "zh" else "en"
            return f'<li><a href="#ask" role="button" lang="{tongue}">{escape(words)}</a></li>'
    return ""
