"""The cases of a run as a table: searched, filtered, and drawn as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from evals.report_why import why
from evals.report_words import TYPES, VERDICTS, Words, named
from evals.run import Outcome
from evals.types import Verdict
from index.script import searchable
from ui.evaluation.address import Address, link
from ui.evaluation.runs import NOT_JUDGED, Run
from ui.words import say

A_PAGE = 50
"""Rows of a page of the table."""
SHORT = 60
"""Characters of a question in a row."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the table is to show; an empty choice admits all."""

    text: str = ""
    types: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    failed: bool = False
    changed: bool = False


def pick(language: str, words: Words) -> str:
    """Choose a wording of the reports: `pick("en", VERDICTS[Verdict.RIGHT])` is `right`."""
    return words.zh if language == "zh" else words.en


def failed(outcome: Outcome) -> bool:
    """Whether something is to be looked at: not right, and not left unjudged without an error."""
    return not outcome.right and outcome.verdict is not Verdict.UNGRADED


def chosen(run: Run, wanted: Wanted, base: Run | None = None) -> list[Outcome]:
    """Give the outcomes that a search and the filters leave, in the order that they were asked.

    All words of the search must occur, in any script and width: `審判 权力` finds 审判权力.
    """
    words = searchable(wanted.text).lower().split()
    return [
        one
        for id_, one in run.by_id.items()
        if (not wanted.types or one.case.type in wanted.types)
        and (not wanted.verdicts or one.verdict.value in wanted.verdicts)
        and (not wanted.failed or failed(one))
        and (not wanted.changed or before(one, base) not in (None, one.verdict))
        and all(word in run.searched[id_] for word in words)
    ]


def before(outcome: Outcome, base: Run | None) -> Verdict | None:
    """Give the verdict that a base run came to on the same question, word for word."""
    one = base.by_id.get(outcome.case.id) if base else None
    return one.verdict if one and one.case == outcome.case else None


def verdict(language: str, value: Verdict) -> str:
    """Draw a verdict as a chip: words, and a colour that only repeats them."""
    kind = value.value.replace(" ", "-")
    return f'<span class="ev-v ev-{kind}">{escape(pick(language, VERDICTS[value]))}</span>'


def milliseconds(outcome: Outcome) -> float:
    """Time that an answer took."""
    return sum(spent for _, spent in outcome.reply.stages)


def table(
    language: str, run: Run, here: Address, rows: Sequence[Outcome], base: Run | None = None
) -> str:
    """Draw one page of the table, with the way to the others and to every case."""
    if not rows:
        return f'<p class="ev-none">{say(language, "eval.nocase")}</p>'
    last = (len(rows) - 1) // A_PAGE + 1
    page = min(here.page, last)
    shown = rows[(page - 1) * A_PAGE : page * A_PAGE]
    titles = ["eval.col.id", "eval.col.type", "eval.col.verdict", "eval.col.question"]
    titles += ["eval.col.why", "eval.col.time"]
    head = "".join(f'<th scope="col">{say(language, title)}</th>' for title in titles)
    body = "".join(_row(language, run, here, one, base) for one in shown)
    count = say(language, "eval.count", n=len(rows), m=len(run.by_id))
    return (
        f'<p class="ev-count" role="status">{count}</p>'
        f'<div class="ev-wide"><table class="ev-table">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        f"{_pager(language, here, page, last)}"
    )


def _row(language: str, run: Run, here: Address, one: Outcome, base: Run | None) -> str:
    case, was = one.case, before(one, base)
    question = " ".join(case.question.split())
    short = question if len(question) <= SHORT else question[: SHORT - 1] + "…"
    earlier = f"{verdict(language, was)} → " if was and was is not one.verdict else ""
    current = ' class="ev-open"' if case.id == here.open else ""
    href = escape(link(language, here, tab="cases", open=case.id, page=here.page))
    cells = (
        f'<th scope="row"><a class="ev-go" href="{href}">{escape(case.id)}</a></th>',
        f"<td>{escape(pick(language, named(TYPES, case.type)))}</td>",
        f"<td>{earlier}{verdict(language, one.verdict)}</td>",
        f'<td><a class="ev-go ev-q" tabindex="-1" href="{href}">{escape(short)}</a></td>',
        f"<td>{escape(reason(language, run, one))}</td>",
        f'<td class="ev-num">{milliseconds(one):.0f} ms</td>',
    )
    return f"<tr{current}>{''.join(cells)}</tr>"


def reason(language: str, run: Run, one: Outcome) -> str:
    """Say in a line why a case came out as it did."""
    return pick(language, why(one, run.places))


def _pager(language: str, here: Address, page: int, last: int) -> str:
    if last == 1:
        return ""
    parts = []
    for to, key in ((page - 1, "eval.prev"), (page + 1, "eval.next")):
        if 1 <= to <= last:
            href = escape(link(language, here, tab="cases", page=to))
            parts.append(f'<a class="ev-go ev-button" href="{href}">{say(language, key)}</a>')
    where = say(language, "eval.page", n=page, m=last)
    return f'<p class="ev-pager"><span>{where}</span>{"".join(parts)}</p>'


def verdict_choices(language: str, run: Run | None) -> list[tuple[str, str]]:
    """Give the verdicts that occur in a run, with how often."""
    found: Mapping[Verdict, int] = (
        {v: sum(o.verdict is v for o in run.by_id.values()) for v in Verdict} if run else {}
    )
    return [(f"{pick(language, VERDICTS[v])} {n}", v.value) for v, n in found.items() if n]


def type_choices(language: str, run: Run | None) -> list[tuple[str, str]]:
    """Give the types that occur in a run, with how often."""
    found = {t: len(some) for t, some in run.by_type.items()} if run and not run.held else {}
    return [(f"{pick(language, named(TYPES, t))} {n}", t) for t, n in found.items()]


def unjudged(run: Run) -> int:
    """Count errors and what was not judged."""
    return sum(one.verdict in NOT_JUDGED for one in run.own)
