"""The gate: what is printed and the exit code are one verdict."""

from __future__ import annotations

import tomllib

import pytest

from evals.gate import (
    GATE,
    Bound,
    GateError,
    parts,
    proposed,
    reached,
    read_bound,
    read_gate,
    rule,
)
from evals.types import Verdict
from tests.runs import make_case, make_outcome, make_results

RUN = make_results(
    [
        make_outcome(make_case("a"), scores={"points": 1.0, "citation recall": 0.5}),
        make_outcome(make_case("b"), Verdict.WRONG, scores={"points": 0.0}),
        make_outcome(make_case("c", "list"), scores={"points": 1.0}),
        make_outcome(make_case("d", split="held"), Verdict.REFUSED, scores={"points": 0.0}),
        make_outcome(make_case("u", "unanswerable", gold=False), Verdict.RIGHTLY_REFUSED),
        make_outcome(make_case("v", "unanswerable", gold=False), Verdict.WRONGLY_ANSWERED),
        make_outcome(make_case("a"), answerer="bm25", scores={"points": 0.25}),
    ]
)
MINE = RUN.of("tiaoli")


@pytest.mark.parametrize(
    ("name", "n", "mean"),
    [
        ("points", 4, 0.5),
        ("dev.points", 3, 2 / 3),
        ("held.points", 1, 0.0),
        ("fact.points", 3, 1 / 3),
        ("dev.fact.points", 2, 0.5),
        ("dev.citation recall", 1, 0.5),
        ("dev.citation_recall", 1, 0.5),
        ("dev.Citation-Recall", 1, 0.5),
        ("dev.refused", 3, 0.0),
        ("held.refused", 1, 1.0),
        ("dev.unanswerable.refused", 2, 0.5),
        ("dev.rightly_refused", 2, 0.5),
        ("held.unanswerable.refused", 0, None),
        ("mrr", 0, None),
    ],
)
def test_a_name_says_split_type_and_figure(name, n, mean):
    found = reached(MINE, name)
    assert found.n == n
    assert found.mean == (None if mean is None else pytest.approx(mean))


@pytest.mark.parametrize(
    "name", ["", "point", "dev.", "test.points", "dev.facts.points", "fact.dev.points", "a.b.c.mrr"]
)
def test_a_name_that_means_nothing_is_refused(name):
    with pytest.raises(GateError, match=r"no figure|no split or type"):
        parts(name)


@pytest.mark.parametrize(
    ("bounds", "code", "said"),
    [
        ([Bound("dev.points", "min", 0.6)], 0, "ok  dev.points 0.6667 (n 3"),
        ([Bound("dev.points", "min", 0.7)], 1, "NO  dev.points 0.6667 (n 3"),
        ([Bound("dev.wrong", "max", 0.4)], 0, "ok  dev.wrong 0.3333"),
        ([Bound("dev.wrong", "max", 0.3)], 1, "NO  dev.wrong 0.3333"),
        ([Bound("points", "min", 0.5)], 0, "must be at least 0.5"),
        ([Bound("points", "max", 0.5)], 0, "must be at most 0.5"),
        ([Bound("mrr", "min", 0.0)], 1, "NO  mrr not measured"),
        ([Bound("mrr", "max", 1.0)], 1, "NO  mrr not measured"),
    ],
)
def test_the_exit_code_is_the_reason_printed(bounds, code, said):
    ruling = rule(RUN, bounds)
    assert ruling.code == code
    assert said in "\n".join(ruling.lines)
    failed = sum(line.startswith("NO") for line in ruling.lines)
    assert (failed > 0) is (code == 1)
    last = ruling.lines[-1]
    assert last == ("gate passed" if code == 0 else f"gate FAILED: {failed} of 1 bounds")


def test_one_bound_that_fails_is_enough_and_stands_first():
    ruling = rule(RUN, [Bound("points", "min", 0.1), Bound("points", "min", 0.9)])
    assert ruling.code == 1
    assert ruling.lines[0].startswith("NO")
    assert ruling.lines[-1] == "gate FAILED: 1 of 2 bounds"


def test_rounding_never_contradicts_the_verdict():
    outcomes = [
        make_outcome(make_case(f"c{n}"), scores={"points": 0.89999 if n else 0.9}) for n in range(2)
    ]
    ruling = rule(make_results(outcomes), [Bound("points", "min", 0.9)])
    assert ruling.code == 1
    shown = ruling.lines[0].split()[2]
    assert float(shown) < 0.9


def test_a_baseline_cannot_pass_or_fail_the_gate():
    assert rule(RUN, [Bound("dev.fact.points", "min", 0.5)]).passed


def test_a_gate_of_nothing_is_no_gate():
    with pytest.raises(GateError, match="no bound"):
        rule(RUN, [])


def test_a_bound_is_read_from_the_command_line():
    assert read_bound("dev.points=0.9", "min") == Bound("dev.points", "min", 0.9)


@pytest.mark.parametrize("text", ["points", "points=", "points=x", "points=nan", "=1", "p=1", ""])
def test_a_bound_that_is_none_is_refused(text):
    with pytest.raises(GateError):
        read_bound(text, "min")


def test_a_gate_file_has_two_tables(tmp_path):
    path = tmp_path / "gate.toml"
    path.write_text('[min]\n"dev.points" = 0.9\n[max]\n"dev.wrong" = 1\n')
    assert read_gate(path) == (Bound("dev.points", "min", 0.9), Bound("dev.wrong", "max", 1.0))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[min", "is not TOML"),
        ('[least]\n"points" = 1', "unknown table 'least'"),
        ("min = 3", "must be a table"),
        ('[min]\n"points" = "high"', "must be a number"),
        ('[min]\n"points" = true', "must be a number"),
        ('[min]\n"points" = nan', "must be a number"),
        ("[min]\ndev.points = 0.9", 'as in "dev.points"'),
        ('[max]\n"dev.pionts" = 0.9', "no figure 'pionts'"),
    ],
)
def test_a_gate_file_that_is_none_is_refused_by_name(tmp_path, text, said):
    path = tmp_path / "gate.toml"
    path.write_text(text)
    with pytest.raises(GateError, match=r"gate\.toml") as error:
        read_gate(path)
    assert said in str(error.value)


def test_a_gate_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(GateError, match="cannot be read"):
        read_gate(tmp_path / "none.toml")


def test_proposed_bounds_are_kept_by_the_run_they_come_from(tmp_path):
    path = tmp_path / "gate.toml"
    path.write_text(proposed(RUN))
    bounds = read_gate(path)
    assert rule(RUN, bounds).passed
    assert {bound.name for bound in bounds} >= {"dev.right", "dev.error"}
    assert not {bound.name for bound in bounds} & {"dev.mrr", "held.rightly refused"}


def test_a_proposed_bound_is_one_point_below_what_was_reached():
    outcomes = [
        make_outcome(make_case(f"c{n}"), scores={"points": float(n % 4 != 0), "mrr": 1.0})
        for n in range(400)
    ]
    table = tomllib.loads(proposed(make_results(outcomes)))
    assert table["min"]["dev.points"] == 0.74
    assert table["min"]["dev.mrr"] == 0.99
    assert table["max"]["dev.wrong"] == 0.01


def test_the_committed_gate_is_one():
    bounds = read_gate(GATE)
    assert any(bound.name.startswith("dev.") for bound in bounds)
    assert {bound.kind for bound in bounds} == {"min", "max"}
