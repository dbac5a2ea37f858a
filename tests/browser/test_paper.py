"""A judge pins clauses from an answer and the reader, puts them in order and takes them along."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from tests.browser.conftest import ask
from tests.browser.test_copying import GD, JL, OUTLINE
from ui.paper import content as paper
from ui.words import say

pytestmark = pytest.mark.browser
QUESTION = "“四类案件”怎么监管？"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GD_FOOT = f"{GD}，粤高法明传〔2021〕73号，2021年3月1日发布，第3项。"
GD_WORDS = "完善“四类案件”识别监管机制。加强院庭长监督。"
JL_WORDS = "认真落实“四类案件”监督管理的指导意见。"
OUTLINE_WORDS = "1.加強審判權力運行監督。健全院庭長監督管理機制。\n完善類案檢索制度。"
PIN = "#chat .tl-sources a.tl-pin"


def pin_source(page, number):
    """Press the button of a source, counted from 0."""
    page.locator(PIN).nth(number).click()


def opened(page):
    page.click("#tl-paper-open")
    page.wait_for_selector("#tl-paper", state="visible")


def quoted(page):
    return page.locator("#pp-list .pp-quote").all_text_contents()


def pressed(page, selector):
    return page.locator(selector).evaluate_all("all => all.map(n => n.ariaPressed)")


def saved(page, kind):
    """Export and give the path of the file and its name."""
    with page.expect_download() as waiting:
        page.click(f'#tl-paper [data-paper="{kind}"]')
    return Path(waiting.value.path()), waiting.value.suggested_filename


def footnotes(path):
    """The footnotes of a Word file in the order of their marks."""
    with zipfile.ZipFile(path) as package:
        notes = etree.fromstring(package.read("word/footnotes.xml"))
        marks = etree.fromstring(package.read("word/document.xml")).iter(f"{W}footnoteReference")
        texts = {n.get(f"{W}id"): "".join(t.text for t in n.iter(f"{W}t")) for n in notes}
        return [texts[mark.get(f"{W}id")].strip() for mark in marks]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_judge_pins_orders_notes_reloads_and_exports(visit, site, language):
    page = visit(f"/{language}/")
    ask(page, QUESTION)
    pin_source(page, 0)
    assert page.locator("#tl-toast").inner_text() == say(language, "js.paperadded", n=1)
    page.locator("#chat .tl-answer > :not(.tl-sources) a.cite").nth(3).click()
    page.click("#rd-pin")
    assert pressed(page, "#rd-pin") == ["true"]
    assert pressed(page, PIN) == ["true", "false", "true", "false"]
    page.evaluate("document.getElementById('c-spc-2024-2028-outline_2f1').click()")
    opened(page)
    assert quoted(page) == [GD_WORDS, JL_WORDS]
    page.fill("#pp-title", "“四类案件”监管")
    page.locator(".pp-note").nth(1).fill("吉林的提法。\n</w:t><script>")
    page.get_by_role("button", name=say(language, "js.paperup", n=2)).click()
    assert quoted(page) == [JL_WORDS, GD_WORDS]

    page.reload()
    page.wait_for_selector("#chat .tl-mode")
    page.wait_for_function("document.getElementById('tl-paper-count').textContent == '2'")
    page.click("#rd-pin")
    opened(page)
    assert quoted(page) == [JL_WORDS, GD_WORDS, OUTLINE_WORDS]
    assert page.locator(".pp-note").first.input_value() == "吉林的提法。\n</w:t><script>"
    path, name = saved(page, "docx")
    assert name.startswith("“四类案件”监管-20")
    assert name.endswith(".docx")
    shown = [p.text for p in Document(path).paragraphs]
    assert shown[0] == "“四类案件”监管"
    assert shown[2:5] == [JL_WORDS, "吉林的提法。", "</w:t><script>"]
    assert shown[5:] == [GD_WORDS, *OUTLINE_WORDS.split("\n")]
    assert footnotes(path) == [f"{JL}，第12项。", GD_FOOT, f"{OUTLINE}，第1项。"]
    assert page.locator("#tl-toast").inner_text() == say(language, "js.papersaved", name=name)
    assert page.seen.errors == []
    assert [
        u for u in page.seen.requests if not u.removeprefix("blob:").startswith(site.address)
    ] == []


def test_the_markdown_is_exported_with_footnotes(visit):
    page = visit()
    ask(page, QUESTION)
    pin_source(page, 2)
    opened(page)
    path, name = saved(page, "md")
    assert name.startswith("工作文稿-20")
    text = path.read_text(encoding="utf-8")
    assert f"> {JL_WORDS}[^1]\n\n[^1]: {JL}，第12项。\n" in text


def test_the_same_button_takes_a_clause_out_again_and_it_can_be_brought_back(visit):
    page = visit()
    ask(page, QUESTION)
    assert pressed(page, PIN) == ["false"] * 4
    pin_source(page, 1)
    pin_source(page, 3)
    assert pressed(page, PIN) == ["false", "true", "false", "true"]
    opened(page)
    page.locator(".pp-note").first.fill("记一笔")
    page.keyboard.press("Escape")
    pin_source(page, 1)
    assert pressed(page, PIN) == ["false", "false", "false", "true"]
    opened(page)
    page.click("#pp-undo")
    assert page.locator(".pp-note").first.input_value() == "记一笔"
    assert pressed(page, PIN) == ["false", "true", "false", "true"]
    page.click("#pp-clear")
    assert page.locator("#pp-empty").is_visible()
    assert page.locator('#tl-paper [data-paper="docx"]').is_disabled()
    assert page.evaluate("localStorage.getItem('tiaoli.paper')") is None
    page.click("#pp-undo")
    assert len(quoted(page)) == 2


def test_what_is_kept_in_the_browser_is_places_and_notes_and_no_text(visit):
    page = visit()
    ask(page, QUESTION)
    pin_source(page, 0)
    kept = json.loads(page.evaluate("localStorage.getItem('tiaoli.paper')"))
    entry = kept["entries"][0]
    assert set(entry) == {"clause", "edition", "spans", "note"}
    assert (entry["clause"], entry["spans"]) == ("gd-2021-key-points/3", [[17, 40]])
    assert "四类案件" not in json.dumps(kept, ensure_ascii=False)


def test_the_paper_is_the_same_in_both_languages_of_the_page(visit):
    page = visit()
    ask(page, QUESTION)
    pin_source(page, 0)
    page.click("#tl-switch")
    page.wait_for_url("**/en/**")
    page.wait_for_function("document.getElementById('tl-paper-count')?.textContent == '1'")
    opened(page)
    assert quoted(page) == [GD_WORDS]
    assert page.locator("#tl-paper h2").inner_text() == "Working paper"


def test_everything_can_be_done_with_the_keyboard(visit):
    page = visit()
    ask(page, QUESTION)
    for number, key in enumerate(("Enter", "Space", "Enter")):
        page.locator(PIN).nth(number).focus()
        page.keyboard.press(key)
    assert pressed(page, PIN) == ["true", "true", "true", "false"]
    page.locator("#tl-paper-open").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "tl-paper"
    assert page.locator("#tl-paper-open").get_attribute("aria-expanded") == "true"
    page.get_by_role("button", name="下移第1条").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.title") == "下移第2条"
    page.keyboard.press("Enter")
    assert quoted(page)[2] == GD_WORDS
    assert page.evaluate("document.activeElement.title") == "上移第3条"
    page.keyboard.press("Escape")
    assert not page.locator("#tl-paper").is_visible()
    assert page.evaluate("document.activeElement.id") == "tl-paper-open"
    page.locator("#chat a.cite").first.click()
    page.locator("#rd-pin").focus()
    page.keyboard.press("Space")
    assert pressed(page, "#rd-pin") == ["false"]


def test_a_sentence_of_a_clause_that_is_whole_in_the_paper_counts_as_in_it(visit):
    page = visit("/zh/?c=gd-2021-key-points/3")
    page.wait_for_selector("#rd-scroll .lit")
    page.click("#rd-pin")
    ask(page, QUESTION)
    assert pressed(page, PIN)[0] == "true"
    page.locator("#chat a.cite").first.click()
    assert pressed(page, "#rd-pin") == ["true"]
    page.click("#rd-pin")
    assert pressed(page, "#rd-pin") == ["false"]


def test_an_entry_leads_to_its_clause_with_all_its_sentences_lit(visit, site):
    clause = site.assistant.library.clauses["gd-2021-key-points/1"]
    entry = {"clause": clause.id, "edition": paper.edition(clause), "note": ""}
    held = [{**entry, "spans": spans} for spans in ([[2, 5]], [[2, 5], [7, 9]])]
    page = visit()
    store = "kept => localStorage.setItem('tiaoli.paper', kept)"
    page.evaluate(store, json.dumps({"title": "", "entries": held}))
    page.reload()
    opened(page)
    assert quoted(page) == ["完善服", "完善服……障“"]
    page.locator("#pp-list .pp-show").nth(1).click()
    assert not page.locator("#tl-paper").is_visible()
    assert page.locator("#rd-scroll mark").all_inner_texts() == ["完善服", "障“"]
    assert pressed(page, "#rd-pin") == ["true"]
    page.click("#rd-pin")
    assert pressed(page, "#rd-pin") == ["false"]
    opened(page)
    assert quoted(page) == ["完善服"]


def test_traditional_text_is_quoted_as_printed_even_when_read_simplified(visit):
    page = visit("/zh/?c=spc-2024-2028-outline/1")
    page.wait_for_selector("#rd-scroll .lit")
    page.click("#rd-script")
    page.click("#rd-pin")
    opened(page)
    assert quoted(page) == [OUTLINE_WORDS]
    assert page.locator(".pp-quote").get_attribute("lang") == "zh-Hant"


@pytest.mark.parametrize(
    "kept",
    [
        "{", "null", "[]", '{"entries": 1}', '{"title": 5, "entries": [null, 1, {"clause": 1}]}',
        '{"entries": [{"clause": "x", "edition": "", "note": "", "spans": [[1]]}]}',
    ],
)  # fmt: skip
def test_a_spoilt_store_is_an_empty_paper(visit, kept):
    page = visit()
    page.evaluate("kept => localStorage.setItem('tiaoli.paper', kept)", kept)
    page.reload()
    opened(page)
    assert page.locator("#pp-empty").is_visible()
    assert page.seen.errors == []


def test_a_clause_that_is_gone_or_changed_says_so_and_is_not_exported(visit, site):
    page = visit()
    held = [
        {"clause": "<img src=x onerror=alert(1)>", "edition": "", "spans": [], "note": ""},
        {"clause": "jl_2022/12", "edition": "0" * 12, "spans": [[0, 3]], "note": ""},
    ]
    store = "kept => localStorage.setItem('tiaoli.paper', kept)"
    page.evaluate(store, json.dumps({"title": "", "entries": held}))
    page.reload()
    opened(page)
    assert page.locator(".pp-bad").all_inner_texts() == [
        say("zh", "js.paperlost", id=held[0]["clause"]),
        say("zh", "js.paperold"),
    ]
    page.click('#tl-paper [data-paper="docx"]')
    page.wait_for_selector("#tl-toast.on.bad")
    lost = say("zh", "err.paperclause", n=1, id=held[0]["clause"])
    assert page.locator("#tl-toast").inner_text() == lost
    page.locator(".pp-remove").first.click()
    page.click('#tl-paper [data-paper="md"]')
    page.wait_for_function(
        "words => document.getElementById('tl-toast').textContent == words",
        arg=say("zh", "err.paperold", n=1),
    )
    assert page.seen.dialogs == []


def test_a_paper_holds_no_more_than_it_may(visit, site):
    page = visit()
    ask(page, QUESTION)
    clause = site.assistant.library.clauses["jl_2022/12"]
    entry = {"clause": clause.id, "edition": paper.edition(clause), "note": ""}
    held = [{**entry, "spans": [[n, n + 1]]} for n in range(20)] * 5
    store = "kept => localStorage.setItem('tiaoli.paper', kept)"
    page.evaluate(store, json.dumps({"title": "", "entries": held}))
    page.reload()
    page.wait_for_selector("#chat .tl-mode")
    pin_source(page, 0)
    assert page.locator("#tl-toast").inner_text() == say("zh", "js.paperfull", n=100)
    assert pressed(page, PIN)[0] == "false"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_nothing_scrolls_sideways(visit, language, theme):
    page = visit(f"/{language}/", width=390, height=844, color_scheme=theme)
    ask(page, QUESTION)
    for number in range(4):
        pin_source(page, number)
    fits = "n => n.scrollWidth - n.clientWidth"
    assert page.eval_on_selector("#chat", fits) <= 0
    opened(page)
    page.locator(".pp-note").first.fill("长" * 300 + "x" * 300)
    for selector in ("html", "body", "#tl-paper", ".pp-scroll", ".pp-foot", "#tl-header"):
        assert page.eval_on_selector(selector, fits) <= 0, selector
    box = page.locator("#tl-paper").bounding_box()
    assert (box["x"], box["width"]) == (0, 390)
    for selector in ("#pp-close", "#pp-clear", '[data-paper="md"]'):
        place = page.locator(f"#tl-paper {selector}").bounding_box()
        assert place["x"] + place["width"] <= 390
        assert place["height"] >= 40
    page.click("#pp-close")
    page.locator("#chat a.cite").first.click()
    page.wait_for_selector("#readercol.open")
    place = page.locator("#rd-pin").bounding_box()
    assert place["x"] + place["width"] <= 390
    assert page.eval_on_selector("#readercol", fits) <= 0


def test_a_printed_conversation_shows_no_paper(visit):
    page = visit()
    ask(page, QUESTION)
    pin_source(page, 0)
    opened(page)
    page.emulate_media(media="print")
    assert not page.locator("#tl-paper").is_visible()
    assert not page.locator(PIN).first.is_visible()


def test_a_source_counts_as_in_the_paper_only_with_all_its_sentences(visit):
    page = visit()
    ask(page, QUESTION)
    page.locator("#chat a.cite").first.click()
    page.click("#rd-pin")
    assert pressed(page, "#rd-pin") == ["true"]
    assert pressed(page, PIN)[0] == "false"
    pin_source(page, 0)
    opened(page)
    assert quoted(page) == ["完善“四类案件”识别监管机制。", GD_WORDS]
