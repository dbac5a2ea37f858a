"""What is copied goes into a paper: exact strings, no markup, nothing invented."""

from __future__ import annotations

import pytest

from tests.browser.conftest import ask

pytestmark = pytest.mark.browser
QUESTION = "“四类案件”怎么监管？"
GD = "《2021年全省法院司法改革工作要点》"
NUMBER = "（粤高法明传〔2021〕73号）"
JL = "《2022年全省法院司法改革工作要点》"
OUTLINE = "《人民法院第六个五年改革纲要（2024—2028年）》"
ANSWER = {
    "inline": f"""“完善‘四类案件’识别监管机制。加强院庭长监督。”（{GD}{NUMBER}第3项）
“制度。
健全流程”（{JL}第13项）
“认真落实‘四类案件’监督管理的指导意见。”（{JL}第12项）
“完善類案檢索制度。”（{OUTLINE}第1项）""",
    "foot": f"""完善“四类案件”识别监管机制。加强院庭长监督。〔1〕
制度。
健全流程〔2〕
认真落实“四类案件”监督管理的指导意见。〔3〕
完善類案檢索制度。〔4〕

〔1〕{GD}，粤高法明传〔2021〕73号，2021年3月1日发布，第3项。
〔2〕{JL}，第13项。
〔3〕{JL}，第12项。
〔4〕{OUTLINE}，第1项。""",
    "plain": f"""完善“四类案件”识别监管机制。加强院庭长监督。
——{GD}（粤高法明传〔2021〕73号）第3项
制度。
健全流程
——{JL}第13项
认真落实“四类案件”监督管理的指导意见。
——{JL}第12项
完善類案檢索制度。
——{OUTLINE}第1项""",
}
CLAUSE = {
    "inline": f"“完善‘四类案件’识别监管机制。”（{GD}（粤高法明传〔2021〕73号）第3项）",
    "foot": f"〔1〕{GD}，粤高法明传〔2021〕73号，2021年3月1日发布，第3项。",
    "plain": f"完善“四类案件”识别监管机制。\n——{GD}（粤高法明传〔2021〕73号）第3项",
}
RIGHTS = {"permissions": ["clipboard-read", "clipboard-write"]}


def copied(page):
    page.wait_for_selector("#tl-toast.on")
    return page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")


@pytest.fixture
def answered(visit):
    page = visit(**RIGHTS)
    ask(page, QUESTION)
    return page


@pytest.mark.parametrize("form", list(ANSWER))
def test_an_answer_is_copied_with_its_references(answered, form):
    answered.click(f'#chat a[href="#copy-0-{form}"]')
    assert copied(answered) == ANSWER[form]
    assert "<" not in ANSWER[form]
    assert "来源未标注文号" in answered.locator("#tl-toast").inner_text()


@pytest.mark.parametrize("form", list(CLAUSE))
def test_a_lit_sentence_is_copied_with_its_reference(answered, form):
    answered.locator("#chat a.cite").first.click()
    answered.click(f'#tl-reader [data-copy="{form}"]')
    assert copied(answered) == CLAUSE[form]
    assert answered.locator("#tl-toast").inner_text().startswith("已复制（")
    assert "未标注" not in answered.locator("#tl-toast").inner_text()


def test_a_clause_of_traditional_text_is_copied_as_printed_even_when_read_simplified(visit):
    page = visit("/zh/?c=spc-2024-2028-outline/1", **RIGHTS)
    page.wait_for_selector("#rd-scroll .lit")
    page.click("#rd-script")
    page.click('#tl-reader [data-copy="plain"]')
    assert copied(page) == (
        f"1.加強審判權力運行監督。健全院庭長監督管理機制。\n完善類案檢索制度。\n——{OUTLINE}第1项"
    )


def test_the_link_of_a_clause_opens_it_elsewhere_and_names_no_conversation(answered, site, visit):
    answered.locator("#chat a.cite").nth(3).click()
    answered.click('#tl-reader [data-copy="link"]')
    link = copied(answered)
    assert link == f"{site.address}/zh/?c=jl_2022%2F12"
    visit(link.removeprefix(site.address)).wait_for_selector("#c-jl_5f2022_2f12.lit")


def test_copying_works_without_the_clipboard_api(visit):
    page = visit(**RIGHTS)
    ask(page, QUESTION)
    page.evaluate(
        """() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }"""
    )
    page.click('#chat a[href="#copy-0-plain"]')
    assert copied(page) == ANSWER["plain"]
