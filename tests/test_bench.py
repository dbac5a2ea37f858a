"""The benchmark: its figures, its table, its gate, and a short run from end to end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals import bench, bench_measures
from evals.bench_measures import LIMITS, SIDES, Bench, Plan, measure
from evals.bench_process import ROOT, BenchFault, environment, run
from evals.bench_table import Row, figure, missed, percentile, ratio, spread, table
from evals.bench_tiaoli import WARM_UP, asked

NUMBERS = st.lists(st.floats(0, 1e6), min_size=1, max_size=40)


@given(NUMBERS, st.floats(0, 1))
def test_percentiles_are_those_of_numpy(values, share):
    assert percentile(values, share) == pytest.approx(np.quantile(values, share), abs=1e-6)


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1.0], 1.5), ([1.0], -0.1)])
def test_a_percentile_of_nothing_is_refused(values, share):
    with pytest.raises(ValueError, match="no percentile"):
        percentile(values, share)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (0.00123, "0.0012"),
        (0.1, "0.10"),
        (0.804, "0.80"),
        (9.996, "10.00"),
        (12.34, "12.3"),
        (1234.5, "1,234"),
    ],
)
def test_figures_have_the_digits_that_count(value, written):
    assert figure(value) == written


@pytest.mark.parametrize(
    ("values", "written"),
    [((), "—"), ((2.5,), "2.50"), ((3, 1, 2), "2.00 (1.00–3.00)"), ((1, 2), "1.50 (1.00–2.00)")],
)
def test_a_spread_is_median_and_range(values, written):
    assert spread(values) == written


def test_the_ratio_is_theirs_over_ours_also_where_they_win():
    assert ratio([1, 2, 3], [20, 30, 10]) == "10.0×"
    assert ratio([2], [1]) == "0.50×"
    assert ratio([], [1]) == ratio([1], []) == ratio([0], [1]) == ""


def test_the_table_is_aligned_and_shows_both_sides():
    rows = [
        Row("cold ask", "s", (0.5, 0.7), 0.8, (1.2, 1.8), (13.0,)),
        Row("build: all", "s", (2.0,), 1.0, (0.5,)),
    ]
    lines = table(rows).split("\n")
    assert len({len(line) for line in lines}) == 1
    assert set(lines[1]) == {"|", "-"}
    assert [cell.strip() for cell in lines[2].split("|")[1:-1]] == [
        "cold ask",
        "s",
        "0.60 (0.50–0.70)",
        "≤ 0.80",
        "1.50 (1.20–1.80) 2.50×",
        "13.0 21.7×",
    ]
    assert "≤ 1.00 MISSED" in lines[3]
    assert "0.50 0.25×" in lines[3]


@pytest.mark.parametrize(
    ("runs", "limit", "over"),
    [
        ((0.7, 0.8, 5.0), 0.8, False),
        ((0.7, 0.81, 0.9), 0.8, True),
        ((0.8,), 0.8, False),
        ((9.0,), None, False),
        ((), 0.8, False),
    ],
)
def test_the_median_is_held_to_the_limit(runs, limit, over):
    assert bool(missed([Row("cold ask", "s", runs, limit)])) is over


def test_a_missed_limit_is_said_with_both_figures():
    [reason] = missed([Row("warm answer, p95", "ms", (67.9,), 50.0), Row("x", "s", (1,), 2)])
    assert reason == "warm answer, p95: 67.9 ms, and the limit is 50.0 ms"


@pytest.mark.parametrize(
    ("seconds", "options", "code"), [(0.5, [], 0), (0.9, [], 1), (0.9, ["--no-gate"], 0)]
)
def test_the_gate_decides_the_exit_code(seconds, options, code, monkeypatch, capsys, tmp_path):
    rows = [Row("cold ask", "s", (seconds,), 0.8, (1.5,))]
    monkeypatch.setattr(bench, "measure", lambda *_: rows)
    assert bench.main([*options, "--json", str(tmp_path / "b.json")]) == code
    out = capsys.readouterr().out
    assert ("over the limit: cold ask: 0.90 s" in out) is (seconds > 0.8)
    assert "numpy 2" in out
    record = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    assert record["rows"][0]["tiaoli"] == [seconds]
    assert record["rows"][0]["same_vectors"] == [1.5]


def test_a_process_that_fails_ends_the_benchmark_in_one_line(monkeypatch, capsys):
    def fail(*_):
        return run(["-c", "raise SystemExit('no such index')"], environment(Path("x")))

    monkeypatch.setattr(bench, "measure", fail)
    assert bench.main([]) == 2
    told = capsys.readouterr()
    assert "no such index" in told.err
    assert told.out == ""


def python(*arguments: str, timeout: float = 60) -> str:
    """What a fresh interpreter writes: memory is only measured rightly from a small process."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=timeout
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_run_measures_its_own_memory_and_time(tmp_path):
    code = (
        "import json; from pathlib import Path; from dataclasses import astuple;"
        "from evals.bench_process import environment, run; env = environment(Path('x'));"
        "busy = 'import time; x = bytearray(80 << 20); time.sleep(.3); print(7)';"
        "print(json.dumps([astuple(run(['-c', c], env)) for c in ('pass', busy)]))"
    )
    (_, _, small, _), (seconds, cpu_seconds, large, output) = json.loads(python("-c", code))
    assert output == "7\n"
    assert small < 40
    assert 85 < large < 110
    assert 0.3 <= seconds < 10
    assert cpu_seconds < seconds


def test_a_failing_run_says_what_its_process_said(tmp_path):
    with pytest.raises(BenchFault, match=r"`python -c .*` ended with 1: ValueError: 条"):
        run(["-c", "raise ValueError('条')"], environment(tmp_path))


def test_measured_processes_are_offline_and_may_keep_compiled_files(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("TIAOLI_ENCODER", "elsewhere")
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    env = environment(tmp_path)
    assert env["HF_HUB_OFFLINE"] == "1"
    assert env["TIAOLI_HOME"] == str(tmp_path)
    assert {"PYTHONDONTWRITEBYTECODE", "TIAOLI_ENCODER"}.isdisjoint(env)


def test_the_parent_of_measured_processes_is_small():
    code = (
        "import evals.bench, evals.bench_chat, sys;"
        "print([m for m in ('numpy', 'faiss', 'index', 'gradio') if m in sys.modules])"
    )
    assert python("-c", code) == "[]\n"


def test_the_sides_take_turns_and_each_is_first_once(monkeypatch, tmp_path):
    order: list[tuple[str, str]] = []
    monkeypatch.setattr(Bench, "child", lambda _, side, step: order.append((side, step)))
    cold = {"cold": lambda found, side: found.note("cold ask", "s", side, len(order))}
    monkeypatch.setattr(bench_measures, "_MEASURES", cold)
    told: list[str] = []
    [row] = measure(Bench(tmp_path, Plan(("cold",), SIDES, {"cold": 4})), told.append)
    ours, same, transformer = SIDES
    assert order[0] == (transformer, "model")
    assert order[1:] == [(side, step) for side in SIDES for step in ("build", "ask")]
    asked_in = [line.split(": ")[1].split(" ")[0] for line in told if line.startswith("cold")]
    assert asked_in[:9] == [
        *(ours, same, transformer),
        *(same, transformer, ours),
        *(transformer, ours, same),
    ]
    assert row == Row("cold ask", "s", (7,) * 4, LIMITS["cold ask"], (7,) * 4, (7,) * 4)


def test_every_case_is_asked_and_no_warming_question_is_one():
    lines = [
        json.loads(line)
        for path in sorted((ROOT / "evals" / "cases" / "dev").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert [question for question, _ in asked()] == [case["question"] for case in lines]
    assert any(turns for _, turns in asked())
    assert not set(WARM_UP) & {question for question, _ in asked()}


def test_the_page_about_the_benchmark_names_every_limit():
    page = (ROOT / "docs" / "bench.md").read_text(encoding="utf-8")
    for name, limit in LIMITS.items():
        rows = [line for line in page.splitlines() if line.startswith(f"| {name} ")]
        assert any(f"| ≤ {figure(limit)} " in row for row in rows), name


@pytest.mark.slow
def test_a_quick_run_measures_every_limit(tmp_path):
    path = tmp_path / "figures.json"
    options = ["--quick", "--alone", "--no-gate", "--json", str(path)]
    assert "| cold ask, peak memory " in python("-m", "evals.bench", *options, timeout=300)
    rows = {row["measure"]: row for row in json.loads(path.read_text(encoding="utf-8"))["rows"]}
    assert {name: rows[name]["limit"] for name in LIMITS} == LIMITS
    assert all(value > 0 for row in rows.values() for value in row["tiaoli"])
    assert len(rows["cold ask"]["tiaoli"]) == 3


@pytest.mark.slow
def test_langchain_with_our_vectors_finds_four_texts(tmp_path):
    env = environment(tmp_path)
    folder = str(tmp_path)
    steps = json.loads(run(["-m", "evals.bench_langchain", "build", "same", folder], env).output)
    assert steps["parts"] > 80
    found = json.loads(run(["-m", "evals.bench_langchain", "ask", "same", folder], env).output)
    assert len(found) == 4
    assert any("破产" in text for text in found)
