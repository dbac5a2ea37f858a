"""A run on the page: what it asks, how it goes on, how it is stopped, and what it leaves."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest

from evals.conduct import UNFINISHED, Plan, conduct
from evals.results import PAGE, load
from evals.run import Stopped
from index.durable import sole_writer
from index.home import Home
from tests.runs import make_case
from ui.commands.evaluate import RUNS
from ui.evaluation.address import Address
from ui.evaluation.asked import Asked, AskedError, cases_asked, spread
from ui.evaluation.progress import progress
from ui.evaluation.running import Runner, State
from ui.evaluation.sets import FOLDER, SetError, Sets

CASE = {
    "id": "own-1",
    "type": "fact",
    "question": "“四类案件”怎么监管？",
    "gold": [{"doc": "jl-2022-key-points", "quote": "认真落实最高人民法院"}],
    "points": ["四类案件"],
    "answer": "按指导意见。",
}


def write_set(home, count, name="own.jsonl"):
    folder = home / FOLDER
    folder.mkdir(exist_ok=True)
    lines = [json.dumps({**CASE, "id": f"own-{n}"}, ensure_ascii=False) for n in range(count)]
    (folder / name).write_text("\n".join(lines), encoding="utf-8")


def ended(runner, seconds=120):
    end = time.monotonic() + seconds
    while runner.state.running and time.monotonic() < end:
        time.sleep(0.02)
    assert not runner.state.running
    return runner.state


@pytest.mark.parametrize(
    ("count", "number", "places"),
    [(10, 0, range(10)), (10, 99, range(10)), (10, 5, (0, 2, 4, 6, 8)), (3, 2, (0, 1))],
)
def test_a_quick_run_takes_its_questions_from_all_parts_of_a_set(count, number, places):
    cases = [make_case(f"n{n}") for n in range(count)]
    assert spread(cases, number) == tuple(cases[n] for n in places)


def test_a_set_is_asked_by_type_number_and_id(home, library):
    write_set(home, 6)
    sets = Sets(home / FOLDER)
    assert len(cases_asked(Asked("own.jsonl"), library, sets)) == 6
    assert len(cases_asked(Asked("own.jsonl", ("fact",), 2), library, sets)) == 2
    assert [c.id for c in cases_asked(Asked("own.jsonl", ids=("own-3",)), library, sets)] == [
        "own-3"
    ]
    with pytest.raises(AskedError, match="of these types"):
        cases_asked(Asked("own.jsonl", ("number",)), library, sets)
    for name in ("../own.jsonl", "/etc/passwd", "none.jsonl", ""):
        with pytest.raises(SetError):
            cases_asked(Asked(name), library, sets)


@pytest.mark.parametrize(
    "asked", [Asked("held", ("fact",)), Asked("held", number=3), Asked("held", ids=("x",))]
)
def test_held_questions_are_asked_as_a_whole_or_not_at_all(asked, library, tmp_path):
    with pytest.raises(AskedError, match="as a whole"):
        cases_asked(asked, library, Sets(tmp_path))


def test_a_run_is_kept_where_the_command_line_keeps_its_own(home):
    write_set(home, 3)
    runner = Runner(Home(home))
    assert runner.start(Asked("own.jsonl"))
    assert not runner.start(Asked("own.jsonl"))  # one at a time
    state = ended(runner)
    assert (state.phase, state.done, state.total) == ("done", 3, 3)
    results = load(home / RUNS / state.run)
    assert [case.id for case in results.cases] == ["own-0", "own-1", "own-2"]
    assert dict(results.setting.selection) == {"set": ("own.jsonl",)}
    assert (home / RUNS / state.run / PAGE).is_file()


def test_a_run_that_is_cancelled_keeps_what_was_asked_and_says_so(home):
    write_set(home, 5000)
    runner = Runner(Home(home))
    runner.start(Asked("own.jsonl"))
    end = time.monotonic() + 60
    while runner.state.done < 1 and runner.state.running and time.monotonic() < end:
        time.sleep(0.01)
    runner.stop()
    state = ended(runner)
    assert state.phase == "stopped"
    results = load(home / RUNS / state.run)
    asked = len(results.cases)
    assert 0 < asked < 5000
    assert dict(results.setting.selection)[UNFINISHED] == (f"{asked}/5000",)


def test_a_set_that_is_wrong_is_told_in_one_line_and_the_next_run_can_be_made(home):
    write_set(home, 1)
    (home / FOLDER / "bad.jsonl").write_text("{", encoding="utf-8")
    runner = Runner(Home(home))
    runner.start(Asked("bad.jsonl"))
    state = ended(runner)
    assert state.phase == "failed"
    assert "bad.jsonl, line 1" in state.why
    runner.start(Asked("own.jsonl"))
    assert ended(runner).phase == "done"


def test_two_pages_over_one_home_make_no_two_runs_at_once(home):
    write_set(home, 1)
    (home / RUNS).mkdir()
    runner = Runner(Home(home))
    with sole_writer(home / RUNS):
        runner.start(Asked("own.jsonl"))
        assert ended(runner).phase == "failed"


def test_a_stopped_plan_has_the_fingerprint_of_what_it_asked(library):
    cases = tuple(make_case(f"n{n}", gold=False) for n in range(4))

    def step(done, _all):
        if done == 2:
            raise Stopped

    part = conduct(Plan(cases, baselines=False), library, None, step)
    whole = conduct(Plan(cases[:2], baselines=False), library)
    assert part.setting.cases == whole.setting.cases
    assert part.setting.selection == ((UNFINISHED, ("2/4",)),)
    assert whole.setting.selection == ()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State(), ""),
        (State("opening"), "正在打开文库"),
        (State("asking", 3, 50, "number"), "3/50题 · 正在问：数字"),
        (State("asking", 10, 50, "fact", began=time.monotonic()), "约剩"),
        (State("stopping", 3, 50), "正在停止"),
        (State("done", 50, 50, run="a"), "运行完成，共50题"),
        (State("stopped", 3, 50, run="a"), "标为未完成"),
        (State("stopped"), "没有留下结果"),
        (State("failed", why="<b>x"), "没有运行成：&lt;b&gt;x"),
    ],
)
def test_every_state_has_a_sentence(state, words):
    drawn = progress("zh", state, Address())
    assert words in drawn
    assert ("role=" in drawn) == bool(words)
    assert replace(state) == state
