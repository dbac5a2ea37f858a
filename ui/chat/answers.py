"""Write a turn of the conversation as HTML that is safe to show (`ui.safe`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from ingest.types import Clause, Document, Script
from rag.types import LABELLED, PREMISE, SILENT, Answer, Citation, Mode, Note, Sentence, Status
from ui.chat import again, badges, tables
from ui.chat.threads import Turn
from ui.citing import copies
from ui.reading import reader
from ui.safe import blocks, cited, safe
from ui.words import WORDS, say

_PLAIN = ("searched", SILENT)
"""Kinds of notes that say what was looked through, not what to beware of."""
_ELSEWHERE = (LABELLED, PREMISE)
"""Kinds of notes that stand above the answer."""


def question(text: str) -> str:
    """A question as it is echoed."""
    return f'<div class="tl-ask">{safe(text)}</div>'


def reply(language: str, turn: Turn, number: int, documents: Mapping[str, Document]) -> str:
    """Write what came of a question, as far as `turn.shown` sentences; `number` counts turns."""
    trouble = say(language, "err.damaged") if turn.damaged else turn.trouble
    if trouble:
        return f'<div class="tl-card tl-trouble" role="alert">{safe(trouble)}</div>'
    answer = turn.answer
    if answer is None:
        return _coming(language, turn, documents)
    parts = [again.understood(language, answer, number, documents), _premises(language, answer)]
    if answer.status is Status.ABSTAINED:
        parts += [_abstention(language, answer), _notes(language, answer), _mode(language, answer)]
        return _whole([*parts, _about(language, turn.place, number), _suggested(language, turn)])
    by_model = answer.mode is Mode.LLM
    shown = answer.sentences[: turn.shown]
    if by_model:  # what a model worded says so before it is read
        parts.append(_mode(language, answer))
    parts.append(_body(language, answer, shown, documents))
    if turn.halted:
        parts.append(f'<p class="tl-wait">{safe(say(language, "halted"))}</p>')
    elif len(shown) < len(answer.sentences):
        found = len(answer.citations)
        parts.append(f'<p class="tl-wait">{safe(say(language, "found", n=found))}…</p>')
        return _whole(parts)
    parts += [_sources(language, shown), _notes(language, answer)]
    parts.append("" if by_model else _mode(language, answer))
    parts.append(badges.legend(language, shown) if shown else "")
    parts.append(copies.buttons(language, answer, shown, number, documents))
    return _whole([*parts, _about(language, turn.place, number), _suggested(language, turn)])


def unkept(language: str) -> str:
    """Say under a turn that the store did not take it."""
    return f'<p class="tl-note tl-note-mind">{safe(say(language, "talks.unkept"))}</p>'


def _about(language: str, place: int, number: int) -> str:
    """What copies the address of the answer at a place, and what says that it is wrong.

    The place stays when a long conversation drops its first turns; `number` counts those shown.
    """
    links = (
        f'<a href="#{act}-{turn}" role="button">{safe(say(language, words))}</a>'
        for act, words, turn in (("link", "answer.link", place), ("wrong", "wrong", number))
    )
    return f'<p class="tl-acts tl-about">{"".join(links)}</p>'


def _coming(language: str, turn: Turn, documents: Mapping[str, Document]) -> str:
    """What is shown of an answer that is still being made; a model's sentences are labelled."""
    state = "halted" if turn.halted else "write" if turn.worded else "load"
    wait = f'<p class="tl-wait">{safe(say(language, state))}</p>'
    if not turn.growing:
        return wait
    label = f'<p class="tl-ai">{safe(say(language, "mode.llm"))}</p>'
    return _whole([label, _sentences(language, turn.growing, documents), wait])


def _whole(parts: Iterable[str]) -> str:
    return f'<div class="tl-answer" lang="zh-Hans">{"".join(parts)}</div>'


def _premises(language: str, answer: Answer) -> str:
    """What the question took for granted and the clauses contradict: read before the answer."""
    found = (_remark(language, note) for note in answer.notes if note.kind == PREMISE)
    wrong = "".join(f"<p>{safe(one)}</p>" for one in found)
    if not wrong:
        return ""
    head = f"<p><strong>{safe(say(language, 'premise'))}</strong></p>"
    return f'<div class="tl-card tl-premise" role="note">{head}{wrong}</div>'


def _tongue(clause: Clause, documents: Mapping[str, Document]) -> str:
    document = documents.get(clause.document_id)
    traditional = document is not None and document.facts.script is Script.TRADITIONAL
    return ' lang="zh-Hant"' if traditional else ""


def _mark(citation: Citation) -> str:
    where = reader.link(citation.clause, citation.start, citation.end)
    label = safe(citation.clause.label)
    return f'<a href="{where}" class="cite" title="{label}">{citation.mark}</a>'


def _sentence(language: str, sentence: Sentence, documents: Mapping[str, Document]) -> str:
    first = sentence.citations[0].clause if sentence.citations else None
    tongue = _tongue(first, documents) if first else ""
    marks = "".join(_mark(citation) for citation in sentence.citations)
    return f"<span{tongue}>{safe(sentence.text)}</span>{marks}{badges.small(language, sentence)}"


def _sentences(language: str, shown: Iterable[Sentence], documents: Mapping[str, Document]) -> str:
    parts: list[str] = []
    for group, members in groupby(shown, key=lambda sentence: sentence.group):
        if group:
            parts.append(f'<p class="tl-group">{safe(group)}</p>')
        for item, run in blocks(members):
            texts = [_sentence(language, s, documents) for s in run]
            if item:
                parts.append("<ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul>")
            else:
                parts.append(f"<p>{''.join(texts)}</p>")
    return "".join(parts)


def _body(
    language: str,
    answer: Answer,
    shown: tuple[Sentence, ...],
    documents: Mapping[str, Document],
) -> str:
    """The sentences: in their table if they are compared, and those that are not in it below."""
    if answer.table is None:
        return _sentences(language, shown, documents)
    within = [s for row in answer.table.rows for cell in row.cells for s in cell.sentences]

    def written(sentence: Sentence) -> str:
        return _sentence(language, sentence, documents)

    table = tables.laid_out(answer.table, shown, documents, written, language)
    return table + _sentences(language, [s for s in shown if s not in within], documents)


def _sources(language: str, shown: Iterable[Sentence]) -> str:
    """The clauses cited, each once, with all its marks."""
    marks: dict[str, list[Citation]] = {}
    for citation in cited(shown):
        marks.setdefault(citation.clause.id, []).append(citation)
    entries = "".join(
        f"<li>{''.join(_mark(c) for c in some)} <span>{safe(some[0].clause.label)}</span>"
        f"{_pin(language, some[0].clause)}</li>"
        for some in marks.values()
    )
    if not entries:
        return ""
    return (
        f'<details class="tl-sources" open><summary>{safe(say(language, "sources"))}</summary>'
        f"<ul>{entries}</ul></details>"
    )


def _pin(language: str, clause: Clause) -> str:
    """The button that puts a source into the working paper, with the sentences it is cited for."""
    where = reader.anchor(clause.id)
    words = safe(say(language, "paper.add"))
    return f' <a href="#pin-{where}" role="button" class="tl-pin">{words}</a>'


def _notes(language: str, answer: Answer) -> str:
    return "".join(
        f'<p class="tl-note tl-note-{"plain" if note.kind in _PLAIN else "mind"}">'
        f"{safe(_remark(language, note))}</p>"
        for note in answer.notes
        if note.kind not in _ELSEWHERE
    )


def _remark(language: str, note: Note) -> str:
    return note.english or note.text if language == "en" else note.text


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


def _suggested(language: str, turn: Turn) -> str:
    """Questions to go on with; a press asks one."""
    links = "".join(
        f'<li><a href="#ask" role="button">{safe(one)}</a></li>' for one in turn.suggested
    )
    if not links:
        return ""
    return f'<div class="tl-next"><p>{safe(say(language, "suggest"))}</p><ul>{links}</ul></div>'


def _mode(language: str, answer: Answer) -> str:
    key = f"mode.{answer.mode.value}"
    kind = " tl-by-model" if answer.mode is Mode.LLM else ""
    return f'<p class="tl-mode{kind}">{safe(say(language, key))}</p>' if key in WORDS else ""
