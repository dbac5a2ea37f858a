"""Fusing the signals: exact ones first, each visible, and none that puts a new document behind."""

from __future__ import annotations

import pytest

from evals.fit import fit as fit_weights
from evals.fit_chance import fit as fit_odds
from index.encoder import load_encoder
from index.library import Library
from index.script import searchable
from index.types import Scope
from rag.finding.expanded import LEAST, LEAST_FOR_FIGURE, ODDS, Signs, chance
from rag.finding.expanded import NAMES as SIGNS
from rag.finding.retrieve import NAMES, TOP, WEIGHTS, WORDED, Signals, ranked, retrieve, signals
from rag.understanding.question import understand
from rag.words.sentences import slogans
from tests.fakes import make_parsed

NEW = (
    "1.设立老年人诉讼陪同员。由志愿者陪同老年人办理立案、开庭等手续。",
    "2.开展法官进校园活动。每学期开设法治课。",
)


def question(text, library):
    return understand(text, library.documents, slogans(library.clauses.values()))


def found(text, library, scope=Scope()):  # noqa: B008
    return retrieve(question(text, library), library, scope)


@pytest.fixture(scope="module")
def grown(library):
    """The shipped library with a document of one's own, for which no questions were written."""
    new = make_parsed("mine", NEW, year=2023, level="basic", region="")
    return Library.build(
        [*library.parsed(), new], load_encoder(), fields=dict(library.holdings.fields)
    )


def test_every_signal_of_the_weights_is_known_and_none_counts_against():
    assert set(WEIGHTS._asdict()) == set(NAMES)
    assert min(WEIGHTS) >= 0
    assert WEIGHTS.quoted > sum(WEIGHTS) - WEIGHTS.quoted


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("欠债的公司还不起钱了能不能走破产", "破产"),
        ("老赖不还钱法院拿他怎么办", "失信"),
        ("Can I file a lawsuit with a court far from home?", "跨域"),
    ],
)
def test_everyday_and_english_words_find_a_clause(library, text, word):
    hits = found(text, library)
    assert any(word in searchable(hit.clause.text) for hit in hits[:3])
    assert {name for name, _ in hits[0].why} & {"questions", "meaning", "terms"}


def test_the_score_is_the_sum_of_what_is_shown(library):
    for hit in found("老赖不还钱怎么办", library):
        assert hit.score == pytest.approx(sum(share for _, share in hit.why))
        assert {name for name, _ in hit.why} <= set(NAMES)


def test_a_quoted_term_goes_before_all_that_the_rest_add_up_to(library):
    hits = found("“三个规定”跟欠债还钱、上网打官司、村里的小法庭有什么关系", library)
    has = ["三个规定" in searchable(hit.clause.text) for hit in hits]
    assert has[0]
    assert has == sorted(has, reverse=True)


def test_a_document_that_is_named_is_the_only_one_searched(library, assistant):
    answer = assistant.ask("吉林要点里，欠债的公司还不起钱了能不能走破产")
    assert {hit.clause.document_id for hit in answer.hits} <= {"jl-2022-key-points"}


def test_a_new_document_without_questions_is_found_beside_those_that_have_some(grown):
    for text in ("老人上法院谁能陪着去", "法官去学校上课吗", "老年人诉讼陪同员"):
        assert found(text, grown)[0].clause.document_id == "mine", text


def test_a_new_document_does_not_take_the_questions_of_others(grown, library):
    for text in ("欠债的公司还不起钱了能不能走破产", "老赖不还钱怎么办", "执行难怎么解决"):
        best = found(text, grown)[0].clause
        assert best.document_id != "mine", text
        assert best.id in [hit.clause.id for hit in found(text, library)[:3]], text


def test_a_library_without_any_written_question_is_searched_all_the_same():
    library = Library.build([make_parsed("mine", NEW)], load_encoder())
    hits = found("谁陪老人去开庭", library)
    assert hits[0].clause.id == "mine/1"
    assert not any(name == "unasked" for name, _ in hits[0].why)


def test_a_signal_switched_off_is_gone(library):
    asked = question("老赖不还钱怎么办", library)
    all_ = signals(asked, library, Scope())
    hits = ranked(all_, library, WEIGHTS._replace(meaning=0.0))
    assert not any(name == "meaning" for hit in hits for name, _ in hit.why)
    assert len(ranked(all_, library)) == TOP


def test_nothing_is_found_for_nothing(library):
    assert found("", library) == ()
    assert ranked({}, library) == ()


def test_the_chance_grows_with_each_good_sign_and_falls_with_each_poor_one():
    base = Signs(margin=2, meaning=0.4, asked=0.5, covered=0.1, figure=0)
    for name in ("margin", "meaning", "asked", "stated", "own"):
        assert chance(base._replace(**{name: getattr(base, name) + 0.2})) > chance(base), name
    assert chance(base._replace(covered=base.covered + 0.2)) < chance(base)
    assert 0.3 <= LEAST < LEAST_FOR_FIGURE <= 0.8
    assert ODDS.always < 0


def test_the_fits_find_what_the_data_were_made_with():
    import numpy as np

    from evals.fit import Asked
    from evals.fit_chance import Find

    draw = np.random.default_rng(0)
    made = np.array([2.0, 5.0, 0.5, 8.0, 1.0, 1.0, 3.0, 4.0, 1.0])
    asked, finds = [], []
    for _ in range(300):
        rows = draw.random((20, len(NAMES)))
        best = int((rows @ made + draw.gumbel(size=20)).argmax())
        ids = tuple(f"d/{n}" for n in range(20))
        asked.append(Asked(None, "shipped", ids, rows, frozenset({ids[best]})))
        one = Signs(*draw.random(len(SIGNS) - 1), 1.0)
        right = draw.random() < chance(
            one, Signs(margin=1.0, meaning=4.0, asked=3.0, covered=-4.0, figure=-1.0, always=-1.0)
        )
        finds.append(Find(None, one, bool(right)))
    weights = Signals(*fit_weights(asked))
    assert weights.meaning > weights.questions > weights.words > weights.terms
    odds = Signs(*fit_odds(finds))
    assert odds.meaning > 1
    assert odds.covered < -1


@pytest.mark.parametrize(
    "text",
    [
        "法官惩戒有什么安排",
        "广东要点对个人破产怎么规定",
        "吉林对“三个规定”怎么说",
        "最高法和广东对诉源治理怎么说",
        "老赖不还钱怎么办",
        "How are enforcement judges disciplined?",
    ],
)
def test_a_search_for_words_finds_what_all_signals_find(library, text):
    asked = question(text, library)
    for scope in (Scope(), *(Scope(documents=(d,)) for d in library.documents)):
        everything = ranked(signals(asked, library, scope), library, WORDED)
        assert retrieve(asked, library, scope, None, WORDED) == everything


def test_statements_of_a_scope_are_those_of_all_in_the_same_order(library):
    only = Scope(documents=(next(iter(library.documents)),))
    everywhere = library.stated("怎么申诉老赖名单")
    owners = {c.id for c in library.clauses.values() if c.document_id in only.documents}
    within = library.stated("怎么申诉老赖名单", only)
    assert [one for one in everywhere if one.statement.clause_id in owners] == [
        one for one in within if one in everywhere
    ]
    assert all(one.statement.clause_id in owners for one in within)
