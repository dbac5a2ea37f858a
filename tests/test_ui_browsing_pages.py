"""What the page of documents writes: the tree, the lists, what there is about a clause."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest

from index.script import searchable
from ingest.types import Facts
from tests.browser.fake import GUANGDONG, JILIN, OUTLINE, FakeLibrary, library
from ui.browsing.address import Asked, asked, message, to
from ui.browsing.aside import aside, question
from ui.browsing.panels import panel
from ui.browsing.popovers import popovers
from ui.browsing.shown import marked
from ui.browsing.tree import filters, tree

EVIL = "<img src=x onerror=alert(1)>\"'&"
HOSTILE = (
    Facts(id="evil/<b>", title=f"{EVIL}要点", short_title=EVIL, year=2021, region=EVIL, level="x"),
    (f"# 一、{EVIL}", f"1.完善“四类案件{EVIL}”机制。落实“四类案件”。", "2.诉源治理。"),
)


class Tags(HTMLParser):
    """Counts the tags of a text, and notes attributes that run something."""

    def __init__(self):
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.active: list[str] = []

    def handle_starttag(self, tag, attributes):
        self.seen.append(tag)
        self.active += [name for name, _ in attributes if name.startswith("on")]
        if tag not in ("input", "br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def read(html):
    tags = Tags()
    tags.feed(html)
    assert tags.open == []
    assert tags.active == []
    assert "img" not in tags.seen
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.fixture
def held():
    return library(GUANGDONG, JILIN, OUTLINE, HOSTILE)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "wanted",
    [
        Asked(),
        Asked(query="四类案件"),
        Asked(query=EVIL),
        Asked(query="食堂菜单", documents=("jl_2022",)),
        Asked(topic=""),
        Asked(topic="四类案件"),
        Asked(topic=EVIL),
        Asked(term=""),
        Asked(term="四类案件"),
        Asked(term=EVIL),
    ],
)
def test_every_list_is_well_formed_and_nothing_in_it_runs(held, language, wanted):
    read(panel(language, held, wanted))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_tree_and_filters_are_well_formed_and_nothing_in_them_runs(held, language):
    text = read(tree(language, held))
    assert EVIL in text
    read(filters(language, held.documents.values()))
    for clause_id in (*held.clauses, "", EVIL):
        read(aside(language, held, clause_id))


def test_the_tree_lists_every_clause_by_place_and_topic_sentence(held):
    html = tree("zh", held)
    assert re.findall(r'data-c="([^"]+)"', html) == [
        clause_id.replace("<b>", "&lt;b&gt;") for clause_id in held.clauses
    ]
    assert '<b lang="zh-Hans" title="第3项">第3项</b> 提升监督管理规范化精细化水平' in html
    assert html.index("一、完善服务中心大局工作机制") < html.index("gd-2021-key-points%2F1")
    assert 'data-d="jl_2022" data-when="2022"' in html


def test_filters_are_offered_only_where_documents_differ():
    assert filters("zh", library(GUANGDONG).documents.values()) == ""
    html = filters("zh", library(GUANGDONG, JILIN, OUTLINE).documents.values())
    assert html.count("<select") == 1
    assert re.findall(r'value="([^"]*)"', html) == ["", "2021", "2022", "2024—2028"]


def test_hits_show_place_document_sentence_and_the_words_in_it(held):
    html = panel("zh", held, Asked(query="類案檢索"))
    assert "找到1条" in html
    assert "六五改革纲要 " in html
    assert '<span class="dc-words" lang="zh-Hant">' in html
    assert "<mark>類案檢索</mark>制度。" in html
    lit = re.search(r'data-lit="(\d+)-(\d+)"', html)
    text = held.clauses["spc-2024-2028-outline/1"].text
    assert text[int(lit[1]) : int(lit[2])] == "類案檢索"


def test_no_hit_says_so_and_offers_ways_out(held):
    html = panel("zh", held, Asked(query="食堂菜单", documents=("jl_2022",)))
    assert "没有找到“食堂菜单”" in read(html)
    assert 'data-act="all"' in html
    assert 'href="/zh/?q=%E9%A3%9F%E5%A0%82%E8%8F%9C%E5%8D%95"' in html


def test_a_topic_lists_its_clauses_in_the_order_of_time(held):
    html = panel("zh", held, Asked(topic="四类案件"))
    assert re.findall(r'dc-when">(\d{4})', html) == ["2021", "2021", "2022"]
    assert html.count("<mark>四类案件</mark>") >= 3


def test_an_unknown_name_gets_a_sentence_what_is_like_it_and_a_search(held):
    for kind, wanted in (("term", Asked(term="四类事件")), ("topic", Asked(topic="四类事件"))):
        html = panel("zh", held, wanted)
        assert "本库没有“四类事件”" in read(html)
        assert f'href="{to(**{kind: "四类案件"})}"' in html
        assert f'href="{to(q="四类事件")}"' in html


def test_a_term_tells_where_it_is_first(held):
    text = read(panel("zh", held, Asked(term="四类案件")))
    assert "首见于广东要点（2021）" in text or f"首见于{EVIL}（2021）" in text


def test_a_name_is_found_in_either_script(held):
    assert "四类案件" in read(panel("zh", held, Asked(term="四類案件")))
    assert "本库没有" not in panel("zh", held, Asked(topic="四類案件"))


def test_about_a_clause_stand_its_topic_elsewhere_its_terms_and_ways_on(held):
    html = aside("zh", held, "gd-2021-key-points/3")
    assert "本文件第3条，共3条" in html
    assert "/zh/study?c=gd-2021-key-points/3" in html
    assert "?q=%E5%B9%BF%E4%B8%9C%E8%A6%81%E7%82%B9%E7%AC%AC3%E9%A1%B9" in html
    assert 'data-c="jl_2022/12"' in html
    assert 'data-c="gd-2021-key-points/3"' not in html
    assert f'href="{to(term="四类案件")}"' in html


def test_a_clause_that_is_not_there_gets_a_sentence_and_what_is_like_it(held):
    html = aside("zh", held, "gd-2021-key-points/33")
    assert "没有编号为“gd-2021-key-points/33”的条文" in read(html)
    assert 'data-c="gd-2021-key-points/3"' in html


def test_the_question_of_a_clause_names_it(held):
    clause = held.clauses["gd-2021-key-points/3"]
    assert question("zh", held, clause) == "广东要点第3项讲了什么？"
    document = held.documents["gd-2021-key-points"]
    named = replace(document, facts=replace(document.facts, names=("Guangdong points",)))
    other = FakeLibrary({**held.documents, document.id: named}, held.clauses)
    assert question("en", other, clause) == "What does item 3 of Guangdong points say?"


def test_the_box_of_a_term_has_what_it_needs(held):
    rows = json.loads(popovers(held))
    assert all(len(row) == 5 for row in rows)
    row = next(row for row in rows if row[1] == "四类案件")
    assert row[0] == searchable("四类案件")
    assert row[2:4] == ["four categories of cases", 4]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ({"q": " 司法 ", "docs": ["a"]}, Asked("司法", None, None, ("a",))),
        ({"term": ""}, Asked("", "", None, None)),
        ({"topic": "x" * 999}, Asked("", None, "x" * 200, None)),
        ({"q": 3, "term": ["x"], "docs": "a"}, Asked()),
        ([], Asked()),
        (None, Asked()),
    ],
)
def test_what_an_address_or_a_message_asks(text, expected):
    assert message(json.dumps(text)) == expected
    if isinstance(text, dict):
        assert asked(text) == expected


def test_a_message_that_is_no_json_asks_for_nothing():
    assert message("{") == Asked()
    assert message("") == Asked()


def test_marks_change_no_letter():
    text = "甲<乙>“丙”&丁。"
    html = marked(text, 0, len(text), [(1, 4), (5, 6)])
    assert read(html) == text
    assert html.count("<mark>") == 2
    assert "dc-cut" not in html.replace('class=""', "")
    assert 'class="dc-cut-left dc-cut-right"' in marked("甲乙丙丁", 1, 3, [])


def test_an_empty_library_has_lists_that_say_so():
    empty = FakeLibrary({}, {})
    assert tree("zh", empty) == filters("zh", []) == aside("zh", empty, "") == ""
    assert "还没有跨文件的主题" in panel("zh", empty, Asked(topic=""))
    assert "还没有找到术语" in panel("zh", empty, Asked(term=""))
    assert "没有找到" in panel("zh", empty, Asked(query="司法"))
