"""`tiaoli clauses`: every clause in the agreed form, and a tree for a person."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.commands import ROOT, process, run, schema


def records(ran):
    return [json.loads(line) for line in ran.out.splitlines()]


def test_every_clause_has_the_agreed_form(home, capsys, library):
    ran = run(capsys, "clauses", "--json")
    assert (ran.code, ran.err) == (0, "")
    form = schema("clause")
    found = records(ran)
    for record in found:
        form.validate(record)
        text = library.documents[record["document_id"]].text
        assert text[record["start"] : record["end"]] == record["text"]
        assert record["lines"][0] <= record["lines"][1]
    assert [r["clause_id"] for r in found] == list(library.clauses)


def test_one_document_is_shown_alone(home, capsys):
    found = records(run(capsys, "clauses", "--json", "--doc", "gd-2021-key-points"))
    assert {r["document_id"] for r in found} == {"gd-2021-key-points"}
    assert len(found) == 29


def test_several_documents_are_shown_in_the_order_of_the_library(home, capsys):
    arguments = ("--doc", "jl-2022-key-points", "--doc", "gd-2021-key-points")
    found = records(run(capsys, "clauses", "--json", *arguments))
    order = list(dict.fromkeys(r["document_id"] for r in found))
    assert order == ["gd-2021-key-points", "jl-2022-key-points"]


def test_traditional_script_is_kept(home, capsys):
    ran = run(capsys, "clauses", "--json", "--doc", "spc-2024-2028-outline")
    assert "推動訴訟費用制度改革" in ran.out
    assert "\\u" not in ran.out


def test_a_person_sees_headings_clauses_and_their_places(home, capsys):
    lines = run(capsys, "clauses", "--doc", "gd-2021-key-points").out.splitlines()
    assert lines[0].startswith("《2021年全省法院司法改革工作要点》（广东省高级人民法院，粤高法明传")
    assert "  一、完善服务中心大局工作机制" in lines
    assert "    14　健全解决执行难长效机制  [gd-2021-key-points/14，120字，行71]" in "\n".join(
        lines
    )


def test_an_unknown_document_is_named_with_those_there_are(home, capsys):
    ran = run(capsys, "clauses", "--doc", "广东")
    assert ran.code == 2
    assert "no document '广东'" in ran.complaint
    assert "gd-2021-key-points" in ran.complaint


def test_a_reader_that_stops_early_is_no_error(built_home):
    command = f'"{sys.executable}" -m ui.cli clauses --json | head -c 100; echo ${{PIPESTATUS[0]}}'
    done = subprocess.run(
        ["bash", "-c", command],
        env={"TIAOLI_HOME": str(built_home), "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == b""
    assert done.stdout.endswith(b"0\n")


def test_a_terminal_without_chinese_is_no_error(built_home):
    ran = process(built_home, "clauses", "--json", env={"PYTHONIOENCODING": "ascii"})
    assert (ran.code, ran.err) == (0, "")
    assert len([json.loads(line) for line in ran.out.splitlines()]) > 150
