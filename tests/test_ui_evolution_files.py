"""A table as a file: every letter of it from the library, nothing in it runs."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest
from docx import Document
from lxml import etree

from evals.export import safe_cell
from ui.evolution import export_text
from ui.evolution.file import KINDS, NothingError, exported
from ui.evolution.lines import labels
from ui.evolution.tables import drawn_up
from ui.evolution.types import Evolution
from ui.evolution.wish import Wish, written
from ui.serving.edge import _PARTS

DAY = date(2026, 11, 27)
TWO = "诉源治理和人民法庭建设"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def made(assistant, kind, topic=TWO, language="zh", **more):
    wish = Wish(topic, **more)
    return exported(language, kind, written(wish), assistant, DAY).content


@pytest.fixture(scope="module")
def table(assistant) -> Evolution:
    return drawn_up("zh", Wish(TWO), assistant)


def quotes(table):
    return [q for c in table.courses for e in c.entries for q in e.quotes]


def part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return etree.fromstring(package.read(name))


def words(element):
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


@pytest.mark.parametrize("view", ["time", "side"])
def test_word_opens_a_table_whose_quotations_are_those_of_the_library(assistant, table, view):
    content = made(assistant, "docx", view=view)
    word = Document(io.BytesIO(content))
    cells = [p.text for t in word.tables for row in t.rows for c in row.cells for p in c.paragraphs]
    texts = [q.text for q in quotes(table)]
    lengths = {"time": [6, 6], "side": [3]}[view]
    assert [len(one.rows) for one in word.tables] == lengths
    assert all(cells.count(text) == 1 for text in texts)
    shown = [p.text for p in word.paragraphs]
    assert all(label in shown for label in labels("zh"))


@pytest.mark.parametrize("view", ["time", "side"])
def test_each_quotation_has_its_reference_as_a_footnote_in_its_order(assistant, table, view):
    content = made(assistant, "docx", view=view)
    notes = {n.get(f"{W}id"): words(n).strip() for n in part(content, "word/footnotes.xml")}
    marks = [
        m.get(f"{W}id") for m in part(content, "word/document.xml").iter(f"{W}footnoteReference")
    ]
    assert marks == [str(q.mark) for q in quotes(table)]
    assert [notes[mark] for mark in marks] == [q.footnote for q in quotes(table)]


def test_the_first_line_of_a_word_table_is_repeated_and_the_page_lies_across(assistant):
    content = made(assistant, "docx")
    assert len(list(part(content, "word/document.xml").iter(f"{W}tblHeader"))) == 2
    section = Document(io.BytesIO(content)).sections[0]
    assert section.page_width > section.page_height


def test_csv_has_a_line_for_each_quotation_and_for_each_document_that_says_nothing(
    assistant, table
):
    text = made(assistant, "csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    silent = sum(not e.quotes for c in table.courses for e in c.entries)
    body = [row for row in rows[1:] if len(row) > 1]
    assert len(body) == len(quotes(table)) + silent
    said = [row[4] for row in body if row[5]]
    assert said == [safe_cell(q.text) for q in quotes(table)]
    assert [row[0] for row in rows if len(row) == 1][:-1] == list(labels("zh"))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"])
def test_no_cell_of_a_csv_file_is_a_formula(assistant, sign):
    topic = f"{sign}HYPERLINK(1)四类案件"
    found = drawn_up("zh", Wish("四类案件"), assistant)
    course = found.courses[0]
    bad = Evolution(topic, found.columns, (type(course)(topic, course.entries),), (topic,))
    rows = csv.reader(io.StringIO(export_text.csv_table("zh", bad, DAY).decode("utf-8-sig")))
    first = [row[0] for row in rows][1:6]
    assert all(cell == f"'{topic}" for cell in first)


def test_markdown_has_a_table_for_each_topic_and_a_footnote_for_each_quotation(assistant, table):
    text = made(assistant, "md").decode()
    assert text.count("\n| --- |") == 2
    for quote in quotes(table):
        assert f"[^{quote.mark}]: " in text
        assert text.count(f"[^{quote.mark}]") == 2
    assert labels("zh")[0] in text


def test_nothing_in_a_markdown_file_is_markup_of_a_stranger(assistant):
    found = drawn_up("zh", Wish("四类案件"), assistant)
    bad = Evolution("<b>|`x`[a](javascript:x)", found.columns, found.courses, ("<i>|",))
    text = export_text.markdown("zh", bad, DAY).decode()
    assert "<b>" not in text
    assert "<i>" not in text
    assert "\\[a\\](javascript" in text


@pytest.mark.parametrize("topic", ["个人破产", TWO])
def test_a_picture_is_one_file_of_xml_with_all_topics(assistant, topic):
    root = ElementTree.fromstring(made(assistant, "svg", topic))
    titles = [e.text for e in root.iter("{http://www.w3.org/2000/svg}title")]
    assert len(titles) == (2 if topic == TWO else 1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_is_made_in_both_languages_and_named_after_its_topic(assistant, kind, language):
    file = exported(language, kind, written(Wish("个人破产")), assistant, DAY)
    assert file.content
    assert file.headers["content-type"] == KINDS[kind]
    assert f"2026-11-27.{kind}" in file.headers["content-disposition"]
    assert "%E4%B8%AA%E4%BA%BA%E7%A0%B4%E4%BA%A7" in file.headers["content-disposition"]


@pytest.mark.parametrize("query", ["", "topic=", "topic=%E9%87%8F%E5%AD%90%E8%AE%A1%E7%AE%97"])
def test_nothing_is_exported_where_there_is_no_table(assistant, query):
    with pytest.raises(NothingError):
        exported("zh", "docx", query, assistant, DAY)


@pytest.mark.parametrize(
    ("path", "passes"),
    [
        ("/zh/compare.docx", True),
        ("/en/compare.svg", True),
        ("/zh/compare.exe", False),
        ("/zh/compare.docx/x", False),
        ("/compare.docx", False),
    ],
)
def test_only_the_four_kinds_pass_the_edge(path, passes):
    assert bool(_PARTS.fullmatch(path)) is passes
