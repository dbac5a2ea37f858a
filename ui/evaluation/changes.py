"""Two runs side by side: what got worse, what got better, or why they cannot be compared."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from evals.diff import SIGNIFICANT, Diff, DiffError, Pair, diff
from evals.report_measures import BY_NAME
from evals.report_words import figure
from ui.evaluation.address import Address, link
from ui.evaluation.cases import pick, verdict
from ui.evaluation.runs import Run
from ui.words import say

MOST_NAMED = 8
"""Questions that are named where two sets differ; the others are counted."""


def compared(base: Run | None, run: Run | None) -> Diff | None:
    """Compare two runs; None where they share no question, or none is chosen."""
    if base is None or run is None or base.name == run.name:
        return None
    try:
        return diff(base.results, run.results)
    except DiffError:
        return None


def differs(found: Diff) -> bool:
    """Whether the two runs asked different questions."""
    return bool(found.only_before or found.only_after)


def usable(found: Diff | None, here: Address) -> Diff | None:
    """Give a comparison that may be shown: of the same questions, or those in common if asked."""
    return found if found and (here.common or not differs(found)) else None


def changes(language: str, here: Address, base: Run | None, run: Run) -> str:
    """Draw the comparison of a run with a base run, or say in a sentence why there is none."""
    if base is None:
        return f'<p class="ev-none">{say(language, "eval.nobase")}</p>'
    if base.name == run.name:
        return f'<p class="ev-none">{say(language, "eval.itself")}</p>'
    found = compared(base, run)
    if found is None:
        return f'<p class="ev-none">{say(language, "eval.nothingshared")}</p>'
    hidden = base.held or run.held
    if usable(found, here) is None:
        return _refusal(language, here, found, hidden)
    total = say(
        language, "eval.compared", n=found.n, lost=len(found.lost), won=len(found.won),
        same=found.same,
    )  # fmt: skip
    chance = "eval.sure" if found.p < SIGNIFICANT else "eval.chance"
    right = say(
        language, "eval.rightbefore", a=found.right_before, b=found.right_after, n=found.n,
        p=f"{found.p:.3f}", judged=say(language, chance),
    )  # fmt: skip
    parts = [f'<p class="ev-note">{_apart(language, found, hidden)}</p>'] if differs(found) else []
    parts.append(f"<p><b>{total}</b><br>{right}</p>")
    for key, pairs in (("eval.lost", found.lost), ("eval.won", found.won)):
        if pairs and not hidden:
            parts.append(f"<h3>{say(language, key)}</h3>{_pairs(language, here, pairs)}")
    return "".join((*parts, _figures(language, found)))


def _refusal(language: str, here: Address, found: Diff, hidden: bool) -> str:
    href = escape(link(language, here, tab="changes", common=True))
    way = say(language, "eval.compareshared", n=found.n)
    return (
        f'<p class="ev-note" role="alert">{_apart(language, found, hidden)}</p>'
        f'<p>{say(language, "eval.otherbase")} <a class="ev-go" href="{href}">{way}</a></p>'
    )


def _apart(language: str, found: Diff, hidden: bool) -> str:
    """Say which questions only one of the two runs has; held ones are counted, not named."""
    sides = []
    for key, ids in (("eval.onlybase", found.only_before), ("eval.onlyrun", found.only_after)):
        if ids:
            names = "" if hidden else escape("、".join(ids[:MOST_NAMED]))
            more = "…" if len(ids) > MOST_NAMED and not hidden else ""
            sides.append(say(language, key, n=len(ids), ids=names + more))
    return say(language, "eval.differ", sides=" ".join(sides))


def _pairs(language: str, here: Address, pairs: Sequence[Pair]) -> str:
    rows = "".join(
        f'<li><a class="ev-go" href="{_case(language, here, pair)}">'
        f"{escape(pair.after.case.id)}</a> "
        f"{verdict(language, pair.before.verdict)} → {verdict(language, pair.after.verdict)} "
        f"{escape(' '.join(pair.after.case.question.split())[:80])}</li>"
        for pair in pairs
    )
    return f'<ul class="ev-pairs">{rows}</ul>'


def _case(language: str, here: Address, pair: Pair) -> str:
    return escape(link(language, here, tab="cases", open=pair.after.case.id))


def _figures(language: str, found: Diff) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(pick(language, BY_NAME[c.name].words))}</th>'
        f'<td class="ev-num">{c.n}</td><td class="ev-num">{figure(c.before)}</td>'
        f'<td class="ev-num">{figure(c.after)}</td>'
        f'<td class="ev-num {"ev-worse" if c.worse else "ev-better"}">'
        f"{c.after - c.before:+.3f}</td>"
        f"<td>{say(language, 'eval.sure' if c.significant else 'eval.chance')}</td></tr>"
        for c in found.changes
        if c.name in BY_NAME and c.after != c.before
    )
    if not rows:
        return f"<p>{say(language, 'eval.nofigure')}</p>"
    titles = (
        "eval.col.figure",
        "eval.col.n",
        "eval.col.before",
        "eval.col.after",
        "eval.col.delta",
    )
    head = "".join(f'<th scope="col">{say(language, t)}</th>' for t in (*titles, "eval.col.sure"))
    return (
        f"<h3>{say(language, 'eval.figures')}</h3><div class='ev-wide'><table class='ev-table'>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
