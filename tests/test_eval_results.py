"""Runs on disk, and what they come to: figures, groups, times, answering and abstaining."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from evals.fingerprints import cases_fingerprint, code_fingerprint, versions, weights
from evals.history import history_lines, read_history
from evals.results import NAME, ResultsError, load, save
from evals.run import MEASURES
from evals.summary import (
    FIGURES,
    SHARES,
    abstention,
    by_document,
    by_split,
    by_type,
    figures,
    gap,
    pooled_citations,
    stage_times,
    values,
)
from evals.trend import write_trend
from evals.types import Place, Said, Verdict
from tests.runs import make_case, make_outcome, make_results

RUN = make_results(
    [
        make_outcome(make_case("a1"), scores={"points": 1.0, "hit@1": 1.0}),
        make_outcome(make_case("a2"), Verdict.WRONG, scores={"points": 0.0, "hit@1": 0.0}),
        make_outcome(make_case("a3", split="held"), Verdict.REFUSED, scores={"points": 0.0}),
        make_outcome(
            make_case("u1", "unanswerable", gold=False), Verdict.RIGHTLY_REFUSED, retrieved=()
        ),
        make_outcome(make_case("u2", "unanswerable", "held", gold=False), Verdict.WRONGLY_ANSWERED),
        make_outcome(make_case("a1"), answerer="bm25", scores={"points": 0.5}),
    ],
    versions=(("python", "3.11.9"),),
    weights=(("retrieve.words", 0.75),),
    selection=(("split", ("dev", "held")),),
)
MINE = RUN.of("tiaoli")
SPECIAL = (
    *("premise corrected", "premise flagged", "premise confirmed", "premise false alarm"),
    "injection resisted",
)


def test_a_run_is_read_back_as_it_was_saved(tmp_path):
    path = save(RUN, tmp_path / "run")
    assert path.name == NAME
    assert load(tmp_path / "run") == load(path) == RUN
    assert load(path).digest == RUN.digest
    assert [p.name for p in (tmp_path / "run").iterdir()] == [NAME]


def test_half_a_character_survives_being_saved(tmp_path):
    case = replace(make_case("h1"), question="什么\ud800？")
    run = make_results([make_outcome(case, text="\udfff[1]")])
    save(run, tmp_path)
    assert load(tmp_path) == run


def test_the_digest_leaves_out_times_and_processes_and_nothing_else():
    slow = replace(
        RUN,
        made="2027-01-01T00:00:00Z",
        setting=replace(RUN.setting, jobs=8),
        outcomes=tuple(
            replace(one, reply=replace(one.reply, stages=(("answer", 9.0),)))
            for one in RUN.outcomes
        ),
    )
    assert slow.digest == RUN.digest
    changed = replace(RUN.outcomes[0], reply=replace(RUN.outcomes[0].reply, text="别的"))
    for other in (
        replace(RUN, outcomes=(changed, *RUN.outcomes[1:])),
        replace(RUN, setting=replace(RUN.setting, seed=8)),
        replace(RUN, setting=replace(RUN.setting, code="f" * 64)),
        replace(RUN, setting=replace(RUN.setting, weights=())),
        replace(RUN, clauses={}),
    ):
        assert other.digest != RUN.digest


def test_the_name_of_a_run_has_its_time_and_digest():
    assert RUN.name == f"20260131T093000Z-{RUN.digest[:8]}"


def damaged(**change: object) -> str:
    run = json.loads(save_text())
    return json.dumps({**run, **change})


def save_text() -> str:
    from evals.records import to_json
    from evals.results import _record

    return to_json(_record(RUN, timed=True))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "is not a run of format 1"),
        ('{"format": 2}', "is not a run of format 1"),
        ('{"format": 1}', "is damaged"),
        (damaged(answerers=[]), "is damaged"),
        (damaged(outcomes=[{}]), "is damaged"),
        (damaged(outcomes=5), "is damaged"),
        (damaged(made=5), "is damaged"),
        (damaged(cases=[]), "is damaged"),
        (damaged(clauses=[["gd/1"]]), "is damaged"),
        (damaged(setting={}), "is damaged"),
        (save_text().replace('"points": 1.0', '"points": NaN'), "is damaged"),
        (save_text().replace('"points": 1.0', '"points": "1"'), "is damaged"),
        (save_text().replace('"verdict": "right"', '"verdict": "good"'), "is damaged"),
    ],
)
def test_what_is_no_run_is_refused_in_one_line(tmp_path, text, said):
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    with pytest.raises(ResultsError, match=said) as error:
        load(tmp_path)
    assert "\n" not in str(error.value)
    assert NAME in str(error.value)


def test_a_run_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ResultsError, match="cannot be read"):
        load(tmp_path / "none")


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ResultsError, match="cannot be written"):
        save(RUN, tmp_path / "file" / "run")


def test_shares_are_taken_over_the_cases_they_can_happen_to():
    found = figures(MINE)
    assert (found["right"].n, found["right"].mean) == (3, pytest.approx(1 / 3))
    assert (found["wrong"].n, found["wrong"].mean) == (3, pytest.approx(1 / 3))
    assert (found["refused"].n, found["refused"].mean) == (3, pytest.approx(1 / 3))
    assert (found["rightly refused"].n, found["rightly refused"].mean) == (2, 0.5)
    assert (found["wrongly answered"].n, found["wrongly answered"].mean) == (2, 0.5)
    assert (found["error"].n, found["error"].mean) == (5, 0.0)


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("gold", [True, False])
def test_every_verdict_is_counted_once(verdict, gold):
    unanswerable = {Verdict.RIGHTLY_REFUSED, Verdict.WRONGLY_ANSWERED, Verdict.WRONG, Verdict.ERROR}
    answerable = set(Verdict) - {Verdict.RIGHTLY_REFUSED, Verdict.WRONGLY_ANSWERED}
    if verdict not in (answerable if gold else unanswerable):
        return
    one = make_outcome(make_case("x", "injection", gold=gold), verdict)
    shares = [values([one], name)[0] for name in SHARES if name not in SPECIAL]
    assert sum(share for share in shares if share is not None) == 1


def test_what_was_not_measured_is_nothing_and_not_zero():
    found = figures(MINE)
    for name in ("mrr", "length", "premise corrected", "injection resisted"):
        assert (found[name].n, found[name].mean, found[name].low) == (0, None, None)
    assert found["points"].n == 3
    assert set(found) == set(FIGURES) >= set(MEASURES)


def test_citations_are_counted_over_answers_and_over_sentences():
    def answered(cites: tuple[int, ...], recall: float, precision: float):
        one = make_outcome(
            make_case("x"), scores={"citation recall": recall, "citation precision": precision}
        )
        places = [tuple(Place("gd", at, at + 1) for at in range(count)) for count in cites]
        said = tuple(Said("句", place) for place in places)
        return replace(one, reply=replace(one.reply, sentences=said))

    short, long = answered((1,), 1.0, 1.0), answered((1, 2, 2, 0), 0.5, 0.4)
    refused = make_outcome(make_case("y"), Verdict.REFUSED)
    over_answers = figures([short, long, refused])
    assert (over_answers["citation recall"].n, over_answers["citation recall"].mean) == (2, 0.75)
    pooled = pooled_citations([short, long, refused])
    recall, precision = pooled["citation recall"], pooled["citation precision"]
    assert (recall.n, recall.mean) == (5, pytest.approx(3 / 5))
    assert (precision.n, precision.mean) == (6, pytest.approx(3 / 6))
    assert pooled_citations([refused])["citation recall"].mean is None


def test_an_interval_is_that_of_a_bootstrap():
    draws = np.random.default_rng(7).integers(0, 3, (2000, 3))
    means = np.array([1.0, 0.0, 0.0])[draws].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    found = figures(MINE, seed=7)["points"]
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    ("verdict", "forbidden", "corrected"),
    [
        (Verdict.RIGHT, None, 1.0),
        (Verdict.RIGHT, 0.0, 1.0),
        (Verdict.RIGHT, 0.5, 0.0),
        (Verdict.PARTLY, None, 0.0),
        (Verdict.REFUSED, None, 0.0),
    ],
)
def test_a_false_premise_is_corrected_by_the_truth_alone(verdict, forbidden, corrected):
    one = make_outcome(make_case("p", "false_premise"), verdict, scores={"forbidden": forbidden})
    assert values([one], "premise corrected") == [corrected]


@pytest.mark.parametrize(
    ("verdict", "points", "notes", "flagged", "confirmed"),
    [
        (Verdict.RIGHT, 1.0, ("premise",), 1.0, 0.0),
        (Verdict.RIGHT, 1.0, (), 0.0, 0.0),
        (Verdict.WRONG, 0.0, (), 0.0, 1.0),
        (Verdict.WRONG, 0.0, ("premise",), 0.0, 0.0),
        (Verdict.REFUSED, 0.0, (), 0.0, 0.0),
    ],
)
def test_confirming_a_false_premise_is_counted_apart(verdict, points, notes, flagged, confirmed):
    one = make_outcome(make_case("p", "false_premise"), verdict, scores={"points": points})
    one = replace(one, reply=replace(one.reply, notes=notes))
    assert values([one], "premise flagged") == [flagged]
    assert values([one], "premise confirmed") == [confirmed]
    assert values([one], "premise false alarm") == [None]


def test_a_sound_question_called_false_is_an_alarm():
    one = make_outcome(make_case("s"))
    noted = replace(one, reply=replace(one.reply, notes=("premise",)))
    assert values([one, noted], "premise false alarm") == [0.0, 1.0]
    assert values([noted], "premise confirmed") == [None]


@pytest.mark.parametrize(
    ("verdict", "forbidden", "resisted"),
    [
        (Verdict.RIGHT, 0.0, 1.0),
        (Verdict.WRONG, 0.5, 0.0),
        (Verdict.ERROR, 0.0, 0.0),
        (Verdict.RIGHT, None, None),
    ],
)
def test_an_injection_is_resisted_if_nothing_of_it_is_said(verdict, forbidden, resisted):
    one = make_outcome(make_case("i", "injection"), verdict, scores={"forbidden": forbidden})
    assert values([one], "injection resisted") == [resisted]


def test_answering_and_abstaining_are_counted_both_ways():
    found = abstention(MINE)
    assert found.answered_answerable == 2
    assert found.refused_answerable == 1
    assert found.refused_unanswerable == 1
    assert found.answered_unanswerable == 1
    failed = make_outcome(make_case("e"), Verdict.ERROR)
    assert abstention([*MINE, failed]) == found


def test_groups_are_by_type_document_and_split():
    assert {name: len(group) for name, group in by_type(MINE).items()} == {
        "fact": 3,
        "unanswerable": 2,
    }
    assert {name: len(group) for name, group in by_document(MINE).items()} == {"": 2, "gd": 3}
    assert {name: len(group) for name, group in by_split(MINE).items()} == {"dev": 3, "held": 2}


def test_the_gap_is_dev_less_held():
    assert gap(MINE, "points") == pytest.approx(0.5)
    assert gap(MINE, "hit@1") is None
    assert gap([o for o in MINE if o.case.split == "dev"], "points") is None


def test_times_are_median_and_nearest_rank_95_by_stage():
    outcomes = [
        make_outcome(make_case(f"t{n}"), stages=(("retrieve", float(n)), ("answer", 100.0)))
        for n in range(1, 21)
    ]
    quiet = make_outcome(make_case("none"), stages=())
    found = {one.stage: one for one in stage_times([*outcomes, quiet])}
    assert (found["retrieve"].n, found["retrieve"].median, found["retrieve"].p95) == (20, 10, 19)
    assert (found["all"].n, found["all"].median, found["all"].p95) == (20, 110, 119)
    assert stage_times([quiet]) == ()


def test_the_fingerprint_of_cases_changes_with_any_field():
    case = make_case("a1")
    seen = {
        cases_fingerprint([one])
        for one in (
            case,
            replace(case, question="别的？"),
            replace(case, answer="别的。"),
            replace(case, points=("别的",)),
            replace(case, must_not=("别的",)),
            replace(case, history=(("user", "别的"),)),
            replace(case, split="held"),
            replace(case, gold=()),
        )
    }
    assert len(seen) == 8
    assert cases_fingerprint([case, case]) != cases_fingerprint([case])


def test_the_run_says_its_code_versions_and_weights():
    assert len(code_fingerprint()) == 64
    assert {"python", "numpy", "faiss-cpu"} <= dict(versions()).keys()
    assert dict(weights())["retrieve.words"] > 0


def test_the_history_has_every_run_in_the_order_of_time(tmp_path):
    later = replace(RUN, made="2026-02-01T00:00:00Z", setting=replace(RUN.setting, cases="f" * 64))
    for run in (later, RUN):
        save(run, tmp_path / run.name)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / NAME).write_text("{")
    history = read_history(tmp_path, ("dev.right", "mrr"))
    assert [entry.made for entry in history.entries] == [RUN.made, later.made]
    assert dict(history.entries[0].reached)["dev.right"].mean == 0.5
    lines = history_lines(history)
    assert lines[0] == "dev.right"
    assert lines[1].startswith(f"  {RUN.name}  ")
    assert lines[1].endswith("0.500 (n 2)")
    assert lines[1].count("█") + lines[1].count("|") == 21
    assert lines[2].startswith(" *")
    assert lines[4].endswith("not measured")
    assert "is not JSON" in lines[-1]


def test_the_trend_page_is_one_file_that_calls_nobody(tmp_path):
    for day in (1, 2, 3):
        run = replace(RUN, made=f"2026-02-0{day}T00:00:00Z")
        save(run, tmp_path / run.name)
    page = write_trend(tmp_path / "history.html", read_history(tmp_path, ("dev.right", "mrr")))
    text = page.read_text(encoding="utf-8")
    assert text.count("<circle") == 3
    assert "0.500 (n 2)" in text
    assert "not measured" in text
    assert "http" not in text.replace("http-equiv", "")
    assert "<script" not in text


def test_no_run_is_said(tmp_path):
    assert history_lines(read_history(tmp_path)) == ["no run yet; make one by `tiaoli eval`"]
