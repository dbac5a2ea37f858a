"""From a topic to its timeline, to a clause, side by side, and home in Word; on the real corpus."""

from __future__ import annotations

import io
from urllib.parse import quote

import pytest
from docx import Document

from index.encoder import load_encoder
from index.library import Library
from ingest.founding import founding_documents
from rag.assistant import Assistant
from tests.browser.conftest import ask
from ui.words import say

pytestmark = pytest.mark.browser
ASSISTANT = Assistant(Library.build(founding_documents(), load_encoder("embedded")))
TOPIC = "个人破产"
AT = f"/zh/compare?topic={quote(TOPIC)}"
READY = "#ev-result .ev"


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def turned(page, selector):
    """Wait until what was asked for is shown."""
    page.wait_for_selector(f"{READY}:not([aria-busy]) {selector}")


def test_from_a_topic_over_the_timeline_to_a_clause_and_home_in_word(visit, tmp_path):
    page = visit("/zh/compare", wait=f"{READY} .ev-topics")
    page.fill("#ev-topic :is(input, textarea)", TOPIC)
    page.click("#ev-go")
    turned(page, ".ev-steps")
    assert f"topic={quote(TOPIC)}" in page.url
    assert page.locator(".ev-steps tbody tr").count() == 5
    assert page.locator("#readercol").is_hidden()

    page.locator(".ev-svg a").nth(1).click()
    page.wait_for_selector("#rd-scroll .lit")
    assert page.locator("#rd-scroll .lit").get_attribute("data-clause").startswith("spc-2021-")
    assert "个人破产" in page.locator("#rd-scroll mark").first.inner_text()
    assert "c=spc-2021" in page.url
    page.click("#rd-close")
    assert page.locator("#readercol").is_hidden()

    page.click(f".ev-views a:has-text('{say('zh', 'ev.view.side')}')")
    turned(page, ".ev-side")
    assert "view=side" in page.url
    with page.expect_download() as waiting:
        page.click(f".ev-files a:has-text('{say('zh', 'ev.kind.docx')}')")
    file = tmp_path / "table.docx"
    waiting.value.save_as(file)
    (table,) = Document(io.BytesIO(file.read_bytes())).tables
    cells = "\n".join(cell.text for row in table.rows for cell in row.cells)
    for text in page.locator(".ev-side td .ev-quote > span").all_inner_texts():
        assert text in cells
        assert any(text in d.text for d in ASSISTANT.library.documents.values())

    page.go_back()
    turned(page, ".ev-steps")
    assert "view=side" not in page.url
    assert page.seen.errors == []
    assert page.seen.dialogs == []


def test_an_address_opens_with_its_fields_filled_and_scope_kept(visit):
    page = visit(f"{AT}&d=gd-2021-key-points&d=jl-2022-key-points&view=side", wait=".ev-side")
    assert page.input_value("#ev-topic :is(input, textarea)") == TOPIC
    assert page.locator(".ev-side thead th").count() == 3
    page.click("#ev-scope button")
    assert page.locator("#ev-docs input:checked").count() == 2
    page.click("#ev-go")
    turned(page, ".ev-side")
    assert "d=gd-2021-key-points" in page.url


@pytest.mark.parametrize(
    ("topic", "words"),
    [("量子计算", say("zh", "ev.none", topic="量子计算")), ("法官进网格", "只有一份提到")],
)
def test_a_topic_of_nobody_or_of_one_document_says_so(visit, topic, words):
    page = visit(f"/zh/compare?topic={quote(topic)}", wait=READY)
    assert words in page.locator(READY).inner_text()


def test_two_clauses_beside_each_other_and_the_way_back(visit):
    page = visit(AT, wait=".ev-steps")
    page.locator(".ev-more a").first.click()
    turned(page, ".ev-pair")
    assert "a=" in page.url
    assert "b=" in page.url
    assert page.evaluate("document.activeElement.className") == "ev-title"
    assert page.locator("#ev-status").inner_text().startswith("相同的词句占")
    page.click(f"text={say('zh', 'ev.back')}")
    turned(page, ".ev-steps")


def test_on_a_phone_the_timeline_is_a_list_and_nothing_runs_out_of_the_page(visit):
    page = visit(AT, width=390, height=844, wait=".ev-steps")
    assert overflow(page) <= 0
    assert page.locator(".ev-pic").is_hidden()
    assert page.locator(".ev-steps tbody tr").first.is_visible()
    page.locator(".ev-cite").first.click()
    page.wait_for_selector("#readercol.open .lit")
    page.click("#rd-close")
    assert page.evaluate("document.activeElement.className") == "ev-cite"


def test_the_keyboard_reaches_the_points_and_the_clauses(visit):
    page = visit(AT, wait=".ev-steps")
    page.locator(".ev-svg a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#readercol.open .lit")
    page.keyboard.press("Escape")
    assert page.locator("#readercol").is_hidden()


def test_a_comparison_in_the_chat_leads_to_the_same_topic_here(visit):
    page = visit("/en/")
    ask(page, "个人破产制度的提法历年怎么变化？")
    way = page.locator(f"#chat a:has-text('{say('en', 'ev.open')}')")
    assert way.get_attribute("href").startswith("/en/compare?topic=")
    assert "Jilin 2022 points" in page.locator("#chat .tl-time").inner_text()
    page.goto(page.url.split("/en/")[0] + way.get_attribute("href"))
    page.wait_for_selector(".ev-steps")
    assert page.locator(".ev-steps tbody tr").count() == 5


def test_on_paper_stands_the_table_and_not_the_controls(visit):
    page = visit(AT, wait=".ev-steps")
    page.emulate_media(media="print")
    for gone in ("#ev-ask", "#ev-scope", ".ev-controls", "#readercol", ".tl-ways"):
        assert page.locator(gone).first.is_hidden(), gone
    assert page.locator(".ev-pic svg").is_visible()
    assert page.locator(".ev-steps tr").last.is_visible()
