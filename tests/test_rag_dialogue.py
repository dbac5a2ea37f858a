"""From a turn of a dialogue to a question that stands alone."""

from __future__ import annotations

import pytest

from rag.dialogue import standalone


@pytest.fixture(scope="module")
def documents(founding):
    return {id_: parsed.document for id_, parsed in founding.items()}


BANKRUPTCY = "广东要点对个人破产怎么规定？"
CLAUSE = "广东要点第16条讲什么？"

TURNS = [
    ([CLAUSE], "那下一条呢？", "广东要点第17条讲什么？"),
    ([CLAUSE], "上一条", "广东要点第15条讲什么？"),
    (["广东要点第十六项"], "后一项呢", "广东要点第17项"),
    (["clause 16 of the Guangdong points"], "下一条", "clause 17 of the Guangdong points"),
    (
        ["clause 16 of the Guangdong points"],
        "and the next one?",
        "clause 17 of the Guangdong points",
    ),
    (["广东要点第三部分讲什么"], "下一部分呢", "广东要点第4部分讲什么"),
    (["六五纲要第（七）项"], "下一项呢", "六五纲要第（8）项"),
    ([CLAUSE, "下一条呢？"], "再下一条呢？", "广东要点第18条讲什么？"),
    ([CLAUSE, "下一条呢？", "下一条"], "上一条呢？", "广东要点第17条讲什么？"),
    ([CLAUSE], "第15条呢？", "广东要点 第15条呢？"),
    ([CLAUSE], "第15条", "广东要点 第15条"),
    ([BANKRUPTCY], "那吉林呢？", "吉林要点：对个人破产怎么规定?"),
    ([BANKRUPTCY], "What about Jilin?", "吉林要点：对个人破产怎么规定?"),
    ([BANKRUPTCY], "吉林有没有类似的要求？", "吉林要点：对个人破产怎么规定?"),
    ([BANKRUPTCY], "最高法的纲要呢？", "六五改革纲要：对个人破产怎么规定?"),
    ([BANKRUPTCY], "里面深圳要做什么？", "广东要点 里面深圳要做什么？"),
]


@pytest.mark.parametrize(("before", "asked", "expected"), TURNS)
def test_a_leaning_question_is_completed(documents, before, asked, expected):
    history = [turn for text in before for turn in (("user", text), ("assistant", "……[1]"))]
    assert standalone(asked, history, documents) == expected


@pytest.mark.parametrize(
    "asked",
    [
        "六五改革纲要怎么规定法官助理的分层培养？",
        "谢谢",
        "什么是跨域立案服务？",
        "那么，2020年全国法院审结的知识产权一审案件一共有多少件，判赔金额增长多少？",
        "",
    ],
)
def test_a_question_that_stands_alone_is_left_as_it_is(documents, asked):
    assert standalone(asked, [("user", BANKRUPTCY)], documents) == asked


@pytest.mark.parametrize(
    "history",
    [[], [("assistant", BANKRUPTCY)], [("user", "  ")], [("system", BANKRUPTCY)]],
)
def test_without_an_earlier_question_nothing_is_added(documents, history):
    assert standalone("那吉林呢？", history, documents) == "那吉林呢？"


def test_what_the_assistant_said_is_not_taken_for_a_question(documents):
    history = [("user", CLAUSE), ("assistant", "吉林要点第3条")]
    assert standalone("下一条", history, documents) == "广东要点第17条讲什么？"


def test_a_dialogue_of_thousands_of_turns_is_completed(documents):
    history = [("user", CLAUSE), *[("user", "下一条")] * 3000]
    assert standalone("下一条", history, documents)
    history = [*[("user", "下一条")] * 3000, ("user", CLAUSE)]
    assert standalone("下一条", history, documents) == "广东要点第17条讲什么？"


def test_a_refused_question_is_not_looked_back_on(documents):
    history = [("user", CLAUSE), ("user", "长" * 100_000)]
    assert standalone("下一条", history, documents) == "广东要点第17条讲什么？"
