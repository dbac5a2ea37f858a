"""The report of a run in a browser, opened from disk: it is read, searched, and nothing runs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evals.gold import Evidence
from evals.questions import Case, Gold
from evals.report import write_report
from evals.results import Passage, Results, Setting
from evals.run import MEASURES, Outcome
from evals.types import Place, Reply, Said, Verdict
from tests.browser.conftest import Seen

pytestmark = pytest.mark.browser

CLAUSE = "1.完善监督管理机制。推动“四类案件”识别监管。加强院庭长监督。"
OTHER = "2.完善金融审判机制。" + "健全协作机制。" * 30
HOSTILE = (
    "</script><script>alert(1)</script>"
    "<img src=x onerror=alert(2)><svg onload=alert(3)>'\"`${alert(4)}\u2028\u202e反向\u2066"
)
SECTIONS = ("summary", "measures", "plots", "groups", "cases", "limits", "origin")


def place(words: str) -> Place:
    start = CLAUSE.index(words)
    return Place("gd", start, start + len(words))


def outcome(case: Case, who: str, verdict: Verdict, reply: Reply, **scores: float) -> Outcome:
    evidence = Evidence(tuple(place(g.quote) for g in case.gold), ("gd/1",) if case.gold else ())
    return Outcome(case, who, reply, evidence, {**dict.fromkeys(MEASURES), **scores}, verdict)


def reply(text: str, *cited: str, **more) -> Reply:
    sentences = tuple(Said(words, (place(words),)) for words in cited)
    return Reply(False, None, text, sentences, ("gd/1", "gd/2"), **more)


FACT = Case(
    "f1", "fact", "“四类案件”怎么办？", (Gold("gd", "推动“四类案件”识别监管。加强院庭长监督"),),
    ("识别监管", "院庭长监督"), "识别监管，加强监督。", split="dev",
)  # fmt: skip
BAD = replace(FACT, id="h1", type="injection", question=HOSTILE, points=(HOSTILE,), answer=HOSTILE,
              history=(("user", HOSTILE), ("assistant", HOSTILE)), must_not=(HOSTILE,),
              split="held")  # fmt: skip
NONE = Case("u1", "unanswerable", "工资多少？", (), (), "没有依据。", split="held")


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    partly = reply("推动“四类案件”识别监管。[1]缺[7]", "推动“四类案件”识别监管。", marks=(1, 7),
                   sources=(1,), stages=(("retrieve", 1.5), ("answer", 2.5)))  # fmt: skip
    refusal = Reply(True, "not_covered", "没有找到依据。", (), (), notes=("searched",))
    hostile = reply(HOSTILE, notes=(HOSTILE,))
    copied = reply(CLAUSE + "[1]", CLAUSE, marks=(1,), sources=(1,))
    many = [
        (replace(FACT, id=f"m{n}", question=f"第{n}个问题？"), Verdict.RIGHT) for n in range(447)
    ]
    outcomes = [
        outcome(FACT, "tiaoli", Verdict.PARTLY, partly, **{"points": 0.5, "span recall": 0.6}),
        outcome(BAD, "tiaoli", Verdict.WRONG, hostile, points=0.0, length=1.5),
        outcome(NONE, "tiaoli", Verdict.RIGHTLY_REFUSED, refusal),
        *(outcome(case, "tiaoli", verdict, partly, points=1.0) for case, verdict in many),
    ]
    rivals = [
        outcome(one.case, who, Verdict.WRONG if one.case.gold else Verdict.WRONGLY_ANSWERED, copied,
                points=0.0, length=4.0)
        for who in ("bm25", "vectors", "langchain", "top clause") for one in outcomes
    ]  # fmt: skip
    results = Results(
        made="2026-01-31T09:30:00Z",
        setting=Setting("c", "d", "e", HOSTILE, 0, 1),
        answerers=("tiaoli", "bm25", "vectors", "langchain", "top clause"),
        outcomes=(*outcomes, *rivals),
        documents={"gd": "广东要点", "bad": HOSTILE},
        clauses={
            "gd/1": Passage("gd/1", "gd", "《广东要点》第1项", CLAUSE),
            "gd/2": Passage("gd/2", "gd", "《广东要点》第2项" + HOSTILE, OTHER),
        },
        absent=((HOSTILE, HOSTILE),),
    )
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(path, results)
    return path


@pytest.fixture
def visit(browser, file):
    contexts = []

    def open_page(width=1366, height=768, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.seen = seen = Seen()
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("console", lambda m: seen.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(file.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


def clean(page) -> None:
    assert page.seen.errors == []
    assert page.seen.dialogs == []
    assert [url for url in page.seen.requests if not url.startswith(("file:", "data:"))] == []
    assert len([url for url in page.seen.requests if url.startswith("file:")]) == 1


def rows(page) -> list[str]:
    return page.locator("#list .row .id").all_text_contents()


def listed(page, count: int) -> None:
    """Wait until so many cases are listed; the page's policy forbids waiting by a script."""
    sync_api = pytest.importorskip("playwright.sync_api")
    sync_api.expect(page.locator("#list > li")).to_have_count(count)


def opened(page, id_: str):
    page.locator(f"#case-{id_} .row").click()
    return page.locator(f"#case-{id_} .case")


@pytest.mark.parametrize("width", [1366, 390])
def test_the_page_loads_from_disk_and_does_not_scroll_sideways(visit, width):
    page = visit(width=width, height=800)
    assert len(rows(page)) == 450
    for name in SECTIONS:
        assert page.locator(f"#{name} h2").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    opened(page, "h1")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    clean(page)


def test_450_cases_of_5_answerers_open_at_once(visit):
    page = visit()
    ready = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    assert ready < 3000, "milliseconds, on a busy machine"
    page.locator("#unfold").click()
    assert page.locator("#list .case").count() == 450
    page.locator("#unfold").click()
    assert page.locator("#list .case").count() == 0


def test_hostile_words_are_shown_as_words_and_never_run(visit):
    page = visit()
    case = opened(page, "h1")
    # white space counts for nothing here: a browser makes a space of a separator
    shown = "".join(case.inner_text().split())
    assert "".join(HOSTILE.split()) in shown
    assert shown.count("<imgsrc=x") >= 7
    assert page.locator("img, iframe, object, embed").count() == 0
    assert page.locator("script").count() == 2
    for choice in ("1", "0"):
        page.select_option("#by-answerer", choice)
    page.fill("#search", "<img src=x")
    listed(page, 1)
    page.click("#language")
    page.wait_for_timeout(100)
    clean(page)


def test_a_bidi_mark_turns_nothing_around_outside_its_own_words(visit):
    page = visit()
    for words in ("#case-h1 .q", "#origin bdi >> nth=0"):
        assert page.locator(words).evaluate("e => getComputedStyle(e).unicodeBidi") == "isolate"


def test_an_opened_case_says_why_and_shows_marks_quotes_and_gold(visit):
    page = visit()
    case = opened(page, "f1")
    assert case.locator(".why").inner_text() == "少说了“院庭长监督”"
    assert case.evaluate("e => e.firstElementChild.className") == "why"
    assert case.locator(".mark").all_inner_texts() == ["1", "7 悬空"]
    assert "《广东要点》第1项（gd/1）" in case.locator(".cites").inner_text()
    assert case.locator("mark.gold").all_inner_texts() == ["推动“四类案件”识别监管。"]
    assert case.locator("mark.lost").all_inner_texts() == ["加强院庭长监督"]
    for words in ("识别监管 说到", "院庭长监督 少说", "漏引", "已引", "检索 1.5 ms"):
        assert words in case.inner_text()
    ranked = case.locator(".ranked li").all_inner_texts()
    assert "应引" in ranked[0]
    assert "应引" not in ranked[1]
    clean(page)


def test_a_score_that_was_not_measured_is_empty(visit):
    page = visit()
    case = opened(page, "f1")
    cells = dict(
        zip(
            case.locator("table th").all_inner_texts(),
            case.locator("table td").all_inner_texts(),
            strict=True,
        )
    )
    assert cells["说出要点"] == "0.5"
    assert cells["首条命中"] == ""
    assert "0" not in cells.values()


def test_filters_narrow_the_list_and_say_how_many_are_left(visit):
    page = visit()
    for name, value, expected in (
        ("type", "injection", ["h1"]),
        ("verdict", "partly", ["f1"]),
        ("split", "held", ["h1", "u1"]),
        ("document", "-", ["u1"]),
        ("document", "1", []),
    ):
        page.select_option(f"#by-{name}", value)
        assert rows(page) == expected
        assert page.locator("#count").inner_text() == f"显示 {len(expected)} / 450 题"
        assert page.locator("#none").is_visible() is (not expected)
        page.click("#clear")
        listed(page, 450)
    page.check("#failed")
    assert rows(page) == ["f1", "h1"]
    page.select_option("#by-answerer", "1")
    page.select_option("#by-verdict", "wrongly answered")
    assert rows(page) == ["u1"]


def test_search_looks_at_question_reply_and_clause_as_one_types(visit):
    page = visit()
    for words, expected in (
        ("工资", ["u1"]),
        ("U1", ["u1"]),
        ("没有找到 依据", ["u1"]),
        ("第446个", ["m446"]),
        ("少说了", ["f1"]),
        ("不存在的词", []),
    ):
        page.locator("#search").press_sequentially(words)
        listed(page, len(expected))
        assert rows(page) == expected
        page.fill("#search", "")
        listed(page, 450)
    clean(page)


def test_a_group_leads_to_its_cases(visit):
    page = visit()
    page.locator('[data-filter="type"][data-value="unanswerable"]').click()
    listed(page, 1)
    assert rows(page) == ["u1"]
    page.locator('[data-filter="document"][data-value="gd"]').click()
    listed(page, 449)


def test_other_answerers_of_a_case_are_one_click_away(visit):
    page = visit()
    case = opened(page, "f1")
    case.locator(".others button").first.click()
    case = page.locator("#case-f1 .case")
    assert "照抄 BM25 首条" in case.locator("h4").nth(1).inner_text()
    assert CLAUSE in case.inner_text()
    case.locator(".others button").first.click()
    assert page.locator("#case-f1 .why").inner_text() == "少说了“院庭长监督”"


def test_the_language_changes_everywhere_and_back(visit):
    page = visit()
    opened(page, "f1")
    page.click("#language")
    assert page.locator("#summary h2").inner_text() == "Summary"
    assert page.locator("#case-f1 .why").inner_text() == "missed “院庭长监督”"
    assert page.locator("#count").inner_text() == "450 of 450 cases"
    page.click("#language")
    assert page.locator("#summary h2").inner_text() == "结论"
    clean(page)


def test_baselines_can_be_folded_away_in_the_groups_but_not_in_the_measures(visit):
    page = visit()
    first = page.locator(".groups tr.base").first
    assert first.is_visible()
    page.uncheck("#baselines")
    assert not first.is_visible()
    assert page.locator(".main thead th").count() == 6
    assert page.locator(".main thead th").last.is_visible()
    page.emulate_media(media="print")
    assert first.is_visible()


def test_the_keyboard_reaches_and_opens_a_case(visit):
    page = visit()
    row = page.locator("#case-f1 .row")
    row.focus()
    assert row.get_attribute("aria-expanded") == "false"
    page.keyboard.press("Enter")
    assert row.get_attribute("aria-expanded") == "true"
    assert page.locator("#case-f1 .case").count() == 1


def test_without_scripts_the_figures_are_still_there(visit):
    page = visit(java_script_enabled=False)
    assert page.locator(".main").is_visible()
    assert page.locator("#plots svg").first.is_visible()


def test_on_paper_limits_and_figures_are_printed_and_controls_are_not(visit):
    page = visit()
    page.emulate_media(media="print")
    assert page.locator("#limits").is_visible()
    assert page.locator(".main").is_visible()
    assert not page.locator("#filters").is_visible()
    assert not page.locator("nav").is_visible()
