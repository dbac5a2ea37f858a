"""A question is asked in the page and answered with marks."""

from __future__ import annotations

import re

import pytest

from index.types import Scope
from tests.browser.conftest import ask
from ui.words import say

pytestmark = pytest.mark.browser
QUESTION = "“四类案件”怎么监管？"
MARKS = "#chat .tl-answer > :not(.tl-sources) a.cite"


def test_the_sanitiser_of_gradio_keeps_what_a_mark_needs(visit):
    page = visit()
    ask(page, QUESTION)
    mark = page.locator(MARKS).first
    assert mark.get_attribute("href") == "#c-gd-2021-key-points_2f3@17-32"
    assert mark.get_attribute("class") == "cite"
    assert (
        mark.get_attribute("title")
        == "《2021年全省法院司法改革工作要点》（粤高法明传〔2021〕73号）第3项"
    )
    assert page.locator("#copy-0-inline").get_attribute("hidden") is not None
    assert page.locator('#chat span[lang="zh-Hant"]').inner_text() == "完善類案檢索制度。"


def test_an_answer_is_grouped_by_document_and_lists_are_lists(visit):
    page = visit()
    ask(page, QUESTION)
    assert page.locator("#chat .tl-group").all_inner_texts() == [
        "广东要点",
        "吉林要点",
        "六五改革纲要",
    ]
    assert page.locator("#chat .tl-answer > ul > li").count() == 2
    assert page.locator(MARKS).all_inner_texts() == ["1", "2", "3", "4", "5"]
    assert page.locator("#chat .tl-mode").inner_text() == "原文摘录（未使用生成式模型）"
    assert say("zh", "notice") in page.locator("body").inner_text()
    assert page.locator("#chat .tl-ask").inner_text() == QUESTION


def test_what_was_searched_is_said_only_where_it_differs(visit):
    page = visit()
    ask(page, QUESTION)
    assert page.locator(".tl-restate").count() == 0
    ask(page, "那吉林的“四类案件”呢？")
    assert page.locator(".tl-understood").inner_text() == "“四类案件”监管"
    page.click('#chat a[href="#edit"]')
    assert page.input_value("#box textarea") == "“四类案件”监管"


def test_history_and_scope_reach_the_assistant(visit, site):
    page = visit()
    ask(page, QUESTION)
    page.click("#scopebox .label-wrap")
    page.click("#scope-documents label:has-text('吉林要点')")
    ask(page, "那“四类案件”呢？")
    question, scope, history = site.assistant.heard[-1]
    assert (question, scope) == ("那“四类案件”呢？", Scope(documents=("jl_2022",)))
    assert [role for role, _ in history] == ["user", "assistant"]
    assert history[0][1] == QUESTION


def test_an_abstention_names_the_nearest_clauses_as_links(visit):
    page = visit()
    ask(page, "食堂几点开门？")
    card = page.locator("#chat .tl-abstain")
    assert "本库条文没有回答这个问题。" in card.inner_text()
    card.locator("a.near").nth(1).click()
    page.wait_for_selector("#c-gd-2021-key-points_2f2.lit")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("出错", say("zh", "err.answer")),
        ("词太短", "这次没有答成：问题里没有可查的词。"),
        ("问" * 2001, say("zh", "err.long", n="2,001", limit="2,000")),
    ],
)
def test_trouble_is_told_in_our_own_words(visit, question, words):
    page = visit()
    ask(page, question)
    assert page.locator("#chat .tl-trouble").inner_text() == words
    assert "Traceback" not in page.content()
    assert "division" not in page.content()
    if len(question) > 2000:
        assert page.input_value("#box textarea") == question


def test_an_example_question_is_asked_when_it_is_pressed(visit):
    page = visit()
    link = page.locator('#chat a[href="#ask"]').first
    words = link.inner_text()
    link.click()
    page.wait_for_selector("#chat .tl-abstain, #chat .tl-answer")
    assert page.locator("#chat .tl-ask").inner_text() == words


def test_enter_that_ends_an_input_method_does_not_send(visit):
    page = visit()
    page.fill("#box textarea", QUESTION)
    enter = """composing => ['keydown', 'keypress', 'keyup'].forEach(kind =>
        document.querySelector('#box textarea').dispatchEvent(new KeyboardEvent(kind,
            {key: 'Enter', bubbles: true, cancelable: true, ...composing})))"""
    page.evaluate(enter, {"isComposing": True, "keyCode": 13})
    page.evaluate(enter, {"isComposing": False, "keyCode": 229})
    page.wait_for_timeout(300)
    assert page.locator("#chat .tl-ask").count() == 0
    page.evaluate(enter, {"isComposing": False, "keyCode": 13})
    page.wait_for_selector("#chat .tl-ask")


def test_a_reload_restores_the_conversation_and_a_new_one_is_empty(visit):
    page = visit()
    ask(page, QUESTION)
    page.wait_for_url(re.compile(r"[?&]t=[\w-]{20,}"))
    page.reload()
    page.wait_for_selector("#chat .tl-mode")
    assert page.locator("#chat .tl-ask").inner_text() == QUESTION
    page.click("#tl-switch")
    page.wait_for_url("**/en/?t=*")
    page.wait_for_selector("#chat .tl-mode")
    assert page.locator("#chat .tl-mode").inner_text() == say("en", "mode.extractive")
    page.click("#tl-new")
    page.wait_for_selector("#chat .tl-welcome")
    assert "t=" not in page.url


def test_a_question_asked_before_the_page_is_restored_keeps_its_answer(visit):
    page, held = visit(), []
    page.route("**/run/predict*", lambda route: held.append(route))
    page.reload()
    page.wait_for_selector("#chat .tl-welcome")
    ask(page, QUESTION)
    assert held
    with page.expect_response("**/run/predict*"):
        for route in held:
            route.continue_()
    page.wait_for_timeout(500)
    assert page.locator("#chat .tl-mode").count() == 1
    assert page.input_value("#thread textarea")


def test_the_page_is_quiet_stays_on_this_machine_and_keeps_nothing(visit, site):
    page = visit(locale="zh-CN")
    ask(page, QUESTION)
    page.locator(MARKS).first.click()
    assert page.seen.errors == []
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    strangers = [u for u in page.seen.requests if not u.startswith(site.address)]
    assert strangers == []
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "四类案件" not in kept
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_phone_has_no_sideways_scroll(visit, language, theme):
    page = visit(f"/{language}/", width=390, height=844, color_scheme=theme)
    ask(page, QUESTION)
    page.locator(MARKS).first.click()
    page.wait_for_selector("#readercol.open")
    for selector in ("html", "#chat", "#rd-scroll", "#readercol"):
        wide = page.eval_on_selector(selector, "n => n.scrollWidth - n.clientWidth")
        assert wide <= 0, selector
    assert page.locator("#readercol").bounding_box()["x"] == 0


@pytest.mark.parametrize(
    ("refusal", "key"),
    [
        ({"status": 503, "json": {"detail": "Queue is full. Max size is 32"}}, "js.busy"),
        ({"status": 500, "body": "Traceback (most recent call last)"}, "js.failed"),
        (None, "js.lost"),
    ],
)
def test_a_full_queue_and_a_lost_server_are_told_in_our_words(visit, refusal, key):
    page = visit()
    page.route(
        "**/queue/join*", lambda route: route.fulfill(**refusal) if refusal else route.abort()
    )
    ask(page, QUESTION, wait=False)
    page.wait_for_selector("#tl-toast.on.bad")
    assert page.locator("#tl-toast").inner_text() == say("zh", key)
    assert "Queue is full" not in page.locator("body").inner_text()


def test_a_new_question_moves_to_the_top(visit):
    page = visit(height=600)
    for _ in range(3):
        ask(page, QUESTION)
    page.wait_for_timeout(200)
    top = page.locator("#chat").bounding_box()["y"]
    asked = page.locator("#chat .tl-ask").last.bounding_box()["y"]
    assert -20 < asked - top < 60
