"""Every card of the founding documents: it asks fairly, has one right answer, and ends on it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from index.script import to_simplified
from ingest.founding import founding_documents
from tests.browser.fake import GUANGDONG, JILIN, OUTLINE, FakeLibrary, library
from ui.keeping.store import Store
from ui.study.cards import BLANK, OF_DOCUMENTS, Kind
from ui.study.desk import StudyDesk
from ui.study.figures import figures
from ui.study.passages import MOST_SHARED, Copies, passages
from ui.study.sources import year_of
from ui.study.texts import Texts

PARSED = founding_documents()


def library_of(parsed):
    return FakeLibrary(
        {one.document.id: one.document for one in parsed},
        {clause.id: clause for one in parsed for clause in one.clauses},
    )


LIBRARY = library_of(PARSED)
DECK = StudyDesk(LIBRARY, Store()).deck
CARDS = list(DECK.cards.values())
WIDE = str.maketrans(",;:?()", "，；：？（）")


def bare(text):
    """Simplified, wide, without white space: written here anew, not taken from the product."""
    return re.sub(r"\s", "", to_simplified(text)).translate(WIDE)


WHOLE = {name: bare(document.text) for name, document in LIBRARY.documents.items()}
CLAUSES = {name: bare(clause.text) for name, clause in LIBRARY.clauses.items()}


def of(*kinds):
    cards = [card for card in CARDS if card.kind in kinds]
    return pytest.mark.parametrize("card", cards, ids=[f"{c.kind.value}-{c.id}" for c in cards])


def answer(card):
    return card.options[card.right[0]]


def wrong(card):
    return [option for number, option in enumerate(card.options) if number not in card.right]


def quoted(card, place=0):
    one = card.places[place]
    return bare(LIBRARY.clauses[one.clause_id].text[one.start : one.end])


def marked(card):
    one = card.places[0]
    start, end = one.marks[0]
    return bare(LIBRARY.clauses[one.clause_id].text[start:end])


def home(card):
    return LIBRARY.clauses[card.clause_id].document_id


def test_there_are_cards_of_every_kind_and_document():
    kinds = Counter(card.kind for card in CARDS)
    assert set(kinds) == set(Kind)
    assert min(kinds.values()) >= 5
    assert len(CARDS) > 400
    assert {home(card) for card in CARDS} == set(LIBRARY.documents)


def test_the_same_library_gives_the_same_cards():
    assert dict(StudyDesk(library_of(PARSED), Store()).deck.cards) == dict(DECK.cards)


def test_every_place_lies_in_its_clause_and_every_mark_in_its_place():
    for card in CARDS:
        for place in card.places:
            text = LIBRARY.clauses[place.clause_id].text
            assert 0 <= place.start < place.end <= len(text)
            assert place.marks
            assert all(place.start <= a < b <= place.end for a, b in place.marks)


def test_options_differ_and_the_right_ones_are_among_them():
    for card in CARDS:
        assert len(set(card.options)) == len(card.options) >= (2 if card.kind is Kind.CLAIM else 3)
        assert all(0 <= number < len(card.options) for number in card.right)


def test_questions_and_options_are_all_in_one_script_and_one_punctuation():
    for card in CARDS:
        options = [] if card.kind in OF_DOCUMENTS else card.options
        for text in (card.passage, *options):
            assert to_simplified(text) == text
            assert not re.search(r"(?<!\d)[,;:()](?!\d)|\s", text), text


@of(Kind.TERM, Kind.FIGURE)
def test_a_blank_has_one_right_filling(card):
    assert card.passage.count(BLANK) == 1
    assert card.passage.replace(BLANK, answer(card)) == quoted(card)
    assert marked(card) == answer(card)
    for option in wrong(card):
        assert option not in CLAUSES[card.clause_id]
        assert not any(card.passage.replace(BLANK, option) in text for text in WHOLE.values())
        before, after = card.passage.split(BLANK)
        around = before[-4:] + option + after[:4]
        assert not any(around in text for text in WHOLE.values())


@of(Kind.TERM, Kind.FIGURE)
def test_a_blank_is_not_filled_in_by_the_rest_of_the_question(card):
    facts = LIBRARY.documents[home(card)].facts
    assert answer(card) not in card.passage + facts.short_title + facts.title
    assert all(region not in answer(card) for region in ("广东", "吉林"))


@of(Kind.TERM)
def test_no_three_characters_of_the_answer_stand_in_the_question(card):
    right = answer(card)
    assert not any(right[n : n + 3] in card.passage for n in range(len(right) - 2))


@of(Kind.TERM)
def test_words_that_stand_together_somewhere_are_not_set_against_each_other(card):
    right = answer(card)
    for option in wrong(card):
        assert option not in right
        assert right not in option
        assert not [n for n, text in CLAUSES.items() if right in text and option in text]


@of(Kind.FIGURE)
def test_figures_have_the_same_unit_and_come_from_the_library(card):
    units = {figure.unit for option in card.options for figure in figures(option)}
    assert len(units) == 1
    assert all(any(option in text for text in WHOLE.values()) for option in card.options)
    assert answer(card)[0].isdigit()


@of(Kind.CLAIM)
def test_a_claim_is_true_as_printed_or_said_nowhere(card):
    if answer(card) == "true":
        assert card.swapped == ""
        assert card.passage == quoted(card)
        assert card.passage in WHOLE[home(card)]
        return
    assert card.swapped not in CLAUSES[card.clause_id]
    assert card.swapped in card.passage
    assert card.passage.replace(card.swapped, marked(card)) == quoted(card)
    assert not any(card.passage in text for text in WHOLE.values())
    at = card.passage.index(card.swapped)
    around = card.passage[max(at - 4, 0) : at + len(card.swapped) + 4]
    assert not any(around in text for text in WHOLE.values())


@of(Kind.LIST)
def test_only_the_stranger_is_missing_from_the_list(card):
    assert answer(card) not in CLAUSES[card.clause_id]
    assert all(option in marked(card).split("、") for option in wrong(card))
    assert not any(option in card.passage for option in card.options)


@of(Kind.SOURCE)
def test_a_sentence_stands_in_one_document_and_does_not_name_it(card):
    assert [name for name, text in WHOLE.items() if card.passage in text] == [answer(card)]
    assert not re.search(r"\d|广东|吉林|深圳|长春|省高院|全省", card.passage)
    words = re.sub(r"[^\u4e00-\u9fff]", "", card.passage)
    pieces = [words[n : n + 8] for n in range(len(words) - 7)]
    for name, text in WHOLE.items():
        if name != answer(card):
            other = re.sub(r"[^\u4e00-\u9fff]", "", text)
            assert sum(piece in other for piece in pieces) <= 0.4 * len(pieces)


@of(Kind.ONLY, Kind.FIRST)
def test_a_term_is_alone_or_first_where_the_card_says(card):
    holders = [name for name, text in WHOLE.items() if card.passage in text]
    assert marked(card) == card.passage
    assert answer(card) in holders
    if card.kind is Kind.ONLY:
        assert holders == [answer(card)]
        return
    years = {name: year_of(LIBRARY.documents[name]) for name in holders}
    assert len(holders) > 1
    assert None not in years.values()
    first = min(years.values())
    assert [name for name, year in years.items() if year == first] == [answer(card)]


@of(Kind.ORDER)
def test_an_order_runs_through_years_that_differ(card):
    years = []
    for place, number in zip(range(3), card.right, strict=True):
        document = LIBRARY.documents[LIBRARY.clauses[card.places[place].clause_id].document_id]
        years.append(year_of(document))
        assert card.options[number] == quoted(card, place)
        assert card.passage in card.options[number]
        holders = [name for name, text in WHOLE.items() if card.options[number] in text]
        assert holders == [document.id]
    assert years == sorted(set(years))
    assert not any(re.search(r"\d", option) for option in card.options)


def test_the_year_of_a_report_on_another_year_is_not_told():
    years = {name: year_of(document) for name, document in LIBRARY.documents.items()}
    assert years == {
        "spc-2021-key-points": 2021,
        "gd-2021-key-points": 2021,
        "spc-2024-2028-outline": 2024,
        "spc-2021-work-report": None,
        "jl-2022-key-points": 2022,
    }


def test_a_card_keeps_its_name_when_other_words_of_its_clause_change():
    old = next(c for c in CARDS if c.kind is Kind.TERM and c.clause_id == "gd-2021-key-points/7")
    changed = []
    for one in PARSED:
        clauses = [
            replace(c, text=c.text.replace("7.提升", "7.不断提升"), end=c.end + 2)
            if c.id == old.clause_id
            else c
            for c in one.clauses
        ]
        changed.append(replace(one, clauses=tuple(clauses)))
    library = library_of(changed)
    assert library.clauses[old.clause_id].text != LIBRARY.clauses[old.clause_id].text
    new = StudyDesk(library, Store()).deck.cards[old.id]
    assert new.passage == old.passage
    assert new.digest != old.digest


def test_a_library_of_two_documents_asks_for_no_document():
    deck = StudyDesk(library_of(PARSED[:2]), Store()).deck
    assert {card.kind for card in deck.cards.values()} & {*OF_DOCUMENTS, Kind.ORDER} == set()
    assert any(card.kind is Kind.TERM for card in deck.cards.values())


def test_an_empty_library_has_no_cards():
    assert dict(StudyDesk(FakeLibrary({}, {}), Store()).deck.cards) == {}


def test_a_wrong_word_that_is_said_elsewhere_would_be_found_out():
    texts = Texts(LIBRARY)
    assert texts.says("四类案件”识别监管")
    assert not texts.says("三类案件”识别监管")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("审结案件5474件6443人", ["5474件", "6443人"]),
        ("标的额7.1万亿元", ["7.1万亿元"]),
        ("受理3080.5万件，上升11.7%", ["3080.5万件", "11.7%"]),
        ("2021年3月，粤高法明传〔2021〕73号", []),
        ("10余家，1万多个", []),
        ("第3条", []),
    ],
)
def test_figures_need_a_unit(text, found):
    assert [figure.words for figure in figures(text)] == found


def test_a_sentence_that_another_document_nearly_says_is_not_asked_for_its_document():
    own = "建立健全案件跟踪回访机制，定期通报各类问题，切实提高办案人员的业务水平。"
    copied = "完善类案检索和裁判规则发布机制，统一法律适用标准，提高审判工作质量和效率。"
    near = copied.replace("提高审判工作质量和效率", "不断提高审判质效")
    sources = [
        (replace(GUANGDONG[0], region=""), ("1.统一适用。" + own + copied,)),
        (JILIN[0], ("2.统一适用。" + near,)),
        (OUTLINE[0], ("3.其他工作。加强组织领导，明确责任分工。",)),
    ]
    deck = StudyDesk(library(*sources), Store()).deck
    asked = {card.passage for card in deck.cards.values() if card.kind is Kind.SOURCE}
    assert asked == {own}
    texts = Texts(library(*sources))
    assert Copies(texts).shared(copied, "gd-2021-key-points") > MOST_SHARED
    assert Copies(texts).shared(own, "gd-2021-key-points") == 0
    found = passages(texts, texts.sheets)
    assert [Copies(texts).alone(passage) for passage in found] == [True, False, False]
