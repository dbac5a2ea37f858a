"""Sets that users add: three formats, and every fault told by line."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from openpyxl import Workbook

from evals.questions import CASES, Case, CaseError, Gold, read_cases
from evals.sets import COLUMNS, check_set, read_sets
from evals.types import GoldCell

GD = "gd-2021-key-points"
QUOTE = "指导惠州法院开展“双重”管理执行体制改革试点"
GOOD = {
    "id": "x1",
    "type": "fact",
    "question": "广东省哪里的法院在做试点？",
    "answer": "惠州。",
    "points": "惠州法院 | 试点",
    "must_not": "",
    "doc": GD,
    "quote": QUOTE,
    "clause": "",
    "cells": "",
    "history": "user: 广东要点讲什么？\nassistant：讲改革。",
}
CASE = Case(
    id="x1",
    type="fact",
    question="广东省哪里的法院在做试点？",
    gold=(Gold(GD, QUOTE),),
    points=("惠州法院", "试点"),
    answer="惠州。",
    history=(("user", "广东要点讲什么？"), ("assistant", "讲改革。")),
)


def write_csv(path, rows, *, encoding="utf-8", delimiter=",", columns=COLUMNS):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(columns)
    writer.writerows([[row.get(name, "") for name in columns] for row in rows])
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def write_xlsx(path, rows, columns=COLUMNS):
    book = Workbook()
    book.active.append(list(columns))
    for row in rows:
        book.active.append([row.get(name) for name in columns])
    book.save(path)
    return path


def write_jsonl(path, records):
    lines = [one if isinstance(one, str) else json.dumps(one) for one in records]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def as_record(**change):
    return {
        "id": "x1",
        "type": "fact",
        "question": GOOD["question"],
        "gold": [{"doc": GD, "quote": QUOTE}],
        "points": ["惠州法院", "试点"],
        "answer": "惠州。",
        "history": [
            {"role": "user", "content": "广东要点讲什么？"},
            {"role": "assistant", "content": "讲改革。"},
        ],
    } | change


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_as_spreadsheets_save_it_is_read(tmp_path, library, encoding, delimiter):
    path = write_csv(tmp_path / "s.csv", [GOOD], encoding=encoding, delimiter=delimiter)
    assert check_set(path, library).cases == (CASE,)


def test_xlsx_and_jsonl_give_the_same_case(tmp_path, library):
    for path in (
        write_xlsx(tmp_path / "s.xlsx", [GOOD]),
        write_jsonl(tmp_path / "s.jsonl", [as_record()]),
    ):
        assert check_set(path, library).cases == (CASE,)
        assert check_set(path, library).faults == ()


def test_a_number_in_a_cell_is_text(tmp_path, library):
    rows = [{**GOOD, "id": 17, "points": 225}, {**GOOD, "id": 18.0}, {**GOOD, "id": 1.5}]
    cases = check_set(write_xlsx(tmp_path / "s.xlsx", rows), library).cases
    assert [case.id for case in cases] == ["17", "18", "1.5"]
    assert cases[0].points == ("225",)


def test_gold_may_be_a_clause(tmp_path, library):
    row = {**GOOD, "doc": "", "quote": "", "clause": f"{GD}/14 | {GD}/2"}
    wanted = tuple(Gold(GD, library.clauses[f"{GD}/{n}"].text) for n in (14, 2))
    assert check_set(write_csv(tmp_path / "s.csv", [row]), library).cases[0].gold == wanted
    record = as_record(gold=[{"clause": f"{GD}/14"}, {"clause": f"{GD}/2"}])
    assert check_set(write_jsonl(tmp_path / "s.jsonl", [record]), library).cases[0].gold == wanted


def test_cells_have_a_line_for_each_document(tmp_path, library):
    row = {**GOOD, "cells": f"{GD} | {QUOTE} | 试点 | 惠州法院\njl-2022-key-points"}
    (case,) = check_set(write_csv(tmp_path / "s.csv", [row]), library).cases
    assert case.cells == (
        GoldCell(GD, QUOTE, ("试点", "惠州法院")),
        GoldCell("jl-2022-key-points", None),
    )


def test_one_document_stands_for_all_quotes(tmp_path, library):
    row = {**GOOD, "quote": f"{QUOTE}|适时评估改革成效"}
    (case,) = check_set(write_csv(tmp_path / "s.csv", [row]), library).cases
    assert case.gold == (Gold(GD, QUOTE), Gold(GD, "适时评估改革成效"))


def test_columns_may_stand_in_any_order_and_be_left_out(tmp_path, library):
    columns = ("answer", "Question", "ID", "Type", "clause")
    row = {
        "answer": "惠州。",
        "Question": "哪里？",
        "ID": "x",
        "Type": "fact",
        "clause": f"{GD}/14",
    }
    (case,) = check_set(write_csv(tmp_path / "s.csv", [row], columns=columns), library).cases
    assert (case.question, case.points) == ("哪里？", ())


ROW_FAULTS = [
    ({"id": ""}, "id must be text and not empty"),
    ({"id": "a b"}, "has a space"),
    ({"type": "facts"}, "unknown type 'facts'; one of"),
    ({"question": " "}, "question must be text"),
    ({"answer": ""}, "answer must be text"),
    ({"doc": "gd"}, "unknown document 'gd'; one of"),
    ({"quote": "没有的话"}, "the quote '没有的话' is not in"),
    ({"quote": ""}, "doc has 1 entries and quote 0"),
    ({"doc": f"{GD}|{GD}"}, "doc has 2 entries and quote 1"),
    ({"doc": "", "quote": ""}, "needs gold"),
    ({"clause": f"{GD}/999"}, f"unknown clause '{GD}/999'"),
    ({"history": "他说：好"}, "history: write each turn as user"),
    ({"id": "first"}, "the id 'first' is used in"),
]


@pytest.mark.parametrize(("change", "said"), ROW_FAULTS)
@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_fault_is_told_with_file_and_line(tmp_path, library, write, change, said):
    path = tmp_path / ("s.csv" if write is write_csv else "s.xlsx")
    write(path, [{**GOOD, "id": "first", "history": ""}, {**GOOD, **change}])
    found = check_set(path, library)
    (fault,) = found.faults
    # in CSV a fault is where its row begins; no cell before it has a line break
    assert fault.startswith(f"{path.name}, line 3: ")
    assert said in fault
    assert "\n" not in fault
    assert [case.id for case in found.cases] == ["first"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not a JSON object"),
        (as_record(id=5), "id must be text"),
        (as_record(extra=1), "unknown field 'extra'"),
        (as_record(points="惠州"), "points must be a list of texts"),
        (as_record(gold="惠州"), "gold must be a list"),
        (as_record(gold=[{"doc": GD}]), "each entry needs doc and quote"),
        (as_record(gold=[{"clause": 5}]), "unknown clause 5"),
        (as_record(gold=[{"clause": ["x"]}]), "unknown clause"),
        (as_record(history=[{"role": "system", "content": "x"}]), "role must be user or assistant"),
        ({k: v for k, v in as_record().items() if k != "answer"}, "field 'answer' is missing"),
    ],
)
def test_a_fault_in_jsonl_does_not_hide_the_lines_after_it(tmp_path, library, line, said):
    records = ["", as_record(id="a"), line, as_record(id="z")]
    found = check_set(write_jsonl(tmp_path / "s.jsonl", records), library)
    (fault,) = found.faults
    assert fault.startswith("s.jsonl, line 3: ")
    assert said in fault
    assert [case.id for case in found.cases] == ["a", "z"]


def test_every_fault_of_a_file_is_told(tmp_path, library):
    rows = [{**GOOD, **change, "history": change.get("history", "")} for change, _ in ROW_FAULTS]
    path = write_csv(tmp_path / "s.csv", [{**GOOD, "id": "first"}, *rows])
    found = check_set(path, library)
    # the first case has two lines of history: the rows after it begin at line 4
    assert [fault.split(": ")[0] for fault in found.faults] == [
        f"s.csv, line {n}" for n in range(4, 4 + len(ROW_FAULTS))
    ]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("type,question,answer", "the column 'id' is missing"),
        ("id,type,question,answer,gold", "unknown column 'gold'; use id, type"),
        ("id,type,question,answer,", "unknown column ''"),
        ("id,type,question,answer,id", "the column 'id' is there twice"),
        ("", "the column 'id' is missing"),
    ],
)
def test_column_names_are_checked(tmp_path, library, header, said):
    (tmp_path / "s.csv").write_text(f"{header}\nx1,fact,问？,答,x\n", encoding="utf-8")
    (fault,) = check_set(tmp_path / "s.csv", library).faults
    assert fault.startswith("s.csv, line ")
    assert said in fault


def test_a_row_with_more_cells_than_columns_is_told(tmp_path, library):
    (tmp_path / "s.csv").write_text("id,type,question,answer\nx1,fact,问,答,多\n", "utf-8")
    assert "has 5 cells for 4 columns" in check_set(tmp_path / "s.csv", library).faults[0]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("s.txt", b"", "is none of .jsonl, .csv, .xlsx"),
        ("s.csv", b"", "the column 'id' is missing"),
        ("s.jsonl", b"", "has no case"),
        ("s.csv", b"id,type,question,answer\n", "has no case"),
        ("s.csv", b"\xff\xff", "is neither UTF-8 nor GB 18030"),
        ("s.jsonl", b"\xff", "cannot be read as UTF-8"),
        ("s.csv", b'id,type,question,answer\nx,fact,"y" z,a\n', "line 2: not CSV"),
        ("s.xlsx", b"no workbook", "is not an XLSX file"),
        ("s.xlsx", b"PK\x05\x06" + b"\0" * 18, "is not an XLSX file"),
    ],
)
def test_a_file_that_is_no_set_is_one_fault(tmp_path, library, name, data, said):
    (tmp_path / name).write_bytes(data)
    (fault,) = check_set(tmp_path / name, library).faults
    assert fault.startswith(name)
    assert said in fault
    assert "\n" not in fault


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "jsonl"])
def test_a_file_that_is_not_there_is_one_fault(tmp_path, library, suffix):
    (fault,) = check_set(tmp_path / f"none.{suffix}", library).faults
    assert "cannot be read" in fault


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path, library):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(3):
            package.writestr(f"xl/worksheets/sheet{number}.xml", b"\0" * 20_000_000)
    assert path.stat().st_size < 1_000_000
    (fault,) = check_set(path, library).faults
    assert "unpacks to more than" in fault


def test_sets_that_are_run_must_be_right_and_share_no_id(tmp_path, library):
    one = write_csv(tmp_path / "one.csv", [GOOD])
    two = write_csv(tmp_path / "two.csv", [{**GOOD, "type": "x"}, {**GOOD, "quote": "x"}])
    assert read_sets([one], library) == (CASE,)
    with pytest.raises(CaseError, match="the id 'x1' is used in another file too"):
        read_sets([one, one], library)
    with pytest.raises(CaseError, match="and 1 more; see `tiaoli eval check"):
        read_sets([two], library)


def test_the_split_of_a_case_is_its_folder(library):
    cases = read_cases(CASES, library.documents)
    assert {case.split for case in cases} <= {"dev", "held"}
    dev = read_cases(CASES / "dev", library.documents)
    assert [c.id for c in dev] == [c.id for c in cases if c.split == "dev"]
    assert {case.split for case in dev} == {""}
