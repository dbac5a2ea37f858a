"""A model's words on the page: only on demand, sentence by sentence, stopped at once."""

from __future__ import annotations

import time

import pytest

import rag.model.endpoint
from rag.assistant import Assistant
from rag.model.streaming import EndpointWriter
from tests import endpoint
from tests.browser.conftest import ask, served
from tests.endpoint import Stream, events
from ui.words import say

pytestmark = pytest.mark.browser
QUESTION = "广东要点第14条讲什么"
HOSTILE = "<b>健全解决执行难长效机制</b>。"
SHOWN = ".tl-answer > p > span:not(.tl-badge)"

LABEL_FIRST = """() => {
    const top = (name) => document.querySelector(`#chat ${name}`)?.getBoundingClientRect().top;
    return top(".tl-mode") < top(".tl-badge");
}"""


@pytest.fixture(scope="module")
def model():
    with endpoint.serving() as running:
        yield running


@pytest.fixture(scope="module")
def site(library, model):
    writer = EndpointWriter(rag.model.endpoint.Endpoint(model.url, "小模型", limit=20, retries=0))
    with served(Assistant(library, writer=writer)) as running:
        yield running


def written(body, *more):
    """Sentences of the first clause sent, each with its key, as a model would write them."""
    clause = endpoint.data(body)["clauses"][0]
    said = [s + "。" for s in clause["text"].split("\n")[-1].split("。") if s][:2]
    return [f"{s}[{clause['key']}]" for s in (*said, *more)]


def streamed(body, pause=60.0):
    """The first sentence and the beginning of the next, then nothing for a long time."""
    first, *rest = written(body)
    return Stream([*events(first + rest[0][:4])[:-1], pause, *events(rest[0][4:])])


def wish(page):
    page.check("#worded input")


def test_the_switch_is_off_and_nothing_is_sent_until_it_is_pressed(visit, model):
    model.asked.clear()
    page = visit()
    assert not page.is_checked("#worded input")
    assert "小模型" in page.locator("#worded").inner_text()
    assert say("zh", "local.model") in page.locator("#tl-header").inner_text()
    ask(page, QUESTION)
    assert page.locator("#chat .tl-mode").inner_text() == say("zh", "mode.extractive")
    assert model.asked == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_worded_answer_says_so_and_the_switch_falls_back(visit, model, language):
    model.reply = lambda body: "".join(written(body))
    page = visit(f"/{language}/")
    wish(page)
    ask(page, QUESTION)
    assert page.locator("#chat .tl-mode").inner_text() == say(language, "mode.llm")
    page.wait_for_function(LABEL_FIRST)  # measured at once: the answer may be drawn anew meanwhile
    assert say("zh", "mode.llm") in page.locator("#copy-0-plain").text_content()
    assert not page.is_checked("#worded input")
    assert "小模型" in page.locator("#chat .tl-answer").inner_text()


def test_sentences_appear_as_they_pass_and_stop_ends_it_within_a_second(visit, model):
    streams = []

    def reply(body):
        streams.append(streamed(body))
        return streams[-1]

    model.reply = reply
    page = visit()
    wish(page)
    ask(page, QUESTION, wait=False)
    page.wait_for_selector("#chat .tl-answer a.cite")
    assert page.locator("#chat .tl-ai").inner_text() == say("zh", "mode.llm")
    assert page.locator("#chat .tl-wait").inner_text() == say("zh", "write")
    pressed = time.monotonic()
    page.click("#box .stop-button")
    page.wait_for_selector("#chat .tl-mode")
    assert time.monotonic() - pressed < 2
    end = time.monotonic() + 2
    while not streams[0].closed and time.monotonic() < end:
        time.sleep(0.02)
    assert 0 < streams[0].closed - pressed < 1
    assert "已停止" in page.locator("#chat .tl-answer").inner_text()
    assert page.locator("#chat").locator(SHOWN).count() == 1
    page.wait_for_selector("#box .submit-button")


def test_a_new_conversation_ends_the_model_and_stays_empty(visit, model):
    streams = []

    def reply(body):
        streams.append(streamed(body))
        return streams[-1]

    model.reply = reply
    page = visit()
    wish(page)
    ask(page, QUESTION, wait=False)
    page.wait_for_selector("#chat .tl-answer a.cite")
    page.click("#tl-new")
    page.wait_for_selector("#chat .tl-welcome")
    page.wait_for_timeout(1500)
    assert streams[0].closed
    assert page.locator("#chat .tl-welcome").count() == 1
    assert page.locator("#chat .tl-ask").count() == 0


def test_a_model_that_fails_leaves_the_quoted_answer_and_the_reason(visit, model):
    model.reply = lambda body: 500
    page = visit()
    wish(page)
    ask(page, QUESTION)
    assert page.locator("#chat .tl-mode").inner_text() == say("zh", "mode.extractive")
    note = page.locator("#chat .tl-note-mind", has_text="以上为原文摘录").inner_text()
    assert note.startswith("语言模型没有应答")


def test_hostile_words_of_a_model_are_not_shown_or_only_words(visit, model):
    model.reply = lambda body: "".join(written(body, HOSTILE, "<img src=x onerror=alert(1)>。"))
    page = visit()
    wish(page)
    ask(page, QUESTION)
    assert page.locator("#chat .tl-answer b, #chat img").count() == 0
    assert page.seen.dialogs == []
