"""`tiaoli ask`: one question, or a file of them in which no bad line stops the rest."""

from __future__ import annotations

import errno
import json
import re

import pytest

import ui.commands.batch
from evals.questions import CASES, read_cases
from rag.types import Sentence, Verification
from tests.commands import process, run, schema
from ui.chat.badges import badge, checked_line

FORM = schema("ask_output")
CLAUSE = "广东要点第14条讲什么？"


def asked(capsys, tmp_path, *lines):
    """Run a batch of these lines; give the run and the records that came out."""
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    raw = [
        x if isinstance(x, bytes) else (x if isinstance(x, str) else json.dumps(x)).encode()
        for x in lines
    ]
    source.write_bytes(b"\n".join(raw))
    ran = run(capsys, "ask", "--batch", source, "--out", target)
    written = target.read_text(encoding="utf-8").split("\n") if target.exists() else [""]
    assert written.pop() == ""
    found = [json.loads(line) for line in written]
    for record in found:
        FORM.validate(record)
    return ran, found


# One question


def test_an_answer_is_printed_with_its_clauses(home, capsys):
    ran = run(capsys, "ask", CLAUSE)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0].startswith("健全解决执行难长效机制。[1]深入推进")
    assert "第三部分第14项" in lines[3]
    assert "gd-2021-key-points/14，原文第71行" in lines[3]


def test_json_has_the_agreed_form(home, capsys):
    ran = run(capsys, "ask", CLAUSE, "--json")
    record = json.loads(ran.out)
    FORM.validate(record)
    assert record["id"] is None
    assert record["citations"][0]["clause_id"] == "gd-2021-key-points/14"


def test_an_abstention_is_an_answer_too(home, capsys):
    ran = run(capsys, "ask", "律师调查令的有效期是几天？")
    assert ran.code == 0
    assert "最接近的条文（不构成答案）：" in ran.out
    assert "已检索" in ran.out


def test_only_the_documents_named_are_searched(home, capsys):
    ran = run(capsys, "ask", "执行难", "--json", "--doc", "jl-2022-key-points")
    record = json.loads(ran.out)
    ids = [c["clause_id"] for c in record["citations"]] + record["nearest"]
    assert ids
    assert all(id_.startswith("jl-2022-key-points/") for id_ in ids)


@pytest.mark.parametrize("question", ["", " ", "😀", "\x00", "\ud800", "长" * 100_000, "--", "'"])
def test_whatever_is_asked_gets_a_sentence(home, capsys, question):
    ran = run(capsys, "ask", "--json", "--", question)
    assert ran.code == 0
    FORM.validate(json.loads(ran.out))
    assert json.loads(ran.out)["status"] == "abstained"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask"], "no question; write it in quotes"),
        (["ask", "执行难", "--doc", "gd"], "no document 'gd'; there are: spc-2021-key-points"),
        (["ask", "--batch", "x.jsonl"], "--batch IN.jsonl and --out OUT.jsonl go together"),
        (["ask", "--out", "x.jsonl"], "--batch IN.jsonl and --out OUT.jsonl go together"),
        (["ask", "问", "--batch", "x", "--out", "y"], "leave them out"),
        (["ask", "--batch", "/nowhere/x", "--out", "y"], "/nowhere/x: cannot be read"),
        (["ask", "--colour"], "unrecognized arguments: --colour"),
        (["asks"], "invalid choice: 'asks'"),
        ([], "required: command"),
    ],
)
def test_wrong_input_is_one_line_and_code_2(home, capsys, arguments, says):
    ran = run(capsys, *arguments)
    assert ran.code == 2
    assert says in ran.complaint


def test_a_process_of_its_own_answers_and_fails_the_same(built_home, tmp_path):
    ran = process(built_home, "ask", CLAUSE, "--json")
    assert ran.code == 0
    FORM.validate(json.loads(ran.out))
    ran = process(built_home, "ask", b"\xff\xfe", "--json")
    assert ran.code == 0
    FORM.validate(json.loads(ran.out))
    ran = process(built_home, "ask", "--batch", str(tmp_path / "none"), "--out", "x")
    assert ran.code == 2
    assert ran.complaint


def test_a_first_question_builds_the_index(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("TIAOLI_HOME", str(tmp_path / "new" / "home"))
    ran = run(capsys, "ask", CLAUSE)
    assert ran.code == 0
    assert "building the index (first run)" in ran.err
    assert run(capsys, "ask", CLAUSE).err == ""


def test_a_home_that_cannot_be_written_is_one_line(tmp_path, capsys, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("TIAOLI_HOME", str(tmp_path / "file" / "home"))
    ran = run(capsys, "ask", CLAUSE)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.splitlines()[-1].startswith("tiaoli: the index cannot be written to")


@pytest.mark.parametrize("content", [b"", b"gen-1 0000\n", b"\xff" * 100])
def test_a_damaged_index_is_one_line_that_says_what_to_do(home, capsys, content):
    (home / "index" / "CURRENT").write_bytes(content)
    ran = run(capsys, "ask", CLAUSE)
    assert ran.code == 2
    assert "is damaged" in ran.complaint
    assert "tiaoli ingest" in ran.complaint


# Many questions


def test_all_known_questions_pass_in_order_with_their_dialogue(
    home, capsys, tmp_path, library, assistant
):
    cases = read_cases(CASES, library.documents)
    lines = [
        {
            "id": case.id,
            "question": case.question,
            "history": [{"role": role, "content": text} for role, text in case.history],
        }
        for case in cases
    ]
    ran, found = asked(capsys, tmp_path, *lines)
    assert ran.code == 0
    assert f"{len(cases)} questions asked, 0 bad lines" in ran.err
    assert [r["id"] for r in found] == [case.id for case in cases]
    for case, record in zip(cases, found, strict=True):
        assert record["answer"] == assistant.ask(case.question, history=case.history).text


def test_documents_limit_a_line(home, capsys, tmp_path):
    line = {"id": 1, "question": "执行难", "documents": ["jl-2022-key-points"]}
    _, (record,) = asked(capsys, tmp_path, line)
    assert {c["document_id"] for c in record["citations"]} <= {"jl-2022-key-points"}


BAD = [
    ("not JSON", "not json at all", None),
    ("half a line", '{"id": "x", "question": ', None),
    ("not an object", "[1, 2]", None),
    ("a bare word", "null", None),
    ("deeper than can be read", "[" * 200_000, None),
    ("a number of too many digits", '{"id": ' + "9" * 5000 + "}", None),
    ("not UTF-8", b'{"id": "x", "question": "\xff\xfe"}', None),
    ("no question", {"id": "x"}, "x"),
    ("a question that is not text", {"id": "x", "question": 14}, "x"),
    ("a question that is null", {"id": "x", "question": None}, "x"),
    ("an id that is a list", {"id": [], "question": "执行难"}, None),
    ("an id that is true", {"id": True, "question": "执行难"}, None),
    ("an id that is not finite", '{"id": NaN, "question": "执行难"}', None),
    ("an unknown document", {"id": "x", "question": "执行难", "documents": ["gd"]}, "x"),
    ("documents that are text", {"id": "x", "question": "执行难", "documents": "gd"}, "x"),
    ("documents that are numbers", {"id": "x", "question": "执行难", "documents": [1]}, "x"),
    ("a dialogue that is text", {"id": "x", "question": "执行难", "history": "你好"}, "x"),
    ("a turn that is text", {"id": "x", "question": "执行难", "history": ["你好"]}, "x"),
    (
        "an unknown role",
        {"id": "x", "question": "执行难", "history": [{"role": "system", "content": "x"}]},
        "x",
    ),
    ("a turn without words", {"id": "x", "question": "执行难", "history": [{"role": "user"}]}, "x"),
]


@pytest.mark.parametrize(("line", "question_id"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_a_bad_line_says_why_and_the_rest_goes_on(home, capsys, tmp_path, line, question_id):
    before, after = {"id": "a", "question": CLAUSE}, {"id": "b", "question": CLAUSE}
    ran, found = asked(capsys, tmp_path, before, line, after)
    assert ran.code == 0
    assert "2 questions asked, 1 bad lines" in ran.err
    assert [r["status"] for r in found] == ["answered", "error", "answered"]
    assert found[1]["id"] == question_id
    assert 0 < len(found[1]["reason"]) < 400


def test_all_bad_lines_at_once_keep_their_order(home, capsys, tmp_path):
    lines = [line for _, line, _ in BAD]
    _, found = asked(capsys, tmp_path, *lines)
    assert [r["status"] for r in found] == ["error"] * len(BAD)


@pytest.mark.parametrize(
    "line",
    [
        {"id": "x", "question": "\ud800广东要点第14条"},
        {"id": "\udfff", "question": CLAUSE},
        {"id": 0, "question": CLAUSE},
        {"id": None, "question": CLAUSE},
        {"question": CLAUSE},
        {"id": "x", "question": CLAUSE, "colour": "red"},
        {"id": "x", "question": CLAUSE, "history": None, "documents": None},
        {"id": "x", "question": CLAUSE, "history": [{"role": "user", "content": "\ud800"}] * 3000},
        '{"id": "x", "question": "广东要点第14条\u2028\u0085\x7f"}',
    ],
    ids=range(9),
)
def test_an_odd_line_is_answered(home, capsys, tmp_path, line):
    _, (record,) = asked(capsys, tmp_path, line)
    assert record["status"] == "answered"


def test_marks_blank_lines_and_line_ends_of_other_systems_do_no_harm(home, capsys, tmp_path):
    line = json.dumps({"id": "x", "question": CLAUSE}).encode()
    content = b"\xef\xbb\xbf" + line + b"\r\n\r\n   \n" + line + b"\r\n"
    _, found = asked(capsys, tmp_path, content)
    assert [r["status"] for r in found] == ["answered"] * 2


def test_a_very_long_question_is_refused_and_the_rest_goes_on(home, capsys, tmp_path):
    _, found = asked(
        capsys, tmp_path, {"id": 1, "question": "长" * 3_000_000}, {"id": 2, "question": CLAUSE}
    )
    assert [(r["status"], r["reason"]) for r in found] == [
        ("abstained", "too_long"),
        ("answered", None),
    ]


def test_an_id_that_occurs_twice_is_answered_twice(home, capsys, tmp_path):
    _, found = asked(capsys, tmp_path, *[{"id": "x", "question": CLAUSE}] * 2)
    assert [r["id"] for r in found] == ["x", "x"]
    assert found[0]["answer"] == found[1]["answer"]


def test_an_empty_file_gives_an_empty_file(home, capsys, tmp_path):
    ran, found = asked(capsys, tmp_path, "")
    assert (ran.code, found) == (0, [])
    assert (tmp_path / "out.jsonl").read_bytes() == b""


# The file of answers is there whole, or it is not there


def batch(capsys, tmp_path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"id": 1, "question": CLAUSE}) + "\n" + "{}\n", encoding="utf-8")
    target.write_text("before", encoding="utf-8")
    return run(capsys, "ask", "--batch", source, "--out", target), target


def leftovers(tmp_path):
    return sorted(p.name for p in tmp_path.iterdir() if p.name not in ("home", "in.jsonl"))


def test_an_interruption_leaves_the_old_file(home, capsys, tmp_path, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(ui.commands.batch, "error_record", stop)
    ran, target = batch(capsys, tmp_path)
    assert (ran.code, ran.err) == (130, "tiaoli: stopped\n")
    assert target.read_text() == "before"
    assert leftovers(tmp_path) == ["out.jsonl"]


@pytest.mark.parametrize("step", ["mkstemp", "fdopen", "replace"])
def test_a_disk_that_is_full_leaves_the_old_file(home, capsys, tmp_path, monkeypatch, step):
    def fail(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    if step == "mkstemp":
        monkeypatch.setattr(ui.commands.batch.tempfile, "mkstemp", fail)
    elif step == "fdopen":
        opened = ui.commands.batch.os.fdopen
        monkeypatch.setattr(
            ui.commands.batch.os, "fdopen", lambda *a, **k: Full(opened(*a, **k), fail)
        )
    else:
        monkeypatch.setattr(ui.commands.batch.Path, "replace", fail)
    ran, target = batch(capsys, tmp_path)
    assert ran.code == 2
    assert "out.jsonl: cannot be written (No space left on device)" in ran.complaint
    assert target.read_text() == "before"
    assert leftovers(tmp_path) == ["out.jsonl"]


class Full:
    """A file on a full disk: writing fails."""

    def __init__(self, file, fail):
        self.file, self.write = file, fail

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()


def test_a_place_that_is_no_file_is_refused(home, capsys, tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text("{}\n", encoding="utf-8")
    for target in (tmp_path, "/dev/null", tmp_path / "none" / "out.jsonl"):
        ran = run(capsys, "ask", "--batch", source, "--out", target)
        assert ran.code == 2
        assert str(target) in ran.complaint


def test_the_answers_may_replace_the_questions(home, capsys, tmp_path):
    path = tmp_path / "both.jsonl"
    path.write_text(json.dumps({"id": 1, "question": CLAUSE}), encoding="utf-8")
    assert run(capsys, "ask", "--batch", path, "--out", path).code == 0
    assert json.loads(path.read_text(encoding="utf-8"))["status"] == "answered"


def test_a_link_keeps_pointing_to_the_answers(home, capsys, tmp_path):
    source, real, link = (tmp_path / name for name in ("in.jsonl", "real.jsonl", "link.jsonl"))
    source.write_text(json.dumps({"id": 1, "question": CLAUSE}), encoding="utf-8")
    real.touch()
    link.symlink_to(real)
    assert run(capsys, "ask", "--batch", source, "--out", link).code == 0
    assert link.is_symlink()
    assert json.loads(real.read_text(encoding="utf-8"))["status"] == "answered"


# What checking found


def test_json_says_of_every_sentence_what_checking_found(home, capsys):
    record = json.loads(run(capsys, "ask", CLAUSE, "--json").out)
    FORM.validate(record)
    assert record["sentences"][0] == {
        "text": "健全解决执行难长效机制。",
        "marks": [1],
        "verification": "verbatim",
        "missing": [],
    }
    counted = json.loads(run(capsys, "ask", "广东要点一共有多少条", "--json").out)
    assert [one["verification"] for one in counted["sentences"]] == ["structure"]


def test_a_line_counts_what_checking_found(home, capsys):
    assert re.search(
        r"^原文摘录（未使用生成式模型）。核验：\d+句均为原文$",
        run(capsys, "ask", CLAUSE).out,
        re.MULTILINE,
    )
    assert "核验：1句为条目统计" in run(capsys, "ask", "广东要点一共有多少条").out
    assert "核验" not in run(capsys, "ask", "律师调查令的有效期是几天？").out


@pytest.mark.parametrize(
    ("found", "missing", "words"),
    [
        ("verbatim", (), ""),
        ("structure", (), ""),
        ("near", (), "〔与原文一致，写法不同〕"),
        ("supported", (), "〔据原文转述〕"),
        ("misattributed", (), "〔出处有误〕"),
        ("not_found", ("3%",), "〔未在原文中核实：缺3%〕"),
    ],
)
def test_a_badge_stands_behind_what_is_not_printed_so(found, missing, words):
    assert badge(Sentence("", (), Verification(found), missing=missing)) == words


def test_several_findings_are_counted_apart():
    found = [Sentence("", (), Verification(v)) for v in ("verbatim", "supported", "verbatim")]
    assert checked_line(found) == "核验：2句为原文，1句据原文转述"
