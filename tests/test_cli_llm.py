"""`tiaoli ask --llm`: asked only when that is wanted, and what a person then reads."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from rag.model.endpoint import EndpointError
from tests.commands import run, schema
from tests.endpoint import KEY, Endpoint, data, serving
from ui.settings import answer_writer_from, generates

QUESTION = "广东要点对法官惩戒怎么规定？"
GOOD = "出台法官惩戒工作规程，强化惩戒工作与绩效考核、员额退出、纪检监察等工作的配套衔接。"
OTHER = "广东要点要求完善保障法官申诉权利的工作机制。"
LABEL = "内容由人工智能生成，仅供参考"
NAMES = ("TIAOLI_LLM_URL", "TIAOLI_LLM_MODEL", "TIAOLI_LLM_KEY", "TIAOLI_LLM_LIMIT")


def reply(body: dict) -> str:
    [key] = [c["key"] for c in data(body)["clauses"] if GOOD in c["text"]]
    return f"{GOOD}[{key}]{OTHER}[{key}]火星上有三个法院。[{key}]"


@pytest.fixture
def endpoint(monkeypatch) -> Iterator[Endpoint]:
    for name in (*NAMES, "TIAOLI_GENERATE"):
        monkeypatch.delenv(name, raising=False)
    with serving() as found:
        found.reply = reply
        monkeypatch.setenv("TIAOLI_LLM_URL", found.url)
        monkeypatch.setenv("TIAOLI_LLM_MODEL", "m-7b")
        monkeypatch.setenv("TIAOLI_LLM_KEY", KEY)
        yield found


def test_an_address_alone_asks_nobody(home, capsys, endpoint):
    ran = run(capsys, "ask", QUESTION)
    assert "原文摘录（未使用生成式模型）" in ran.out
    assert LABEL not in ran.out
    assert endpoint.asked == []


def test_a_worded_answer_says_so_and_names_what_is_not_printed(home, capsys, endpoint):
    ran = run(capsys, "ask", "--llm", QUESTION)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == f"{GOOD}[1]{OTHER}[2]〔据原文转述〕"
    assert f"{LABEL}。核验：1句为原文，1句据原文转述" in lines
    assert "    注：核验未通过，略去1句：1句在所引条文中没有依据。" in lines
    assert KEY not in ran.out


def test_json_keeps_its_form_and_has_the_label(home, capsys, endpoint):
    record = json.loads(run(capsys, "ask", "--llm", "--json", QUESTION).out)
    schema("ask_output").validate(record)
    assert record["mode"] == "llm"
    assert record["notes"][0] == {"kind": "ai_label", "text": LABEL}
    assert [one["verification"] for one in record["sentences"]] == ["verbatim", "supported"]


def test_a_variable_stands_for_the_option_and_for_every_line_of_a_batch(
    home, capsys, endpoint, tmp_path, monkeypatch
):
    monkeypatch.setenv("TIAOLI_GENERATE", "1")
    assert LABEL in run(capsys, "ask", QUESTION).out
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"id": 1, "question": QUESTION}), encoding="utf-8")
    assert run(capsys, "ask", "--batch", source, "--out", target).code == 0
    assert json.loads(target.read_text("utf-8"))["mode"] == "llm"
    assert len(endpoint.asked) == 2


def test_nobody_to_ask_is_said_in_one_line(home, capsys, endpoint, monkeypatch):
    monkeypatch.delenv("TIAOLI_LLM_URL")
    ran = run(capsys, "ask", "--llm", QUESTION)
    assert ran.code == 2
    assert ran.complaint == "tiaoli: --llm has nobody to ask; set TIAOLI_LLM_URL"


@pytest.mark.parametrize("limit", ["0", "-1", "x", "inf", "nan", "601"])
def test_a_limit_that_is_none_is_refused(endpoint, monkeypatch, limit):
    monkeypatch.setenv("TIAOLI_LLM_LIMIT", limit)
    with pytest.raises(EndpointError, match="TIAOLI_LLM_LIMIT"):
        answer_writer_from()


@pytest.mark.parametrize(
    ("value", "said"), [("1", True), ("true", True), ("0", False), ("", False), ("no", False)]
)
def test_the_variable_is_read(value, said):
    assert generates({"TIAOLI_GENERATE": value}) is said
