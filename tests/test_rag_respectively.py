"""Figures that belong to several things: each gets its own, or the sentence stays whole."""

import pytest

from index.library import Library
from rag.assistant import Assistant
from rag.finding.respectively import paired
from rag.types import Verification

REPORT = "未结案件数、长期未结诉讼案件数分别下降17.5%和24.9%；"
EXECUTION = (
    "受理执行案件1059.2万件，执结995.8万件，执行到位金额1.9万亿元，同比分别上升1.7%、4.3%和8.1%。"
)


@pytest.mark.parametrize(
    ("sentence", "statements"),
    [
        (REPORT, ["未结案件数下降17.5%。", "长期未结诉讼案件数下降24.9%。"]),
        (
            "涉诉信访、涉诉进京上访同比分别下降12.9%和71.8%。",
            ["涉诉信访同比下降12.9%。", "涉诉进京上访同比下降71.8%。"],
        ),
        (
            EXECUTION,
            [
                "受理执行案件1059.2万件，同比上升1.7%。",
                "执结995.8万件，同比上升4.3%。",
                "执行到位金额1.9万亿元，同比上升8.1%。",
            ],
        ),
    ],
)
def test_each_thing_gets_the_figure_in_its_place(sentence: str, statements: list[str]) -> None:
    assert [one.statement for one in paired(sentence)] == statements


@pytest.mark.parametrize(
    "sentence",
    [
        "江西、云南法院分别再审改判张玉环、何学光无罪。",
        "诉前调解成功民事案件数量逐年增长，分别为56.8万件、145.5万件、424万件。",
        "审结破产重整案件728件，盘活资产4708亿元。",
        "甲类案件分别下降1%和2%。",
    ],
)
def test_what_is_not_such_a_list_stays_whole(sentence: str) -> None:
    assert paired(sentence) == ()


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("2020年全国法院的长期未结诉讼案件下降了百分之几？", "长期未结诉讼案件数下降24.9%。"),
        ("2020年执行到位金额同比涨了多少？", "执行到位金额1.9万亿元，同比上升8.1%。"),
        ("涉诉进京上访同比降了多少？", "涉诉进京上访同比下降71.8%。"),
    ],
)
def test_the_figure_asked_for_leads_and_its_sentence_follows(
    question: str, lead: str, library: Library
) -> None:
    first, second = Assistant(library).ask(question).sentences[:2]
    assert (first.text, first.verification) == (lead, Verification.SUPPORTED)
    assert second.verification is Verification.VERBATIM
    assert "分别" in second.text
    assert first.citations[0].quote == second.citations[0].quote


def test_asked_for_each_the_sentence_answers_alone(library: Library) -> None:
    answer = Assistant(library).ask("涉诉信访和涉诉进京上访同比各降了多少？")
    assert [s.text for s in answer.sentences] == [
        "涉诉信访、涉诉进京上访同比分别下降12.9%和71.8%；"
    ]
