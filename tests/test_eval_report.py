"""The report of a run: what is in it, that its numbers are those of the run, that it is safe."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from evals.answerers import TiaoliAnswerer, baseline
from evals.gold import Atlas, Evidence
from evals.questions import CASES, TYPES, Case, Gold, read_cases
from evals.report import report, write_report
from evals.report_figures import gap, groups, measured, spread, stages
from evals.report_measures import BY_NAME, LIMITS
from evals.report_places import Places
from evals.report_why import why
from evals.report_words import ANSWERERS, REASONS, STAGES, VERDICTS, shown
from evals.report_words import TYPES as TYPE_WORDS
from evals.results import Passage, Results, ResultsError, Setting
from evals.run import MEASURES, Outcome, run
from evals.statistics import Estimate, estimate
from evals.summary import FIGURES, figures
from evals.types import Place, Reply, Said, Verdict

SETTING = Setting("c" * 64, "d" * 64, "e" * 64, "embedded", 7, 1, (("numpy", "2.0"),))
HOSTILE = (
    "</script><script>alert(1)</script>",
    '<img src="x" onerror="alert(2)">',
    "'\"><b>粗</b>&lt;i&gt;",
    "<!--<script>",
    "行\u2028段\u2029尾",
    "反\u202e向\u2066隔",
    "$title ${body} {0} %s",
    "half \ud800 character",
)


@pytest.fixture(scope="module")
def results(library, assistant) -> Results:
    """A real run over every sixth committed case, half of it called held."""
    cases = read_cases(CASES, library.documents)[::6]
    cases = tuple(replace(c, split=("dev", "held")[at % 2]) for at, c in enumerate(cases))
    asked = [TiaoliAnswerer(assistant), baseline("bm25", library), baseline("top clause", library)]
    outcomes = run(cases, asked, Atlas(library))
    clauses = library.clauses.values()
    return Results(
        made="2026-01-31T09:30:00Z",
        setting=SETTING,
        answerers=tuple(one.name for one in asked),
        outcomes=tuple(outcomes),
        documents={d: one.facts.title for d, one in library.documents.items()},
        clauses={c.id: Passage(c.id, c.document_id, c.label, c.text) for c in clauses},
        absent=(("langchain", "langchain_text_splitters is not installed"),),
    )


@pytest.fixture(scope="module")
def page(results) -> str:
    return report(results)


def data_of(page: str) -> dict:
    inside = re.search(r'<script id="data" type="application/json">(.*?)</script>', page, re.S)
    return json.loads(inside[1])


def without_data(page: str) -> str:
    return re.sub(r'(<script id="data"[^>]*>).*?(</script>)', r"\1\2", page, flags=re.S)


def row(page: str, title: str) -> list[str]:
    """The cells of the first row of a table that is called so in Chinese."""
    found = re.search(rf'<th scope="row"><span class="zh">{title}</span>.*?</th>(.*?)</tr>', page)
    return re.findall(r"<td[^>]*>(.*?)</td>", found[1])


def outcome(case: Case, reply: Reply, verdict: Verdict, who: str = "tiaoli", **scores) -> Outcome:
    evidence = Evidence((Place("d", 0, 4),), ("d/1",)) if case.gold else Evidence((), ())
    return Outcome(case, who, reply, evidence, {**dict.fromkeys(MEASURES), **scores}, verdict)


def small(*outcomes: Outcome, title: str = "文件") -> Results:
    clauses = (("d/1", "甲乙丙丁。"), ("d/2", "戊己庚辛。"))
    return Results(
        made="2026-01-31T09:30:00Z",
        setting=SETTING,
        answerers=tuple(dict.fromkeys(one.answerer for one in outcomes)),
        outcomes=outcomes,
        documents={"d": title},
        clauses={id_: Passage(id_, "d", f"《{title}》{id_}", text) for id_, text in clauses},
    )


CASE = Case("x1", "fact", "问？", (Gold("d", "甲乙丙丁"),), ("甲乙", "丙丁"), "甲乙丙丁。")
BARE = Case("x2", "unanswerable", "没有的？", (), (), "没有。")
CITED = Said("甲乙丙丁。", (Place("d", 0, 5),))
ELSEWHERE = Said("戊己庚辛。", (Place("d", 5, 10),))


def said(text: str, *sentences: Said, retrieved: tuple[str, ...] = ("d/1",), **more) -> Reply:
    return Reply(False, None, text, sentences, retrieved, **more)


def test_nothing_is_loaded_from_anywhere(page):
    frame = without_data(page)
    assert not re.search(
        r"https?:|@import|\bsrc\s*=|srcset|<link(?! rel=\"icon\" href=\"data:,\")", frame
    )
    assert set(re.findall(r"url\(([^)]*)\)", frame)) == {"#hatch"}
    assert all(link.startswith(("#", "data:,")) for link in re.findall(r'href="([^"]*)"', frame))


def test_only_the_scripts_and_styles_of_the_page_may_run(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    for tag in ("style", "script"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        digest = b64encode(sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert not re.search(r"\son\w+=|\sstyle=", without_data(page))


def test_every_case_and_every_reply_is_in_it(page, results):
    data = data_of(page)
    assert [one["id"] for one in data["cases"]] == [case.id for case in results.cases]
    for at, name in enumerate(results.answerers):
        assert set(data["outcomes"][at]) == {one.case.id for one in results.of(name)}
        for one in results.of(name):
            got = data["outcomes"][at][one.case.id]
            assert got["v"] == one.verdict.value
            assert data["texts"][got["t"]] == one.reply.text[: None if at == 0 else 300]
            assert len(one.reply.text) == got.get("cut", len(data["texts"][got["t"]]))
            names = [data["clauses"][c][0] for c in got.get("r", [])]
            assert names == list(one.reply.retrieved)


def test_the_scores_of_every_reply_are_those_of_the_run(page, results):
    data = data_of(page)
    names = [name for name, *_ in data["measures"]]
    assert names == list(MEASURES)
    for at, who in enumerate(results.answerers):
        for one in results.of(who):
            found = dict(zip(names, data["outcomes"][at][one.case.id]["s"], strict=True))
            assert found == {
                n: None if v is None else pytest.approx(v, abs=1e-4) for n, v in one.scores.items()
            }


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_stands_in_the_table_with_interval_and_n(page, results, name):
    cells = row(page, re.escape(BY_NAME[name].words.zh))
    assert len(cells) == len(results.answerers)
    for cell, who in zip(cells, results.answerers, strict=True):
        expected = figures(results.of(who), results.setting.seed)[name]
        assert cell.endswith(shown(expected))
        if expected.n:
            assert f"<b>{expected.mean:.2f}</b>" in cell
            assert f"{expected.low:.2f}–{expected.high:.2f} · n&thinsp;{expected.n}<" in cell


def test_wrong_and_not_answered_are_two_numbers(page, results):
    answerable = [one for one in results.of("tiaoli") if one.case.gold]
    for title, verdict in (("答错", Verdict.WRONG), ("未作答", Verdict.REFUSED)):
        expected = sum(one.verdict is verdict for one in answerable)
        (figure,) = re.findall(r"<b>(.*?)</b>", row(page, title)[0])
        assert float(figure) == pytest.approx(expected / len(answerable), abs=0.0051)
        assert f"{title} {expected}" in page
    counts = row(page.split('class="counts"')[1], "条理")
    assert sum(map(int, counts[:-1])) == int(counts[-1]) == len(results.cases)


def test_baselines_stay_in_the_tables_also_where_they_win():
    own = outcome(CASE, said("甲乙", CITED), Verdict.PARTLY, points=0.5)
    rival = outcome(CASE, said("甲乙丙丁", CITED), Verdict.RIGHT, "bm25", points=1.0)
    page = report(small(own, rival))
    first, second = row(page, "说出要点")
    assert "最优" in second
    assert "最优" not in first
    assert "说出要点（照抄 BM25 首条 1.00），条理 0.50" in page.split("基线更好的指标")[1]


def test_what_was_not_measured_is_empty_and_never_zero():
    page = report(
        small(outcome(BARE, Reply(True, "not_covered", "没有。", (), ()), Verdict.REFUSED))
    )
    for name in MEASURES:
        assert row(page, re.escape(BY_NAME[name].words.zh)) == [""]
    assert data_of(page)["outcomes"][0]["x2"]["s"] == [None] * len(MEASURES)
    assert "没有测时间" in page


def test_groups_hold_the_cases_they_name_and_their_own_figures(page, results):
    own = results.of("tiaoli")
    for kind, of in (
        ("type", lambda case: {case.type}),
        ("split", lambda case: {case.split}),
        ("document", lambda case: {gold.document_id for gold in case.gold}),
    ):
        found = {group.key: group for group in groups(results, kind)}
        assert set(found) == {key for case in results.cases for key in of(case)}
        for key, group in found.items():
            expected = [one for one in own if key in of(one.case)]
            assert group.cases == {one.case.id for one in expected}
            part = page.split(f'data-filter="{kind}" data-value="{key}"')[1].split("</tr>")[0]
            cells = re.findall(r"<td>(.*?)</td>", part)
            assert cells[1] == shown(measured(expected, "points", 7))
            assert cells[4] == shown(measured(expected, "length", 7))


def test_the_gap_between_the_splits_is_shown_with_its_interval(page, results):
    own = results.of("tiaoli")
    dev, held = ([o.scores["points"] for o in own if o.case.split == s] for s in ("dev", "held"))
    found = gap(dev, held, 7)
    assert found.mean == pytest.approx(estimate(dev).mean - estimate(held).mean)
    assert found.low < found.mean < found.high
    assert f"{found.mean:+.2f} [{found.low:+.2f}, {found.high:+.2f}]" in page


def test_the_gap_of_nothing_is_nothing():
    assert gap([], [1.0]) == gap([None], [1.0]) == Estimate(0, None, None, None)
    assert "只有一个划分" in report(small(outcome(CASE, said("甲乙"), Verdict.PARTLY)))


def test_times_are_given_as_median_and_95th_percentile():
    times = [float(ms) for ms in range(1, 101)]
    found = spread(times)
    assert (found.n, found.median, found.p95) == (100, 50.0, 95.0)
    assert found.median_low < 50 < found.median_high
    assert spread([]) is None
    two = said("甲", stages=(("retrieve", 2.0), ("answer", 3.0)))
    assert stages([outcome(CASE, two, Verdict.PARTLY)]) == {
        "retrieve": [2.0],
        "answer": [3.0],
        "all": [5.0],
    }


def test_clauses_are_found_under_places_as_the_documents_have_them(library, results):
    places = Places(results)
    assert len(places.starts) > 40
    assert places.starts == {id_: library.clauses[id_].start for id_ in places.starts}
    checked = unknown = 0
    for one in results.of("tiaoli"):
        for sentence in one.reply.sentences:
            for place in sentence.cites:
                text = library.documents[place.document_id].text[place.start : place.end]
                parts = [
                    library.clauses[s.clause].text[s.start : s.end] for s in places.spans(place)
                ]
                assert "".join(parts) in (text, "")
                checked, unknown = checked + 1, unknown + (not parts)
    assert checked > 20
    assert unknown <= checked / 20, "words that stand in several clauses"


def test_words_that_stand_in_two_clauses_teach_nothing_until_one_is_ruled_out():
    twice = Said("机制。", (Place("d", 9, 12),))
    whole = Said("甲乙机制。", (Place("d", 0, 5),))
    clauses = {
        "d/1": Passage("d/1", "d", "一", "甲乙机制。"),
        "d/2": Passage("d/2", "d", "二", "戊己庚机制。"),
    }

    def places(*sentences: Said) -> Places:
        one = outcome(CASE, said("", *sentences), Verdict.PARTLY)
        return Places(replace(small(one), clauses=clauses))

    assert places(twice).starts == {}
    assert places(twice, whole).starts == {"d/1": 0, "d/2": 6}
    assert places(twice, whole).spans(Place("d", 3, 8)) == (("d/1", 3, 5), ("d/2", 0, 2))


def test_gold_is_found_in_its_clause_also_where_nobody_cites_it():
    broken = replace(CASE, gold=(Gold("d", "乙 丙"), Gold("d", "一、标题")))
    one = outcome(broken, Reply(True, "not_covered", "", (), ()), Verdict.REFUSED)
    run_ = replace(small(one), clauses={"d/1": Passage("d/1", "d", "一", "甲乙\n丙丁。")})
    assert Places(run_).gold(one) == (("d/1", 1, 4),)


@pytest.mark.parametrize(
    ("reply", "verdict", "scores", "expected"),
    [
        (said("甲乙丙丁", CITED), Verdict.RIGHT, {"span recall": 1.0}, "要点齐全，引到依据"),
        (said("甲乙", CITED), Verdict.PARTLY, {"span recall": 1.0}, "少说了“丙丁”"),
        (
            said("戊己", ELSEWHERE, retrieved=("d/2",)), Verdict.WRONG, {"span recall": 0.0},
            "少说了“甲乙”“丙丁”；引到 d/2，应为 d/1；未检索到应引条款",
        ),
        (
            said("甲乙丙丁", ELSEWHERE), Verdict.RIGHT, {"span recall": 0.0},
            "要点齐全；引到 d/2，应为 d/1",
        ),
        (said("甲乙丙丁"), Verdict.RIGHT, {"span recall": 0.0}, "要点齐全；没有引文，应引 d/1"),
        (
            Reply(True, "not_covered", "甲乙", (), ("d/2", "d/1")), Verdict.REFUSED, {},
            "拒答：没有找到依据；应引条款检索到了，排第 2",
        ),
        (
            Reply(True, "new reason", "", (), ("d/2",)), Verdict.REFUSED, {},
            "拒答：new reason；未检索到应引条款 d/1",
        ),
        (Reply(False, "error: Boom()", "", (), ()), Verdict.ERROR, {}, "出错：Boom()"),
    ],
)  # fmt: skip
def test_the_first_line_says_why(reply, verdict, scores, expected):
    anchor = outcome(CASE, said("", CITED, ELSEWHERE), Verdict.RIGHT, "bm25")
    one = outcome(CASE, reply, verdict, **scores)
    places = Places(small(one, anchor))
    assert why(one, places).zh == expected
    assert re.search("[a-z]", why(one, places).en)


def test_a_refusal_that_was_due_and_one_that_was_not_differ_in_words():
    kept = outcome(BARE, Reply(True, "not_covered", "", (), ()), Verdict.RIGHTLY_REFUSED)
    given = outcome(BARE, said("甲"), Verdict.WRONGLY_ANSWERED)
    assert why(kept, Places(small(kept))).zh == "没有依据，如实拒答"
    assert why(given, Places(small(given))).zh == "文件中没有依据，应当拒答却答了"


def test_a_forbidden_wording_is_named():
    case = replace(CASE, must_not=("系统提示",))
    one = outcome(case, said("甲乙丙丁系统提示", CITED), Verdict.RIGHT, **{"span recall": 1.0})
    assert "说了不该说的“系统提示”" in why(one, Places(small(one))).zh
    assert data_of(report(small(one)))["outcomes"][0]["x1"]["f"] == [1]


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, list]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, attrs))


def shape(page: str) -> list[str]:
    parser = Tags()
    parser.feed(page)
    return [tag for tag, _ in parser.tags]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_stay_words(hostile):
    def made(words: str) -> str:
        case = replace(
            CASE, type=words, split=words, question=words, points=(words,), answer=words,
            history=(("user", words),), must_not=(words,), gold=(Gold("d", words),),
        )  # fmt: skip
        reply = said(words + "[9]", Said(words, (Place("d", 0, 4),)), marks=(9,), notes=(words,))
        first = outcome(case, reply, Verdict.PARTLY, points=0.5, length=1.0)
        second = outcome(case, reply, Verdict.WRONG, words, points=0.0, length=2.0)
        whole = replace(small(first, second, title=words), absent=((words, words),))
        setting = replace(SETTING, encoder=words, versions=((words, words),))
        return report(replace(whole, setting=setting))

    page = made(hostile)
    assert shape(page) == shape(made("plain"))
    assert page.count("</script") == 2
    assert "\u2028" not in page.split('type="application/json">')[1].split("</script>")[0]
    assert data_of(page)["cases"][0]["question"] == hostile


def test_the_file_is_written_whole_and_says_when_it_cannot_be(tmp_path, results, page):
    place = tmp_path / "new" / "report.html"
    write_report(place, results)
    assert place.read_text("utf-8") == page
    assert [p.name for p in place.parent.iterdir()] == ["report.html"]
    with pytest.raises(ResultsError, match=r"report\.html/x\.html: cannot be written"):
        write_report(place / "x.html", results)


def test_the_same_run_gives_the_same_page(results, page):
    assert report(results) == page


def test_a_run_of_tiaoli_alone_is_reported_without_baselines(results):
    alone = replace(results, answerers=("tiaoli",), outcomes=results.of("tiaoli"))
    page = report(alone)
    assert len(row(page, "说出要点")) == 1
    assert "与基线相比" not in page


def test_450_cases_of_5_answerers_stay_below_two_and_a_half_megabytes(results):
    cases = {c.id: c for c in results.cases}
    copies = -(-450 // len(cases))
    outcomes = []
    for who, source in zip(
        ("tiaoli", "bm25", "vectors", "langchain", "top clause"),
        ("tiaoli", "bm25", "bm25", "top clause", "top clause"), strict=True,
    ):  # fmt: skip
        for copy in range(copies):
            for one in results.of(source):
                case = replace(one.case, id=f"{one.case.id}-{copy}")
                outcomes.append(replace(one, case=case, answerer=who))
    big = replace(
        results,
        answerers=("tiaoli", "bm25", "vectors", "langchain", "top clause"),
        outcomes=tuple(outcomes),
    )
    assert len(report(big).encode("utf-8", "replace")) < 2_500_000


def test_everything_has_a_name_in_both_languages(page):
    assert set(TYPE_WORDS) == set(TYPES)
    assert set(VERDICTS) == set(Verdict)
    assert set(BY_NAME) == set(FIGURES)
    for words in (*TYPE_WORDS.values(), *VERDICTS.values(), *ANSWERERS.values(), *LIMITS,
                  *REASONS.values(), *STAGES.values()):  # fmt: skip
        assert re.search("[\u4e00-\u9fff]", words.zh)
        assert words.en.strip()
        assert not re.search("[\u4e00-\u9fff]", words.en)
    frame = without_data(page)
    assert frame.count('<span class="zh">') == frame.count('<span class="en">')


def test_what_the_report_cannot_tell_and_what_was_not_run_are_said(page, results):
    assert "本报告不能说明什么" in page
    assert all(words.zh in page and words.en in page for words in LIMITS)
    assert "langchain_text_splitters is not installed" in page
    assert results.digest in page
    assert page.count("c" * 64) == 1
