"""A mark opens its clause, the address follows, and Back returns."""

from __future__ import annotations

import pytest

from tests.browser.conftest import ask
from ui.words import say

pytestmark = pytest.mark.browser
PACE = 0.4
IMAGE = "<img src=x onerror=alert(1)>"
QUESTION = "“四类案件”怎么监管？"
GUANGDONG = "#c-gd-2021-key-points_2f3"


def lit(page):
    """The clause that is lit and the words lit in it."""
    return page.evaluate(
        """() => [document.querySelector('#rd-scroll .lit')?.dataset.clause ?? null,
        [...document.querySelectorAll('#rd-scroll mark')].map(m => m.textContent).join('\\n')]"""
    )


def press(page, mark):
    page.locator(f"#chat .tl-answer > :not(.tl-sources) a.cite:text-is('{mark}')").last.click()


def test_every_mark_lights_its_own_sentence_in_its_own_clause(visit):
    page = visit()
    ask(page, QUESTION)
    shown = []
    for mark in range(1, 6):
        press(page, mark)
        shown.append(lit(page))
        assert page.locator("#rd-scroll .lit").is_visible()
    assert shown == [
        ["gd-2021-key-points/3", "完善“四类案件”识别监管机制。"],
        ["gd-2021-key-points/3", "加强院庭长监督。"],
        ["jl_2022/13", "制度。\n健全流程"],
        ["jl_2022/12", "认真落实“四类案件”监督管理的指导意见。"],
        ["spc-2024-2028-outline/1", "完善類案檢索制度。"],
    ]


def test_a_mark_can_be_pressed_while_the_answer_grows_and_focus_stays(visit):
    page = visit()
    ask(page, QUESTION, wait=False)
    page.wait_for_selector("#chat a.cite")
    page.locator("#chat a.cite").first.click()
    assert lit(page) == ["gd-2021-key-points/3", "完善“四类案件”识别监管机制。"]
    page.locator("#chat a.cite").first.focus()
    page.wait_for_selector("#chat .tl-mode")
    assert lit(page)[0] == "gd-2021-key-points/3"
    assert page.evaluate("document.activeElement.textContent") == "1"


def test_stop_keeps_what_was_shown_and_says_so(visit):
    page = visit()
    ask(page, QUESTION, wait=False)
    page.wait_for_selector("#chat a.cite")
    page.click("#box .stop-button")
    page.wait_for_selector("#chat .tl-answer >> text=已停止")
    assert 1 <= page.locator("#chat .tl-answer > :not(.tl-sources) a.cite").count() < 5
    page.wait_for_selector("#box .submit-button")
    ask(page, "食堂几点开门？")


def test_back_restores_the_clause_before_and_keeps_the_conversation(visit):
    page = visit()
    ask(page, QUESTION)
    press(page, 1)
    press(page, 4)
    assert "c=jl_2022%2F12" in page.url
    page.go_back()
    page.wait_for_selector(f"{GUANGDONG}.lit")
    assert lit(page) == ["gd-2021-key-points/3", "完善“四类案件”识别监管机制。"]
    assert "t=" in page.url
    page.go_back()
    page.wait_for_selector("#rd-scroll .lit", state="detached")
    page.go_forward()
    page.wait_for_selector(f"{GUANGDONG}.lit")


def test_a_permalink_opens_its_clause_cold(visit):
    page = visit("/zh/?c=spc-2024-2028-outline/29")
    page.wait_for_selector("#c-spc-2024-2028-outline_2f29.lit")
    assert page.locator("#c-spc-2024-2028-outline_2f29").is_visible()
    top = page.locator("#c-spc-2024-2028-outline_2f29").bounding_box()["y"]
    assert 0 < top < 768
    assert page.locator("#rd-ref").inner_text().endswith("》第29项")


def test_a_permalink_to_nothing_says_so(visit):
    page = visit("/zh/?c=%3Cimg%20src=x%20onerror=alert(1)%3E")
    page.wait_for_selector("#tl-toast.on")
    assert page.locator("#tl-toast").inner_text() == say("zh", "js.badlink", id=IMAGE)
    assert page.seen.dialogs == []


def test_previous_and_next_follow_the_document(visit):
    page = visit("/zh/?c=gd-2021-key-points/2")
    page.wait_for_selector("#rd-scroll .lit")
    page.click("#rd-next")
    assert lit(page)[0] == "gd-2021-key-points/3"
    assert page.locator("#rd-next").is_disabled()
    assert page.locator("#rd-path").inner_text() == "二、完善司法责任制"
    page.click("#rd-prev")
    page.click("#rd-prev")
    assert lit(page)[0] == "gd-2021-key-points/1"
    assert page.locator("#rd-prev").is_disabled()


def test_the_table_of_contents_and_the_list_of_documents_lead_there(visit):
    page = visit()
    assert (
        page.locator("#rd-scroll .rd-title:visible").inner_text()
        == "2021年全省法院司法改革工作要点"
    )
    page.select_option("#rd-doc", "jl_2022")
    page.click("#rd-toc-open")
    assert page.locator("#rd-toc a").all_inner_texts() == [
        "二、健全司法责任体系", "强化监管责任", "完善督责机制",
    ]  # fmt: skip
    page.click("#rd-toc a:has-text('完善督责机制')")
    assert lit(page)[0] == "jl_2022/13"
    page.click('#chat .tl-docs a:has-text("五年改革纲要")')
    assert page.input_value("#rd-doc") == "spc-2024-2028-outline"


def beside(page, line):
    """The words that stand beside those of a line; nothing where there are none."""
    told = page.evaluate(
        "line => getComputedStyle(document.querySelector(`#rd-scroll ${line}`), '::after').content",
        line,
    )
    return "" if told == "none" else told.strip('"')


def test_traditional_text_is_shown_as_printed_and_can_be_read_simplified(visit):
    page = visit()
    ask(page, QUESTION)
    press(page, 5)
    article = page.locator("#rd-scroll article:visible")
    assert article.get_attribute("lang") == "zh-Hant"
    page.click("#rd-script")
    assert article.get_attribute("lang") == "zh-Hans"
    assert lit(page) == ["spc-2024-2028-outline/1", "完善类案检索制度。"]
    page.click("#rd-script")
    assert lit(page) == ["spc-2024-2028-outline/1", "完善類案檢索制度。"]
    assert "完善类案检索制度。" in beside(page, ".ln:has(mark)")
    page.click("#rd-script")
    assert lit(page) == ["spc-2024-2028-outline/1", "完善類案檢索制度。"]
    assert beside(page, ".ln:has(mark)") == ""
    press(page, 1)
    assert not page.locator("#rd-script").is_visible()


def test_on_a_phone_the_reader_is_a_drawer_that_leads_back_to_the_mark(visit):
    page = visit(width=390, height=844)
    assert not page.locator("#tl-reader").is_visible()
    ask(page, QUESTION)
    press(page, 2)
    page.wait_for_function("document.querySelector('#readercol').getBoundingClientRect().top < 300")
    assert lit(page)[1] == "加强院庭长监督。"
    page.keyboard.press("Escape")
    page.wait_for_selector("#tl-reader", state="hidden")
    assert page.evaluate("document.activeElement.textContent") == "2"
    press(page, 3)
    page.click("#rd-back")
    page.wait_for_selector("#tl-reader", state="hidden")
