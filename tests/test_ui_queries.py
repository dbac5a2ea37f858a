"""What a program may ask, and the sentence it gets for what it may not."""

from __future__ import annotations

import json

import pytest

from ingest.errors import TiaoliError
from tests.browser.fake import FakeAssistant
from tests.commands import run, schema
from ui.programs.queries import PARAMETERS, Queries
from ui.programs.records import to_line
from ui.programs.requested import RequestError

BOTH = ["gd-2021-key-points", "jl-2022-key-points"]


@pytest.fixture(scope="module")
def queries(assistant):
    return Queries(assistant)


def plain(record):
    return {key: value for key, value in record.items() if key != "elapsed_ms"}


@pytest.mark.parametrize(
    "question", ["法官惩戒有什么安排", "火星上有几个法院", "广东要点第14项", "", "?"]
)
def test_an_answer_is_the_record_of_the_command_line(queries, home, capsys, question):
    record = queries.ask(question)
    schema("ask_output").validate(record)
    printed = json.loads(run(capsys, "ask", "--json", question).out)
    assert plain(json.loads(to_line(record))) == plain(printed)


def test_a_question_is_asked_of_the_documents_named_and_after_its_dialogue(queries):
    only = queries.ask("法官惩戒有什么安排", ["jl-2022-key-points"])
    assert {c["document_id"] for c in only["citations"]} == {"jl-2022-key-points"}
    before = [{"role": "user", "content": "广东要点对法官惩戒怎么规定？"}]
    followed = queries.ask("那吉林呢？", history=before)
    assert "法官惩戒" in followed["understood_as"]
    assert {c["document_id"] for c in followed["citations"]} == {"jl-2022-key-points"}


def test_every_clause_is_the_record_of_the_command_line_with_its_reference(queries, library):
    form = schema("clause")
    for clause_id in library.clauses:
        record = queries.clause(clause_id)
        form.validate(record)
        assert record["clause_id"] == clause_id
    cited = queries.clause("gd-2021-key-points/14")
    assert cited["reference"].endswith("（粤高法明传〔2021〕73号）第三部分第14项")
    assert cited["footnote"].endswith(
        "，粤高法明传〔2021〕73号，2021年3月1日发布，第三部分第14项。"
    )


@pytest.mark.parametrize(
    ("question", "documents", "columns", "in_time"),
    [
        ("广东和吉林对法官惩戒制度的安排有什么不同？", [], BOTH, False),
        ("法官惩戒", BOTH, BOTH, False),
        ("对法官惩戒有什么安排？", BOTH, BOTH, False),
        ("judicial discipline of judges", BOTH, BOTH, False),
        ("从2021年到2022年法官惩戒制度有什么变化", [], None, True),
    ],
)
def test_a_comparison_has_a_quoted_cell_for_each_document(
    queries, library, question, documents, columns, in_time
):
    record = queries.compare(question, documents)
    schema("comparison").validate(record)
    assert (record["status"], record["question"], record["in_time"]) == (
        "answered", question, in_time,
    )  # fmt: skip
    assert columns is None or record["documents"] == columns
    for row in record["rows"]:
        assert [cell["document_id"] for cell in row["cells"]] == record["documents"]
        for quote in (q for cell in row["cells"] for q in cell["quotes"]):
            clause = library.clauses[quote["clause_id"]]
            assert quote["quote"] in clause.text
            text = library.documents[clause.document_id].text
            assert text[quote["start"] : quote["end"]] == quote["quote"]


def test_a_document_that_says_nothing_has_a_cell_that_says_so(queries):
    (row,) = queries.compare("法官惩戒")["rows"]
    silent = [cell for cell in row["cells"] if cell["silent"]]
    assert [(c["document_id"], c["text"], c["quotes"]) for c in silent] == [
        ("spc-2021-work-report", "未规定", [])
    ]


@pytest.mark.parametrize(
    "question", ["", "？", "\x00", "你觉得哪份文件更好", "上海高院的要点怎么说"]
)
def test_nothing_to_compare_is_a_record_with_a_reason(queries, question):
    record = queries.compare(question)
    schema("comparison").validate(record)
    assert (record["status"], record["rows"]) == ("abstained", [])
    assert record["reason"]


BAD = [
    ("ask", {}, "question", "question is missing or not text"),
    ("ask", {"question": None}, "question", "question is missing or not text"),
    ("ask", {"question": 3}, "question", "question is missing or not text"),
    ("ask", {"question": ["x"]}, "question", "question is missing or not text"),
    ("ask", {"question": "法" * 2001}, "question", "2,001 characters; at most 2,000"),
    ("ask", {"question": "法" * 1_000_000}, "question", "1,000,000 characters; at most 2,000"),
    ("ask", {"question": "\ud800"}, "question", "half a character"),
    ("ask", {"question": "x", "documents": "gd"}, "documents", "must be a list"),
    ("ask", {"question": "x", "documents": [1]}, "documents", "must be a list"),
    ("ask", {"question": "x", "documents": ["<b>"]}, "documents", "document '<b>'; known: "),
    ("ask", {"question": "x", "documents": ["x" * 9999]}, "documents", "xxx…'; known: spc-2021"),
    ("ask", {"question": "x", "history": {}, "documents": 1}, "documents", "must be a list"),
    ("ask", {"question": "x", "history": "y"}, "history", "must be a list of {role, content}"),
    ("ask", {"question": "x", "history": [1]}, "history", "each turn needs role"),
    ("ask", {"question": "x", "history": [{"role": "system", "content": ""}]}, "history", "role"),
    ("ask", {"question": "x", "history": [{"role": [], "content": ""}]}, "history", "role"),
    ("ask", {"question": "x", "history": [{"role": "user", "content": {}}]}, "history", "content"),
    (
        "ask",
        {"question": "x", "history": [{"role": "user", "content": "\udfff"}]},
        "history",
        "half a character",
    ),
    ("ask", {"question": "x", "docs": []}, "request", "no parameter 'docs'; it takes question, "),
    ("clause", {}, "clause_id", "clause_id is missing"),
    ("clause", {"clause_id": {}}, "clause_id", "clause_id is missing"),
    ("clause", {"clause_id": "x/1"}, "clause_id", "no clause of document 'x'; known: spc-2021"),
    ("clause", {"clause_id": ""}, "clause_id", "no clause of document ''; known: "),
    ("clause", {"clause_id": "../etc"}, "clause_id", "no clause of document '..'; known: "),
    (
        "clause",
        {"clause_id": "gd-2021-key-points/99"},
        "clause_id",
        "no clause 'gd-2021-key-points/99'; there are 29, gd-2021-key-points/",
    ),
    ("compare", {"question": "x", "history": [1]}, "request", "no parameter 'history'"),
    ("compare", {"question": "x", "documents": BOTH[:1]}, "documents", "name two or more"),
    ("compare", {"question": "x", "documents": BOTH[:1] * 2}, "documents", "name two or more"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "values", "part", "words"), BAD)
def test_what_is_wrong_is_said_in_one_sentence(queries, name, values, part, words):
    with pytest.raises(RequestError) as caught:
        queries.read(name, values)
    assert caught.value.part == part
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400
    if set(values) <= set(PARAMETERS[name]) and values:
        with pytest.raises(RequestError):
            getattr(queries, name)(**values)


def test_only_what_was_understood_is_handed_on(queries):
    turn = {"role": "user", "content": "y", "path": "/etc/passwd", "meta": {"_type": "x"}}
    values = {"question": "x", "history": [turn], "documents": None}
    assert queries.read("ask", values) == ["x", [], [{"role": "user", "content": "y"}]]


def test_a_fault_of_ours_is_told_without_its_inside(caplog):
    queries = Queries(FakeAssistant())
    with pytest.raises(TiaoliError, match="a fault here") as caught:
        queries.ask("出错")
    assert "secret" not in str(caught.value)
    with pytest.raises(TiaoliError, match="没有可查的词"):
        queries.ask("词太短")
