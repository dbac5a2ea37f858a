"""The numbers of a run: cards with n and interval, and a bar for each type of question."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from evals.diff import Change, Diff
from evals.report_figures import verdicts
from evals.report_measures import BY_NAME, LIMITS
from evals.report_words import TYPES, VERDICTS, figure, interval, named
from evals.run import Outcome
from evals.statistics import Estimate
from evals.summary import stage_times
from evals.types import Verdict
from ui.evaluation.cases import pick, unjudged
from ui.evaluation.runs import Entry, Run, local_time, passed
from ui.words import say

CARDS = (
    *("right", "wrong", "refused", "rightly refused", "points", "cells", "hit@1", "recall@5"),
    *("span recall", "citation recall", "wrong document", "premise corrected"),
)
"""Figures that have a card, as `evals.summary` names them; one that was not measured has none."""


def overview(language: str, run: Run, compared: Diff | None = None) -> str:
    """Draw the numbers of a run; `compared` adds how each differs from a base run."""
    changes = {change.name: change for change in compared.changes} if compared else {}
    seed = run.results.setting.seed
    notes = []
    if run.entry.unfinished:
        notes.append(say(language, "eval.unfinished", n=escape(run.entry.unfinished)))
    if run.held:
        notes.append(say(language, "eval.heldonly"))
    if bad := unjudged(run):
        notes.append(say(language, "eval.unjudged", n=bad))
    cards = [_card(language, say(language, "eval.pass"), "", passed(run.own, seed), None)]
    for name in CARDS:
        if (found := run.figure(name)).n:
            words = BY_NAME[name]
            title, meaning = pick(language, words.words), pick(language, words.meaning)
            cards.append(_card(language, title, meaning, found, changes.get(name)))
    cards.append(_time(language, run))
    told = "".join(f'<p class="ev-note">{words}</p>' for words in notes)
    drawn = f'<div class="ev-cards">{"".join(cards)}</div>'
    return f"{told}{drawn}{_bars(language, run)}{_from(language, run)}"


def _card(language: str, title: str, meaning: str, one: Estimate, change: Change | None) -> str:
    ends = say(language, "eval.interval", ends=interval(one), n=one.n)
    return (
        f'<div class="ev-card" title="{escape(meaning)}"><span>{escape(title)}</span>'
        f"<b>{figure(one.mean) or '—'}</b>{_delta(language, change)}<small>{ends}</small></div>"
    )


def _delta(language: str, change: Change | None) -> str:
    if change is None or change.after == change.before:
        return ""
    by = change.after - change.before
    kind = "ev-worse" if change.worse else "ev-better"
    sure = say(language, "eval.sure" if change.significant else "eval.chance")
    arrow = "▲" if by > 0 else "▼"
    return f'<em class="{kind}">{arrow} {by:+.2f}</em> <small>{sure}</small>'


def _time(language: str, run: Run) -> str:
    whole = [time for time in stage_times(run.own) if time.stage == "all"]
    if not whole:
        return ""
    spread = say(language, "eval.p95", p=f"{whole[0].p95:.0f}", n=whole[0].n)
    return (
        f'<div class="ev-card"><span>{say(language, "eval.median")}</span>'
        f"<b>{whole[0].median:.0f} ms</b><small>{spread}</small></div>"
    )


def _bars(language: str, run: Run) -> str:
    """Draw a bar from 0 to all questions for each type, divided by verdict, with its numbers."""
    rows = "".join(
        _bar(language, pick(language, named(TYPES, type_)), run.by_type[type_], run)
        for type_ in sorted(run.by_type, key=lambda t: ([*TYPES].index(t) if t in TYPES else 99, t))
    )
    found = verdicts(run.own)
    keys = "".join(
        f'<span><i class="ev-{v.value.replace(" ", "-")}"></i>{escape(pick(language, VERDICTS[v]))}'
        "</span>"
        for v in Verdict
        if found[v]
    )
    return (
        f"<h3>{say(language, 'eval.bytype')}</h3><p class='ev-legend'>{keys}</p>"
        f'<table class="ev-bars"><thead><tr><th scope="col">{say(language, "eval.col.type")}</th>'
        f'<th scope="col">n</th><th scope="col">{say(language, "eval.pass")}</th>'
        f'<th scope="col">{say(language, "eval.split")}</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _bar(language: str, title: str, outcomes: tuple[Outcome, ...], run: Run) -> str:
    counts: Mapping[Verdict, int] = verdicts(outcomes)
    parts = "".join(
        f'<i class="ev-{v.value.replace(" ", "-")}" style="width:{100 * n / len(outcomes):.2f}%" '
        f'title="{escape(pick(language, VERDICTS[v]))} {n}">{n}</i>'
        for v in Verdict
        if (n := counts[v])
    )
    one = passed(outcomes, run.results.setting.seed)
    return (
        f'<tr><th scope="row">{escape(title)}</th><td class="ev-num">{len(outcomes)}</td>'
        f'<td class="ev-num">{figure(one.mean) or "—"} <small>{interval(one)}</small></td>'
        f'<td><div class="ev-bar">{parts}</div></td></tr>'
    )


def _from(language: str, run: Run) -> str:
    setting = run.results.setting
    rows = [
        (say(language, "eval.made"), local_time(run.results.made)),
        (say(language, "eval.folder"), run.name),
        *((name, ", ".join(given)) for name, given in setting.selection),
        (say(language, "eval.library"), setting.library[:12]),
        (say(language, "eval.code"), setting.code[:12]),
        (say(language, "eval.encoder"), setting.encoder),
        (say(language, "eval.digest"), run.results.digest[:12]),
    ]
    lines = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in rows)
    return f"<details><summary>{say(language, 'eval.from')}</summary><dl>{lines}</dl></details>"


def limits(language: str) -> str:
    """Print what the numbers cannot tell, as every report does."""
    items = "".join(f"<li>{escape(pick(language, words))}</li>" for words in LIMITS)
    return f"<h3>{say(language, 'eval.limits')}</h3><ul class='ev-limits'>{items}</ul>"


def label(language: str, entry: Entry) -> str:
    """Name a run as the pickers do: `11-27 17:30 · dev · 通过 82% (41/50) · 未完成 50/1559`."""
    share = f"{100 * entry.passed / entry.judged:.0f}%" if entry.judged else "—"
    counts = f"({entry.passed}/{entry.judged})"
    source = entry.source or say(language, "eval.allsets")
    parts = [local_time(entry.made), source, f"{say(language, 'eval.pass')} {share} {counts}"]
    if entry.unfinished:
        parts.append(f"{say(language, 'eval.partial')} {entry.unfinished}")
    return " · ".join(parts)
