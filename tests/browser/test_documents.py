"""The page of documents: search, terms, topics, the clause at hand, and its address."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.browser.fake import GUANGDONG, JILIN, OUTLINE, FakeAssistant, FakeLibrary, library

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Written(FakeLibrary):
    """The small library, with questions written for a clause."""

    def field(self, name):
        asked = "大案子谁来盯着\nHow are difficult cases watched?"
        return {"jl_2022/12": asked} if name == "expansions" else {}


def _held():
    made = library(GUANGDONG, JILIN, OUTLINE)
    return Written(made.documents, made.clauses)


ASSISTANT = FakeAssistant(_held())
LIT = "document.querySelector('#rd-scroll .cl.lit')?.dataset.clause"


@pytest.fixture
def open_page(visit):
    def opened(path="/zh/doc", **options):
        page = visit(path, wait="#rd-scroll", **options)
        page.wait_for_selector("#dc-known div[hidden]", state="attached")
        page.wait_for_selector("#dc-left[data-view]", state="attached")
        return page

    return opened


def search(page, typed):
    page.fill("#dc-search", typed)
    page.wait_for_selector(f"#dc-hits[data-q='{typed}']")


def lit(page, clause):
    page.wait_for_function(f"{LIT} === {clause!r}")


def rest_on(page, term):
    """Rest the pointer on a term in the clause at hand."""
    word = page.locator(f"#rd-scroll .lit .tl-term[data-plain='{term}']").first
    word.wait_for()
    box = word.bounding_box()
    page.mouse.move(box["x"] + 4, box["y"] + box["height"] / 2)
    page.mouse.move(box["x"] + 10, box["y"] + box["height"] / 2)
    page.wait_for_selector("#dc-tip:not([hidden])")


def test_from_an_everyday_word_to_another_document_and_back(open_page):
    page = open_page()
    search(page, "大案子")
    page.click("#dc-hits a")
    lit(page, "jl_2022/12")
    page.wait_for_selector("#dc-about a[data-c='gd-2021-key-points/3']")
    before = page.evaluate(f"tiaoli.text({LIT.removesuffix('?.dataset.clause')})")
    rest_on(page, "四类案件")
    assert before == _held().clauses["jl_2022/12"].text
    assert "见于3条" in page.inner_text("#dc-tip")
    assert "首见于广东要点（2021）" in page.inner_text("#dc-tip")
    page.click("#dc-tip a")
    page.wait_for_selector("#dc-panel .dc-word:text-is('四类案件')")
    page.click("#dc-panel a[data-c='gd-2021-key-points/3']")
    lit(page, "gd-2021-key-points/3")
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.click("#dc-foot [data-copy='foot']")
    page.wait_for_function("window.copied")
    assert page.evaluate("window.copied") == (
        "〔1〕《2021年全省法院司法改革工作要点》，粤高法明传〔2021〕73号，2021年3月1日发布，第3项。"
    )
    page.go_back()
    lit(page, "jl_2022/12")
    assert page.locator("#dc-panel .dc-word").inner_text() == "四类案件"
    page.go_back()
    page.wait_for_selector("#dc-hits[data-q='大案子']")
    lit(page, "jl_2022/12")
    assert page.input_value("#dc-search") == "大案子"
    assert page.seen.errors == []


def test_the_keyboard_searches_walks_and_opens(open_page):
    page = open_page()
    page.keyboard.press("/")
    page.keyboard.type("四類案件")
    page.wait_for_selector("#dc-hits[data-q='四類案件']")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    target = page.evaluate("document.activeElement.dataset.c")
    assert target == page.locator("#dc-hits a").nth(1).get_attribute("data-c")
    page.keyboard.press("Enter")
    lit(page, target)
    page.focus("#dc-search")
    page.keyboard.press("Enter")
    lit(page, page.locator("#dc-hits a").first.get_attribute("data-c"))
    page.focus("#dc-search")
    page.keyboard.press("Escape")
    page.wait_for_selector("#dc-left[data-view='tree']")
    assert "q=" not in page.url


def test_a_term_can_be_reached_with_the_keyboard_and_no_letter_changes(open_page):
    page = open_page("/zh/doc?c=gd-2021-key-points/3")
    term = page.locator("#rd-scroll .lit .tl-term[data-plain='四类案件']")
    term.wait_for()
    term.focus()
    page.wait_for_selector("#dc-tip:not([hidden])")
    text = page.evaluate("document.querySelector('#rd-scroll .lit').textContent")
    assert text == _held().clauses["gd-2021-key-points/3"].text
    page.keyboard.press("Escape")
    page.wait_for_selector("#dc-tip", state="hidden")
    page.keyboard.press("Enter")
    page.wait_for_selector("#dc-panel .dc-word:text-is('四类案件')")


def test_terms_are_found_in_traditional_text_as_printed(open_page):
    page = open_page("/zh/doc?c=spc-2024-2028-outline/1")
    page.wait_for_selector("#rd-scroll .lit .tl-term")
    clause = "document.querySelector('#rd-scroll .lit')"
    printed = _held().clauses["spc-2024-2028-outline/1"].text
    assert page.evaluate(f"{clause}.textContent") == printed
    assert "審判權" in page.locator("#rd-scroll .lit .tl-term").all_inner_texts()
    page.click("#rd-script")
    page.wait_for_selector("#rd-scroll .lit .tl-term:text-is('审判权')")


def test_the_filters_narrow_tree_and_search_and_can_be_cleared(open_page):
    page = open_page()
    page.select_option("#dc-filters [data-by='when']", "2022")
    assert page.locator("#dc-tree .dc-doc:visible").count() == 1
    page.fill("#dc-search", "四类案件")
    page.wait_for_function("document.querySelectorAll('#dc-hits a').length === 2")
    page.click("#dc-filters [data-act='all']")
    page.wait_for_function("document.querySelectorAll('#dc-hits a').length === 3")


def test_bad_addresses_say_so_and_lead_on(open_page):
    page = open_page("/zh/doc?c=%3Cimg%20src=x%20onerror=alert(1)%3E&term=%3Cb%3E")
    page.wait_for_selector("#dc-about .dc-lost")
    assert "没有编号为“<img" in page.inner_text("#dc-about")
    assert "本库没有“<b>”这个术语" in page.inner_text("#dc-panel")
    page.click("#dc-panel .dc-back a")
    page.wait_for_selector("#dc-panel .dc-names")
    page = open_page("/zh/doc?d=nothing")
    page.wait_for_selector("#tl-toast.on")
    assert page.seen.dialogs == []


def test_a_document_and_a_clause_of_the_tree_have_addresses(open_page):
    page = open_page("/en/doc?d=jl_2022")
    assert page.input_value("#rd-doc") == "jl_2022"
    page.click("#dc-tree a[data-c='jl_2022/13']")
    lit(page, "jl_2022/13")
    page.wait_for_function("new URLSearchParams(location.search).get('c') === 'jl_2022/13'")
    page.go_back()
    page.wait_for_function(f"!({LIT})")
    assert page.input_value("#rd-doc") == "jl_2022"


def test_a_question_about_the_clause_is_put_into_the_box_of_the_chat_not_sent(open_page):
    page = open_page("/zh/doc?c=gd-2021-key-points/3")
    page.click("#dc-about a[href*='?q=']")
    page.wait_for_function("document.querySelector('#box textarea')?.value.includes('第3项')")
    assert page.locator("#chat .tl-ask").count() == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_a_phone_list_and_clause_open_over_the_text(open_page, language):
    page = open_page(f"/{language}/doc", width=390, height=844)
    assert not page.locator("#dc-search").is_visible()
    page.click("#dc-bar [data-act='find']")
    page.fill("#dc-search", "四类案件")
    page.wait_for_selector("#dc-hits a")
    page.click("#dc-hits a >> nth=0")
    page.wait_for_selector("#dc-search", state="hidden")
    assert page.locator("#rd-scroll .lit").is_visible()
    page.click("#dc-bar [data-act='side']")
    page.wait_for_selector("#dc-about a[href*='?q=']")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
