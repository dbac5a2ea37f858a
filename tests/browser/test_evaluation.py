"""An evaluator runs a set, opens what failed, compares two runs, and makes a case of a remark."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.browser.conftest import served
from tests.test_ui_store import REMARK
from ui.evaluation.sets import FOLDER
from ui.keeping.feedback import State, add, listed
from ui.keeping.store import Store
from ui.words import say

pytestmark = pytest.mark.browser
HOSTILE = "<img src=x onerror=alert(1)>"
GOOD = {
    "id": "own-1",
    "type": "clause_lookup",
    "question": "吉林要点第12条说了什么？",
    "gold": [{"doc": "jl-2022-key-points", "quote": "强化监管责任"}],
    "points": ["四类案件"],
    "answer": "强化监管责任。",
}
BAD = {**GOOD, "id": "own-2", "points": ["原文没有这几个字"], "answer": HOSTILE}


@pytest.fixture
def evaluator(browser, home, assistant):
    """The page over a home folder of its own with a set of two questions and one remark."""
    (home / FOLDER).mkdir()
    lines = [json.dumps(case, ensure_ascii=False) for case in (GOOD, BAD)]
    (home / FOLDER / "own.jsonl").write_text("\n".join(lines), encoding="utf-8")
    store = Store()
    add(store, replace(REMARK, history=(), remark=HOSTILE))
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.dialogs, page.errors, page.store = [], [], store
    page.on("dialog", lambda dialog: (page.dialogs.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    with served(assistant, store=store) as site:
        page.site = site.address
        yield page
        context.close()


def opened(page, path="/zh/eval"):
    page.goto(page.site + path)
    page.wait_for_selector("#ev-overview .ev-card, #ev-overview .ev-none", state="attached")


def choose(page, box, name):
    page.click(f"{box} input")
    page.get_by_role("option", name=name).first.click()


def tab(page, name):
    page.get_by_role("tab", name=say("zh", f"eval.tab.{name}")).click()
    page.wait_for_function("n => location.search.includes('tab=' + n)", arg=name)


def run_set(page, name):
    """Run a whole set from the form, and go to its results."""
    if not page.locator("#ev-start").is_visible():
        page.click("#ev-make button")
    choose(page, "#ev-source", name)
    page.fill("#ev-number input", "0")
    page.click("#ev-start")
    page.wait_for_selector('#ev-bar [role="progressbar"]')
    see_results(page)


def see_results(page):
    before = page.url
    page.click("#ev-bar a.ev-go")
    page.wait_for_function("u => location.href !== u", arg=before)


def test_from_a_run_to_a_remark_that_became_a_case(evaluator):
    page = evaluator
    opened(page)
    assert "还没有运行记录" in page.inner_text("#ev-overview")
    run_set(page, "own.jsonl")
    page.wait_for_selector("#ev-overview .ev-card")
    assert "50% (1/2)" in page.input_value("#ev-run input")
    first = page.url

    tab(page, "cases")
    page.get_by_label("只看失败").check()
    page.wait_for_function(
        "() => document.querySelector('.ev-count').textContent.startsWith('1题')"
    )
    page.click(".ev-table tbody th a")
    page.wait_for_selector("#ev-case")
    assert "own-2" in page.inner_text("#ev-case h2")
    assert "没说到 原文没有这几个字" in page.inner_text("#ev-case .ev-points")
    assert page.inner_text("#ev-case mark") == "强化监管责任"
    assert page.evaluate("document.activeElement.id") == "ev-case"
    page.reload()
    page.wait_for_selector("#ev-case")  # the address opens the case
    page.go_back()
    page.wait_for_selector("#ev-case", state="detached")

    run_set(page, "own.jsonl")
    tab(page, "changes")
    name = first.split("run=")[1]
    page.evaluate("n => window.tiaoli.evalGo({ base: n })", name)
    page.wait_for_function(
        "() => document.querySelector('#ev-changes').textContent.includes('2题不变')"
    )

    tab(page, "remarks")
    page.click(".ev-remarks a")
    page.wait_for_selector("#ev-remark")
    page.wait_for_function(
        "() => document.querySelector('#ev-c-quote textarea')?.value.length > 20"
    )
    page.fill("#ev-c-quote textarea", "原文没有的话")
    page.click("#ev-add button, button#ev-add")
    page.wait_for_selector(".ev-fault p")
    assert "里没有这段话" in page.inner_text(".ev-fault p")
    page.fill("#ev-c-quote textarea", "推进审判管理智能化建设")
    page.fill("#ev-c-points textarea", "四类案件")
    choose(page, "#ev-stem", "own")
    page.click("#ev-add button, button#ev-add")
    page.wait_for_selector("#ev-runone", state="visible")
    accepted = listed(page.store)[0]
    assert (accepted.state, accepted.case_id) == (State.ACCEPTED, "reader-1")

    run_set(page, "own.jsonl")
    page.wait_for_function("() => /\\/3\\)/.test(document.querySelector('#ev-run input').value)")
    tab(page, "cases")
    page.wait_for_selector(".ev-table")
    assert "reader-1" in page.inner_text(".ev-table")
    page.evaluate("n => window.tiaoli.evalGo({ base: n, tab: 'changes' })", name)
    page.wait_for_function(
        "() => document.querySelector('#ev-changes').textContent.includes('只在本次有1题reader-1')"
    )
    assert page.dialogs == []
    assert page.errors == []


def test_a_case_is_asked_on_the_chat_page_only_when_the_reader_sends_it(evaluator):
    page = evaluator
    page.goto(page.site + "/zh/?q=" + "%3Cb%3E吉林要点第12条")
    page.wait_for_function("() => document.querySelector('#box textarea')?.value.length > 5")
    assert page.input_value("#box textarea") == "<b>吉林要点第12条"
    assert page.locator("#chat .tl-ask").count() == 0


def test_a_run_is_downloaded_by_its_name_and_the_phone_has_no_sideways_scroll(evaluator):
    page = evaluator
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page)
    run_set(page, "own.jsonl")
    page.wait_for_selector("#ev-overview .ev-card")
    with page.expect_download() as waiting:
        page.click('#ev-files a[href$=".jsonl"]')
    rows = Path(waiting.value.path()).read_text("utf-8").splitlines()
    assert [json.loads(row)["case"]["id"] for row in rows] == ["own-1", "own-2"]
    wide = "() => Math.max(...['html', '#tl-main'].map(s => document.querySelector(s).scrollWidth))"
    for name in ("cases", "changes", "remarks", "limits"):
        assert page.evaluate(wide) <= 390
        tab(page, name)
    assert page.evaluate(wide) <= 390
    for path in ("run/..%2F..%2Fpeople.csv", "run/none.csv", "set/..%2Fpeople.sqlite3", "set/x"):
        assert page.request.get(f"{page.site}/zh/eval/{path}").status == 404
