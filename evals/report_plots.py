"""The drawings of the report: verdicts, points by type, length, the gap of the splits, and time."""

from __future__ import annotations

import math

from evals.report_figures import gap, groups, measured, spread, stages, verdicts, within
from evals.report_measures import BY_NAME
from evals.report_svg import box, drawing, label, legend, line, mark
from evals.report_words import (
    ANSWERERS,
    SPLITS,
    STAGES,
    VERDICTS,
    Words,
    both,
    figure,
    interval,
    named,
)
from evals.results import Results
from evals.statistics import Estimate, percentile
from evals.summary import values
from evals.types import Verdict

LEFT, WIDTH = 150, 1000
SHORTEST, LONGEST = 0.1, 100.0
"""The ends of the axis of length ratios; what lies beyond is drawn at the end."""
GAPS = ("right", "points", "span recall", "span precision", "recall@5", "hit@1")


def answerers(results: Results) -> list[Words]:
    """Name the answerers in their order."""
    return [named(ANSWERERS, name) for name in results.answerers]


def verdict_plot(results: Results) -> str:
    """Draw one bar per answerer, divided by verdict, with the number of cases in each part."""
    parts, full = [], WIDTH - LEFT - 60
    for row, (name, words) in enumerate(zip(results.answerers, answerers(results), strict=True)):
        outcomes = results.of(name)
        counts, x, y = verdicts(outcomes), float(LEFT), row * 36 + 6
        parts.append(label(LEFT - 10, y + 17, words, "name" if row == 0 else "", "end"))
        for verdict in Verdict:
            if count := counts[verdict]:
                wide = full * count / len(outcomes)
                kind = f"v-{verdict.value.replace(' ', '-')}"
                tip = f"{VERDICTS[verdict].zh} {verdict.value}: {count} / {len(outcomes)}"
                parts.append(box(x, y, wide, 26, kind, tip))
                if wide > 22:
                    parts.append(label(x + wide / 2, y + 18, str(count), f"on {kind}", "middle"))
                x += wide
        parts.append(label(x + 8, y + 18, f"n {len(outcomes)}", "soft"))
    name_ = Words("各回答者的判定", "verdicts of each answerer")
    return _keys(results) + drawing(WIDTH, 36 * len(results.answerers) + 8, name_, [HATCH, *parts])


HATCH = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" class="hatch-ground"/>'
    '<path d="M0 0V6" class="hatch-line"/></pattern></defs>'
)


def _keys(results: Results) -> str:
    found = verdicts(results.outcomes)
    entries = "".join(
        f'<span><svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">'
        f"{box(1, 1, 14, 14, 'v-' + v.value.replace(' ', '-'))}</svg>{both(VERDICTS[v])}</span>"
        for v in Verdict
        if found[v]
    )
    return f'<p class="legend">{entries}</p>'


def points_plot(results: Results) -> str:
    """Draw the share of points said by type, with intervals; the axis runs from 0 to 1."""
    found = [g for g in groups(results, "type") if _has_points(results, g.cases)]
    if not found:
        return ""
    left, top, high = 46, 12, 250
    step = (WIDTH - left - 10) / len(found)
    near = min(step / (len(results.answerers) + 1), 16)
    parts = []
    for tick in (0, 0.25, 0.5, 0.75, 1):
        y = top + high * (1 - tick)
        parts += [
            line(left, y, WIDTH - 10, y, "grid"),
            label(left - 6, y + 4, f"{tick:g}", "soft", "end"),
        ]
    for column, group in enumerate(found):
        middle = left + step * (column + 0.5)
        for at, name in enumerate(results.answerers):
            one = measured(within(results.of(name), group), "points", results.setting.seed)
            x = middle + (at - (len(results.answerers) - 1) / 2) * near
            parts.append(_upright(one, x, top, high, at, named(ANSWERERS, name)))
        most = measured(within(results.of(results.subject), group), "points").n
        parts.append(label(middle, top + high + 20, group.words, "", "middle"))
        parts.append(label(middle, top + high + 38, f"n {most}", "soft", "middle"))
    name_ = Words("各类题说出要点的比例", "points said by type")
    return legend(answerers(results)) + drawing(WIDTH, top + high + 48, name_, parts)


def _has_points(results: Results, cases: frozenset[str]) -> bool:
    return any(case.points for case in results.cases if case.id in cases)


def _upright(one: Estimate, x: float, top: float, high: float, at: int, who: Words) -> str:
    if one.mean is None or one.low is None or one.high is None:
        return ""
    low, up = (top + high * (1 - end) for end in (one.low, one.high))
    return line(x, low, x, up, f"bar who{at % 5}") + mark(
        x, top + high * (1 - one.mean), at, _tip(who, one)
    )


def _tip(who: Words, one: Estimate) -> str:
    return f"{who.zh} {figure(one.mean)} [{interval(one)}] n {one.n}"


def length_plot(results: Results) -> str:
    """Draw the middle half and the middle nine tenths of length ratios on a logarithmic axis."""
    parts, bottom = [], 40 * len(results.answerers) + 8
    for tick in (0.1, 0.3, 1, 3, 10, 30, 100):
        x = _log(tick)
        parts.append(line(x, 4, x, bottom, "one" if tick == 1 else "grid"))
        parts.append(label(x, bottom + 16, f"{tick:g}×", "soft", "middle"))
    equal = Words("与依据等长", "as long as the evidence")
    parts.append(label(_log(1), bottom + 34, equal, "soft", "middle"))
    for row, name in enumerate(results.answerers):
        y = row * 40 + 24
        words = named(ANSWERERS, name)
        parts.append(label(LEFT - 10, y + 5, words, "name" if row == 0 else "", "end"))
        ratios = [v for o in results.of(name) if (v := o.scores.get("length")) is not None]
        ends = [percentile(ratios, share) for share in (0.05, 0.25, 0.5, 0.75, 0.95)]
        if None in ends or not ratios:
            continue
        p5, q1, median, q3, p95 = (_log(e or 0) for e in ends)
        parts += [
            line(p5, y, p95, y, f"bar who{row % 5}"),
            box(q1, y - 6, q3 - q1, 12, f"half who{row % 5}"),
            mark(median, y, row, f"{words.zh} {figure(ends[2])} n {len(ratios)}"),
            label(WIDTH - 4, y + 5, f"{figure(ends[2])}  n {len(ratios)}", "soft", "end"),
        ]
    name_ = Words("回答长度与应引文字长度之比", "length of the reply over that of the gold")
    return drawing(WIDTH, bottom + 42, name_, parts)


def _log(ratio: float) -> float:
    held = min(max(ratio, SHORTEST), LONGEST)
    share = math.log(held / SHORTEST) / math.log(LONGEST / SHORTEST)
    return LEFT + share * (WIDTH - LEFT - 110)


def gap_plot(results: Results) -> str:
    """Draw dev and held side by side for the examined answerer, with the difference in words."""
    own = results.of(results.subject)
    dev, held = ([o for o in own if o.case.split == split] for split in ("dev", "held"))
    if not dev or not held:
        splits = [both(group.words) for group in groups(results, "split")]
        text = Words(
            "本次只有一个划分，看不出差距：", "Only one split was run, so no gap can be shown: "
        )
        return f'<p class="soft">{both(text)}{" ".join(splits)}</p>'
    right, wide = WIDTH - 210, WIDTH - 210 - LEFT
    parts = []
    for tick in (0, 0.25, 0.5, 0.75, 1):
        x = LEFT + wide * tick
        parts += [line(x, 4, x, 46 * len(GAPS) + 4, "grid"),
                  label(x, 46 * len(GAPS) + 20, f"{tick:g}", "soft", "middle")]  # fmt: skip
    for row, name in enumerate(GAPS):
        y = row * 46 + 18
        parts.append(label(LEFT - 10, y + 10, BY_NAME[name].words, "", "end"))
        for at, outcomes in ((0, dev), (1, held)):
            one = measured(outcomes, name, results.setting.seed)
            if one.mean is None or one.low is None or one.high is None:
                continue
            here = y + at * 14
            x1, x, x2 = (LEFT + wide * end for end in (one.low, one.mean, one.high))
            tip = _tip(SPLITS["held" if at else "dev"], one)
            parts += [line(x1, here, x2, here, f"bar who{at * 3}"), mark(x, here, at * 3, tip)]
        found = gap(values(dev, name), values(held, name), results.setting.seed)
        parts += _gap_words(found, right + 20, y)
    keys = "".join(
        f'<span><svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">{mark(8, 8, at)}'
        f"</svg>{both(SPLITS[split])} · n {len(part)}</span>"
        for at, split, part in ((0, "dev", dev), (3, "held", held))
    )
    name_ = Words("开发集与留出集的差距", "gap between dev and held")
    return f'<p class="legend">{keys}</p>' + drawing(WIDTH, 46 * len(GAPS) + 26, name_, parts)


def _gap_words(found: Estimate, x: float, y: float) -> list[str]:
    """Say how far dev lies above held."""
    if found.mean is None or found.low is None or found.high is None:
        return []
    clear = found.low > 0 or found.high < 0
    words = Words("有差距", "a gap") if clear else Words("分不出差距", "no clear gap")
    tail = f"{found.mean:+.2f} [{found.low:+.2f}, {found.high:+.2f}]"
    return [label(x, y + 2, words, "name" if clear else ""), label(x, y + 19, tail, "soft")]


def time_plot(results: Results) -> str:
    """Draw the median of each stage as a bar and the 95th percentile as a tick, in milliseconds."""
    found = []
    for at, who in enumerate(results.answerers):
        times = stages(results.of(who))
        for stage in times if at == 0 else [*times][-1:]:
            if spent := spread(times[stage], results.setting.seed):
                found.append((at, who, stage, spent))
    if not found:
        return f'<p class="soft">{both(Words("没有测时间。", "No times were taken."))}</p>'
    most = max(spent.p95 for *_, spent in found) or 1
    left, parts = 250, []
    wide = WIDTH - left - 190
    for row, (at, who, stage, spent) in enumerate(found):
        y, end = row * 28 + 6, left + wide * spent.p95 / most
        first, second = named(ANSWERERS, who), named(STAGES, stage)
        words = Words(f"{first.zh} · {second.zh}", f"{first.en} · {second.en}")
        parts += [
            label(left - 10, y + 14, words, "name" if at == 0 else "", "end"),
            line(left, y + 9, end, y + 9, "bar soft-line"),
            box(left, y + 2, wide * spent.median / most, 14, f"half who{at % 5}"),
            line(end, y + 1, end, y + 17, "tick"),
            label(end + 8, y + 14, f"{figure(spent.median)} / {figure(spent.p95)} ms", "soft"),
        ]
    return drawing(WIDTH, len(found) * 28 + 8, Words("各阶段用时", "time by stage"), parts)
