"""How a question was understood is said in a line and in JSON, and is turned to other documents."""

from __future__ import annotations

import json

import pytest

from rag.understood import in_document
from tests.commands import run
from ui.commands import terminal
from ui.programs import records

GUANGDONG = "《2021年全省法院司法改革工作要点》（广东）"
JILIN = "《2022年全省法院司法改革工作要点》（吉林）"


@pytest.mark.parametrize(
    ("question", "line"),
    [
        (
            "2020年受理了多少执行案件？",
            "理解为：查数字 · 优先《最高人民法院工作报告》 · 2020年 · 受理 执行案件",
        ),
        ("广东要点第14条讲什么", f"理解为：查条文 · {GUANGDONG} · 第14项"),
        (
            "广东和吉林对法官惩戒制度的安排有什么不同？",
            f"理解为：对比 · {GUANGDONG}、{JILIN} · 法官惩戒制度",
        ),
        ("5511是什么", "理解为：查含义 · 全部5份文件 · 5511"),
        (
            "六五改革纲要一共多少条？",
            "理解为：数条目 · 《人民法院第六个五年改革纲要（2024—2028年）》",
        ),
        (
            "广东2021年审结多少案件",
            f"理解为：查数字 · 优先{GUANGDONG} · 2021年 · 审结 案件 · 有多少件",
        ),
    ],
)
def test_a_question_is_understood_in_one_line(assistant, question, line):
    answer = assistant.ask(question)
    assert answer.understanding.line(assistant.library.documents) == line


def test_an_english_line_has_english_names(assistant):
    answer = assistant.ask("How do the Jilin courts supervise the “four types of cases”?")
    line = answer.understanding.line(assistant.library.documents, english=True)
    assert line.startswith("Understood as: a rule · first Jilin 2022 points · ")


def test_the_users_scope_limits_and_is_said(assistant):
    from index.types import Scope

    answer = assistant.ask("法官惩戒", Scope(documents=("jl-2022-key-points",)))
    assert answer.understanding.limited
    assert f" · {JILIN} · " in answer.understanding.line(assistant.library.documents)


def test_what_cannot_be_read_has_no_understanding(assistant):
    answer = assistant.ask("   ")
    assert answer.understanding is None
    assert records.answer_record(answer)["understanding"] is None


@pytest.mark.parametrize(
    ("question", "wanted", "becomes"),
    [
        ("广东要点第14条讲什么", "jl-2022-key-points", "吉林要点：第14条讲什么"),
        ("广东要点第14条讲什么", "", "第14条讲什么"),
        ("2020年受理了多少执行案件？", "", "2020年受理了多少执行案件？"),
        ("吉林法院怎样加强监督管理？", "gd-2021-key-points", "广东要点：怎样加强监督管理？"),
        (
            "广东和吉林对法官惩戒制度的安排有什么不同？",
            "jl-2022-key-points",
            "吉林要点：法官惩戒制度怎么规定？",
        ),
        (
            "广东和吉林对法官惩戒制度的安排有什么不同？",
            "",
            "对比各份文件关于法官惩戒制度的规定",
        ),
        (
            "How do the Jilin courts supervise cases?",
            "gd-2021-key-points",
            "Guangdong 2021 points: How do the courts supervise cases?",
        ),
        (
            "How many cases did the Supreme People's Court accept in 2020?",
            "",
            "How many cases did the Supreme People's Court accept in 2020?",
        ),
    ],
)
def test_a_question_is_turned_to_another_document(assistant, question, wanted, becomes):
    of = assistant.ask(question).understanding
    assert in_document(question, wanted, assistant.library.documents, of) == becomes


@pytest.mark.parametrize("document", ["jl-2022-key-points", "spc-2024-2028-outline"])
def test_the_turned_question_is_asked_of_that_document(assistant, document):
    for question in ("广东要点对法官惩戒怎么规定？", "广东和吉林对法官惩戒有什么不同？"):
        of = assistant.ask(question).understanding
        turned = assistant.ask(in_document(question, document, assistant.library.documents, of))
        assert turned.understanding.documents == (document,)
        assert {c.clause.document_id for c in turned.citations} == {document}


def test_json_has_the_understanding(home, capsys):
    record = json.loads(run(capsys, "ask", "2020年受理了多少执行案件？", "--json").out)
    assert record["understanding"] == {
        "kind": "number",
        "documents": ["spc-2021-work-report"],
        "limited": False,
        "topics": ["受理 执行案件"],
        "place": "",
        "years": ["2020"],
        "regions": [],
        "particulars": [],
    }


def lines(assistant, *asked, **more):
    return list(terminal.answer_lines(assistant.ask(*asked, **more), assistant.library))


def test_the_terminal_says_it_only_where_it_adds_something(assistant):
    assert lines(assistant, "2020年受理了多少执行案件？")[0].startswith("受理执行案件1059.2万件")
    everyday = lines(assistant, "老赖把钱还清了坏名声还能恢复吗")
    assert everyday[0].startswith("理解为：查规定 · 全部5份文件 · ")
    assert everyday[1] == ""
    history = [("user", "广东要点对个人破产怎么规定？"), ("assistant", "…")]
    followup = lines(assistant, "那吉林呢？", history=history)
    assert followup[0].startswith(f"理解为：查规定 · {JILIN} · 个人破产")
    assert followup[0].endswith("（“吉林要点：对个人破产怎么规定？”）")


def test_a_wrong_premise_is_said_before_the_answer_and_only_there(assistant):
    answer = assistant.ask("纲要为什么要取消司法责任制")
    (note,) = [note for note in answer.notes if note.kind == "premise"]
    shown = list(terminal.answer_lines(answer, assistant.library))
    assert f"注意：{note.text}" in shown[: shown.index("") + 1]
    assert sum(note.text in line for line in shown) == 1


def test_a_question_can_be_asked_as_it_was_typed(assistant):
    corrected = assistant.ask("广东要点怎么解决直行难？")
    assert [n.kind for n in corrected.notes][:1] == ["corrected"]
    typed = assistant.ask("广东要点怎么解决直行难？", as_typed=True)
    assert typed.understood_as == "广东要点怎么解决直行难？"
    assert "corrected" not in [n.kind for n in typed.notes]
