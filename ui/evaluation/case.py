"""One case, opened: what was asked and expected, what was answered and cited, and why it counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote

from evals.report_places import Span
from evals.report_why import forbidden, missed
from evals.report_words import NOTES, REASONS, STAGES, TYPES, named
from evals.run import Outcome
from ui.evaluation.address import Address, link
from ui.evaluation.cases import before, milliseconds, pick, reason, verdict
from ui.evaluation.runs import Run
from ui.words import say

_MARK = re.compile(r"\[(\d+)\]")
MOST_CLAUSES = 12
"""Clauses that are printed in full below an answer."""


def opened(language: str, run: Run, here: Address, one: Outcome, base: Run | None = None) -> str:
    """Draw a case with everything about it; every text is escaped."""
    case = one.case
    way = "".join((_head(language, run, here, one, base), _asked(language, one)))
    parts = [
        way,
        _section(language, "eval.expected", _expected(language, run, one)),
        _section(language, "eval.answered", _answered(language, one)),
        _section(language, "eval.clauses", _clauses(language, run, one)),
    ]
    if was := base.by_id.get(case.id) if base else None:
        words = f"{verdict(language, was.verdict)}<p class='ev-text'>{_lines(was.reply.text)}</p>"
        parts.append(_section(language, "eval.wasanswered", words))
    parts.append(_section(language, "eval.times", _times(language, one)))
    name = escape(case.id)
    return f'<article id="ev-case" tabindex="-1" aria-label="{name}">{"".join(parts)}</article>'


def _head(language: str, run: Run, here: Address, one: Outcome, base: Run | None) -> str:
    case = one.case
    was = before(one, base)
    earlier = f"{verdict(language, was)} → " if was and was is not one.verdict else ""
    kind = escape(pick(language, named(TYPES, case.type)))
    back = escape(link(language, here, tab="cases", page=here.page))
    ask = escape(f"/{language}/?q={quote(case.question, safe='')}")
    return (
        f'<p class="ev-acts"><a class="ev-go" href="{back}">{say(language, "eval.back")}</a>'
        f'<a href="{ask}">{say(language, "eval.inchat")}</a></p>'
        f"<h2>{escape(case.id)} <small>{kind}</small></h2>"
        f'<p class="ev-why">{earlier}{verdict(language, one.verdict)} '
        f"{escape(reason(language, run, one))}</p>"
    )


def _asked(language: str, one: Outcome) -> str:
    turns = "".join(
        f"<li><b>{say(language, 'eval.user' if role == 'user' else 'eval.assistant')}</b> "
        f"{_lines(text)}</li>"
        for role, text in one.case.history
    )
    before_it = f'<ol class="ev-turns">{turns}</ol>' if turns else ""
    question = f'<p class="ev-question">{_lines(one.case.question)}</p>'
    return _section(language, "eval.question", before_it + question)


def _expected(language: str, run: Run, one: Outcome) -> str:
    case, parts = one.case, []
    lost, said = missed(one), forbidden(one)
    rows = [
        (p not in lost, p, "eval.said" if p not in lost else "eval.notsaid") for p in case.points
    ]
    rows += [
        (w not in said, w, "eval.keptout" if w not in said else "eval.saidbanned")
        for w in case.must_not
    ]
    if rows:
        parts.append(
            '<ul class="ev-points">'
            + "".join(
                f'<li class="{"ev-yes" if good else "ev-no"}"><b>{say(language, key)}</b> '
                f"{escape(words)}</li>"
                for good, words, key in rows
            )
            + "</ul>"
        )
    for gold in case.gold:
        title = escape(run.results.documents.get(gold.document_id, gold.document_id))
        parts.append(f"<blockquote>{_lines(gold.quote)}<footer>{title}</footer></blockquote>")
    if not case.gold:
        parts.append(f"<p>{say(language, 'eval.nogold')}</p>")
    model = say(language, "eval.model")
    parts.append(f'<p class="ev-text"><b>{model}</b> {_lines(case.answer)}</p>')
    return "".join(parts)


def _answered(language: str, one: Outcome) -> str:
    reply, sources = one.reply, set(one.reply.sources)
    text = _MARK.sub(
        lambda m: (
            f'<a class="ev-mark" href="#ev-c{m[1]}">{m[1]}</a>' if int(m[1]) in sources else m[0]
        ),
        _lines(reply.text),
    )
    parts = [f'<p class="ev-text">{text or say(language, "eval.noanswer")}</p>']
    if reply.refused and reply.reason:
        why = escape(pick(language, named(REASONS, reply.reason)))
        parts.append(f"<p><b>{say(language, 'eval.refusedwhy')}</b> {why}</p>")
    if reply.notes:
        notes = "; ".join(escape(pick(language, named(NOTES, note))) for note in reply.notes)
        parts.append(f"<p><b>{say(language, 'eval.notes')}</b> {notes}</p>")
    return "".join(parts)


def _clauses(language: str, run: Run, one: Outcome) -> str:
    """Print each cited clause, then the gold ones that were not cited, gold words marked."""
    gold = run.places.gold(one)
    due = dict.fromkeys((*one.evidence.clauses, *(span.clause for span in gold)))
    marks = _marks(run, one)
    order = list(dict.fromkeys((*marks, *due)))
    shown = [c for c in order if c in run.results.clauses][:MOST_CLAUSES]
    parts = [
        _clause(language, run, c, marks.get(c, ()), [s for s in gold if s.clause == c], c in due)
        for c in shown
    ]
    if more := len(order) - len(shown):
        parts.append(f"<p>{say(language, 'eval.moreclauses', n=more)}</p>")
    return "".join(parts) or f"<p>{say(language, 'eval.noclause')}</p>"


def _marks(run: Run, one: Outcome) -> dict[str, tuple[int, ...]]:
    """Give the cited clauses, each with the marks that stand for it in the answer."""
    reply = one.reply
    count = sum(len(said.cites) for said in reply.sentences)
    marks = iter(reply.marks if len(reply.marks) == count else [0] * count)
    found: dict[str, tuple[int, ...]] = {}
    for said in reply.sentences:
        for place in said.cites:
            mark = next(marks)
            for span in run.places.spans(place):
                known = found.get(span.clause, ())
                found[span.clause] = known if mark in known or not mark else (*known, mark)
    return found


def _clause(
    language: str, run: Run, id_: str, marks: Sequence[int], gold: Sequence[Span], due: bool
) -> str:
    passage = run.results.clauses[id_]
    anchors = "".join(f'<b class="ev-mark" id="ev-c{mark}">{mark}</b>' for mark in marks)
    key = ("eval.due" if marks else "eval.duenot") if due else "eval.other"
    href = escape(f"/{language}/doc?c={quote(id_, safe='/')}")
    return (
        f'<section class="ev-clause{" ev-due" if due else ""}"><h4>{anchors} '
        f'<a href="{href}">{escape(passage.label)}</a> <small>{say(language, key)}</small></h4>'
        f"<p class='ev-text'>{_marked(passage.text, gold)}</p></section>"
    )


def _marked(text: str, spans: Iterable[Span]) -> str:
    """Mark runs of characters of a clause; those that overlap become one."""
    parts, at = [], 0
    for span in sorted(spans, key=lambda s: s.start):
        start = max(span.start, at)
        if start < span.end:
            parts += [_lines(text[at:start]), f"<mark>{_lines(text[start : span.end])}</mark>"]
            at = span.end
    return "".join((*parts, _lines(text[at:])))


def _times(language: str, one: Outcome) -> str:
    stages = " · ".join(
        f"{escape(pick(language, named(STAGES, stage)))} {spent:.1f} ms"
        for stage, spent in one.reply.stages
    )
    return (
        f"<p>{milliseconds(one):.1f} ms{'：' if language == 'zh' else ': '}{stages}</p>"
        if stages
        else ""
    )


def _section(language: str, key: str, body: str) -> str:
    return f"<section><h3>{say(language, key)}</h3>{body}</section>" if body else ""


def _lines(text: str) -> str:
    return escape(text.strip("\n")).replace("\n", "<br>")
