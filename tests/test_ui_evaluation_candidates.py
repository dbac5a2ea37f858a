"""A reader's remark becomes a case: filled in, checked field by field, added once and whole."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from evals.questions import CaseError
from evals.sets import check_set
from index.home import Home
from tests.test_ui_store import REMARK
from ui.evaluation import remarks
from ui.evaluation.address import Address
from ui.evaluation.board import Board
from ui.evaluation.candidates import FIELDS, Draft, draft_of, faults, record
from ui.evaluation.deciding import accept, decline, examined, said
from ui.evaluation.sets import Sets, is_stem
from ui.keeping.feedback import State, Wrong, add, listed
from ui.keeping.store import Store

QUOTE = "认真落实最高人民法院"
GOOD = Draft(
    id="reader-1", type="fact", question="“四类案件”怎么监管？", history="",
    doc="jl-2022-key-points", quote=QUOTE, points="四类案件", answer="按指导意见。", must_not="",
)  # fmt: skip


@pytest.fixture
def board(tmp_path, library):
    return Board(Home(tmp_path), "zh", library)


def wrong(draft, library, stem="readers", taken=()):
    found = faults(draft, stem, library.documents, dict(taken))
    return {name: fault.key for name, fault in found.items()}


def test_a_remark_fills_in_the_form(library):
    draft = draft_of(REMARK, library, "没有规定。")
    assert (draft.type, draft.doc) == ("followup", "jl-2022-key-points")
    assert draft.quote == library.clauses[REMARK.right_clause].text
    assert draft.history == "用户：吉林呢？\n助手：……[1]"
    assert wrong(replace(draft, id="x"), library) == {}
    refused = draft_of(
        replace(REMARK, wrong=Wrong.SHOULD_REFUSE, history=()), library, "没有规定。"
    )
    assert (refused.type, refused.gold, refused.answer) == ("unanswerable", [], "没有规定。")
    assert wrong(replace(refused, id="x"), library) == {}
    lost = draft_of(replace(REMARK, right_clause="gone/1"), library, "")
    assert wrong(replace(lost, id="x"), library).keys() == {"doc", "quote", "answer"}


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        ({}, {}),
        ({"id": "a b"}, {"id": "fault.id"}),
        ({"id": " "}, {"id": "fault.id"}),
        ({"question": "\n"}, {"question": "fault.question"}),
        ({"answer": ""}, {"answer": "fault.answer"}),
        ({"type": "riddle"}, {"type": "fault.type"}),
        ({"type": ""}, {"type": "fault.type"}),
        ({"history": "吉林呢？"}, {"history": "fault.history"}),
        ({"history": "用户：吉林呢？\nassistant: 有。"}, {}),
        ({"doc": "none"}, {"doc": "fault.doc"}),
        ({"quote": "完全没有的话"}, {"quote": "fault.quote"}),
        ({"quote": ""}, {"quote": "fault.evidence"}),
        ({"quote": "认真落实\n最高 人民法院"}, {}),
        ({"quote": "", "type": "unanswerable"}, {}),
        ({"quote": "没有的话", "type": "injection"}, {"quote": "fault.quote"}),
        ({"points": ""}, {}),
        (
            {"id": "", "question": "", "answer": "", "quote": "没有的话"},
            {
                "id": "fault.id",
                "question": "fault.question",
                "answer": "fault.answer",
                "quote": "fault.quote",
            },
        ),
    ],
)
def test_every_fault_is_found_beside_its_field(library, changes, keys):
    assert wrong(replace(GOOD, **changes), library) == keys


def test_what_has_no_fault_is_read_by_the_reader_of_all_cases(board):
    draft = replace(GOOD, history="用户：吉林呢？", must_not="不得\n\n禁止 ")
    board.sets.add("readers", record(draft), board.library)
    case = check_set(board.sets.path("readers.jsonl"), board.library).cases[0]
    assert case.history == (("user", "吉林呢？"),)
    assert case.must_not == ("不得", "禁止")
    assert case.gold[0].quote == QUOTE


@pytest.mark.parametrize(
    ("stem", "good"),
    [("readers", True), ("读者-1", True), ("dev", False), ("held", False), ("", False),
     ("../x", False), ("a/b", False), (".x", False), ("a.jsonl", False), ("x" * 61, False)],
)  # fmt: skip
def test_a_set_has_a_name_and_not_a_path(stem, good, library):
    assert is_stem(stem) is good
    assert (wrong(GOOD, library, stem) == {}) is good


def test_an_id_is_used_once_and_not_that_of_a_shipped_question(board, library):
    board.sets.add("readers", record(GOOD), library)
    before = board.sets.path("readers.jsonl").read_bytes()
    assert examined(board, GOOD, "readers")["id"].key == "fault.taken"
    with pytest.raises(CaseError, match="reader-1"):
        board.sets.add("readers", record(GOOD), library)
    assert board.sets.path("readers.jsonl").read_bytes() == before
    assert examined(board, replace(GOOD, id="a001"), "readers")["id"].key == "fault.takenshipped"
    assert examined(board, GOOD, "another") == {}


def test_a_set_is_replaced_whole_and_what_cannot_be_read_changes_nothing(board, library):
    sets = board.sets
    sets.add("readers", record(GOOD), library)
    path = sets.path("readers.jsonl")
    path.write_text(path.read_text("utf-8").rstrip("\n"), "utf-8")  # a last line without its end
    sets.add("readers", record(replace(GOOD, id="reader-2")), library)
    assert [json.loads(line)["id"] for line in path.read_text("utf-8").splitlines()] == [
        "reader-1",
        "reader-2",
    ]
    before = path.read_bytes()
    with pytest.raises(CaseError):
        sets.add("readers", {**record(GOOD), "id": "x", "gold": [{"doc": "none", "quote": "y"}]},
                 library)  # fmt: skip
    assert path.read_bytes() == before
    assert sets.names() == ["readers.jsonl"]


def test_an_accepted_remark_names_its_case_and_is_accepted_once(board):
    store = Store()
    id_ = add(store, replace(REMARK, remark=""))
    words, made = accept(board, store, id_, GOOD, "readers")
    assert made == ("readers.jsonl", "reader-1")
    assert "已加入 readers.jsonl" in words
    assert [(one.state, one.case_id) for one in listed(store)] == [(State.ACCEPTED, "reader-1")]
    words, made = accept(board, store, id_, replace(GOOD, id="again"), "readers")
    assert made == ("", "")
    assert "已处理过" in words
    assert "已处理过" in decline(board, store, id_)


def test_a_declined_remark_makes_no_case(board):
    store = Store()
    id_ = add(store, REMARK)
    assert "不采纳" in decline(board, store, id_)
    assert listed(store)[0].state is State.DECLINED
    assert board.sets.names() == []


def test_a_set_that_cannot_be_written_leaves_the_remark_waiting(board, tmp_path):
    (tmp_path / "sets").write_text("a file where the folder should be")
    store = Store()
    id_ = add(store, REMARK)
    words, made = accept(board, store, id_, GOOD, "readers")
    assert made == ("", "")
    assert "没有加入" in words
    assert listed(store)[0].state is State.NEW


def test_the_lines_below_the_form_say_how_many_are_wrong(board):
    names = [*FIELDS, "set"]
    bad = examined(board, replace(GOOD, id="", answer=""), "dev")
    lines = said("zh", GOOD, bad, names)
    assert len(lines) == len(names) + 1
    assert sum('role="alert"' in line for line in lines) == 3
    assert "有3处要改" in lines[-1]
    assert "检查通过，可以加入" in said("zh", GOOD, {}, names)[-1]
    assert "没有写要点" in said("zh", replace(GOOD, points=" "), {}, names)[-1]


def test_the_inbox_lists_what_waits_and_shows_hostile_words_as_words(library):
    hostile = replace(
        REMARK, id=3, question="<img src=x onerror=alert(1)>", remark="<script>x</script>",
        answer="<b>x</b>", right_clause="<i>", cited=("<u>",),
    )  # fmt: skip
    done = replace(REMARK, id=2, state=State.DECLINED)
    here = Address(tab="remarks", open="3")
    drawn = remarks.listed("zh", here, [hostile, done], every=False)
    assert drawn.count("<li") == 1
    assert remarks.listed("zh", here, [hostile, done], every=True).count("<li") == 2
    drawn += remarks.opened("zh", hostile, library)
    for tag in ("<img", "<script", "<b>x", "<i>", "<u>"):
        assert tag not in drawn
    assert remarks.number(here) == 3
    assert remarks.number(Address(tab="cases", open="3")) == 0
    assert "还没有读者意见" in remarks.listed("zh", here, [], every=False)
    assert "没有待处理" in remarks.listed("zh", here, [done], every=False)


def test_the_names_of_sets_are_those_of_the_folder(tmp_path):
    for name in ("a.jsonl", "b.csv", "c.txt", ".d.jsonl", "LOCK"):
        (tmp_path / name).write_text("")
    assert Sets(tmp_path).names() == ["a.jsonl", "b.csv"]
    assert Sets(tmp_path / "none").names() == []
