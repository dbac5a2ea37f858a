"""Runs as the evaluation page lists, searches, opens and compares them; held cases stay hidden."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from evals.conduct import UNFINISHED
from evals.questions import Gold
from evals.results import ResultsError, save
from evals.types import Verdict
from index.home import Home
from tests.runs import QUOTE, make_case, make_outcome, make_results
from ui.evaluation import case, cases, changes, downloads, overview
from ui.evaluation.address import Address, link, read
from ui.evaluation.board import Board
from ui.evaluation.cases import Wanted, chosen
from ui.evaluation.running import runs_folder
from ui.evaluation.runs import Run, Runs
from ui.words import LANGUAGES, say

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def run_of(*outcomes, name="one", **setting):
    return Run(name, make_results(outcomes, **setting))


def mixed(name="one"):
    return run_of(
        make_outcome(make_case("n1")),
        make_outcome(make_case("n2", "number"), Verdict.WRONG, text="別的。[1]"),
        make_outcome(make_case("n3", "unanswerable", gold=False), Verdict.RIGHTLY_REFUSED),
        make_outcome(make_case("n4"), Verdict.ERROR),
        name=name,
    )


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("", Address()),
        ("?run=a&base=b&tab=cases&q=n1&p=3", Address("a", "b", "cases", "n1", 3)),
        ("tab=nonsense&p=-1&common=2", Address()),
        ("tab=remarks&q=12", Address(tab="remarks", open="12")),
        ("p=²", Address()),
        ("p=0&q=%E5%8F%B8%E6%B3%95", Address(open="司法")),
        ("?" + "&".join(f"a{n}=1" for n in range(20)), Address()),
        ("q=" + "x" * 5000, Address(open="x" * 200)),
    ],
)
def test_an_address_is_read_and_what_makes_no_sense_is_left_out(query, address):
    assert read(query) == address


def test_too_many_parameters_are_as_if_none_were_there():
    assert read("&".join(["run=a"] * 50)) == Address()


def test_a_link_read_again_is_the_same_address():
    there = Address("a&b=1", "ü?#", "cases", "问 题", 2)
    found = link("zh", there, open="问 题", page=2)
    assert found.startswith("/zh/eval?")
    assert read(found.split("?", 1)[1]) == there
    assert "q=" not in link("en", there, tab="cases")


def test_runs_are_listed_newest_first_with_what_they_came_to(tmp_path):
    first = make_results(mixed().own, made="2026-01-31T09:30:00Z")
    part = ((UNFINISHED, ("1/9",)), ("set", ("own.jsonl",)))
    second = make_results(mixed().own[:1], made="2026-02-01T09:30:00Z", selection=part)
    for results in (second, first):
        save(results, tmp_path / results.name)
    entries = Runs(tmp_path).entries()
    assert [entry.name for entry in entries] == [second.name, first.name]
    assert (entries[1].passed, entries[1].judged, entries[1].n) == (2, 3, 4)
    assert entries[0].unfinished == "1/9"
    assert "未完成 1/9" in overview.label("zh", entries[0])
    assert "own.jsonl · passed 100% (1/1)" in overview.label("en", entries[0])


def test_a_run_is_found_by_its_name_and_never_by_a_path(tmp_path):
    results = mixed().results
    save(results, tmp_path / "evals" / "good")
    save(results, tmp_path / "outside")
    (tmp_path / "evals" / "bad").mkdir()
    (tmp_path / "evals" / "bad" / "results.json").write_text("{")
    runs = Runs(tmp_path / "evals")
    found = runs.find("good")
    assert found
    assert found.name == "good"
    for name in ("../outside", str(tmp_path / "outside"), "", ".", "none", "good/results.json"):
        assert runs.find(name) is None
    with pytest.raises(ResultsError):
        runs.find("bad")
    assert [entry.name for entry in runs.entries()] == ["good"]


def test_a_run_that_was_written_again_is_read_again(tmp_path):
    save(mixed().results, tmp_path / "a")
    runs = Runs(tmp_path)
    assert len(runs.find("a").own) == 4
    save(make_results(mixed().own[:1]), tmp_path / "a")
    assert len(runs.find("a").own) == 1


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (Wanted(), ["n1", "n2", "n3", "n4"]),
        (Wanted(text="别的"), ["n2"]),
        (Wanted(text="问题n3"), ["n3"]),
        (Wanted(text="問題N1 深化"), ["n1"]),
        (Wanted(text="(*"), []),
        (Wanted(types=("number", "unanswerable")), ["n2", "n3"]),
        (Wanted(verdicts=("right",)), ["n1"]),
        (Wanted(failed=True), ["n2", "n4"]),
        (Wanted(failed=True, types=("fact",)), ["n4"]),
        (Wanted(changed=True), []),
    ],
)
def test_the_table_is_searched_and_filtered(wanted, ids):
    assert [one.case.id for one in chosen(mixed(), wanted)] == ids


def test_only_what_changed_against_the_base_is_shown_where_wanted():
    base = run_of(make_outcome(make_case("n1"), Verdict.WRONG), make_outcome(make_case("n2")))
    run = run_of(make_outcome(make_case("n1")), make_outcome(make_case("n2")))
    rows = chosen(run, Wanted(changed=True), base)
    assert [one.case.id for one in rows] == ["n1"]
    drawn = cases.table("zh", run, Address(), rows, base)
    assert drawn.index("答错") < drawn.index("答对")


def test_a_long_list_goes_over_pages():
    run = run_of(*(make_outcome(make_case(f"n{k:03}")) for k in range(120)))
    drawn = cases.table("zh", run, Address(page=3), chosen(run, Wanted()))
    assert "n119" in drawn
    assert "n099" not in drawn
    assert "第3页，共3页" in drawn
    assert cases.table("zh", run, Address(page=99), chosen(run, Wanted())) == drawn.replace(
        "&amp;p=3", "&amp;p=99"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_a_case_is_ever_html(language):
    made = replace(
        make_case("n1"), id="n<b>1", question=HOSTILE, answer=HOSTILE, points=(HOSTILE,),
        must_not=(HOSTILE,), history=(("user", HOSTILE), ("assistant", HOSTILE)),
        gold=(Gold("gd", HOSTILE),),
    )  # fmt: skip
    outcome = make_outcome(made, Verdict.WRONG, text=HOSTILE)
    run, here = run_of(outcome), Address("one", "", "cases", "n<b>1")
    drawn = case.opened(language, run, here, outcome, run)
    drawn += cases.table(language, run, here, [outcome], run)
    drawn += changes.changes(language, here, run_of(replace(outcome, verdict=Verdict.RIGHT),
                                                    name="b<x>"), run)  # fmt: skip
    assert "&lt;script&gt;" in drawn
    for tag in ("<script", "<img", "n<b>1"):
        assert tag not in drawn


def test_an_opened_case_shows_marks_the_gold_words_and_the_ways_on():
    run = mixed()
    drawn = case.opened("zh", run, Address("one"), run.by_id["n1"])
    assert '<a class="ev-mark" href="#ev-c1">1</a>' in drawn
    assert f"<mark>{QUOTE}</mark>" in drawn
    assert "/zh/doc?c=gd/2" in drawn
    assert "/zh/?q=%E9%97%AE%E9%A2%98n1" in drawn
    assert "说到" in drawn


def test_errors_are_neither_right_nor_wrong():
    drawn = overview.overview("zh", mixed())
    assert "1题出错或未判，不计入对错。" in drawn
    assert "<b>0.67</b>" in drawn  # 2 of 3 judged


def held_run(name="one"):
    return run_of(make_outcome(make_case("secret", split="held")),
                  make_outcome(make_case("n1")), name=name)  # fmt: skip


def test_held_cases_are_only_numbers():
    run, base = held_run(), held_run("two")
    here = Address("one", "two", "cases", "secret")
    drawn = overview.overview("zh", run) + changes.changes("zh", here, base, run)
    assert run.by_id == {}
    assert chosen(run, Wanted()) == []
    other = run_of(make_outcome(make_case("n1")), name="three")
    drawn += changes.changes("zh", here, run, other) + changes.changes("zh", here, other, run)
    drawn += changes.changes("zh", replace(here, common=True), other, run)
    assert "只给总数" in drawn
    assert "secret" not in drawn


def test_runs_over_other_questions_are_not_compared_and_it_says_which():
    base = run_of(make_outcome(make_case("n1"), Verdict.WRONG), make_outcome(make_case("n2")))
    run = run_of(make_outcome(make_case("n1")), make_outcome(make_case("n3")), name="two")
    here = Address("two", "one", "changes")
    drawn = changes.changes("zh", here, base, run)
    assert "只在对比那次有1题n2" in drawn
    assert "只在本次有1题n3" in drawn
    assert "变好" not in drawn
    assert changes.usable(changes.compared(base, run), here) is None
    both = changes.changes("zh", replace(here, common=True), base, run)
    assert "对比1题：0题变差，1题变好，0题不变。" in both
    assert "common=1" in drawn


def test_a_question_that_was_reworded_is_another_question():
    reworded = replace(make_case("n1"), question="别的？")
    base, run = run_of(make_outcome(reworded)), run_of(make_outcome(make_case("n1")), name="two")
    drawn = changes.changes("en", Address("two", "one", "changes"), base, run)
    assert say("en", "eval.nothingshared") in drawn


@pytest.mark.parametrize(
    ("base", "key"),
    [(None, "eval.nobase"), ("one", "eval.itself"), ("apart", "eval.nothingshared")],
)
def test_every_way_not_to_compare_has_a_sentence(base, key):
    named = {None: None, "one": mixed(), "apart": run_of(make_outcome(make_case("z")), name="z")}
    assert say("zh", key) in changes.changes("zh", Address("one"), named[base], mixed())


def test_what_is_downloaded_is_what_the_run_holds_and_no_formula(tmp_path):
    home = Home(tmp_path)
    made = replace(make_case("n1"), question="=HYPERLINK(1)")
    save(make_results([make_outcome(made)]), runs_folder(home) / "a")
    lines = downloads.run_file(home, "a", "jsonl").content.decode().splitlines()
    assert [json.loads(line)["case"]["id"] for line in lines] == ["n1"]
    rows = csv.DictReader(io.StringIO(downloads.run_file(home, "a", "csv").content.decode()[1:]))
    assert next(rows)["question"] == "'=HYPERLINK(1)"
    report = downloads.run_file(home, "a", "html")
    assert b"<!doctype html" in report.content[:50].lower()
    assert report.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "kind"), [("../a", "csv"), ("a", "json"), ("a", "html/.."), ("", "csv"), ("h", "csv")]
)
def test_no_file_is_given_but_those_of_listed_runs(tmp_path, name, kind):
    home = Home(tmp_path)
    save(mixed().results, runs_folder(home) / "a")
    save(held_run().results, runs_folder(home) / "h")
    save(mixed().results, tmp_path / "a")
    assert downloads.run_file(home, name, kind) is None


def test_a_missing_run_and_a_first_visit_say_what_to_do(tmp_path, library):
    board = Board(Home(tmp_path), "zh", library)
    assert "还没有运行记录" in board.overview(*board.at(Address()))
    assert "没有名为“&lt;b&gt;”的" in board.overview(*board.at(Address("<b>")))
    save(mixed().results, runs_folder(board.home) / "a")
    assert board.at(Address())[2].run == "a"
