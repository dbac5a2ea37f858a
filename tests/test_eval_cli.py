"""`tiaoli eval` from the command line: runs, comparisons, the gate, and exit codes."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from evals.answerers import BASELINES
from evals.conduct import Plan, chosen, conduct, processes
from evals.questions import CASES, read_cases
from evals.results import load, save
from evals.run import Outcome
from index.home import Home
from tests.commands import run
from tests.runs import make_case

GD = "gd-2021-key-points"
LINES = [
    {
        "id": f"own{n}",
        "type": type_,
        "question": question,
        "gold": [{"doc": GD, "quote": quote}] if quote else [],
        "points": [quote] if quote else [],
        "answer": "见条文。",
    }
    for n, (type_, question, quote) in enumerate(
        [
            ("clause_lookup", "广东要点第14项讲什么？", "健全解决执行难长效机制"),
            ("fact", "广东省哪里的法院在做“双重”管理执行体制改革试点？", "惠州法院"),
            ("fact", "破产审判由哪里的法院先行先试？", "破产"),
            ("unanswerable", "2021年北京的房价是多少？", ""),
            ("unanswerable", "今天天气怎么样？", ""),
        ]
    )
]


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in LINES), encoding="utf-8")
    return path


@pytest.fixture
def ran(home, capsys, own, tmp_path):
    """The folder of a run over five cases."""
    folder = tmp_path / "run"
    assert run(capsys, "eval", "run", "--set", own, "--out", folder, "--seed", 3).code == 0
    return folder


def test_a_run_writes_two_files_and_names_their_folder(ran):
    assert sorted(path.name for path in ran.iterdir()) == ["report.html", "results.json"]
    results = load(ran)
    assert results.answerers == ("tiaoli", *BASELINES)
    assert len(results.outcomes) == 25
    assert results.setting.seed == 3
    assert results.setting.selection == (("set", ("own.jsonl",)),)
    assert [case.id for case in results.cases] == [line["id"] for line in LINES]
    assert len(results.clauses) > 150
    assert "<html" in (ran / "report.html").read_text(encoding="utf-8")[:200]


def test_results_go_home_under_their_name_unless_told_otherwise(home, capsys, own):
    ended = run(capsys, "eval", "--set", own, "--no-baselines")
    assert (ended.code, ended.err) == (0, "")
    (folder,) = (home / "evals").iterdir()
    assert ended.out.splitlines()[-1] == str(folder)
    results = load(folder)
    assert folder.name == results.name
    assert results.answerers == ("tiaoli",)


def test_the_same_seed_and_code_give_the_same_results_apart_from_times(ran, capsys, own, tmp_path):
    again = tmp_path / "again"
    assert run(capsys, "eval", "--set", own, "--out", again, "--seed", "3").code == 0
    one, two = (json.loads((place / "results.json").read_text()) for place in (ran, again))
    for record in (one, two):
        record["made"] = ""
        for outcome in record["outcomes"]:
            outcome["stages"] = []
    assert one == two
    assert load(ran).digest == load(again).digest


def test_the_table_has_every_baseline_and_the_counts(home, capsys, own):
    out = run(capsys, "eval", "--set", own).out
    for name in ("tiaoli", *BASELINES):
        assert f"\n{name} " in f"\n{out}"
    assert "injection resisted: not measured" in out
    assert "unanswerable: 2 refused, 0 answered" in out
    assert "all: median " in out


def test_cases_can_be_chosen(home, capsys, tmp_path):
    folder = tmp_path / "few"
    choice = ("--split", "dev", "--type", "definition", "--type", "fact", "--doc", GD)
    assert run(capsys, "eval", "run", *choice, "--no-baselines", "--out", folder).code == 0
    results = load(folder)
    assert {case.split for case in results.cases} == {"dev"}
    assert {case.type for case in results.cases} <= {"definition", "fact"}
    assert all(any(gold.document_id == GD for gold in case.gold) for case in results.cases)
    assert dict(results.setting.selection)["type"] == ("definition", "fact")


def test_choosing_nothing_is_choosing_all(library):
    cases = read_cases(CASES, library.documents)
    assert chosen(cases) == cases
    assert [c.split for c in chosen([make_case("a"), make_case("b", split="held")])] == [
        *("dev", "held")
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--type", "facts"), "no type 'facts'; one of"),
        (("--doc", "gd"), "no document 'gd'; there are: "),
        (("--split", "test"), "invalid choice: 'test'"),
        (("--set", "none.csv"), "none.csv: cannot be read"),
        (("--jobs", "-1"), "invalid whole number"),
        (("--seed", "x"), "invalid whole number"),
        (("--type", "unanswerable", "--doc", GD), "no case is of this"),
        (("nonsense",), "invalid choice: 'nonsense'"),
        (("diff", "a"), "the following arguments are required: B"),
        (("diff", "a", "b"), "a: cannot be read"),
        (("gate", "none", "--min", "points=0"), "cannot be read"),
        (("gate", "--min", "points"), "--min 'points': write a figure and a number"),
        (("gate", "--max", "dev.pionts=1"), "no figure 'pionts'"),
        (("gate", "--file", "none.toml"), "none.toml: cannot be read"),
        (("gate", "--write", "--min", "points=1"), "--write proposes bounds itself"),
        (("export", "none", "--format", "csv", "--out", "x"), "cannot be read"),
        (("export", "none", "--format", "xml", "--out", "x"), "invalid choice: 'xml'"),
    ],
)
def test_wrong_input_is_one_line_and_code_2(home, capsys, monkeypatch, tmp_path, arguments, said):
    monkeypatch.chdir(tmp_path)
    ended = run(capsys, "eval", *arguments)
    assert ended.code == 2
    assert said in ended.complaint


def test_a_run_that_cannot_be_written_is_said(home, capsys, own):
    ended = run(capsys, "eval", "--set", own, "--no-baselines", "--out", own)
    assert ended.code == 2
    assert "cannot be written" in ended.complaint


@pytest.mark.parametrize(
    ("bound", "code", "last"),
    [
        (("--min", "right=0.1"), 0, "gate passed"),
        (("--min", "unanswerable.refused=1"), 0, "gate passed"),
        (("--min", "right=1.1"), 1, "gate FAILED: 1 of 1 bounds"),
        (("--max", "error=0", "--min", "right=1.1"), 1, "gate FAILED: 1 of 2 bounds"),
        (("--min", "mrr=0.1", "--max", "dev.wrong=1"), 1, "gate FAILED: 1 of 2 bounds"),
    ],
)
def test_the_code_of_the_gate_is_what_it_prints(ran, capsys, bound, code, last):
    ended = run(capsys, "eval", "gate", ran, *bound)
    assert (ended.code, ended.err) == (code, "")
    assert ended.out.splitlines()[-1] == last
    assert ended.out.startswith("NO ") is (code == 1)


def test_a_gate_written_for_a_run_is_passed_by_it_and_not_by_a_worse_one(
    home, capsys, tmp_path, monkeypatch
):
    good, bad, file = tmp_path / "good", tmp_path / "bad", tmp_path / "gate.toml"
    choice = ("--split", "dev", "--type", "clause_lookup", "--type", "unanswerable")
    assert run(capsys, "eval", *choice, "--no-baselines", "--out", good).code == 0
    assert run(capsys, "eval", "gate", good, "--write", "--file", file).code == 0
    assert run(capsys, "eval", "gate", good, "--file", file).code == 0
    results = load(good)
    save(replace(results, outcomes=tuple(map(_worse, results.outcomes))), bad)
    ended = run(capsys, "eval", "gate", bad, "--file", file)
    assert ended.code == 1
    assert "NO  dev.right 0.0000" in ended.out


def _worse(outcome: Outcome) -> Outcome:
    from evals.types import Verdict

    return replace(outcome, verdict=Verdict.WRONG, scores=dict.fromkeys(outcome.scores, 0.0))


def test_a_run_compared_with_itself_has_no_change(ran, capsys):
    ended = run(capsys, "eval", "diff", ran, ran / "results.json")
    assert ended.code == 0
    assert ended.out.startswith("5 cases compared: 0 lost, 0 won, 5 the same\n")


def test_a_run_is_exported(ran, capsys, tmp_path):
    for form, name in (("beir", "corpus.jsonl"), ("ragas", "ragas-bm25.json"), ("csv", "outcomes")):
        ended = run(capsys, "eval", "export", ran, "--format", form, "--out", tmp_path / form)
        assert ended.code == 0
        assert name in ended.out
        assert all((tmp_path / form) in path.parents for path in (tmp_path / form).rglob("*.*"))


def test_the_history_is_shown_and_drawn(home, capsys, own):
    assert run(capsys, "eval", "history").out == "no run yet; make one by `tiaoli eval`\n"
    for _ in range(2):
        run(capsys, "eval", "--set", own, "--no-baselines", "--type", "fact")
    ended = run(capsys, "eval", "history")
    assert ended.code == 0
    assert (home / "evals" / "history.html").is_file()


def test_a_set_is_checked(home, capsys, own, tmp_path):
    ended = run(capsys, "eval", "check", own)
    assert (ended.code, ended.out) == (0, "own.jsonl: 5 good cases, 0 faults\n")
    bad = tmp_path / "bad.csv"
    bad.write_text("id,type,question,answer\na,fact,问？,答\nb,unanswerable,问？,答\nc,x,问？,答\n")
    ended = run(capsys, "eval", "check", bad)
    assert ended.code == 2
    assert ended.out == "bad.csv: 1 good cases, 2 faults\n"
    assert [line.split(":")[0] for line in ended.err.splitlines()] == [
        "bad.csv, line 2",
        "bad.csv, line 4",
    ]


def test_a_baseline_that_cannot_be_had_is_named_and_not_scored(library, monkeypatch):
    def missing(*_: object) -> None:
        raise ModuleNotFoundError("No module", name="langchain_text_splitters")

    monkeypatch.setattr("evals.langchain_store.nearest_pieces", missing)
    results = conduct(Plan((make_case("a", gold=False),)), library)
    assert results.absent == (("langchain", "langchain_text_splitters is not installed"),)
    assert "langchain" not in results.answerers
    assert len(results.outcomes) == 4


@pytest.mark.parametrize(
    ("askings", "cores", "jobs"),
    [(0, 2, 1), (2105, 2, 1), (4210, 2, 2), (100_000, 2, 2), (10_000, 16, 5), (10_000, 1, 1)],
)
def test_a_process_is_started_where_it_pays(askings, cores, jobs):
    assert processes(askings, cores) == jobs


def test_two_processes_give_what_one_gives(built_home, library):
    cases = read_cases(CASES / "dev", library.documents)[:30]
    home = Home(built_home)
    asked: list[tuple[int, int]] = []
    one = conduct(Plan(cases, jobs=1), home.open())
    two = conduct(Plan(cases, jobs=2), home.open(), home, lambda *counts: asked.append(counts))
    assert two.setting.jobs == 2
    assert two.digest == one.digest
    assert asked[-1] == (150, 150)
