"""A question is asked of the documents that fit everything chosen."""

from __future__ import annotations

import pytest

from ingest.founding import founding_documents
from tests.browser.fake import FakeAssistant, library
from ui.chat.desk import Desk
from ui.chat.scope import admitted, choices

DOCUMENTS = {parsed.document.id: parsed.document for parsed in founding_documents()}
HIGH = {"gd-2021-key-points", "jl-2022-key-points"}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, set()),
        ({"levels": ["high"]}, HIGH),
        ({"levels": ["high"], "years": ["2022"]}, {"jl-2022-key-points"}),
        ({"regions": ["广东"]}, {"gd-2021-key-points"}),
        ({"documents": ["spc-2021-key-points"], "years": ["2021"]}, {"spc-2021-key-points"}),
        ({"documents": ["gd-2021-key-points"], "years": ["2022"]}, None),
        ({"documents": ["no-such-document"]}, None),
        ({"years": ["x"], "levels": ["supreme"]}, set(DOCUMENTS) - HIGH),
    ],
)
def test_what_is_chosen_leaves_the_documents_that_fit(chosen, expected):
    found = admitted(DOCUMENTS, chosen)
    assert (set(found) if found is not None else None) == expected


def test_the_choices_are_those_of_the_documents_in_the_language_of_the_page():
    groups = {choice.name: choice.options for choice in choices("en", DOCUMENTS)}
    assert groups["levels"] == (("Supreme People's Court", "supreme"), ("High courts", "high"))
    assert [value for _, value in groups["documents"]] == list(DOCUMENTS)
    assert groups["documents"][1][0].isascii()
    assert list(groups["years"]) == sorted(groups["years"])


def test_a_group_of_one_value_is_not_offered():
    one = dict(list(DOCUMENTS.items())[:1])
    assert [choice.name for choice in choices("zh", one)] == ["documents"]


def test_a_choice_that_leaves_nothing_is_said_and_nothing_is_asked():
    assistant = FakeAssistant(library())
    *_, (messages, _, kept) = Desk(assistant, "zh", pace=0).ask("四类案件", "", None)
    assert "没有文件同时符合所选的范围" in messages[-1]["content"]
    assert kept == "四类案件"
    assert assistant.heard == []
