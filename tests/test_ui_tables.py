"""Comparisons as they are shown: a table on the page, a list in time, JSON, the terminal."""

from __future__ import annotations

import dataclasses

import pytest
from bs4 import BeautifulSoup

from rag.types import Cell, Row, Sentence, Table
from ui.chat import answers
from ui.chat.threads import Turn
from ui.commands import terminal
from ui.evolution.wish import read
from ui.programs import records
from ui.safe import safe

COMPARED = "广东和吉林对诉源治理和人民法庭建设的做法有什么不同？"
FOLLOWED = "个人破产制度的提法历年怎么变化？"
HOSTILE = "<img src=x onerror=alert(1)>|`**x**`[a](javascript:x)\n# x"


def page(assistant, question, shown=None, language="zh"):
    answer = assistant.ask(question)
    count = len(answer.sentences) if shown is None else shown
    turn = Turn(question, answer, shown=count)
    made = answers.reply(language, turn, 0, assistant.library.documents)
    return answer, BeautifulSoup(made, "lxml")


def test_a_comparison_is_a_table_with_headings_and_marks(assistant) -> None:
    answer, made = page(assistant, COMPARED)
    (table,) = made.find_all("table")
    assert table.caption.get_text() == "对比：诉源治理、人民法庭建设"
    assert [th.get_text() for th in table.find_all("th", scope="col")] == [
        "事项",
        "《2021年全省法院司法改革工作要点》（广东）",
        "《2022年全省法院司法改革工作要点》（吉林）",
    ]
    assert [th.get_text() for th in table.find_all("th", scope="row")] == [
        "诉源治理",
        "人民法庭建设",
    ]
    first = table.find("td")
    assert first.get_text() == "未规定"
    assert first["class"] == ["tl-silent"]
    marks = [int(a.get_text()) for a in table.find_all("a", class_="cite")]
    assert marks == [c.mark for c in answer.citations]
    assert table.parent["class"] == ["tl-wide"]


def test_the_note_on_silence_stands_under_the_table(assistant) -> None:
    _, made = page(assistant, COMPARED)
    (note,) = made.find_all("p", class_="tl-note")
    assert "已逐条核对全部29条" in note.get_text()
    assert note["class"] == ["tl-note", "tl-note-plain"]


def test_the_english_page_says_in_english_what_is_not_quoted(assistant) -> None:
    _, made = page(assistant, COMPARED, language="en")
    assert made.table.caption.get_text().startswith("Compared: ")
    assert made.find("td", class_="tl-silent").get_text() == "Not provided for"
    notes = [note.get_text() for note in made.find_all("p", class_="tl-note")]
    assert any(one.endswith(".") and "all 29 clauses were looked at" in one for one in notes)


def test_a_change_is_a_list_in_time_that_ends_with_its_verbs(assistant) -> None:
    _, made = page(assistant, FOLLOWED)
    (steps,) = made.find_all("ol", class_="tl-time")
    verbs = [span.get_text() for span in steps.find_all("span", class_="tl-verbs")]
    assert verbs == ["实施", "推动建立", "支持、试行", "探索建立"]
    assert steps.find_all("li")[3].find("p", class_="tl-silent").get_text() == "未规定"
    assert steps.find_next_sibling("ul").get_text().startswith("提法：2020年实施 → ")


def test_a_table_grows_with_its_sentences(assistant) -> None:
    _, made = page(assistant, COMPARED, shown=1)
    assert len(made.table.find_all("a", class_="cite")) == 1
    assert len(made.table.find_all("tr")) == 3


@pytest.mark.parametrize("in_time", [False, True])
def test_hostile_words_in_a_table_stay_words(assistant, in_time) -> None:
    answer = assistant.ask(COMPARED)
    said = Sentence(HOSTILE, answer.sentences[0].citations)
    rows = (Row(HOSTILE, (Cell(HOSTILE, (said,), (HOSTILE,)),)),)
    bad = dataclasses.replace(answer, sentences=(said,), table=Table((HOSTILE,), rows, in_time))
    made = answers.reply("zh", Turn("问", bad, shown=1), 0, assistant.library.documents)
    soup = BeautifulSoup(made, "lxml")
    assert soup.find("img") is None
    assert "\n" not in made
    assert not {"`", "|"} & set(made.replace(safe(HOSTILE), ""))
    assert HOSTILE in soup.get_text()


def test_the_record_has_the_table_and_says_which_cells_are_silent(assistant) -> None:
    record = records.answer_record(assistant.ask(FOLLOWED))
    table = record["table"]
    assert table["in_time"] is True
    assert table["documents"][0] == "spc-2021-work-report"
    (row,) = table["rows"]
    assert [cell["silent"] for cell in row["cells"]] == [False, False, False, True, False]
    assert row["cells"][1]["verbs"] == ["推动建立"]
    assert row["cells"][1]["sentences"][0]["marks"] == [3]
    assert records.answer_record(assistant.ask("广东要点第14条"))["table"] is None


def test_the_terminal_says_once_that_a_document_is_silent(assistant) -> None:
    lines = list(terminal.answer_lines(assistant.ask(FOLLOWED), assistant.library))
    assert sum("未规定" in line for line in lines) == 1
    assert any(line.startswith("提法：") for line in lines)


@pytest.mark.parametrize(("question", "view"), [(COMPARED, "side"), (FOLLOWED, "")])
def test_a_comparison_leads_to_the_page_of_changes_and_to_its_files(assistant, question, view):
    answer, made = page(assistant, question)
    ways = [a["href"] for a in made.select(".tl-onward a")]
    wish = read(ways[0].partition("?")[2])
    assert wish.view == (view or "time")
    assert set(wish.topic.split("和")) == {row.topic for row in answer.table.rows}
    every = set(answer.table.documents) == set(assistant.library.documents)
    assert wish.documents == (() if every else answer.table.documents)
    kinds = ["compare", "compare.docx", "compare.md", "compare.csv"]
    assert [way.partition("?")[0] for way in ways] == [f"/zh/{kind}" for kind in kinds]


def test_headings_on_the_english_page_are_english_where_the_facts_hold_a_name(assistant) -> None:
    _, made = page(assistant, COMPARED, language="en")
    heads = [th.get_text() for th in made.find_all("th", scope="col")]
    assert heads == ["Matter", "Guangdong 2021 points", "Jilin 2022 points"]
