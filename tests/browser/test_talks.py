"""A conversation outlives the server; what is wrong with an answer is said beside the reader."""

from __future__ import annotations

import json

import pytest

from tests.browser.conftest import ask, served
from tests.browser.fake import FakeAssistant
from ui.keeping.feedback import Wrong, listed
from ui.keeping.people import PERSON
from ui.keeping.store import FILE, Store
from ui.serving.app import create_app
from ui.words import say

pytestmark = pytest.mark.browser
QUESTION = "“四类案件”怎么监管？"
FOLLOWING = "那吉林的“四类案件”呢？"
HOSTILE = "<img src=x onerror=alert(1)>'\"`XSS"
SEARCH = "#talks-find input, #talks-find textarea"


@pytest.fixture
def tab(browser):
    """A page of its own, to be led from server to server."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.dialogs = []
    page.on("dialog", lambda dialog: (page.dialogs.append(dialog.message), dialog.dismiss()))
    yield page
    context.close()


def opened(page, address):
    page.goto(address)
    page.wait_for_selector("#chat .tl-welcome, #chat .tl-answer")
    page.wait_for_selector("#rd-scroll article:not([hidden])", state="attached")


def history(page):
    page.click("#tl-talks-open")
    page.wait_for_selector("#talks-list p", state="attached")


def saved(page, kind):
    with page.expect_download() as started:
        page.locator(f'#talks a[href$=".{kind}"]').first.click()
    return started.value.path().read_text("utf-8")


def test_a_conversation_is_kept_found_continued_exported_and_deleted(tab, tmp_path):
    store = Store(tmp_path / FILE)
    with served(FakeAssistant(), store=store) as site:
        opened(tab, f"{site.address}/zh/")
        ask(tab, QUESTION)
        ask(tab, FOLLOWING)
        tab.click('#chat a[href="#wrong-1"]')
        tab.click("#wrong-kind label:has-text('引错条文')")
        tab.select_option("#rd-doc", "jl_2022")
        tab.click("#c-jl_5f2022_2f13")
        assert tab.input_value("#wrong-clause input, #wrong-clause textarea") == "jl_2022/13"
        assert "吉林要点" in tab.locator("#wr-label").inner_text()
        tab.fill("#wrong-remark textarea", HOSTILE)
        tab.click("#wrong-send")
        tab.wait_for_selector("#wrong .wr-kept")
        assert tab.locator("#wrong .wr-kept").inner_text() == say("zh", "wrong.kept", n=1)
        tab.wait_for_url("**?*t=*")
        shown = tab.locator("#chat .tl-answer").evaluate_all("all => all.map(n => n.innerHTML)")
    store.close()

    store = Store(tmp_path / FILE)
    (one,) = listed(store)
    assert (one.wrong, one.right_clause, one.remark) == (Wrong.CITATION, "jl_2022/13", HOSTILE)
    assert (one.question, one.history[0]) == (FOLLOWING, ("user", QUESTION))
    with served(FakeAssistant(), store=store) as site:
        opened(tab, f"{site.address}/zh/")
        ask(tab, "食堂几点开门？")
        history(tab)
        tab.wait_for_selector("#talks li >> nth=1")
        tab.fill(SEARCH, "四類案件")
        tab.wait_for_function("document.querySelectorAll('#talks li').length === 1")
        tab.click("#talks .tk-open")
        tab.wait_for_selector("#chat .tl-answer >> nth=1")
        again = tab.locator("#chat .tl-answer").evaluate_all("all => all.map(n => n.innerHTML)")
        assert again == shown
        ask(tab, FOLLOWING)
        *_, told = (told for asked, _, told in site.assistant.heard if asked == FOLLOWING)
        assert [text for role, text in told if role == "user"] == [QUESTION, FOLLOWING]
        tab.locator("#chat a.cite").first.click()
        tab.wait_for_selector("#rd-scroll .cl.lit")
        history(tab)
        tab.wait_for_selector("#talks .tk-open[aria-current]")
        assert "（原文摘录（未使用生成式模型））" in saved(tab, "md")
        lines = saved(tab, "jsonl").splitlines()
        assert [json.loads(line)["question"] for line in lines] == [QUESTION, FOLLOWING, FOLLOWING]
        tab.locator("#talks .tk-ask").first.click()
        tab.locator("#talks .tk-not").first.click()
        assert tab.locator("#talks li").count() == 2
        tab.locator("#talks .tk-ask").first.click()
        tab.locator('#talks [data-act="drop"]').first.click()
        tab.wait_for_function("document.querySelectorAll('#talks li').length === 1")
        tab.wait_for_selector("#chat .tl-welcome")
        assert "t=" not in tab.url
        tab.locator("#talks .tk-foot .tk-ask").click()
        tab.click('#talks [data-act="clear"]')
        tab.wait_for_selector(f"#talks-list :text('{say('zh', 'talks.empty')}')")
    assert store.read("SELECT * FROM talks, turns") == []
    assert tab.dialogs == []
    store.close()


def test_who_is_signed_in_sees_only_what_is_theirs(tab, monkeypatch):
    """The name comes with every request of the page: opening, asking, listing and remarking."""
    who = ["wang"]

    def signed_in(*given, **more):
        app = create_app(*given, **more)

        async def inner(scope, receive, send):
            await app({**scope, PERSON: who[0]}, receive, send)

        return inner

    monkeypatch.setattr("tests.browser.conftest.create_app", signed_in)
    store = Store()
    with served(FakeAssistant(), store=store) as site:
        opened(tab, f"{site.address}/zh/")
        ask(tab, QUESTION)
        tab.wait_for_url("**?*t=*")
        theirs = tab.url
        who[0] = "li"
        opened(tab, theirs)
        ask(tab, "食堂几点开门？")
        tab.wait_for_function("t => !location.search.includes(t)", arg=theirs.split("t=")[1])
        assert tab.locator("#chat .tl-ask").all_inner_texts() == ["食堂几点开门？"]
        history(tab)
        tab.wait_for_selector("#talks li")
        assert tab.locator("#talks .tk-open").all_inner_texts() == ["食堂几点开门？"]
        tab.click("#tk-close")
        tab.click('#chat a[href="#wrong-0"]')
        tab.click("#wrong-kind label >> nth=4")
        tab.click("#wrong-send")
        tab.wait_for_selector("#wrong .wr-kept")
    assert [(one.person, one.question) for one in listed(store)] == [("li", "食堂几点开门？")]
    kept = store.read("SELECT person, title FROM talks ORDER BY latest")
    assert [tuple(row) for row in kept] == [("wang", QUESTION), ("li", "食堂几点开门？")]


def test_a_question_asked_while_a_conversation_is_restored_is_asked_in_it(visit, site):
    page, held = visit(), []
    ask(page, QUESTION)
    page.wait_for_url("**?*t=*")
    page.route("**/run/predict*", lambda route: held.append(route))
    page.reload()
    page.wait_for_selector("#chat .tl-welcome")
    ask(page, FOLLOWING, wait=False)
    with page.expect_response("**/run/predict*"):
        while held:
            held.pop().continue_()
        page.unroute("**/run/predict*")
    page.wait_for_function(
        "document.querySelectorAll('#chat .tl-mode').length === 2"
        " && !document.querySelector('#chat .tl-wait')"
    )
    assert page.locator("#chat .tl-ask").all_inner_texts() == [QUESTION, FOLLOWING]
    question, _, told = site.assistant.heard[-1]
    assert (question, told[0]) == (FOLLOWING, ("user", QUESTION))


def test_the_link_to_an_answer_opens_its_conversation_there(visit):
    page = visit()
    for question in (QUESTION, FOLLOWING, QUESTION):
        ask(page, question)
    page.wait_for_function("!document.querySelector('#chat .tl-wait')")
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.click('#chat a[href="#link-1"]')
    address = page.evaluate("window.copied")
    assert address.endswith("&a=2")
    page.goto(address)
    page.wait_for_function("document.querySelectorAll('#chat .tl-mode').length === 3")
    page.wait_for_function(
        "Math.abs(document.querySelectorAll('#chat .tl-ask')[1].getBoundingClientRect().top"
        " - document.querySelector('#chat').getBoundingClientRect().top) < 60"
    )
    assert page.url == address
    ask(page, QUESTION)
    assert "&a=" not in page.url
    page.goto(address.replace("&a=2", "&a=1.5"))
    page.wait_for_function("document.querySelectorAll('#chat .tl-mode').length === 4")
    page.wait_for_url(lambda url: "&a=" not in url)


def test_the_form_says_what_is_missing_and_takes_a_clause_back(visit):
    page = visit()
    ask(page, HOSTILE)
    link = page.locator('#chat a[href="#wrong-0"]')
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#wrong.open")
    assert page.locator("#wr-question").inner_text().startswith("<img src=x")
    page.click("#wrong-send")
    page.wait_for_selector("#wrong .wr-bad")
    assert page.locator("#wrong .wr-bad").inner_text() == say("zh", "wrong.err.kind")
    page.fill("#wrong-clause input, #wrong-clause textarea", HOSTILE)
    assert page.locator("#wr-label").inner_text() == f"本库没有“{HOSTILE}”"
    page.click("#wr-none")
    assert page.input_value("#wrong-clause input, #wrong-clause textarea") == ""
    page.click("#rd-scroll .cl >> nth=1")
    page.click("#wr-none")
    page.click("#wr-take")
    taken = page.input_value("#wrong-clause input, #wrong-clause textarea")
    assert taken == "gd-2021-key-points/2"
    page.keyboard.press("Escape")
    page.wait_for_selector("#wrong", state="hidden")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#wrong-0"
    assert page.seen.dialogs == []
    assert page.seen.errors == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_panel_and_form_have_no_sideways_scroll(visit, language, theme):
    page = visit(f"/{language}/", width=390, height=844, color_scheme=theme)
    ask(page, QUESTION)
    page.click('#chat a[href="#wrong-0"]')
    page.wait_for_selector("#wrong.open")
    page.wait_for_function("document.querySelector('#wrong').getBoundingClientRect().top < 200")
    for selector in ("html", "#wrong", "#readercol"):
        wide = page.eval_on_selector(selector, "n => n.scrollWidth - n.clientWidth")
        assert wide <= 0, selector
    page.click("#wr-close")
    page.wait_for_selector("#wrong", state="hidden")
    history(page)
    page.wait_for_selector("#talks li")
    page.locator("#talks .tk-ask").first.click()
    for selector in ("html", "#talks", "#talks-list"):
        wide = page.eval_on_selector(selector, "n => n.scrollWidth - n.clientWidth")
        assert wide <= 0, selector
    page.keyboard.press("Escape")
    page.wait_for_selector("#talks", state="hidden")
    assert page.evaluate("document.activeElement.id") == "tl-talks-open"
