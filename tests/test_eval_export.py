"""A run for other tools, re-read as those tools would."""

from __future__ import annotations

import csv
import io
import json

import pytest

from evals.export import FORMS, ExportError, export, safe_cell
from evals.run import MEASURES
from evals.types import Verdict
from tests.runs import QUOTE, make_case, make_outcome, make_results

RUN = make_results(
    [
        make_outcome(make_case("a1"), scores={"points": 1.0}),
        make_outcome(make_case("u1", "unanswerable", gold=False), Verdict.RIGHTLY_REFUSED),
        make_outcome(make_case("a1"), answerer="top clause", text='=HYPERLINK("x")'),
        make_outcome(make_case("u1", "unanswerable", gold=False), Verdict.ERROR, "top clause"),
    ]
)


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_beir_qrels_name_only_what_is_in_the_corpus_and_the_queries(tmp_path):
    export(RUN, "beir", tmp_path)
    corpus = {row["_id"]: row for row in lines(tmp_path / "corpus.jsonl")}
    queries = {row["_id"]: row for row in lines(tmp_path / "queries.jsonl")}
    assert set(corpus) == {"gd/1", "gd/2"}
    assert corpus["gd/2"]["text"] == f"2.{QUOTE}。切实解决执行难。"
    assert corpus["gd/2"]["title"] == "第2项"
    assert queries["a1"]["text"] == "问题a1？"
    assert set(queries) == {"a1", "u1"}
    text = (tmp_path / "qrels" / "test.tsv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text), delimiter="\t"))
    assert rows == [{"query-id": "a1", "corpus-id": "gd/2", "score": "1"}]
    assert all(row["query-id"] in queries and row["corpus-id"] in corpus for row in rows)


def test_every_answerer_has_a_trec_run_in_the_order_of_ranks(tmp_path):
    export(RUN, "beir", tmp_path)
    assert sorted(path.name for path in (tmp_path / "runs").iterdir()) == [
        "tiaoli.trec",
        "top-clause.trec",
    ]
    rows = [line.split() for line in (tmp_path / "runs" / "tiaoli.trec").read_text().splitlines()]
    assert [row[:4] for row in rows if row[0] == "a1"] == [
        ["a1", "Q0", "gd/2", "1"],
        ["a1", "Q0", "gd/1", "2"],
    ]
    assert all(len(row) == 6 for row in rows)
    scores = [float(row[4]) for row in rows if row[0] == "a1"]
    assert scores == sorted(scores, reverse=True)


def test_ragas_and_deepeval_find_their_fields(tmp_path):
    (written, _) = export(RUN, "ragas", tmp_path)
    rows = json.loads(written.read_text(encoding="utf-8"))
    assert written.name == "ragas-tiaoli.json"
    assert len(rows) == 2
    row = rows[0]
    assert row["user_input"] == row["input"] == "问题a1？"
    assert row["response"] == row["actual_output"] == f"{QUOTE}。[1]"
    assert row["retrieved_contexts"] == row["retrieval_context"]
    assert row["retrieved_contexts"] == [f"2.{QUOTE}。切实解决执行难。", "1.完善服务保障机制。"]
    assert row["reference"] == row["expected_output"] == "答案a1。"
    assert row["reference_contexts"] == [QUOTE]
    assert all(isinstance(text, str) for text in row["retrieved_contexts"])


def test_csv_has_a_row_for_every_outcome_and_empty_cells_for_what_was_not_measured(tmp_path):
    (path,) = export(RUN, "csv", tmp_path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    assert [(row["id"], row["answerer"]) for row in rows] == [
        ("a1", "tiaoli"),
        ("u1", "tiaoli"),
        ("a1", "top clause"),
        ("u1", "top clause"),
    ]
    assert rows[0]["points"] == "1.0"
    assert rows[0]["ms"] == "4.000"
    assert {rows[1][name] for name in MEASURES} == {""}
    assert rows[3]["verdict"] == "error"


def test_no_cell_of_the_csv_is_a_formula(tmp_path):
    cases = [
        make_outcome(make_case(f"c{n}"), text=text)
        for n, text in enumerate(("=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "＋1", " =1"))
    ]
    (path,) = export(make_results(cases), "csv", tmp_path)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    assert [row["reply"][0] for row in rows] == ["'"] * 9


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=SUM(A1)", "'=SUM(A1)"),
        ("＝SUM(A1)", "'＝SUM(A1)"),
        ("－5", "'－5"),
        ("＠x", "'＠x"),
        ("\n=1", "'\n=1"),
        ("\u3000=1", "'\u3000=1"),
        ("", ""),
        ("第1条=", "第1条="),
        ("1-2", "1-2"),
    ],
)
def test_a_cell_is_made_safe_and_otherwise_left_alone(text, safe):
    assert safe_cell(text) == safe


def test_half_a_character_can_be_exported(tmp_path):
    run = make_results([make_outcome(make_case("a"), text="\ud800")])
    for form in FORMS:
        for path in export(run, form, tmp_path / form):
            path.read_text(encoding="utf-8")


def test_another_format_is_refused(tmp_path):
    with pytest.raises(ExportError, match="one of ragas, beir, csv"):
        export(RUN, "xml", tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="cannot be written"):
        export(RUN, "csv", tmp_path / "file")
