"""Write a conversation as a file: Markdown to read, or JSON Lines for programs.

Every answer carries the line that says who worded it, as its copies do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from rag.types import Answer, Citation, Mode
from ui.chat.kept import Whole
from ui.chat.threads import Turn
from ui.citing import references
from ui.paper.content import clean
from ui.paper.file import as_download
from ui.paper.markdown import escaped
from ui.programs.records import answer_record, to_line
from ui.types import File, Library
from ui.words import say

KINDS = {"md": "text/markdown; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}
"""Endings of file names and the media types behind them."""


def exported(language: str, kind: str, whole: Whole, library: Library, day: date) -> File:
    """Make the file of a conversation; `kind` is one of `KINDS`."""
    talk, turns = whole
    text = _lines(turns) if kind == "jsonl" else _markdown(language, whole, library, day)
    content = text.encode("utf-8", "replace")
    return File(content, as_download(talk.title or say(language, "talks"), day, kind, KINDS[kind]))


def labels(language: str, answer: Answer) -> list[str]:
    """Who worded an answer; what a model worded says so in Chinese whatever the page's language."""
    key = f"mode.{answer.mode.value}"
    chinese = [say("zh", key)] if answer.mode is Mode.LLM and language != "zh" else []
    return [say(language, key), *chinese]


def _markdown(language: str, whole: Whole, library: Library, day: date) -> str:
    talk, turns = whole
    iso = day.isoformat()
    printed = references.printed_date(iso) if language == "zh" else iso
    parts = [f"# {_line(talk.title)}", say(language, "talks.exported", day=printed)]
    for number, (_, turn) in enumerate(turns, start=1):
        parts.append(f"## {number}. {_line(turn.question)}")
        parts += _reply(language, turn, library)
    return "\n\n".join(part for part in parts if part) + "\n"


def _shown(turn: Turn) -> Answer | None:
    """The answer as far as it reached the page."""
    if turn.answer is None or not turn.halted:
        return turn.answer
    return replace(turn.answer, sentences=turn.answer.sentences[: turn.shown])


def _reply(language: str, turn: Turn, library: Library) -> list[str]:
    answer = _shown(turn)
    if turn.damaged or turn.trouble or answer is None:
        said = say(language, "err.damaged") if turn.damaged else turn.trouble
        return [_line(said or say(language, "halted"))]
    parts: list[str] = []
    if answer.understood_as.strip() not in ("", answer.question.strip()):
        parts.append(_line(say(language, "restate") + answer.understood_as))
    parts += [_line(line) for line in answer.text.split("\n")]
    if turn.halted:
        parts.append(_line(say(language, "halted")))
    marks = _marks(answer.citations)
    where = [
        f"- {_line(f'{numbers} {_reference(cited, library)}')}" for numbers, cited in marks.values()
    ]
    parts += [say(language, "sources") + ("：" if language == "zh" else ":")] if where else []
    parts += ["\n".join(where)]
    parts += [f"> {_line(note.english or note.text if language == 'en' else note.text)}"
              for note in answer.notes]  # fmt: skip
    near = [f"- {_line(clause.label)}" for clause in answer.nearest]
    parts += [say(language, "near"), "\n".join(near)] if near else []
    return [*parts, *(f"（{label}）" for label in labels(language, answer))]


def _marks(citations: Iterable[Citation]) -> dict[str, tuple[str, Citation]]:
    """The clauses cited, each with its marks: `[1][3]`."""
    found: dict[str, tuple[str, Citation]] = {}
    for one in citations:
        before = found[one.clause.id][0] if one.clause.id in found else ""
        found[one.clause.id] = (f"{before}[{one.mark}]", one)
    return found


def _reference(citation: Citation, library: Library) -> str:
    document = library.documents.get(citation.clause.document_id)
    clause = citation.clause
    return references.footnote(document, clause) if document else clause.label


def _line(text: str) -> str:
    return escaped(" ".join(clean(text).split()))


def _lines(turns: Iterable[tuple[str, Turn]]) -> str:
    """One turn a line: when, the question, the label, and the answer as `tiaoli ask --json`."""
    return "".join(
        to_line(
            {
                "turn": number,
                "at": at,
                "question": turn.question,
                "halted": turn.halted,
                "trouble": say("zh", "err.damaged") if turn.damaged else turn.trouble,
                "label": "".join(labels("zh", answer)) if answer else "",
                "answer": answer_record(answer) if answer else None,
            }
        )
        + "\n"
        for number, (at, turn, answer) in enumerate(
            ((at, turn, _shown(turn)) for at, turn in turns), start=1
        )
    )
