"""The tables of the report: all measures, verdicts, groups of cases, and times."""

from __future__ import annotations

from collections.abc import Sequence

from evals.report_figures import (
    Group,
    best,
    groups,
    measured,
    paired,
    spread,
    stages,
    verdicts,
    within,
)
from evals.report_measures import BY_NAME, GROUPS
from evals.report_words import (
    ANSWERERS,
    STAGES,
    VERDICTS,
    Measure,
    Words,
    both,
    figure,
    interval,
    named,
    safe,
    shown,
)
from evals.results import Results
from evals.statistics import Estimate, mcnemar, paired_bootstrap
from evals.summary import values
from evals.types import Verdict

ARROWS = {1: Words("越高越好 ↑", "higher ↑"), -1: Words("越低越好 ↓", "lower ↓"),
          0: Words("近 1 最好", "near 1")}  # fmt: skip
CHOSEN = (
    *("right", "points", "span recall", "span precision", "length", "wrong", "refused"),
    "rightly refused",
)
"""The columns of the tables by group: correctness, citation and length side by side."""


def table(head: str, body: str, name: Words, kind: str = "") -> str:
    """Write a table that scrolls sideways by itself on a narrow screen."""
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{safe(name.zh)}">'
        f'<table class="{kind}"><thead>{head}</thead>{body}</table></div>'
    )


def main_table(results: Results) -> str:
    """Every measure of every answerer; the best of a row is marked, also where a baseline wins."""
    runs, seed = [results.of(name) for name in results.answerers], results.setting.seed
    rows = []
    for title, measures in GROUPS:
        rows.append(_section(title, len(runs)))
        rows += [_row(m, [measured(run, m.name, seed) for run in runs]) for m in measures]
    heads = "".join(f'<th scope="col">{both(named(ANSWERERS, n))}</th>' for n in results.answerers)
    head = f"<tr><th>{both(Words('指标', 'measure'))}</th>{heads}</tr>"
    body = f"<tbody>{''.join(rows)}</tbody>"
    return table(head, body, Words("全部指标", "all measures"), "main")


def _section(words: Words, columns: int) -> str:
    return (
        f'<tr class="section"><th scope="rowgroup" colspan="{columns + 1}">{both(words)}</th></tr>'
    )


def _row(measure: Measure, found: Sequence[Estimate]) -> str:
    winners = best([one.mean for one in found], measure.better)
    crown = f'<i class="best">{both(Words("最优", "best"))}</i>'
    cells = "".join(
        f'<td class="{"win" if at in winners else ""}">'
        f"{crown if at in winners else ''}{shown(one)}</td>"
        for at, one in enumerate(found)
    )
    way = measure.better
    arrow = "" if way is None else f'<small class="arrow">{both(ARROWS[way])}</small>'
    tail = f'<small class="tip">{both(measure.meaning)}</small>'
    return f'<tr><th scope="row">{both(measure.words)}{arrow}{tail}</th>{cells}</tr>'


def counts_table(results: Results) -> str:
    """How many cases of each answerer came to each verdict; an error is not a wrong answer."""
    counts = {name: verdicts(results.of(name)) for name in results.answerers}
    kinds = [v for v in Verdict if any(c[v] for c in counts.values())]
    heads = "".join(f'<th scope="col">{both(VERDICTS[v])}</th>' for v in kinds)
    rows = "".join(
        f'<tr><th scope="row">{both(named(ANSWERERS, name))}</th>'
        + "".join(f"<td>{count[v]}</td>" for v in kinds)
        + f"<td>{sum(count.values())}</td></tr>"
        for name, count in counts.items()
    )
    head = f"<tr><th>{both(Words('题数', 'cases'))}</th>{heads}<th>n</th></tr>"
    return table(head, f"<tbody>{rows}</tbody>", Words("判定题数", "verdict counts"), "counts")


def versus_table(results: Results) -> str:
    """The examined answerer against each baseline over the same cases."""
    own, seed = results.of(results.subject), results.setting.seed
    rows = []
    for name in results.answerers[1:]:
        other = results.of(name)
        cells = ""
        for measure in ("points", "span recall", "span precision"):
            found = paired(own, other, measure, seed)
            p = paired_bootstrap(values(other, measure), values(own, measure), seed)
            cells += f"<td>{signed(found)}<small>{_p(p)}</small></td>"
        chance = mcnemar([o.right for o in own], [o.right for o in other])
        both_right = [a.right and not b.right for a, b in zip(own, other, strict=True)]
        lost = [b.right and not a.right for a, b in zip(own, other, strict=True)]
        cells += f"<td>{sum(both_right)} : {sum(lost)}<small>{_p(chance)}</small></td>"
        rows.append(f'<tr><th scope="row">{both(named(ANSWERERS, name))}</th>{cells}</tr>')
    titles = (
        Words("说出要点之差", "points"), Words("依据引全之差", "span recall"),
        Words("引文引准之差", "span precision"),
        Words("只有前者对 : 只有基线对", "only first : only baseline"),
    )  # fmt: skip
    heads = "".join(f'<th scope="col">{both(t)}</th>' for t in titles)
    head = f"<tr><th>{both(Words('相比', 'against'))}</th>{heads}</tr>"
    return table(head, f"<tbody>{''.join(rows)}</tbody>", Words("与基线相比", "against baselines"))


def signed(found: Estimate) -> str:
    """Write a difference with its sign, interval and n; nothing if it was not measured."""
    if found.mean is None or found.low is None or found.high is None:
        return ""
    return (
        f"<b>{found.mean:+.2f}</b><small>{found.low:+.2f} … {found.high:+.2f}"
        f" · n&thinsp;{found.n}</small>"
    )


def _p(value: float | None) -> str:
    if value is None:
        return ""
    return "p&thinsp;&lt;&thinsp;0.001" if value < 0.001 else f"p&thinsp;=&thinsp;{value:.3f}"


def group_table(results: Results, kind: str) -> str:
    """Correctness, citation and length of every answerer in every group of a kind."""
    found, titles = groups(results, kind), [BY_NAME[name].words for name in CHOSEN]
    heads = "".join(f'<th scope="col">{both(words)}</th>' for words in titles)
    name = Words("分组", "group")
    head = f"<tr><th>{both(name)}</th><th>{both(Words('回答者', 'answerer'))}</th>{heads}</tr>"
    bodies = "".join(_group_body(results, group) for group in found)
    return table(head, bodies, Words("分组结果", "results by group"), "groups")


def _group_body(results: Results, group: Group) -> str:
    rows, seed = [], results.setting.seed
    for at, name in enumerate(results.answerers):
        outcomes = within(results.of(name), group)
        cells = "".join(f"<td>{shown(measured(outcomes, m, seed))}</td>" for m in CHOSEN)
        title = (
            f'<th scope="rowgroup" rowspan="{len(results.answerers)}">{_link(group)}'
            f"<small>{len(group.cases)}&thinsp;{both(Words('题', 'cases'))}</small></th>"
            if at == 0
            else ""
        )
        kind = "own" if at == 0 else "base"
        who = both(named(ANSWERERS, name))
        rows.append(f'<tr class="{kind}">{title}<th scope="row">{who}</th>{cells}</tr>')
    return f"<tbody>{''.join(rows)}</tbody>"


def _link(group: Group) -> str:
    return (
        f'<a href="#cases" data-filter="{group.kind}" data-value="{safe(group.key)}">'
        f"{both(group.words)}</a>"
    )


def times_table(results: Results) -> str:
    """Median and 95th percentile of each stage of each answerer."""
    rows = []
    for name in results.answerers:
        for stage, times in stages(results.of(name)).items():
            if found := spread(times, results.setting.seed):
                median = Estimate(found.n, found.median, found.median_low, found.median_high)
                p95 = Estimate(found.n, found.p95, found.p95_low, found.p95_high)
                rows.append(
                    f'<tr><th scope="row">{both(named(ANSWERERS, name))}</th>'
                    f"<th>{both(named(STAGES, stage))}</th>"
                    + "".join(
                        f"<td><b>{figure(e.mean)}</b><small>{interval(e)}</small></td>"
                        for e in (median, p95)
                    )
                    + f"<td>{found.n}</td></tr>"
                )
    titles = (Words("回答者", "answerer"), Words("阶段", "stage"), Words("中位数 ms", "median ms"),
              Words("95% 分位 ms", "p95 ms"), Words("n", "n"))  # fmt: skip
    head = "<tr>" + "".join(f"<th>{both(t)}</th>" for t in titles) + "</tr>"
    return table(head, f"<tbody>{''.join(rows)}</tbody>", Words("各阶段用时", "time by stage"))
