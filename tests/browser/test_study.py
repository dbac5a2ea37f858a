"""A trainee's way through the page for study, on the founding documents and a store on disk."""

from __future__ import annotations

import contextlib
import re
from datetime import datetime, timedelta, timezone

import pytest

from tests.browser.conftest import served
from tests.browser.fake import FakeAssistant
from tests.test_ui_study_cards import DECK, LIBRARY
from ui.keeping.store import FILE, Store
from ui.study import clock, progress

pytestmark = pytest.mark.browser
NOW = datetime(2026, 11, 27, 9, 0, tzinfo=timezone(timedelta(hours=8)))
ASKED = ".st-options button"
TOLD = "#st-verdict"
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"


class Silent(FakeAssistant):
    """Answers nothing: this page asks no question."""

    def ask(self, question, *rest, **options):
        return super().ask("无关", *rest, **options)


@pytest.fixture
def at(monkeypatch):
    """Set the clock of the page."""

    def set_to(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_to(NOW)
    return set_to


@contextlib.contextmanager
def opened(browser, store, path, **options):
    """A server over the store, and its page for study; no error may stand on its console."""
    with served(Silent(LIBRARY), store=store) as site:
        context = browser.new_context(**({"viewport": {"width": 1366, "height": 768}} | options))
        context.set_default_timeout(30_000)
        page = context.new_page()
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(site.address + path)
        page.wait_for_selector(".st-card, .st-steps", state="attached")
        yield page
        context.close()
        assert errors == []


def shown(page):
    return DECK.cards[page.get_attribute(".st-card", "data-card")]


def choose(page, good):
    """Answer the card on the page rightly or wrongly, and wait for the verdict."""
    card = shown(page)
    number = card.right[0] if good else (card.right[0] + 1) % len(card.options)
    page.click(f"{ASKED} >> nth={number}")
    page.wait_for_selector(TOLD)
    return card


def test_a_trainee_reads_a_path_takes_its_quiz_and_comes_back(browser, at, tmp_path):
    store = Store(tmp_path / FILE)
    with opened(browser, store, "/zh/study?tab=paths") as page:
        page.click('.st-paths a:text-is("司法责任制")')
        page.wait_for_selector(".st-steps")
        years = page.locator(".st-steps .st-year").all_inner_texts()
        assert [year[:4] for year in years] == sorted(year[:4] for year in years)
        page.click('[data-study^="path:"]')
        page.wait_for_selector(ASKED, state="visible")
        wrong = choose(page, good=False)
        assert "答错了" in page.inner_text(TOLD)
        text = LIBRARY.clauses[wrong.clause_id].text
        start, end = wrong.places[0].marks[0]
        assert page.inner_text(".st-clause mark") == text[start:end]
        link = page.get_attribute(".st-clause .st-open", "href")
        assert link == f"/zh/doc?c={wrong.clause_id.replace('/', '%2F')}"
        page.keyboard.press("Space")
        page.wait_for_selector(ASKED)
        good = choose(page, good=True)
        assert "答对了" in page.inner_text(TOLD)
    known = progress.known(store, "")
    assert known[wrong.id].memory.due == NOW + timedelta(minutes=10)
    assert known[good.id].memory.due == NOW + timedelta(days=2)
    store.close()

    at(NOW + timedelta(days=2))
    again = Store(tmp_path / FILE)
    with opened(browser, again, "/zh/study") as page:
        page.wait_for_selector(".st-today:has-text('到期2')")
        assert shown(page).id in {wrong.id, good.id}
        choose(page, good=True)
        page.click('role=tab[name="进度"]')
        page.wait_for_selector(".st-numbers", state="visible")
        numbers = page.inner_text("#study-figures")
        assert re.search(r"学过的题\s*2", numbers)
        assert re.search(r"答题次数\s*3", numbers)
        assert "100%（1次复习）" in numbers
        assert "tab=figures" in page.url
        with page.expect_download() as download:
            page.click('.st-export a:text-is("CSV")')
        assert download.value.suggested_filename == "tiaoli-study-20261129.csv"
    again.close()


def test_the_keys_answer_go_on_rate_and_take_back(browser, at):
    store = Store()
    with opened(browser, store, "/zh/study") as page:
        page.wait_for_selector(ASKED)
        first = shown(page)
        page.keyboard.press("1")
        page.wait_for_selector(TOLD)
        page.wait_for_function("document.activeElement.id === 'st-verdict'")
        page.keyboard.press("u")
        page.wait_for_selector(ASKED)
        assert shown(page) == first
        assert progress.reviews(store, "") == []
        page.click("text=闪卡")
        page.wait_for_selector('[data-study^="show:"]')
        assert "mode=cards" in page.url
        page.click("#st-ask")
        page.keyboard.press("Space")
        page.wait_for_selector('[data-study^="rate:"]')
        assert page.locator('[data-study^="rate:"]').all_inner_texts() == [
            "没想起 · 10分钟",
            "想起来了 · 2天",
        ]
        page.keyboard.press("2")
        page.wait_for_selector('[data-study^="show:"]')
        assert [one.rating for one in progress.reviews(store, "")] == [3]


def test_an_order_is_pressed_one_after_another(browser, at):
    store = Store()
    with opened(browser, store, "/en/study?mode=order") as page:
        page.wait_for_selector("[data-pick]")
        card = shown(page)
        page.click("[data-pick='2']")
        page.click("[data-pick='2']")  # taken back
        for number in card.right:
            page.click(f"[data-pick='{number}']")
        page.wait_for_selector(TOLD)
        assert "Right" in page.inner_text(TOLD)
        years = [year[:4] for year in page.locator(".st-clause .st-year").all_inner_texts()]
        assert years == sorted(set(years))


def test_a_clause_of_the_address_is_practised_on_a_phone(browser, at):
    size = {"viewport": {"width": 390, "height": 844}}
    with opened(browser, Store(), "/zh/study?c=gd-2021-key-points%2F7", **size) as page:
        page.wait_for_selector(ASKED)
        assert shown(page).clause_id == "gd-2021-key-points/7"
        assert not page.evaluate(SIDEWAYS)
        choose(page, good=True)
        assert not page.evaluate(SIDEWAYS)
        page.wait_for_function("document.querySelector('#study-scope input').value.includes('7项')")


def test_a_card_found_wrong_leaves_and_settings_stay(browser, at):
    store = Store()
    with opened(browser, store, "/zh/study") as page:
        page.wait_for_selector(ASKED)
        bad = shown(page).id
        page.click('[data-study^="report:"]')
        page.wait_for_function(
            "id => document.querySelector('.st-card').dataset.card !== id", arg=bad
        )
        assert [one.card for one in progress.reports(store)] == [bad]
        page.click("text=设置")
        page.get_by_label("四档评分（闪卡）").check()
        page.wait_for_function("document.querySelector('#tl-toast').textContent !== ''")
        page.click("text=闪卡")
        page.wait_for_selector('[data-study^="show:"]')
        page.click('[data-study^="show:"]')
        page.wait_for_selector('[data-study^="rate:"] >> nth=3')
        assert page.locator('[data-study^="rate:"]').count() == 4
