"""The measures against hand-computed cases, and against answerers whose scores theory knows."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import pytest

from evals import metrics
from evals.gold import Atlas
from evals.questions import Case, Gold
from evals.run import JUDGED, score
from evals.statistics import estimate, mcnemar, paired_bootstrap, percentile
from evals.types import GoldCell, Place, Reply, Said, Verdict
from rag.words.normal import normal

RANKED = ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("measure", "gold", "expected"),
    [
        (lambda g: metrics.hit_at(1, RANKED, g), {"a"}, 1.0),
        (lambda g: metrics.hit_at(1, RANKED, g), {"b"}, 0.0),
        (lambda g: metrics.hit_at(1, RANKED, g), set(), None),
        (lambda g: metrics.recall_at(2, RANKED, g), {"a", "b", "x", "y"}, 0.5),
        (lambda g: metrics.recall_at(5, [], g), {"a"}, 0.0),
        (lambda g: metrics.reciprocal_rank(RANKED, g), {"c", "d"}, 1 / 3),
        (lambda g: metrics.reciprocal_rank(RANKED, g), {"x"}, 0.0),
        (lambda g: metrics.ndcg_at(10, RANKED, g), {"a", "b"}, 1.0),
        (lambda g: metrics.ndcg_at(10, RANKED, g), {"b"}, 1 / math.log2(3)),
        (
            lambda g: metrics.ndcg_at(10, RANKED, g),
            {"a", "d"},
            (1 + 1 / math.log2(5)) / (1 + 1 / math.log2(3)),
        ),
        (lambda g: metrics.ndcg_at(2, RANKED, g), {"a", "b", "c"}, 1.0),
    ],
)
def test_retrieval_measures_equal_hand_computed_values(measure, gold, expected) -> None:
    assert measure(gold) == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("探索建立個人破產制度。", "探索建立个人破产制度"),
        ("１０５９．２ 万件", "10592000件"),
        ("一千零五十九点二万件", "10592000件"),
        ("百分之三十四点五", "34.5%"),
        ("1,386家", "1386家"),
        ("1.9万亿元", "1900000000000元"),
        ("第十四项", "第14项"),
        ("二〇二〇年", "2020年"),
        ("“十四五”规划", "十四五规划"),
        ("AI、Ａｉ", "aiai"),
    ],
)
def test_normal_form_joins_ways_of_writing(text, form) -> None:
    assert normal(text) == form


def test_normal_form_keeps_different_figures_apart() -> None:
    figures = ["1.7%", "17%", "1.7万", "17万", "十七", "一百七十", "0.17"]
    assert len({normal(f) for f in figures}) == len(figures)


def test_points_are_found_in_either_script_and_number_form() -> None:
    text = "受理執行案件1059.2万件，执结995.8万件。"
    assert metrics.points_said(text, ["受理执行案件一千零五十九点二万件", "8.1%"]) == 0.5
    assert metrics.points_said(text, []) is None
    assert metrics.forbidden_said(text, ["执结995.8万件", "越狱"]) == 0.5


SAID = (
    Said("支持深圳试行个人破产制度。", (Place("gd", 0, 13),)),
    Said("探索建立個人破產制度。", (Place("outline", 5, 16),)),
    Said("提法：2021年试行 → 2024年探索建立", (Place("gd", 0, 13), Place("outline", 5, 16))),
)


@pytest.mark.parametrize(
    ("cells", "share"),
    [
        ([("gd", "支持深圳试行", ["试行个人破产制度"])], 1.0),
        ([("gd", "支持深圳试行", ["试行个人破产制度", "全国立法"])], 0.0),
        ([("gd", "支持深圳试行", [])], 1.0),
        ([("jl", None, [])], 1.0),
        ([("gd", None, [])], 0.0),
        ([("jl", "诉源治理", ["诉源治理"])], 0.0),
        # a point that another document's sentence says does not count
        ([("outline", "探索建立個人破產制度", ["支持深圳"])], 0.0),
        ([("gd", "试行", ["试行"]), ("jl", None, []), ("outline", None, [])], 2 / 3),
        ([], None),
    ],
)
def test_cells_are_right_by_their_own_document(cells, share) -> None:
    assert metrics.cells_right(SAID, cells) == (None if share is None else pytest.approx(share))


def test_cells_of_a_refusal_are_all_wrong(atlas) -> None:
    cells = (GoldCell("jl-2022-key-points", None),)
    refused = score(replace(CASE, cells=cells), "x", Reply(True, "nothing", "", (), ()), atlas)
    answered = reply(atlas, [atlas.find("gd-2021-key-points", QUOTE)], ())
    assert refused.scores["cells"] == 0.0
    assert score(replace(CASE, cells=cells), "x", answered, atlas).scores["cells"] == 1.0
    assert score(CASE, "x", answered, atlas).scores["cells"] is None


D, E = "d", "e"
TEXTS = {D: "甲乙丙丁戊己庚辛壬癸。子丑寅卯。", E: "子丑寅卯。别的话。"}


@pytest.mark.parametrize(
    ("cited", "gold", "precision", "recall"),
    [
        ([Place(D, 0, 10)], [Place(D, 0, 10)], 1.0, 1.0),
        ([Place(D, 0, 10)], [Place(D, 5, 15)], 0.5, 0.5),
        ([Place(D, 0, 5), Place(D, 3, 10)], [Place(D, 0, 10)], 1.0, 1.0),
        ([Place(E, 0, 5)], [Place(D, 0, 5)], 0.0, 0.0),
        ([], [Place(D, 0, 5)], None, 0.0),
        ([Place(D, 0, 5)], [], None, None),
    ],
)
def test_span_measures_count_characters_once(cited, gold, precision, recall) -> None:
    assert metrics.span_precision(cited, gold) == precision
    assert metrics.span_recall(cited, gold) == recall


@pytest.mark.parametrize(
    ("sentences", "recall", "precision"),
    [
        ([Said("甲乙丙丁戊己。", (Place(D, 0, 11),))], 1.0, 1.0),
        ([Said("甲乙丙丁戊己。", (Place(D, 11, 16),))], 0.0, 0.0),
        ([Said("甲乙丙丁戊己。", (Place(D, 0, 11), Place(D, 11, 16)))], 1.0, 0.5),
        ([Said("甲乙丙丁戊己庚辛", (Place(D, 0, 4), Place(D, 4, 8)))], 0.0, 0.0),
        ([Said("甲乙丙丁", ()), Said("子丑寅卯", (Place(D, 11, 16),))], 0.5, 1.0),
        ([], None, None),
    ],
)
def test_citation_measures_follow_alce(sentences, recall, precision) -> None:
    assert metrics.citation_recall(sentences, TEXTS) == recall
    assert metrics.citation_precision(sentences, TEXTS) == precision


def test_support_needs_every_figure() -> None:
    texts = {D: "全国法院受理执行案件1059.2万件，执结995.8万件，执行到位金额1.9万亿元。"}
    whole = [Place(D, 0, len(texts[D]))]
    assert metrics.supports(whole, "受理执行案件1059.2万件", texts)
    assert not metrics.supports(whole, "全国法院受理执行案件1059.3万件，执结995.8万件", texts)


def test_right_words_from_the_wrong_document_are_counted() -> None:
    assert metrics.wrong_document([Place(E, 0, 5)], [Place(D, 11, 16)], TEXTS) == 1.0
    assert metrics.wrong_document([Place(E, 5, 9)], [Place(D, 11, 16)], TEXTS) == 0.0
    assert metrics.wrong_document([Place(D, 11, 16)], [Place(D, 11, 16)], TEXTS) == 0.0


def test_length_and_marks() -> None:
    assert metrics.length_ratio("十个字的答案在这里啊", [Place(D, 0, 5)]) == 2.0
    assert metrics.length_ratio("无", []) is None
    assert metrics.dangling_marks([1, 2, 3, 3], {1, 2}) == 0.5
    assert metrics.dangling_marks([], {1}) is None


@pytest.mark.parametrize(
    ("refused", "answerable", "points", "cited", "verdict"),
    [
        (True, True, None, None, Verdict.REFUSED),
        (True, False, None, None, Verdict.RIGHTLY_REFUSED),
        (False, False, None, None, Verdict.WRONGLY_ANSWERED),
        (False, True, 1.0, 0.0, Verdict.RIGHT),
        (False, True, 0.5, 1.0, Verdict.PARTLY),
        (False, True, 0.0, 1.0, Verdict.WRONG),
        (False, True, None, 1.0, Verdict.RIGHT),
        (False, True, None, None, Verdict.UNGRADED),
    ],
)
def test_wrong_and_unanswered_are_different_verdicts(
    refused, answerable, points, cited, verdict
) -> None:
    found = metrics.verdict(refused=refused, answerable=answerable, points=points, cited=cited)
    assert found is verdict


def test_estimate_leaves_out_what_was_not_measured() -> None:
    found = estimate([1.0, 0.0, None, 1.0, 0.0])
    assert (found.n, found.mean) == (4, 0.5)
    assert 0.0 <= found.low < 0.5 < found.high <= 1.0
    assert estimate([None]).mean is None
    assert estimate([1.0] * 20).low == 1.0
    assert estimate([0.0, 1.0] * 30, seed=3) == estimate([0.0, 1.0] * 30, seed=3)


def test_interval_covers_the_true_mean_about_as_often_as_it_says() -> None:
    draw = random.Random(7)
    covered = 0
    for trial in range(100):
        found = estimate([float(draw.random() < 0.7) for _ in range(60)], seed=trial)
        covered += found.low <= 0.7 <= found.high
    assert 88 <= covered <= 100


@pytest.mark.parametrize(
    ("first", "second", "p"),
    [
        ([True] * 5, [True] * 5, 1.0),
        ([True] * 5 + [False], [False] * 5 + [False], 2 / 2**5),
        ([True, False], [False, True], 1.0),
        ([True] * 8 + [False] * 2, [False] * 8 + [True] * 2, 2 * (1 + 10 + 45) / 2**10),
    ],
)
def test_mcnemar_is_the_exact_binomial_test(first, second, p) -> None:
    assert mcnemar(first, second) == pytest.approx(p)


def test_paired_bootstrap_sees_a_difference_and_none() -> None:
    better = [0.2 + 0.01 * (i % 5) for i in range(40)]
    assert paired_bootstrap([0.0] * 40, better) == 0.0
    assert paired_bootstrap([0.0, 1.0] * 20, [1.0, 0.0] * 20) > 0.5
    assert paired_bootstrap([None], [1.0]) is None


def test_percentile_is_the_nearest_rank() -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], 0.5) == 2.0
    assert percentile([4.0, 1.0, 3.0, 2.0], 0.95) == 4.0
    assert percentile([], 0.5) is None


@pytest.fixture(scope="module")
def atlas(library) -> Atlas:
    return Atlas(library)


QUOTE = "指导惠州法院开展“双重”管理执行体制改革试点"
CASE = Case(
    id="x1",
    type="fact",
    question="哪里的法院在试点？",
    gold=(Gold("gd-2021-key-points", QUOTE),),
    points=("惠州法院",),
    answer="惠州法院。",
)


def reply(atlas: Atlas, places: list[Place], retrieved: tuple[str, ...]) -> Reply:
    said = tuple(Said(atlas.texts[p.document_id][p.start : p.end], (p,)) for p in places)
    marks = tuple(range(1, len(said) + 1))
    return Reply(False, None, "".join(s.text for s in said), said, retrieved, marks, marks)


def test_a_perfect_answerer_scores_one_everywhere(atlas) -> None:
    gold = atlas.find("gd-2021-key-points", QUOTE)
    outcome = score(CASE, "perfect", reply(atlas, [gold], ("gd-2021-key-points/14",)), atlas)
    best = {
        name: value
        for name, value in outcome.scores.items()
        if name not in ("cells", "forbidden", "wrong document", "dangling marks", JUDGED)
    }
    assert outcome.verdict is Verdict.RIGHT
    assert outcome.scores[JUDGED] is None
    assert all(value == 1.0 for value in best.values())
    assert outcome.scores["wrong document"] == outcome.scores["dangling marks"] == 0.0


def test_an_empty_answerer_is_refused_and_not_wrong(atlas) -> None:
    outcome = score(CASE, "empty", Reply(True, "nothing", "", (), ()), atlas)
    assert outcome.verdict is Verdict.REFUSED
    assert outcome.scores["points"] == outcome.scores["recall@10"] == 0.0
    for name in ("length", "span precision", "citation recall", "citation precision"):
        assert outcome.scores[name] is None


def test_copying_everything_is_right_and_cited_and_absurdly_long(atlas) -> None:
    clauses = tuple(Place(d, 0, len(text)) for d, text in atlas.texts.items())
    outcome = score(CASE, "everything", reply(atlas, list(clauses), ()), atlas)
    assert outcome.verdict is Verdict.RIGHT
    assert outcome.scores["span recall"] == outcome.scores["citation recall"] == 1.0
    assert outcome.scores["span precision"] < 0.001
    assert outcome.scores["length"] > 1000
    assert outcome.scores["hit@1"] == 0.0


def test_a_random_ranking_scores_what_chance_gives(atlas) -> None:
    ids = [f"c{i}" for i in range(200)]
    draw = random.Random(11)
    hits, recalls = [], []
    for _ in range(3000):
        ranked = draw.sample(ids, 10)
        hits.append(metrics.hit_at(1, ranked, {"c7"}))
        recalls.append(metrics.recall_at(10, ranked, {"c7"}))
    assert sum(hits) / len(hits) == pytest.approx(1 / 200, abs=0.005)
    assert sum(recalls) / len(recalls) == pytest.approx(10 / 200, abs=0.015)


def test_gold_is_found_in_its_clause_and_a_heading_in_the_next(atlas) -> None:
    evidence = atlas.evidence(CASE)
    assert evidence.clauses == ("gd-2021-key-points/14",)
    heading = atlas.find("gd-2021-key-points", "三、深化诉讼制度改革")
    assert atlas.clauses_at(heading) == ("gd-2021-key-points/11",)
