"""What a reader should know first: the conclusion in words, four figures, where baselines win."""

from __future__ import annotations

from evals.report_figures import best, measured, verdicts
from evals.report_measures import BY_NAME, GROUPS
from evals.report_words import ANSWERERS, Words, both, figure, interval, named
from evals.results import Results
from evals.statistics import Estimate
from evals.types import Verdict

CARDS = ("points", "span recall", "span precision", "length")
"""Correctness, citation and length: shown side by side, never one without the others."""


def summary(results: Results) -> str:
    """Write the conclusion, the cards, and the measures in which a baseline is better."""
    return _lead(results) + _cards(results) + _losses(results)


def _lead(results: Results) -> str:
    own = results.of(results.subject)
    answerable = verdicts(one for one in own if one.case.gold)
    bare = verdicts(one for one in own if not one.case.gold)
    right = measured(own, "right", results.setting.seed)
    zh, en = [], []
    if n := answerable.total():
        wrong, partly = answerable[Verdict.WRONG], answerable[Verdict.PARTLY]
        refused = answerable[Verdict.REFUSED]
        zh.append(
            f"文件里有依据的 {n} 题：答对 {answerable[Verdict.RIGHT]}"
            f"{_range(right, '（', '，95% 区间 ', '）')}，部分答对 {partly}，"
            f"答错 {wrong}，未作答 {refused}。"
        )
        en.append(
            f"Of {n} answerable cases, {answerable[Verdict.RIGHT]} are right"
            f"{_range(right, ' (', ', 95 % interval ', ')')}, {partly} partly right, "
            f"{wrong} wrong, {refused} not answered."
        )
    if n := bare.total():
        kept = bare[Verdict.RIGHTLY_REFUSED]
        given = bare[Verdict.WRONGLY_ANSWERED] + bare[Verdict.WRONG]
        zh.append(f"没有依据的 {n} 题：如实拒答 {kept}，不该答而答 {given}。")
        en.append(f"Of {n} without evidence, {kept} are refused, {given} answered.")
    every = verdicts(own)
    if lost := every[Verdict.ERROR]:
        zh.append(f"出错 {lost} 题。")
        en.append(f"{lost} ended in an error.")
    if unknown := every[Verdict.UNGRADED]:
        zh.append(f"未判 {unknown} 题。")
        en.append(f"{unknown} could not be graded.")
    return f'<p class="lead">{both(Words("".join(zh), " ".join(en)))}</p>'


def _range(found: Estimate, before: str, between: str, after: str) -> str:
    if found.mean is None or found.low is None or found.high is None:
        return ""
    low, high = f"{found.low:.0%}", f"{found.high:.0%}"
    return f"{before}{found.mean:.0%}{between}{low}–{high}{after}"


def _cards(results: Results) -> str:
    return f'<div class="cards">{"".join(_card(results, name) for name in CARDS)}</div>'


def _card(results: Results, name: str) -> str:
    measure = BY_NAME[name]
    own, *others = (
        measured(results.of(who), name, results.setting.seed) for who in results.answerers
    )
    lines = [f"<span>{both(measure.words)}</span><b>{figure(own.mean)}</b>"]
    if own.mean is None:
        lines.append(f"<small>{both(Words('没有测', 'not measured'))}</small>")
    else:
        lines.append(
            f"<small>{both(Words('95% 区间', '95 %'))} {interval(own)} · n&thinsp;{own.n}</small>"
        )
    winners = best([one.mean for one in others], measure.better)
    if winners:
        at = min(winners)
        who = both(named(ANSWERERS, results.answerers[at + 1]))
        tail = f"{figure(others[at].mean)} [{interval(others[at])}] n&thinsp;{others[at].n}"
        lines.append(f"<small>{both(Words('最好的基线：', 'best baseline: '))}{who} {tail}</small>")
    return f'<div class="card">{"".join(lines)}</div>'


def _losses(results: Results) -> str:
    """Name the measures of the table in which a baseline has the better mean."""
    if len(results.answerers) < 2:
        return ""
    found, subject = [], named(ANSWERERS, results.subject)
    for _, group in GROUPS:
        for measure in group:
            means = [measured(results.of(who), measure.name).mean for who in results.answerers]
            winners = best(means, measure.better)
            if winners and 0 not in winners:
                who = named(ANSWERERS, results.answerers[min(winners)])
                zh = f"{measure.words.zh}（{who.zh} {figure(means[min(winners)])}）"
                en = f"{measure.words.en} ({who.en} {figure(means[min(winners)])})"
                found.append(
                    Words(
                        f"{zh}，{subject.zh} {figure(means[0])}",
                        f"{en}, {subject.en} {figure(means[0])}",
                    )
                )
    if not found:
        words = Words("没有一项指标是基线更好。", "No baseline is better in any measure.")
    else:
        words = Words(
            f"基线更好的指标：{'；'.join(w.zh for w in found)}。",
            f"A baseline is better in: {'; '.join(w.en for w in found)}.",
        )
    return f"<p>{both(words)}</p>"
