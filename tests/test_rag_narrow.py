"""Of a sentence with many figures the part asked for is quoted, letter for letter."""

import pytest

from index.library import Library
from rag.assistant import Assistant
from rag.types import Verification


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("破产重整案件审结了几件，盘活的资产有多少？", "审结破产重整案件728件，盘活资产4708亿元"),
        (
            "2020年法院一共签发了几份人身安全保护令？",
            "签发人身安全保护令2169份，通过发挥司法裁判教育示范功能",
        ),
        ("裁判文书累计上网多少份？", "裁判文书上网公开累计1.2亿份"),
        ("2020年全国陪审员参审案件多少件？", "全国陪审员参审案件247.8万件。"),
        (
            "2020年审结的一审知识产权案件同比升了多少？",
            "审结一审知识产权案件46.6万件，同比上升11.7%。",
        ),
    ],
)
def test_the_part_with_the_figure_is_quoted(question: str, quoted: str, library: Library) -> None:
    first = Assistant(library).ask(question).sentences[0]
    assert first.text == quoted
    assert first.verification is Verification.VERBATIM
    citation = first.citations[0]
    text = library.documents[citation.clause.document_id].text
    assert text[citation.start : citation.end] == citation.quote


def test_a_question_for_what_was_done_gets_the_whole_sentence(library: Library) -> None:
    text = Assistant(library).ask("破产重整案件盘活资产、让企业重获新生，报告怎么说？").text
    assert "帮助48.6万名员工稳住就业" in text


def test_a_figure_found_by_its_meaning_stays_in_its_sentence(library: Library) -> None:
    text = Assistant(library).ask("破产重整一共保住了多少员工的饭碗").text
    assert "审结破产重整案件728件" in text
    assert "48.6万名" in text
