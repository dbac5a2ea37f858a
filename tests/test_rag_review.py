"""What careful readers ask, by kind: figures, places, negation, facts, attribution."""

from __future__ import annotations

import pytest

from rag.types import Status


def said(assistant, question):
    answer = assistant.ask(question)
    return answer, [c.clause.id for c in answer.citations]


@pytest.mark.parametrize(
    ("question", "clause", "figure"),
    [
        ("最高法院审结案件多少件", "spc-2021-work-report/h1.1", "35773件"),
        ("最高人民法院2020年审结案件多少件？", "spc-2021-work-report/h1.1", "35773件"),
        ("最高法2020年制定了多少司法解释", "spc-2021-work-report/h1.1", "28件"),
        ("诉前调解成功的民事案件，2019年是多少件？", "spc-2021-work-report/4.2", "145.5万件"),
    ],
)
def test_a_figure_is_that_of_the_court_and_year_asked_about(
    assistant, question, clause, figure
) -> None:
    answer, cited = said(assistant, question)
    assert cited[0] == clause
    assert figure in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "广东法院2020年审结案件多少件",
        "湖北法院审结案件多少件",
        "2022年法官人均办案多少件",
        "2019年执行到位金额是多少",
        "上海法院怎么规定法官惩戒",
    ],
)
def test_another_court_or_year_is_not_given_for_the_one_asked_about(assistant, question) -> None:
    assert assistant.ask(question).status is Status.ABSTAINED


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("最高法2021要点第二部分第3条", "spc-2021-key-points/2.3"),
        ("工作报告第一部分第3条", "spc-2021-work-report/1.3"),
        ("广东要点14", "gd-2021-key-points/14"),
        ("纲要 art. 27", "spc-2024-2028-outline/27"),
        ("gd-2021-key-points/14", "gd-2021-key-points/14"),
        ("spc-2021-key-points/3.2", "spc-2021-key-points/3.2"),
    ],
)
def test_a_place_is_found_however_it_is_written(assistant, question, clause) -> None:
    _, cited = said(assistant, question)
    assert set(cited) == {clause}


@pytest.mark.parametrize(
    ("question", "silent"),
    [
        ("哪份文件没有提到个人破产", {"jl-2022-key-points"}),
        ("哪些文件没写区块链", {"jl-2022-key-points", "spc-2024-2028-outline"}),
        ("“营商环境”这四个字，哪些文件写了，哪份一个字没提？", {"gd-2021-key-points"}),
    ],
)
def test_what_a_document_does_not_say_is_told_beside_what_others_say(
    assistant, question, silent
) -> None:
    """Only what stands there can be cited, so the silent ones are empty cells of the table."""
    answer = assistant.ask(question)
    assert answer.status is Status.ANSWERED
    cited = {c.clause.document_id for c in answer.citations}
    assert cited == set(assistant.library.documents) - silent
    assert sum(note.kind == "silent" for note in answer.notes) == len(silent)


def test_asking_whether_something_is_mentioned_is_no_negation(assistant) -> None:
    answer, cited = said(assistant, "轻微犯罪记录封存制度，这几份文件里有没有提到？")
    assert cited[0] == "spc-2024-2028-outline/18"
    assert answer.status is Status.ANSWERED


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("广东要点的文号是什么", "粤高法明传（2021）73号"),
        ("广东要点是哪天印发的", "2021 年 3 月 1 日"),
        ("广东要点由哪个单位发布", "广东省高级人民法院"),
        ("广东要点主送哪些单位", "全省各中级人民法院、本院各部门："),
        ("广东要点是发给谁的？", "全省各中级人民法院、本院各部门："),
        ("工作报告是谁作的", "我代表最高人民法院"),
        ("吉林要点几条", "共28项"),
    ],
)
def test_facts_of_a_document_are_quoted_from_where_they_are_printed(
    assistant, question, words
) -> None:
    answer, cited = said(assistant, question)
    assert words in answer.text
    assert cited


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("吉林要点是谁发布的", "著录为“吉林省高级人民法院”，但不在文本中"),
        ("六五改革纲要是谁发布的", "著录为“最高人民法院”，但不在文本中"),
        ("最高法2021要点是谁印发的", "著录为“最高人民法院”，但不在文本中"),
        ("纲要印发给哪些法院", "没有载明主送机关"),
        ("六五改革纲要的文号", "没有载明文号；本库也没有这一信息"),
    ],
)
def test_facts_that_are_not_printed_are_not_cited(assistant, question, told) -> None:
    answer = assistant.ask(question)
    assert answer.reason == "not_printed"
    assert told in answer.text


def test_every_sentence_stands_under_the_document_it_is_cited_from(assistant, library) -> None:
    for question in ("法院书记员编制怎么管", "个人破产", "人民法庭建设有哪些要求", "院庭长办案"):
        answer = assistant.ask(question)
        groups = {s.group for s in answer.sentences}
        assert len(groups) > 1
        for sentence in answer.sentences:
            title = library.documents[sentence.citations[0].clause.document_id].facts.title
            assert title in sentence.group


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("老赖怎么处理", "spc-2021-work-report/2.4"),
        ("判决书都要上网吗", "spc-2021-work-report/5.3"),
    ],
)
def test_one_common_word_does_not_outweigh_what_a_short_question_means(
    assistant, question, clause
) -> None:
    assert said(assistant, question)[1][0] == clause


def test_a_direction_is_read_beside_its_figure(assistant) -> None:
    answer, _ = said(assistant, "2020年一审知识产权案件同比掉了11.7%，是什么原因造成的下滑？")
    assert answer.status is Status.ANSWERED
    assert answer.notes[0].text == "原文为“同比上升11.7%”，与问题中的“下滑”不符。"
