"""`tiaoli ingest`: documents go in, are answered from, change and go again."""

from __future__ import annotations

import json

import docx
import pytest

from index.home import Home
from index.library import Library
from ingest.founding import CORPUS
from tests.commands import process, run

NOTICE = """云溪市中级人民法院2023年司法改革工作要点

一、加强星图平台建设

1.建立星图预约机制。星图平台每周二接受当事人预约，预约结果当日告知。

2.公开星图排期。星图排期在立案大厅公布。

二、加强人员保障

3.设立值班法官。每个法庭设值班法官两名。
"""
QUESTION = "星图平台每周几接受当事人预约？"
SENTENCE = "星图平台每周二接受当事人预约，预约结果当日告知。"


def txt(path):
    path.write_text(NOTICE, encoding="utf-8")


def gbk(path):
    path.write_bytes(NOTICE.encode("gb18030"))


def md(path):
    text = NOTICE.replace("云溪", "# 云溪", 1).replace("一、", "## 一、").replace("二、", "## 二、")
    path.write_text(text, encoding="utf-8")


def html(path):
    body = "".join(f"<p>{line}</p>" for line in NOTICE.splitlines() if line)
    page = f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{body}</body></html>"
    path.write_text(page, encoding="utf-8")


def word(path):
    document = docx.Document()
    for line in filter(None, NOTICE.splitlines()):
        document.add_paragraph(line)
    document.save(str(path))


FILES = {
    "notice.txt": txt,
    "notice-gbk.txt": gbk,
    "notice.md": md,
    "notice.html": html,
    "notice.docx": word,
}


def answer(capsys, question=QUESTION, *more):
    return json.loads(run(capsys, "ask", question, "--json", *more).out)


def document_ids(home):
    return list(Home(home).open().documents)


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_any_kind_is_read_and_answered_from(home, capsys, tmp_path, name):
    FILES[name](tmp_path / name)
    ran = run(capsys, "ingest", tmp_path / name)
    assert (ran.code, ran.out) == (0, "")
    id_ = name.split(".")[0]
    assert f"added {id_}: 《云溪市中级人民法院2023年司法改革工作要点》, 3 clauses" in ran.err
    found = answer(capsys)
    assert found["answer"] == f"{SENTENCE}[1]"
    assert found["citations"][0]["document_id"] == id_
    assert found["citations"][0]["clause_id"] == f"{id_}/1"


def test_before_it_is_read_a_document_is_not_answered_from(home, capsys):
    assert answer(capsys)["status"] == "abstained"


def test_a_clause_of_an_added_document_is_found_by_title_and_number(home, capsys, tmp_path):
    txt(tmp_path / "notice.txt")
    run(capsys, "ingest", tmp_path / "notice.txt")
    found = answer(capsys, "《云溪市中级人民法院2023年司法改革工作要点》第3条")
    assert [c["clause_id"] for c in found["citations"]] == ["notice/3"] * 2


def test_one_broken_file_does_not_keep_the_others_out(home, capsys, tmp_path):
    folder = tmp_path / "folder"
    (folder / "below").mkdir(parents=True)
    txt(folder / "below" / "good.txt")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 no archive")
    (folder / "empty.txt").touch()
    (folder / "ignored.exe").write_bytes(b"MZ")
    ran = run(capsys, "ingest", folder)
    assert ran.code == 2
    faults = [line for line in ran.err.splitlines() if line.startswith("tiaoli: ")]
    assert len(faults) == 2
    assert "broken.docx: " in faults[0]
    assert "empty.txt: is empty" in faults[1]
    assert answer(capsys)["citations"][0]["document_id"] == "good"


def test_facts_are_taken_from_a_manifest(home, capsys, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    txt(folder / "a.txt")
    (folder / "manifest.toml").write_text(
        '[[document]]\nid = "yx-2023"\nfile = "a.txt"\ntitle = "云溪要点全文"\n'
        'number = "云中法〔2023〕9号"\nnames = ["云溪要点"]\nyear = 2023\n',
        encoding="utf-8",
    )
    assert run(capsys, "ingest", folder).code == 0
    found = answer(capsys, "云溪要点第2条讲什么？")
    assert {c["document_id"] for c in found["citations"]} == {"yx-2023"}
    assert "（云中法〔2023〕9号）" in found["citations"][0]["label"]


def test_a_manifest_that_is_wrong_is_named(home, capsys, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    txt(folder / "a.txt")
    (folder / "manifest.toml").write_text("[[document]]\nid = 3\n", encoding="utf-8")
    ran = run(capsys, "ingest", folder)
    assert ran.code == 2
    assert "tiaoli: manifest.toml: document 3: " in ran.err


def test_the_same_file_again_changes_nothing(home, capsys, tmp_path):
    txt(tmp_path / "notice.txt")
    run(capsys, "ingest", tmp_path / "notice.txt")
    before = Home(home).open().fingerprint
    assert run(capsys, "ingest", tmp_path / "notice.txt").code == 0
    assert Home(home).open().fingerprint == before


def test_a_changed_file_takes_the_place_of_the_old_one(home, capsys, tmp_path):
    txt(tmp_path / "notice.txt")
    run(capsys, "ingest", tmp_path / "notice.txt")
    (tmp_path / "notice.txt").write_text(NOTICE.replace("每周二", "每周五"), encoding="utf-8")
    run(capsys, "ingest", tmp_path / "notice.txt")
    assert "每周五" in answer(capsys)["answer"]
    assert document_ids(home).count("notice") == 1


def test_a_document_that_is_removed_leaves_no_clause_behind(home, capsys, tmp_path):
    before = Home(home).open()
    txt(tmp_path / "notice.txt")
    run(capsys, "ingest", tmp_path / "notice.txt")
    ran = run(capsys, "ingest", "--remove", "notice")
    assert (ran.code, ran.err) == (0, "removed notice\n")
    after: Library = Home(home).open()
    assert after.fingerprint == before.fingerprint
    assert not [id_ for id_ in after.clauses if id_.startswith("notice")]
    assert not after.lexical("星图排期", 5) or all(
        not id_.startswith("notice") for id_, _ in after.lexical("星图排期", 5)
    )
    assert all(not id_.startswith("notice") for id_, _ in after.semantic("星图平台预约", 50))
    assert answer(capsys)["status"] == "abstained"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--remove", "nope"], "no document 'nope' in the index"),
        (["--remove", "gd-2021-key-points"], "gd-2021-key-points: is shipped"),
        (["/nowhere/at/all.txt"], "/nowhere/at/all.txt: does not exist"),
        (["/dev/null"], "pipe or device"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_code_2(home, capsys, arguments, says):
    ran = run(capsys, "ingest", *arguments)
    assert ran.code == 2
    assert says in ran.complaint
    assert len(document_ids(home)) == 5


def test_a_shipped_file_is_passed_over(home, capsys, tmp_path):
    before = Home(home).open().fingerprint
    copy = tmp_path / "spc-2021-work-report.txt"
    copy.write_bytes((CORPUS / copy.name).read_bytes())
    ran = run(capsys, "ingest", copy)
    assert (ran.code, ran.err) == (0, f"{copy.name}: is shipped, and in the index already\n")
    assert Home(home).open().fingerprint == before


def test_no_other_file_takes_the_id_of_a_shipped_one(home, capsys, tmp_path):
    txt(tmp_path / "gd-2021-key-points.txt")
    ran = run(capsys, "ingest", tmp_path / "gd-2021-key-points.txt")
    assert ran.code == 2
    assert "a shipped document has its id; rename the file" in ran.complaint
    assert Home(home).open().documents["gd-2021-key-points"].facts.region == "广东"


def test_two_files_of_one_name_are_not_mixed_up(home, capsys, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        txt(tmp_path / folder / "notice.txt")
    (tmp_path / "b" / "notice.txt").write_text(NOTICE + "4.其他。另行通知。\n", encoding="utf-8")
    ran = run(capsys, "ingest", tmp_path / "a", tmp_path / "b")
    assert ran.code == 2
    assert "tiaoli: notice.txt: two files give the id 'notice'" in ran.err


def test_nothing_named_builds_the_index_anew(home, capsys):
    (home / "index" / "CURRENT").write_bytes(b"damaged")
    ran = run(capsys, "ingest")
    assert ran.code == 0
    assert "5 documents, 190 clauses" in ran.err
    assert answer(capsys, "广东要点第14条")["status"] == "answered"


def test_an_added_document_stays_when_the_index_is_opened_again(home, capsys, tmp_path):
    txt(tmp_path / "notice.txt")
    run(capsys, "ingest", tmp_path / "notice.txt")
    ran = process(home, "ask", QUESTION, "--json")
    assert json.loads(ran.out)["answer"] == f"{SENTENCE}[1]"
    assert ran.err == ""
