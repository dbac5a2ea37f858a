"""People sign in, ask, and sign out; a cookie that was kept opens nothing any more."""

from __future__ import annotations

import contextlib
import threading
import time

import pytest
import uvicorn

from tests.browser.conftest import ask
from tests.browser.fake import FakeAssistant
from tests.people import PASSWORD, Guarded
from ui.guarding.settings import Guarding
from ui.guarding.verify import verify
from ui.serving.app import create_app, free_socket
from ui.words import say

pytestmark = pytest.mark.browser
QUESTION = "“四类案件”怎么监管？"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    return Guarded(tmp_path_factory.mktemp("people"))


@pytest.fixture(scope="module")
def address(guarded):
    """A guarded server on this machine: two questions a minute."""
    listener = free_socket(0)
    port = listener.getsockname()[1]
    guarding = Guarding(guarded.users, guarded.log, questions=2)
    app = create_app(FakeAssistant(), port, pace=0.0, guarding=guarding)
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    end = time.monotonic() + 30
    while not server.started and time.monotonic() < end:
        time.sleep(0.05)
    assert server.started
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def visit(browser):
    contexts = []

    def open_page(address, **options):
        context = browser.new_context(viewport={"width": 1366, "height": 768}, **options)
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        with contextlib.suppress(Exception):
            context.close()


def enter(page, name):
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def test_a_judge_signs_in_asks_and_signs_out(visit, address, guarded):
    page = visit(f"{address}/zh/")
    assert "/zh/sign-in" in page.url
    enter(page, "judge")
    page.wait_for_selector("#chat .tl-welcome")
    page.wait_for_selector("#tl-out")
    assert page.inner_text(".tl-person") == "judge · 法官"
    assert page.inner_text("#tl-out") == "退出"
    ask(page, QUESTION)
    assert page.locator("#chat a.cite").count() > 0
    cookies = page.context.cookies()
    page.click("#tl-out")
    page.wait_for_selector("[name=password]")
    assert say("zh", "sign.out.done") in page.inner_text("main")
    assert page.context.cookies() == []
    page.context.add_cookies(cookies)
    page.goto(f"{address}/zh/")
    assert "/zh/sign-in" in page.url
    kinds = [one["event"] for one in guarded.records() if one["user"] == "judge"]
    assert kinds == ["sign_in", "open", "ask", "sign_out"]
    (asked,) = guarded.records("ask")
    assert asked["mode"] == "extractive"
    assert asked["clauses"][0] == "gd-2021-key-points/3"
    assert asked["address"] == "127.0.0.1"
    assert QUESTION not in guarded.log.files()[0].read_text("utf-8")


def test_too_many_questions_are_refused_in_the_language_of_the_page(visit, address, guarded):
    page = visit(f"{address}/en/sign-in")
    enter(page, "trainee")
    page.wait_for_selector("#chat .tl-welcome")
    for _ in range(3):
        ask(page, QUESTION)
    words = page.inner_text("#chat .tl-trouble")
    assert words.startswith("Too many questions: at most 2 a minute")
    assert page.input_value("#box textarea") == QUESTION
    asked = [one["success"] for one in guarded.records("ask") if one["user"] == "trainee"]
    assert asked == [True, True, False]


def test_a_session_that_ended_leads_back_to_the_form_and_from_there_to_the_page(
    visit, address, guarded
):
    page = visit(f"{address}/zh/sign-in")
    enter(page, "evaluator")
    page.wait_for_selector("#tl-out")
    page.wait_for_selector("#chat .tl-welcome")
    page.context.clear_cookies()
    page.fill("#box textarea", QUESTION)
    page.press("#box textarea", "Enter")
    page.wait_for_selector("[name=password]")
    assert say("zh", "sign.expired") in page.inner_text("main")
    enter(page, "evaluator")
    page.wait_for_selector("#chat .tl-welcome")


def test_the_form_and_the_log_need_no_script(visit, address, guarded):
    page = visit(f"{address}/en/sign-in", java_script_enabled=False)
    enter(page, "auditor")
    page.wait_for_selector("table")
    assert page.inner_text("h1") == "Audit log"
    page.click("[name=verify]")
    page.wait_for_selector(".good")
    page.click("text=Sign out")
    page.wait_for_selector("[name=password]")
    assert verify(guarded.log).wrong is None


def test_a_log_that_cannot_be_written_stops_asking_but_not_reading(
    visit, address, guarded, monkeypatch
):
    page = visit(f"{address}/zh/sign-in")
    enter(page, "admin")
    page.wait_for_selector("#chat .tl-welcome")
    monkeypatch.setattr(
        type(guarded.log), "_append", lambda *_: (_ for _ in ()).throw(OSError(28, "disk full"))
    )
    ask(page, QUESTION)
    assert page.inner_text("#chat .tl-trouble") == say("zh", "log.failed")
    page.reload()
    page.wait_for_selector("#rd-scroll article:not([hidden])", state="attached")
