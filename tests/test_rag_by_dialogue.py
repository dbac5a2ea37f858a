"""What a dialogue cited decides what a turn without a subject of its own asks about."""

from __future__ import annotations

import math

import pytest

from evals.questions import CASES, read_cases
from rag.by_dialogue import BESIDE, best_of
from rag.dialogue.spoken_of import Spoken
from rag.dialogue.turns import Dialogue
from rag.recalling.bearing import Bearing, Weighed, Weights
from rag.recalling.meant import documents_meant
from rag.understanding.question import understand
from rag.words.sentences import Sentences
from tests.test_rag_dialogue import ALONE, BANKRUPTCY, CLAUSE_16, CORRUPTION, DISCIPLINE, FEES

FILING = (
    "人在外地，想告老家的公司，得回去立案吗？",
    "最高法2021年工作报告：跨域立案服务在全国四级法院和1万多个人民法庭实现全覆盖。[1]",
)
RETRIALS = ("2020年再审改判了多少刑事案件？", "按照审判监督程序再审改判刑事案件1818件。[1]")
LAID_DOWN = (
    "最高法2021年要点怎么部署四级法院审级职能定位改革？",
    "制定《关于完善四级法院审级职能定位改革方案》，推动全国人大常委会授权开展试点工作。[1]",
)
ORDERS = (
    "2020年签发了多少人身安全保护令？",
    "最高法2021年工作报告：签发人身安全保护令2169份。[1]",
)
ALIKE = ("gd-2021-key-points/15", "spc-2021-key-points/6.4", "jl-2022-key-points/23")

TURNS = [
    (FILING, "手机上能不能弄？从哪儿进", "spc-2021-work-report/4.3", "中国移动微法院"),
    (RETRIALS, "点名说了谁？", "spc-2021-work-report/1.8", "张玉环"),
    (RETRIALS, "国家一共赔出去多少钱", "spc-2021-work-report/1.8", "2.7亿元"),
    (LAID_DOWN, "吉林对提级管辖要建立什么机制", "jl-2022-key-points/17", "提级管辖"),
]


def history(*turns):
    return [one for said, reply in turns for one in (("user", said), ("assistant", reply))]


@pytest.mark.parametrize(("before", "asked", "clause", "words"), TURNS)
def test_a_turn_is_answered_from_what_the_dialogue_spoke_of(
    assistant, before, asked, clause, words
):
    answer = assistant.ask(asked, history=history(before))
    assert {c.clause.id for c in answer.citations} == {clause}
    assert words in answer.text
    assert answer.hits[0].clause.id == clause


def test_the_question_as_understood_names_the_clause_before_the_turn(assistant):
    answer = assistant.ask("手机上能不能弄？从哪儿进", history=history(FILING))
    assert answer.understood_as.endswith("：手机上能不能弄？从哪儿进")
    assert "工作报告" in answer.understood_as


def test_a_completed_turn_stays_the_question_where_its_clause_answers(assistant):
    before = (("user", "广东要点对法官惩戒怎么规定？"),)
    answer = assistant.ask("那吉林呢？", history=before)
    assert answer.understood_as == "吉林要点：对法官惩戒怎么规定？"
    assert {c.clause.id for c in answer.citations} == {"jl-2022-key-points/15"}


@pytest.mark.parametrize("turns", [[BANKRUPTCY], [CORRUPTION], [CLAUSE_16], [BANKRUPTCY, FEES]])
@pytest.mark.parametrize("question", ALONE)
def test_a_complete_question_is_answered_as_without_the_dialogue(assistant, turns, question):
    alone, behind = assistant.ask(question), assistant.ask(question, history=history(*turns))
    if alone.citations:
        assert (behind.text, behind.understood_as) == (alone.text, alone.understood_as)


def test_complete_questions_behind_other_dialogues_keep_their_answers(assistant, library):
    cases = [c for c in read_cases(CASES, library.documents) if c.split == "dev"]
    cases = [c for c in cases if c.type != "followup" and not c.history][::9]
    turns = (BANKRUPTCY, FILING, ORDERS, DISCIPLINE)
    alone = [assistant.ask(c.question) for c in cases]
    same = [
        one.text == assistant.ask(one.question, history=history(turns[n % 4])).text
        for n, one in enumerate(alone)
        if one.citations
    ]
    assert sum(same) >= 0.97 * len(same)


@pytest.mark.parametrize("asked", ["申请要交多少钱", "明天天气怎么样", "谢谢"])
def test_what_the_clauses_do_not_state_is_not_answered_from_them(assistant, asked):
    assert not assistant.ask(asked, history=history(ORDERS)).citations


MEANT = [
    ("省里打算出什么", (DISCIPLINE,), {"gd-2021-key-points"}),
    ("最高法同年的那一句", (DISCIPLINE,), {"spc-2021-key-points"}),
    ("最高法自己21年要出哪些文件", (DISCIPLINE,), {"spc-2021-key-points"}),
    ("And three years later, in the outline?", (DISCIPLINE,), {"spc-2024-2028-outline"}),
    ("第二年最高法怎么部署的", (RETRIALS,), {"spc-2021-key-points"}),
    ("最高法在前一年出了什么", (DISCIPLINE,), {"spc-2021-work-report"}),
    ("同一份文件有没有说", (DISCIPLINE,), {"gd-2021-key-points"}),
    ("报告里有数字吗", (LAID_DOWN,), {"spc-2021-work-report"}),
    ("谁负责", (DISCIPLINE,), set()),
]


@pytest.mark.parametrize(("asked", "turns", "documents"), MEANT)
def test_a_document_is_meant_beside_those_spoken_of(library, asked, turns, documents):
    spoken, _ = Dialogue(history(*turns), library).spoken(asked)
    assert {*documents_meant(understand(asked, library.documents), spoken)} == documents


def test_the_clauses_beside_the_one_cited_stand_under_its_heading(library):
    spoken, _ = Dialogue(history(BANKRUPTCY), library).spoken("谁负责")
    assert [c.id for c in spoken.last] == ["gd-2021-key-points/5"]
    assert all(c.path == spoken.last[0].path for c in spoken.beside)
    assert Spoken((), library).beside == ()


def test_only_a_sentence_nearly_as_likely_is_quoted_beside_the_best(library):
    spans = [Sentences().of(library.clauses[id_]).spans[-1] for id_ in ALIKE]
    odds = (0.0, -0.5, math.log(BESIDE) - 0.01)
    likely = [Weighed(s, Bearing(meaning=n)) for s, n in zip(spans, odds, strict=True)]
    only_meaning = Weights(Bearing(), Bearing(meaning=1.0))
    assert best_of(likely[::-1], only_meaning) == likely[:2]
    assert best_of([likely[2], likely[0]], only_meaning) == likely[:1]
    assert best_of([]) == []


def test_two_documents_that_may_be_meant_are_both_named_and_quoted(assistant, library):
    case = next(c for c in read_cases(CASES, library.documents) if c.id == "v06-3")
    answer = assistant.ask(case.question, history=case.history)
    assert {c.clause.id for c in answer.citations} == {
        "jl-2022-key-points/3",
        "gd-2021-key-points/24",
    }
    assert len({sentence.group for sentence in answer.sentences}) == 2
    places = ("吉林要点关于实施司法改革“精品工程”", "广东要点关于激发基层创新活力")
    assert "、".join(places) in answer.understood_as


def test_a_document_that_is_meant_answers_alone(assistant, library):
    case = next(c for c in read_cases(CASES, library.documents) if c.id == "nd09-3")
    answer = assistant.ask(case.question, history=case.history)
    assert {c.clause.id for c in answer.citations} == {ALIKE[1]}
    assert "互联网司法研究中心" in answer.text


def test_a_turn_that_means_a_document_is_weighed_apart(library):
    span = Sentences().of(library.clauses[ALIKE[0]]).spans[0]
    weights = Weights(meant=Bearing(last=-1.0), open=Bearing(last=2.0))
    meant, open_ = Weighed(span, Bearing(document=1.0)), Weighed(span, Bearing(last=1.0))
    assert weights.of([open_]) is weights.open
    assert weights.of([open_, meant]) is weights.meant
    assert best_of([open_, meant], weights) == [meant]
