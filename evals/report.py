"""The report of a run: one HTML file that needs nothing else, to be read by a person.

It holds the conclusion, every measure beside the baselines, drawings, groups, every case, what the
report cannot tell, and what the run was made from. It loads nothing, from anywhere.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from string import Template

from evals.records import to_json
from evals.report_cases import CaseData
from evals.report_measures import GROUPS, LIMITS
from evals.report_plots import gap_plot, length_plot, points_plot, time_plot, verdict_plot
from evals.report_summary import summary
from evals.report_tables import (
    counts_table,
    group_table,
    main_table,
    times_table,
    versus_table,
)
from evals.report_words import ANSWERERS, Words, both, named, safe
from evals.results import Results, ResultsError
from index.durable import discard, replace_file

_SAFE_JSON = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def write_report(path: Path, results: Results) -> None:
    """Write the report of a run as one file, at once; what was there is replaced.

    Example: `write_report(folder / PAGE, load(folder))`. Raises ResultsError when it cannot be
    written.
    """
    page = report(results).encode("utf-8", "replace")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, page)
    except OSError as error:
        discard(path.with_name(f".tmp-{path.name}"))
        raise ResultsError(
            f"{path}: cannot be written ({error.strerror or error}); name another place by --out"
        ) from error


def report(results: Results) -> str:
    """Make the page of a run."""
    style, script = _asset("report.css"), _asset("report.js")
    return Template(_asset("report.html")).substitute(
        policy=_policy(style, script),
        title=f"条理评测报告 {safe(results.made)}",
        subtitle=_subtitle(results),
        style=style,
        body=_body(results),
        end=_limits() + _origin(results),
        data=to_json(CaseData(results).record()).translate(_SAFE_JSON),
        script=script,
    )


def _asset(name: str) -> str:
    return files("evals").joinpath("assets", name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    """Allow this style and this script and nothing else, by their SHA-256."""
    allowed = (b64encode(sha256(text.encode()).digest()).decode() for text in (style, script))
    return (
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    ).format(*allowed)


def _subtitle(results: Results) -> str:
    made = results.made.replace("T", " ").replace("Z", " UTC")
    words = Words(f"{len(results.cases)} 题 · {made}", f"{len(results.cases)} cases · {made}")
    return both(words) + f" · {both(Words('指纹', 'digest'))} {safe(results.digest[:12])}"


def _body(results: Results) -> str:
    sections = [
        _section("summary", Words("结论", "Summary"), summary(results)),
        _section("measures", Words("指标", "Measures"), _measures(results)),
        _section("plots", Words("图", "Plots"), _plots(results)),
        _section("groups", Words("分组", "Groups"), _groups(results)),
    ]
    return "".join(sections)


def _section(name: str, words: Words, inside: str) -> str:
    return f'<section id="{name}"><h2>{both(words)}</h2>{inside}</section>'


def _titled(words: Words, inside: str, remark: Words | None = None) -> str:
    tail = f'<p class="soft">{both(remark)}</p>' if remark else ""
    return f"<h3>{both(words)}</h3>{tail}{inside}"


def _measures(results: Results) -> str:
    remark = Words(
        "每格：均值、95% 区间（对题目重抽样 2000 次）、题数 n。空白即没有测，不是 0。"
        "正确、引用、长度要一起看：照抄整条，引用几乎满分。",
        "Each cell: mean, 95 % bootstrap interval over cases (2000 resamples), n. Empty means not"
        " measured, not 0. Read correctness, citation and length together.",
    )
    parts = [f'<p class="soft">{both(remark)}</p>', main_table(results)]
    if len(results.answerers) > 1:
        parts.append(
            _titled(
                Words("与基线相比", "Against the baselines"),
                versus_table(results),
                Words(
                    "被测者减基线，同题相比；p 值：配对自助法，对错用 McNemar 精确检验。",
                    "The examined minus the baseline over the same cases; p: paired bootstrap,"
                    " and exact McNemar for right or not.",
                ),
            )
        )
    return "".join(parts)


def _plots(results: Results) -> str:
    return "".join(
        (
            _titled(
                Words("判定", "Verdicts"),
                verdict_plot(results) + counts_table(results),
                Words(
                    "答错与未作答分开计；出错、未判既不算对也不算错。",
                    "Answered wrongly and not answered are apart; errors and ungraded are neither.",
                ),
            ),
            _titled(Words("各类题说出要点", "Points said by type"), points_plot(results)),
            _titled(
                Words("长度比（对数轴）", "Length ratio (logarithmic)"),
                length_plot(results),
                Words(
                    "标记为中位数，粗条为中间一半，细线为 5% 至 95%。",
                    "Mark: median; box: middle half; line: 5 % to 95 %.",
                ),
            ),
            _titled(
                Words("开发集与留出集", "Dev and held"),
                gap_plot(results),
                Words("差距为开发集减留出集。", "The gap is dev less held."),
            ),
            _titled(
                Words("用时", "Time"),
                time_plot(results) + times_table(results),
                Words("粗条为中位数，竖线为 95% 分位。", "Bar: median; tick: 95th percentile."),
            ),
        )
    )


def _groups(results: Results) -> str:
    toggle = (
        '<p class="toggle"><label><input id="baselines" type="checkbox" checked> '
        f"{both(Words('显示基线', 'show the baselines'))}</label></p>"
        if len(results.answerers) > 1
        else ""
    )
    titles = (
        ("type", Words("按题型", "By type"), None),
        (
            "document",
            Words("按文件", "By document"),
            Words(
                "依据跨几份文件的题，在每份里各计一次；没有依据的题不在内。",
                "A case with gold in several documents counts in each; one without gold in none.",
            ),
        ),
        ("split", Words("按划分", "By split"), None),
    )
    tables = (_titled(words, group_table(results, kind), tail) for kind, words, tail in titles)
    return toggle + "".join(tables)


def _limits() -> str:
    items = "".join(f"<li>{both(words)}</li>" for words in LIMITS)
    title = both(Words("本报告不能说明什么", "What this cannot tell you"))
    return f'<section id="limits" class="panel"><h2>{title}</h2><ul>{items}</ul></section>'


def _origin(results: Results) -> str:
    """Say what the run was made from, and what every measure means."""
    setting = results.setting
    rows = [
        (Words("指纹", "digest"), results.digest),
        (Words("题库", "cases"), setting.cases),
        (Words("文库", "library"), setting.library),
        (Words("代码", "code"), setting.code),
        (Words("编码器", "encoder"), setting.encoder),
        (Words("种子", "seed"), str(setting.seed)),
        (Words("进程数", "processes"), str(setting.jobs)),
        *((Words(name, name), ", ".join(values)) for name, values in setting.selection),
        *((Words(name, name), version) for name, version in setting.versions),
        *((Words(name, name), f"{weight:g}") for name, weight in setting.weights),
    ]
    lines = "".join(f"<dt>{both(w)}</dt><dd><bdi>{safe(text)}</bdi></dd>" for w, text in rows)
    meanings = "".join(
        f"<dt>{both(m.words)}</dt><dd>{both(m.meaning)}</dd>" for _, group in GROUPS for m in group
    )
    absent = "".join(
        f"<li>{both(named(ANSWERERS, name))}：<bdi>{safe(reason)}</bdi></li>"
        for name, reason in results.absent
    )
    parts = [f"<dl>{lines}</dl>"]
    if absent:
        parts.append(_titled(Words("没有跑的基线", "Baselines not run"), f"<ul>{absent}</ul>"))
    parts.append(_titled(Words("指标的含义", "What the measures mean"), f"<dl>{meanings}</dl>"))
    return _section("origin", Words("来历", "Origin"), "".join(parts))
