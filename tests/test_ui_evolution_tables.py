"""What the documents say of a topic, drawn up from the real library, as HTML and SVG."""

from __future__ import annotations

import dataclasses
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from ui.evolution import desk, said
from ui.evolution.tables import drawn_up
from ui.evolution.timeline import picture
from ui.evolution.types import Evolution
from ui.evolution.wish import Wish
from ui.reading import reader

HOSTILE = "<img src=x onerror=alert(1)>\"'&四类案件"
SVG = "{http://www.w3.org/2000/svg}"


def page(assistant, wish, language="zh"):
    return BeautifulSoup(desk.page(language, wish, assistant), "lxml")


@pytest.fixture(scope="module")
def found(assistant) -> Evolution:
    return drawn_up("zh", Wish("个人破产"), assistant)


@pytest.mark.parametrize("topic", ["个人破产", "诉源治理和人民法庭建设", "繁简分流", "四类案件"])
def test_every_quotation_is_a_verbatim_part_of_its_clause_with_a_mark_of_its_own(assistant, topic):
    table, documents = drawn_up("zh", Wish(topic), assistant), assistant.library.documents
    quotes = [q for c in table.courses for e in c.entries for q in e.quotes]
    assert [q.mark for q in quotes] == list(range(1, len(quotes) + 1))
    for quote in quotes:
        assert documents[quote.clause.document_id].text[quote.start : quote.end] == quote.text
        assert quote.text in quote.clause.text


def test_documents_stand_in_time_and_the_silent_one_says_how_that_was_found(found):
    assert [(e.column.when, bool(e.quotes)) for e in found.courses[0].entries] == [
        ("2020", True), ("2021", True), ("2021", True), ("2022", False), ("2024—2028", True),
    ]  # fmt: skip
    (silent,) = [e for e in found.courses[0].entries if not e.quotes]
    assert silent.remark.startswith("已逐条核对全部30条")
    assert silent.judgements == ()  # Jilin has no earlier document here


@pytest.mark.parametrize(
    "topic",
    [
        "个人破产",
        "繁简分流",
        "四类案件",
        "司法责任制",
        "法官惩戒",
        "家事审判",
        "类案检索",
        "枫桥经验",
    ],
)
def test_every_judgement_on_the_real_corpus_shows_words_that_its_documents_print(assistant, topic):
    table = drawn_up("zh", Wish(topic), assistant)
    for course in table.courses:
        texts = {e.column.document_id: "".join(q.text for q in e.quotes) for e in course.entries}
        for entry in course.entries:
            for one in entry.judgements:
                own = texts[entry.column.document_id]
                assert all(word in own + texts.get(one.since, "") for word in one.words)
                assert said.ground("zh", one, said.names_of(table))
                assert one.change.value in ("same", "finer", "new", "wider", "gone")


def test_not_mentioned_again_says_that_this_is_not_repeal(assistant):
    soup = page(assistant, Wish("四类案件"))
    (gone,) = [p for p in soup.find_all(class_="ev-judged") if "未再提及" in p.get_text()]
    assert "未再提及（不等于废止）" in gone.get_text()
    assert "《2021年人民法院司法改革工作要点》有规定" in gone.get_text()


def test_the_timeline_says_the_same_as_a_picture_and_as_a_table(assistant, found):
    soup = page(assistant, Wish("个人破产"))
    rows = soup.select(".ev-steps tbody tr")
    assert len(rows) == 5
    links = [a["href"] for a in soup.select("svg a")]
    first = [e.quotes[0] for e in found.courses[0].spoken]
    assert links == [reader.link(q.clause, q.start, q.end) for q in first]
    assert all(a["aria-label"] for a in soup.select("svg a"))
    assert soup.find("svg")["role"] == "group"
    assert "未规定" in soup.find("desc").get_text()
    assert "不表示修订关系" in soup.find("figcaption").get_text()


def test_a_picture_of_its_own_is_xml_without_links_and_says_what_it_is(found):
    root = ElementTree.fromstring(picture("zh", found.courses[0], 0, alone=True))
    assert root.find(f".//{SVG}a") is None
    texts = "".join(root.itertext())
    assert "原文摘录（未使用生成式模型）" in texts
    assert "连线表示同一主题，不表示修订关系" in texts
    bars = [r for r in root.iter(f"{SVG}rect") if r.get("class") == "ev-bar"]
    assert len(bars) == 1  # 2024—2028


def test_nothing_of_a_picture_lies_outside_it(assistant):
    for topic in ("个人破产", "一站式", "多元化纠纷解决机制"):
        for course in drawn_up("en", Wish(topic), assistant).courses:
            root = ElementTree.fromstring(picture("en", course, 0, alone=True))
            assert all(0 <= float(t.get("x")) < 960 for t in root.iter(f"{SVG}text"))


def test_side_by_side_has_a_column_for_each_document_ticked(assistant):
    ticked = ("gd-2021-key-points", "jl-2022-key-points")
    soup = page(assistant, Wish("诉源治理和人民法庭建设", ticked, "side"))
    assert len(soup.select(".ev-side thead th")) == 3
    assert [th.get_text() for th in soup.select(".ev-side tbody th")] == [
        "诉源治理",
        "人民法庭建设",
    ]
    assert soup.select(".ev-files a")[0]["href"].startswith("/zh/compare.docx?topic=")


def test_a_topic_of_one_document_alone_says_so(assistant):
    soup = page(assistant, Wish("法官进网格"))
    notes = [p.get_text() for p in soup.find_all(class_="ev-note")]
    assert (
        "所选文件中只有一份提到“法官进网格”：《2022年全省法院司法改革工作要点》（吉林）。" in notes
    )
    assert len(soup.select(".ev-steps tr.ev-silent")) == 4


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (Wish("量子计算"), "所选文件都没有规定“量子计算”"),
        (Wish("个人破产", ("gd-2021-key-points",)), "至少需要两份文件"),
        (Wish("个人破产", first=2050), "至少需要两份文件"),
        (Wish("破" * 101), "超过100字的上限"),
    ],
)
def test_where_there_is_no_table_a_sentence_says_why_and_there_is_a_way_out(assistant, wish, words):
    soup = page(assistant, wish)
    assert words in soup.find(class_="ev-trouble").get_text()
    assert soup.select("a.ev-go")


def test_a_fault_is_told_in_words(assistant, monkeypatch):
    class Broken:
        library = assistant.library

        def ask(self, *_):
            raise RuntimeError("secret /srv/path")

    told = page(Broken(), Wish("甲乙")).find(class_="ev-trouble").get_text()
    assert "系统内部出错" in told
    assert "secret" not in told


@pytest.mark.parametrize("view", ["time", "side"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_topics_and_names_stay_words(assistant, view, language):
    made = desk.page(language, Wish(HOSTILE, view=view), assistant)
    soup = BeautifulSoup(made, "lxml")
    assert soup.find("img") is None
    documents = {
        name: dataclasses.replace(
            d, facts=dataclasses.replace(d.facts, title=HOSTILE, region=HOSTILE)
        )
        for name, d in assistant.library.documents.items()
    }

    class Library:
        pass

    class Asked:
        library = Library()
        ask = staticmethod(assistant.ask)

    Asked.library.documents, Asked.library.clauses = documents, assistant.library.clauses
    soup = page(Asked(), Wish("个人破产", view=view), language)
    assert soup.find("img") is None
    assert len(soup.select(".ev-quote")) >= 4


def test_the_english_page_calls_documents_by_their_english_names(assistant):
    soup = page(assistant, Wish("personal bankruptcy", view="side"), "en")
    heads = [th.contents[0] for th in soup.select(".ev-side thead th")[1:]]
    assert heads == [
        "SPC work report",
        "SPC 2021 key points",
        "Guangdong 2021 points",
        "Jilin 2022 points",
        "Sixth Five-Year Reform Outline (2024-2028)",
    ]
