"""What an empty conversation shows."""

from __future__ import annotations

from html import escape

from ui.chat.desk import Desk
from ui.chat.examples import EXAMPLES, Example
from ui.reading import reader
from ui.words import LANGUAGES, say


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
