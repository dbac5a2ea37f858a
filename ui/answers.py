"""Write a turn of the conversation as HTML that is safe to show, and as text to copy.

Gradio reads a message as Markdown and sanitises it in the browser; it keeps `class`, `title`,
`id`, `lang`, `hidden` and `href="#…"`. Everything that comes from a person or a document is
escaped here, for HTML and for Markdown, so that it can only ever be words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from ingest.types import Clause, Document, Script
from rag.types import SILENT, Answer, Citation, Mode, Sentence, Status, Verification
from ui import reader, references, tables
from ui.threads import Turn
from ui.words import WORDS, say

_ACTIVE = {ord(char): f"&#{ord(char)};" for char in "<>&\"'\\`*_{}[]()#+!|~$:\n\r\t"}
_PLAIN = ("searched", SILENT)
"""Kinds of notes that say what was looked through, not what to beware of."""
FORMS = ("inline", "foot", "plain")


def safe(text: str) -> str:
    """Escape text so that neither HTML nor Markdown finds anything in it, not even a new line."""
    return text.translate(_ACTIVE)


def question(text: str) -> str:
    """A question as it is echoed."""
    return f'<div class="tl-ask">{safe(text)}</div>'


def reply(language: str, turn: Turn, number: int, documents: Mapping[str, Document]) -> str:
    """Write what came of a question, as far as `turn.shown` sentences; `number` counts turns."""
    if turn.trouble:
        return f'<div class="tl-card tl-trouble" role="alert">{safe(turn.trouble)}</div>'
    answer = turn.answer
    if answer is None:
        state = "halted" if turn.halted else "load"
        return f'<div class="tl-wait">{safe(say(language, state))}</div>'
    parts = [_restated(language, answer)]
    if answer.status is Status.ABSTAINED:
        parts += [_abstention(language, answer), _notes(answer), _mode(language, answer)]
        return _whole(parts)
    shown = answer.sentences[: turn.shown]
    parts.append(_body(answer, shown, documents))
    if turn.halted:
        parts.append(f'<p class="tl-wait">{safe(say(language, "halted"))}</p>')
    elif len(shown) < len(answer.sentences):
        found = len(answer.citations)
        parts.append(f'<p class="tl-wait">{safe(say(language, "found", n=found))}…</p>')
        return _whole(parts)
    parts += [_sources(language, shown), _notes(answer), _mode(language, answer)]
    parts.append(_copies(language, answer, shown, number, documents))
    return _whole(parts)


def _whole(parts: Iterable[str]) -> str:
    return f'<div class="tl-answer" lang="zh-Hans">{"".join(parts)}</div>'


def _restated(language: str, answer: Answer) -> str:
    if not answer.understood_as or answer.understood_as.strip() == answer.question.strip():
        return ""
    return (
        f'<p class="tl-restate">{safe(say(language, "restate"))}'
        f'<span class="tl-understood">{safe(answer.understood_as)}</span> '
        f'<a href="#edit" role="button">{safe(say(language, "edit"))}</a></p>'
    )


def _tongue(clause: Clause, documents: Mapping[str, Document]) -> str:
    document = documents.get(clause.document_id)
    traditional = document is not None and document.facts.script is Script.TRADITIONAL
    return ' lang="zh-Hant"' if traditional else ""


def _mark(citation: Citation) -> str:
    where = reader.link(citation.clause, citation.start, citation.end)
    label = safe(citation.clause.label)
    return f'<a href="{where}" class="cite" title="{label}">{citation.mark}</a>'


def _sentence(sentence: Sentence, documents: Mapping[str, Document]) -> str:
    first = sentence.citations[0].clause if sentence.citations else None
    tongue = _tongue(first, documents) if first else ""
    marks = "".join(_mark(citation) for citation in sentence.citations)
    return f"<span{tongue}>{safe(sentence.text)}</span>{marks}"


def _block(sentence: Sentence) -> tuple[bool, str]:
    """Sentences of one clause run on in a paragraph; entries of a list stand each alone."""
    clause_id = sentence.citations[0].clause.id if sentence.citations else ""
    return sentence.item, "" if sentence.item else clause_id


def _sentences(shown: Iterable[Sentence], documents: Mapping[str, Document]) -> str:
    parts: list[str] = []
    for group, members in groupby(shown, key=lambda sentence: sentence.group):
        if group:
            parts.append(f'<p class="tl-group">{safe(group)}</p>')
        for (item, _), run in groupby(members, key=_block):
            tag, texts = "li" if item else "", [_sentence(s, documents) for s in run]
            if tag:
                parts.append("<ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul>")
            else:
                parts.append(f"<p>{''.join(texts)}</p>")
    return "".join(parts)


def _body(answer: Answer, shown: tuple[Sentence, ...], documents: Mapping[str, Document]) -> str:
    """The sentences: in their table if they are compared, and those that are not in it below."""
    if answer.table is None:
        return _sentences(shown, documents)
    within = [s for row in answer.table.rows for cell in row.cells for s in cell.sentences]
    table = tables.laid_out(answer.table, shown, documents, safe, lambda s: _sentence(s, documents))
    return table + _sentences([s for s in shown if s not in within], documents)


def _cited(shown: Iterable[Sentence]) -> list[Citation]:
    """The citations of these sentences, each mark once, in order."""
    marks = {c.mark: c for sentence in shown for c in sentence.citations}
    return [marks[mark] for mark in sorted(marks)]


def _sources(language: str, shown: Iterable[Sentence]) -> str:
    """The clauses cited, each once, with all its marks."""
    marks: dict[str, list[Citation]] = {}
    for citation in _cited(shown):
        marks.setdefault(citation.clause.id, []).append(citation)
    entries = "".join(
        f"<li>{''.join(_mark(c) for c in cited)} <span>{safe(cited[0].clause.label)}</span></li>"
        for cited in marks.values()
    )
    if not entries:
        return ""
    return (
        f'<details class="tl-sources" open><summary>{safe(say(language, "sources"))}</summary>'
        f"<ul>{entries}</ul></details>"
    )


def _notes(answer: Answer) -> str:
    return "".join(
        f'<p class="tl-note tl-note-{"plain" if note.kind in _PLAIN else "mind"}">'
        f"{safe(note.text)}</p>"
        for note in answer.notes
    )


def _abstention(language: str, answer: Answer) -> str:
    message = answer.message or say(language, "abstain")
    foreign = language == "en" and not message.isascii()
    english = f'<p lang="en">{safe(say("en", "abstain"))}</p>' if foreign else ""
    near = "".join(
        f'<li><a href="{reader.link(clause)}" class="near">{safe(clause.label)}</a>'
        f" <span>{safe(clause.title)}</span></li>"
        for clause in answer.nearest
    )
    nearest = f"<p>{safe(say(language, 'near'))}</p><ul>{near}</ul>" if near else ""
    return f'<div class="tl-card tl-abstain">{english}<p>{safe(message)}</p>{nearest}</div>'


def _mode(language: str, answer: Answer) -> str:
    key = f"mode.{answer.mode.value}"
    return f'<p class="tl-mode">{safe(say(language, key))}</p>' if key in WORDS else ""


def _copies(
    language: str,
    answer: Answer,
    shown: tuple[Sentence, ...],
    number: int,
    documents: Mapping[str, Document],
) -> str:
    """Three buttons, and beside them, hidden, the three texts that they copy."""
    nameless = any(
        not documents[c.clause.document_id].facts.number
        for c in _cited(shown)
        if c.clause.document_id in documents
    )
    # Text worded by a model keeps saying so when it leaves the page.
    label = "" if answer.mode is Mode.EXTRACTIVE else f"\n（{say('zh', 'mode.llm')}）"
    buttons = "".join(
        f'<a href="#copy-{number}-{form}" role="button">{safe(say(language, f"copy.{form}"))}</a>'
        for form in FORMS
    )
    texts = "".join(
        f'<span hidden id="copy-{number}-{form}"{" class=tl-nonumber" if nameless else ""}>'
        f"{safe(copy_text(form, shown, documents) + label)}</span>"
        for form in FORMS
    )
    return f'<p class="tl-acts">{safe(say(language, "copy.answer"))} {buttons}</p>{texts}'


def copy_text(form: str, sentences: Iterable[Sentence], documents: Mapping[str, Document]) -> str:
    """The answer as text for a paper: `inline`, `foot` (notes below) or `plain`.

    Marks become references, one for each clause. A sentence is copied as printed, letter for
    letter, except that `inline` puts it in quotation marks.
    """
    lines: list[str] = []
    notes: dict[str, Citation] = {}
    for _, run in groupby(sentences, key=lambda s: (s.group, *_block(s), s.item and s.text)):
        members = list(run)
        text = "".join(sentence.text for sentence in members)
        cited = {c.clause.id: c for sentence in members for c in sentence.citations}
        if form == "foot":
            notes |= {name: c for name, c in cited.items() if name not in notes}
            lines.append(text + "".join(f"〔{list(notes).index(name) + 1}〕" for name in cited))
            continue
        where = "；".join(_reference(c, documents) for c in cited.values())
        printed = all(sentence.verification is Verification.VERBATIM for sentence in members)
        if form == "inline" and where and not printed:  # no quotation marks round other words
            lines.append(f"{text}（{where}）")
        elif form == "inline" and where:
            lines.append(references.in_text(text, where))
        else:
            lines.append(text + (f"\n——{where}" if where else ""))
    below = [f"〔{n}〕{_footnote(c, documents)}" for n, c in enumerate(notes.values(), start=1)]
    return "\n".join([*lines, *([""] if below else []), *below])


def _reference(citation: Citation, documents: Mapping[str, Document]) -> str:
    document = documents.get(citation.clause.document_id)
    clause = citation.clause
    return references.reference(document, clause) if document else clause.label


def _footnote(citation: Citation, documents: Mapping[str, Document]) -> str:
    document = documents.get(citation.clause.document_id)
    clause = citation.clause
    return references.footnote(document, clause) if document else f"{clause.label}。"
