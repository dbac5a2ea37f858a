"""What stands around an answer of the real library: how it was understood, badges, warnings."""

from __future__ import annotations

import pytest

from rag.types import Answer, Note, Sentence, Status, Verification
from tests.browser.conftest import ask, served
from ui.words import say

pytestmark = pytest.mark.browser
FIGURE = "2020年受理了多少执行案件？"
CLAUSE = "广东要点第14条讲什么"
WRONG = "纲要为什么要取消司法责任制"
COMPARED = "广东和吉林对诉源治理和人民法庭建设的做法有什么不同？"
MISTYPED = "广东要点怎么解决直行难？"
HOSTILE = "<img src=x onerror=alert(1)>`**x**`[a](javascript:x)"


class Assistant:
    """The real answers, and one that checking found wanting."""

    def __init__(self, real):
        self.library, self.writer, self.ask_real = real.library, None, real.ask

    def ask(self, question, scope=None, history=(), **more):
        if HOSTILE not in question:
            more |= {"scope": scope} if scope else {}
            return self.ask_real(question, history=history, **more)
        cited = self.ask_real(CLAUSE).sentences[0].citations
        found = [
            Sentence(HOSTILE, cited, kind, missing=(HOSTILE,) if kind == "not_found" else ())
            for kind in Verification
        ]
        notes = (Note("premise", HOSTILE), Note("silent", HOSTILE))
        return Answer(question, HOSTILE, Status.ANSWERED, tuple(found), notes=notes)


@pytest.fixture(scope="module")
def site(assistant):
    with served(Assistant(assistant)) as running:
        yield running


def test_the_understood_line_stands_above_every_answer(visit):
    page = visit()
    ask(page, FIGURE)
    line = "理解为：查数字 · 优先《最高人民法院工作报告》 · 2020年 · 受理 执行案件"
    assert page.locator("#chat .tl-line").inner_text() == line
    assert not page.locator("#chat .tl-understood").is_visible()
    above = page.locator("#chat .tl-answer > *").first
    assert above.get_attribute("class") == "tl-restate"
    page.click('#chat a[href="#edit"]')
    assert page.input_value("#box textarea") == FIGURE


def test_one_press_asks_the_same_question_of_another_document_and_of_all(visit):
    page = visit()
    ask(page, CLAUSE)
    chips = page.locator("#chat .tl-chips a")
    assert "广东要点" not in chips.all_inner_texts()
    page.fill("#box textarea", "还没写完")
    chips.filter(has_text="吉林要点").click()
    page.wait_for_function("document.querySelectorAll('#chat .tl-mode').length == 2")
    assert page.locator("#chat .tl-ask").last.inner_text() == "吉林要点：第14条讲什么"
    cited = page.locator("#chat .tl-answer").last.locator("a.cite").first.get_attribute("href")
    assert cited.startswith("#c-jl-2022-key-points_2f14@")
    assert page.input_value("#box textarea") == "还没写完"
    assert page.locator("#scope-documents input:checked").count() == 0
    page.locator("#chat .tl-answer").last.locator(".tl-chips a", has_text="全部文件").click()
    page.wait_for_function("document.querySelectorAll('#chat .tl-ask').length == 3")
    assert page.locator("#chat .tl-ask").last.inner_text() == "第14条讲什么"


def test_a_corrected_question_can_be_asked_as_it_was_typed(visit):
    page = visit()
    ask(page, MISTYPED)
    assert page.locator("#chat .tl-understood").inner_text() == "广东要点怎么解决执行难？"
    page.locator("#chat .tl-chips a", has_text=say("zh", "again.typed")).click()
    page.wait_for_function("document.querySelectorAll('#chat .tl-mode').length == 2")
    last = page.locator("#chat .tl-answer").last
    assert page.locator("#chat .tl-ask").last.inner_text() == MISTYPED
    assert not last.locator(".tl-understood").is_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_has_a_badge_and_the_legend_explains_it(visit, language):
    page = visit(f"/{language}/")
    ask(page, CLAUSE)
    count = page.locator("#chat .tl-answer > p > span:not(.tl-badge)").count()
    found = page.locator("#chat .tl-answer > p > .tl-badge")
    assert count == found.count() == 4
    assert found.first.inner_text() == say(language, "badge.verbatim")
    assert found.first.get_attribute("title") == say(language, "why.verbatim")
    summary = page.locator("#chat .tl-checked summary")
    assert (
        summary.inner_text()
        == {"zh": "核验：4句均为原文", "en": "Checked: all 4 verbatim"}[language]
    )
    summary.click()
    assert say(language, "why.verbatim") in page.locator("#chat .tl-checked ul").inner_text()
    copied = page.locator("#copy-0-plain").text_content()
    assert say(language, "badge.verbatim") not in copied


def test_a_wrong_premise_stands_in_a_card_before_the_answer(visit):
    page = visit()
    ask(page, WRONG)
    card = page.locator("#chat .tl-premise[role=note]")
    assert "不符" in card.inner_text()
    sentence = page.locator("#chat .tl-badge").first
    assert card.bounding_box()["y"] < sentence.bounding_box()["y"]
    assert page.locator("#chat .tl-answer").inner_text().count("不符") == 1


def test_a_comparison_is_a_table_that_stays_within_a_phone(visit):
    page = visit(width=390, height=844)
    ask(page, COMPARED)
    table = page.locator("#chat table.tl-table")
    assert table.locator("th[scope=row]").all_inner_texts() == ["诉源治理", "人民法庭建设"]
    assert table.locator(".tl-badge").count() == table.locator("a.cite").count()
    assert page.eval_on_selector("#chat", "n => n.scrollWidth - n.clientWidth") <= 0


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [390, 1366])
def test_the_notice_is_always_seen_and_printed(visit, language, width):
    page = visit(f"/{language}/", width=width, height=844 if width == 390 else 768)
    ask(page, CLAUSE)
    notice = page.locator(".tl-notice")
    assert notice.inner_text() == say(language, "notice")
    box = notice.bounding_box()
    assert box["y"] + box["height"] <= page.viewport_size["height"]
    assert box["x"] + box["width"] <= width
    assert notice.locator("button, a").count() == 0
    page.emulate_media(media="print")
    assert notice.is_visible()
    assert page.locator("#chat .tl-badge").first.is_visible()
    shown, whole = (
        page.locator("#chat").bounding_box(),
        page.locator("#chat .tl-answer").bounding_box(),
    )
    assert shown["height"] >= whole["height"] > 100
    assert not page.locator("#box textarea").is_visible()


def test_hostile_words_around_an_answer_are_only_words(visit):
    page = visit()
    ask(page, HOSTILE)
    assert page.locator("#chat img, #chat .tl-answer code").count() == 0
    assert page.locator("#chat .tl-premise").inner_text().endswith(HOSTILE)
    assert HOSTILE in page.locator("#chat .tl-is-not_found").first.inner_text()
    assert page.seen.dialogs == []


def test_without_a_model_there_is_no_switch(visit):
    page = visit()
    assert page.locator("#worded").count() == 0
    assert say("zh", "local") in page.locator("#tl-header").inner_text()
