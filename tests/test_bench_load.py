"""Many people at once: what the measure says, and a short run from end to end."""

from __future__ import annotations

import pytest

from evals import bench_load
from evals.bench_load import CROWD, PROMISED, Rung, missed, row
from evals.bench_process import ROOT

GOOD = Rung(PROMISED, 300, answers=[100.0] * 95 + [900.0] * 5, start_mb=400, end_mb=420)
SPIKE = Rung(CROWD, 3, answers=[2000.0] * 36, refusals=[300.0] * 164)
AFTER = Rung(1, 0, answers=[120.0])


@pytest.mark.parametrize(
    ("rung", "spike", "after", "found"),
    [
        (GOOD, SPIKE, AFTER, []),
        (Rung(PROMISED, 300, answers=[1200.0] * 9), SPIKE, AFTER, ["50 people: p95 is 1,200 ms"]),
        (Rung(100, 60, answers=[1200.0]), SPIKE, AFTER, []),
        (Rung(PROMISED, 300, answers=[9.0], refusals=[1.0]), SPIKE, AFTER, ["1 questions were"]),
        (Rung(PROMISED, 300, answers=[9.0], end_mb=61.0), SPIKE, AFTER, ["memory grew by 61 MB"]),
        (Rung(10, 60, answers=[9.0], failures=["OSError"]), SPIKE, AFTER, ["10 people: OSError"]),
        (GOOD, Rung(CROWD, 3, refusals=[1001.0]), AFTER, ["refusals came late"]),
        (GOOD, SPIKE, Rung(1, 0), ["was not answered within a second"]),
        (GOOD, SPIKE, Rung(1, 0, answers=[1001.0]), ["was not answered within a second"]),
    ],
)
def test_a_promise_that_was_not_kept_is_named(rung, spike, after, found):
    said = missed([rung], spike, after)
    assert len(said) == len(found)
    assert all(part in line for part, line in zip(found, said, strict=True))


def test_a_rung_is_one_line_and_one_without_answers_too():
    assert row("50", GOOD) == "| 50 | 100 | 100 | 140 | 900 | 0 | 0 | 400 → 420 |"
    assert "| 0 | — | — | — | 1 (p95 7 ms) | 0 |" in row("1", Rung(1, 1, refusals=[7.0]))


@pytest.mark.slow
def test_people_are_answered_and_a_crowd_is_partly_refused(monkeypatch, capsys):
    monkeypatch.setattr(bench_load, "RUNGS", ((3, 1),))
    monkeypatch.setattr(bench_load, "THINK_SECONDS", 0.5)
    monkeypatch.setattr(bench_load, "CROWD", 80)
    monkeypatch.setattr(bench_load, "LONGEST_P95_MS", 20_000.0)
    assert bench_load.main([]) == 0
    lines = [line.split(" | ") for line in capsys.readouterr().out.splitlines() if "|" in line]
    rung, crowd, after = lines[2:]
    assert int(rung[1]) >= 3
    assert int(crowd[1]) + int(crowd[5].split()[0]) == 80
    assert int(crowd[5].split()[0]) >= 20
    assert after[1] == "1"


def test_the_docs_have_a_row_for_each_rung():
    text = (ROOT / "docs/bench.md").read_text(encoding="utf-8")
    for people, seconds in bench_load.RUNGS:
        assert f"| {people}, {seconds} s |" in text
    assert f"| {CROWD} at one moment |" in text
