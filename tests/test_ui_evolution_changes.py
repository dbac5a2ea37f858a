"""Judgements by rule, each with its ground, and none where the ground is weak."""

from __future__ import annotations

import pytest

from ui.evolution.changes import SUPREME, Step, Subject, judged

PILOT = "推进民事诉讼程序繁简分流改革试点。"
SPREAD = "全面推广繁简分流改革。"
PERFECT = "健全完善案件繁简分流机制。"
BEGUN = "推动建立类案检索制度。"
LONG = "深化司法责任制综合配套改革，完善审判权力运行机制。"


def step(name, year, *texts, court=SUPREME, **more):
    years = None if year is None else year if isinstance(year, tuple) else (year, year)
    return Step(name, court, years, tuple(texts), **more)


def told(later, *earlier, words=("繁简分流",), names=()):
    found = judged(later, (*earlier, later), Subject(words, (*words, *names)))
    return [(one.change.value, one.ground.value, one.since, one.words) for one in found]


@pytest.mark.parametrize(
    ("before", "after", "topic", "judged_as"),
    [
        (PILOT, SPREAD, "繁简分流", ("wider", "verbs", ("试点", "全面推广"))),
        (PILOT, PERFECT, "繁简分流", ("finer", "verbs", ("试点", "健全完善"))),
        (BEGUN, "健全类案检索制度。", "类案检索", ("finer", "verbs", ("推动建立", "健全"))),
        ("探索繁簡分流。", "推廣繁簡分流。", "繁简分流", ("wider", "verbs", ("探索", "推廣"))),
        ("探索繁简分流。", "扩大繁简分流试点。", "繁简分流", ("wider", "verbs", ("探索", "扩大"))),
        (LONG, f"继续{LONG}", "司法责任制", ("same", "words", None)),
        (
            "完善案例检索，健全类案检索初步过滤机制。",
            "健全类案检索初步过滤机制，明确检索范围、检索主体和检索责任，规定应当检索的情形和程序，"
            "检索结果随案归档备查。",
            "类案检索",
            ("finer", "words", ("健全类案检索初步过滤机制",)),
        ),
    ],
)  # fmt: skip
def test_what_a_later_document_of_the_court_says_is_judged_by_its_ground(
    before, after, topic, judged_as
):
    change, ground, words = judged_as
    later, earlier = step("b", 2024, after), step("a", 2021, before)
    ((found, on, since, said),) = told(later, earlier, words=(topic,))
    assert (found, on, since) == (change, ground, "a")
    assert words is None or said == words
    assert all(word in after or word in before for word in said)


WEAK = {
    "two stages at once": (PILOT, "研究制定健全繁简分流规则。", "繁简分流"),
    "backwards": (PERFECT, PILOT, "繁简分流"),
    "the same stage": (PILOT, "继续推进繁简分流改革试点工作。", "繁简分流改革试点"),
    "another object": (
        "推动确立互联网法院的专门人民法院地位。",
        "完善互联网法院案件管辖、审判机制和技术应用。",
        "互联网法院",
    ),
    "only the name is shared": ("推动建立个人破产制度。", "探索建立个人破产制度。", "个人破产"),
    "only the name of a court is shared": ("最高人民法院惩戒。", "加强最高人民法院惩戒。", "惩戒"),
    "found by its meaning": ("改革案件分流。", SPREAD, "繁简分流"),
    "a wish to widen": (PILOT, "探索扩大繁简分流。", "繁简分流"),
    "a verb far away": (
        "试点有关各方面长期以来行之有效的多种多样做法以及繁简分流。",
        PERFECT,
        "繁简分流",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WEAK)
def test_there_is_no_judgement_where_the_ground_is_weak(case):
    before, after, topic = WEAK[case]
    assert told(step("b", 2024, after), step("a", 2021, before), words=(topic,)) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (step("a", 2021, PILOT), step("b", 2021, SPREAD)),  # one year: nobody knows which is first
        (step("a", (2020, 2024), PILOT), step("b", 2024, SPREAD)),
        (step("a", None, PILOT), step("b", 2024, SPREAD)),
        (step("a", 2021, PILOT, court="广东"), step("b", 2022, SPREAD, court="吉林")),
        (step("a", 2021, PILOT, court="广东"), step("b", 2024, SPREAD)),
    ],
)
def test_documents_of_one_year_or_of_another_province_are_not_judged(before, after):
    assert told(after, before) == []


def test_the_supreme_court_bears_on_a_province_later():
    later = step("b", 2022, SPREAD, court="吉林")
    assert told(later, step("a", 2021, PILOT))[0][:3] == ("wider", "verbs", "a")


def test_silence_after_speech_is_not_mentioned_again_never_repealed():
    silent = step("b", 2024)
    assert told(silent, step("a", 2021, PILOT)) == [("gone", "silence", "a", ())]


@pytest.mark.parametrize(
    ("silent", "earlier"),
    [
        (step("b", 2024, cut=True), step("a", 2021, PILOT)),
        (step("b", 2024, prints=True), step("a", 2021, PILOT)),
        (step("b", 2024), step("a", 2021, "改革案件分流。")),
        (step("b", 2024, court="吉林"), step("a", 2021, PILOT)),
        (step("b", 2021), step("a", 2021, PILOT)),
    ],
)
def test_a_text_that_stops_short_or_prints_the_topic_is_not_called_silent(silent, earlier):
    assert told(silent, earlier) == []


def test_new_is_what_the_court_left_out_and_nobody_said_before():
    later = step("c", 2024, PILOT)
    assert told(later, step("a", 2021)) == [("new", "silence", "a", ())]


@pytest.mark.parametrize(
    "earlier",
    [
        (),
        (step("a", 2021, cut=True),),
        (step("a", 2021, prints=True),),
        (step("a", 2021), step("b", 2022, "改革案件分流。", court="广东")),
        (step("a", 2021, court="广东"),),
        (step("a", 2024),),
    ],
)
def test_new_needs_a_whole_earlier_document_and_nobody_who_spoke(earlier):
    assert told(step("c", 2024, PILOT), *earlier) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("施行后，《分流意见》同时废止。", [("repealed", "《分流意见》同时废止")]),
        ("决定废止《关于繁简分流的意见》。", [("repealed", "决定废止《关于繁简分流的意见》")]),
        ("已修订《法官惩戒程序规定》。", [("revised", "已修订《法官惩戒程序规定》")]),
        ("对《法院组织规则》作出修改。", [("revised", "对《法院组织规则》作出修改")]),
        ("推动修改《企业破产法》。", []),
        ("研究废止《关于繁简分流的意见》。", []),
        ("《关于繁简分流的意见》尚未废止。", []),
        ("修订相关规定。", []),
        ("贯彻实施新修订的民事诉讼法。", []),
    ],
)  # fmt: skip
def test_revised_and_repealed_stand_only_where_a_document_says_so(text, found):
    own = [(c, *w) for c, ground, _, w in told(step("a", 2021, text)) if ground == "own"]
    assert own == found
