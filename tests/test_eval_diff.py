"""Two runs side by side, with significance worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evals.diff import DiffError, diff, diff_lines
from evals.results import Results
from evals.types import Verdict
from tests.runs import make_case, make_outcome, make_results


def run_of(verdicts: dict[str, Verdict], **points: float) -> Results:
    return make_results(
        [
            make_outcome(make_case(id_), verdict, scores={"points": points.get(id_)})
            for id_, verdict in verdicts.items()
        ]
    )


R, P, W, N, E = (
    *(Verdict.RIGHT, Verdict.PARTLY, Verdict.WRONG),
    *(Verdict.REFUSED, Verdict.ERROR),
)


def test_cases_won_and_lost_are_told_the_greatest_change_first():
    before = run_of({"a": R, "b": R, "c": W, "d": N, "e": R, "f": P})
    after = run_of({"a": P, "b": W, "c": R, "d": P, "e": R, "f": P})
    found = diff(before, after)
    assert [pair.before.case.id for pair in found.lost] == ["b", "a"]
    assert [pair.before.case.id for pair in found.won] == ["c", "d"]
    assert (found.n, found.same) == (6, 2)
    assert (found.right_before, found.right_after) == (3, 2)


@pytest.mark.parametrize(
    ("first", "second", "change"),
    [(R, P, -1), (P, N, -1), (N, W, -1), (W, E, -1), (R, E, -4), (W, N, 1), (N, N, 0)],
)
def test_not_answering_is_better_than_answering_wrongly(first, second, change):
    found = diff(run_of({"a": first}), run_of({"a": second}))
    pairs = (*found.lost, *found.won)
    assert [pair.change for pair in pairs] == ([change] if change else [])


@pytest.mark.parametrize(
    ("only_before", "only_after", "p"),
    [
        (0, 0, 1.0),
        (1, 1, 1.0),
        (0, 5, 2 / 32),  # 2 * C(5,0) / 2^5
        (0, 6, 2 / 64),
        (1, 7, 2 * (1 + 8) / 256),  # 2 * (C(8,0) + C(8,1)) / 2^8
    ],
)
def test_mcnemar_is_exact(only_before, only_after, p):
    lost = {f"l{n}": (R, W) for n in range(only_before)}
    won = {f"w{n}": (W, R) for n in range(only_after)}
    both = {"same": (R, R), "never": (W, W)} | lost | won
    found = diff(
        run_of({id_: pair[0] for id_, pair in both.items()}),
        run_of({id_: pair[1] for id_, pair in both.items()}),
    )
    assert found.p == pytest.approx(p)
    said = "significant" if p < 0.05 else "may be chance"
    assert f"McNemar p = {p:.3f}, {said}" in diff_lines(found)[1]


def test_a_figure_that_falls_in_every_case_is_significant_and_stands_first():
    ids = [f"c{n}" for n in range(8)]
    before = run_of(dict.fromkeys(ids, R), **dict.fromkeys(ids, 1.0))
    after = run_of(dict.fromkeys(ids, P), **dict.fromkeys(ids, 0.5))
    found = diff(before, after)
    changes = {change.name: change for change in found.changes}
    points = changes["points"]
    assert (points.n, points.before, points.after, points.p) == (8, 1.0, 0.5, 0.0)
    assert points.worse
    assert points.significant
    assert changes["partly"].worse
    assert not changes["wrong"].worse
    worse = [change.worse for change in found.changes]
    assert worse == sorted(worse, reverse=True)
    assert "mrr" not in changes


def test_one_case_of_many_may_be_chance():
    ids = [f"c{n}" for n in range(10)]
    before = run_of(dict.fromkeys(ids, R), **dict.fromkeys(ids, 1.0))
    after = run_of(dict.fromkeys(ids, R), **(dict.fromkeys(ids, 1.0) | {"c3": 0.0}))
    points = next(c for c in diff(before, after).changes if c.name == "points")
    # the share of resamples without the one case is (9/10)^10, about 0.35; doubled 0.70
    assert points.p == pytest.approx(2 * 0.9**10, abs=0.05)
    assert points.worse
    assert not points.significant


@pytest.mark.parametrize(("before", "after", "worse"), [(1.5, 1.1, False), (1.1, 0.5, True)])
def test_length_is_best_near_one(before, after, worse):
    one = make_results([make_outcome(make_case("a"), scores={"length": before})])
    two = make_results([make_outcome(make_case("a"), scores={"length": after})])
    change = next(c for c in diff(one, two).changes if c.name == "length")
    assert change.worse is worse


def test_only_the_same_question_is_compared():
    before, after = run_of({"a": R, "b": R, "x": R}), run_of({"a": R, "b": R, "y": R})
    asked = replace(after.outcomes[1], case=replace(make_case("b"), question="别的？"))
    found = diff(before, replace(after, outcomes=(after.outcomes[0], asked, after.outcomes[2])))
    assert found.n == 1
    assert found.only_before == ("b", "x")
    assert found.only_after == ("b", "y")


def test_only_what_is_examined_is_compared():
    case = make_case("a")
    before = make_results([make_outcome(case), make_outcome(case, W, "bm25")])
    after = make_results([make_outcome(case), make_outcome(case, R, "bm25")])
    assert (diff(before, after).won, diff(before, after).same) == ((), 1)


def test_runs_without_a_common_case_are_refused():
    with pytest.raises(DiffError, match="no case in common"):
        diff(run_of({"a": R}), run_of({"b": R}))


def test_the_lines_name_the_lost_before_the_won():
    lines = diff_lines(diff(run_of({"a": R, "b": W}), run_of({"a": W, "b": R})))
    assert lines[0] == "2 cases compared: 1 lost, 1 won, 0 the same"
    assert lines[2].startswith("LOST a (fact): right -> wrong")
    assert lines[3].startswith("won b (fact): wrong -> right")
