"""Script, terms and BM25."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import script
from index.lexical import K1, B, LexicalIndex
from index.script import searchable, to_simplified
from index.terms import terms

CORPUS = sorted((Path(__file__).parent.parent / "ingest" / "corpus").glob("*.txt"))


def is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def test_all_five_texts_are_looked_at():
    assert len(CORPUS) == 5


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_converting_a_real_text_moves_no_character(path):
    text = path.read_text(encoding="utf-8-sig")
    for converted in (to_simplified(text), searchable(text)):
        assert len(converted) == len(text)
        for old, new in zip(text, converted, strict=True):
            assert is_han(old) == is_han(new), (old, new)
            if is_han(old) and old != new:
                assert new in (to_simplified(old), "着"), (old, new)


def test_only_the_outline_is_traditional():
    texts = {p.stem: "".join(p.read_text("utf-8-sig").split()) for p in CORPUS}
    changed = {name for name, text in texts.items() if to_simplified(text) != text}
    assert changed == {"spc-2024-2028-outline"}


@pytest.mark.parametrize(
    ("original", "found"),
    [
        ("着力健全審判權責配置體系", "着力健全审判权责配置体系"),
        ("著力、沿著、顯著、著作權", "着力、沿着、显著、著作权"),
        ("干凈的範圍/范圍,于判后", "干净的范围/范围,于判后"),
        ("執行程序", "执行程序"),
        ("显著优势、著作权、沿着", "显著优势、著作权、沿着"),
        ("", ""),
        ("臺\x00灣", "台\x00湾"),
        ("\ud800臺灣\udfff", "\ud800台湾\udfff"),
        ("\U00020000𝟘e\u0301", "\U00020000𝟘e\u0301"),
    ],
)
def test_traditional_becomes_simplified(original, found):
    assert to_simplified(original) == found


@pytest.mark.parametrize(
    ("original", "found"),
    [
        ("《意見》（ＡＩ）１２３６８", "《意见》(ai)12368"),
        ("法〔２０２１〕　５５號．％", "法〔2021〕 55号.%"),
        ("İSTANBUL ẞ", "İstanbul ß"),
    ],
)
def test_full_width_becomes_half_width_and_lower_case(original, found):
    assert searchable(original) == found


@pytest.mark.parametrize("pair", [("顯著成效", "显著成效"), ("著力", "着力"), ("著作權", "著作权")])
def test_either_script_is_searched_as_the_same(pair):
    assert searchable(pair[0]) == searchable(pair[1])


def test_a_word_broken_by_a_line_end_is_searched_as_the_same():
    assert searchable("显\n\n著成效").replace("\n", "") == searchable("显著成效")


@given(st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_keeps_its_length(text):
    assert len(searchable(text)) == len(text)


def test_a_conversion_that_changes_the_length_is_done_by_character(monkeypatch):
    swap = {"臺灣": "台湾省", "臺": "台", "灣": "湾湾"}
    monkeypatch.setattr(script, "_converter", lambda: lambda text: swap.get(text, text))
    assert to_simplified("臺灣") == "台灣"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("執行難", "执 行 难 执行 行难"),
        ("执行，难", "执 行 执行 难"),
        ("上海 法院", "上 海 上海 法 院 法院"),
        ("12368热线AI+5G", "12368 热 线 热线 ai 5g"),
        ("1.7%、4.3亿", "1.7 4.3 亿"),
        ("14.完善", "14 完 善 完善"),
        ("〔2021〕73号", "2021 73 号"),
        ("judge's café_x", "judge s café x"),
        ("，。！ \n", ""),
    ],
)
def test_terms(text, expected):
    assert terms(text) == expected.split()


ENTRIES = [
    ("a", "一、总体要求\n深化执行体制改革。切实解决执行难"),
    ("b", "解决立案难，推广网上立案"),
    ("c", "执行 AI 1.7%"),
    ("d", "，。"),
]


def by_formula(query: str, entries: list[tuple[str, str]]) -> dict[str, float]:
    documents = {key: terms(text) for key, text in entries}
    mean = sum(map(len, documents.values())) / len(documents)
    found = {}
    for key, words in documents.items():
        score = 0.0
        for term in terms(query):
            df = sum(term in others for others in documents.values())
            tf = Counter(words)[term]
            idf = math.log(1 + (len(documents) - df + 0.5) / (df + 0.5))
            score += idf * tf / (tf + K1 * (1 - B + B * len(words) / mean))
        if score > 0:
            found[key] = score
    return found


@pytest.mark.parametrize(
    "query", ["执行难", "執行難", "执行执行执行", "网上立案AI", "1.7", "难", "量子☃", "", "，"]
)
def test_scores_are_those_of_the_formula(query):
    index = LexicalIndex.build(ENTRIES)
    expected = by_formula(query, ENTRIES)
    assert index.scores(query) == pytest.approx(expected, rel=1e-5)
    ranked = index.search(query, 10)
    assert [key for key, _ in ranked] == sorted(expected, key=lambda key: (-expected[key], key))


def test_a_term_asked_twice_counts_twice():
    index = LexicalIndex.build(ENTRIES)
    assert index.scores("难，难")["b"] == pytest.approx(2 * index.scores("难")["b"])


def test_a_rare_term_weighs_more_and_an_unknown_one_most():
    index = LexicalIndex.build(ENTRIES)
    for term, df in (("解决", 2), ("难", 2), ("网", 1), ("☃", 0)):
        assert index.rarity(term) == pytest.approx(math.log(1 + (4 - df + 0.5) / (df + 0.5)))
    assert LexicalIndex.build([]).rarity("难") == pytest.approx(math.log(2))


def test_the_scope_is_applied_before_the_best_are_picked():
    index = LexicalIndex.build([(f"k{n}", "执行" * (9 - n)) for n in range(9)])
    assert [key for key, _ in index.search("执行", 2, among=["k7", "k5", "?"])] == ["k5", "k7"]
    assert index.search("执行", 2, among=[]) == []
    assert set(index.scores("执行", among={"k1"})) == {"k1"}


def test_equal_scores_are_ordered_by_key_also_at_the_cut():
    index = LexicalIndex.build([(key, "执行难") for key in "zyxcba"])
    assert [key for key, _ in index.search("执行", 3)] == ["a", "b", "c"]


@pytest.mark.parametrize("entries", [[], [("a", "")], [("a", "，"), ("b", "。")], ENTRIES])
def test_an_index_comes_back_from_its_files_the_same(entries):
    index = LexicalIndex.build(entries)
    again = LexicalIndex.read(index.parts())
    assert again.parts() == index.parts()
    assert len(again) == len(entries)
    assert again.search("执行难 立案", 9) == index.search("执行难 立案", 9)


def test_two_entries_of_one_key_are_refused():
    with pytest.raises(ValueError, match="same key"):
        LexicalIndex.build([("a", "执行"), ("a", "立案")])


def test_files_that_do_not_fit_are_refused():
    parts = LexicalIndex.build(ENTRIES).parts()
    objects = np.array([{"a": 1}], dtype=object)
    with pytest.raises(ValueError, match="add up"):
        LexicalIndex.read({**parts, "terms.json": b"[]"})
    import io

    out = io.BytesIO()
    np.save(out, objects, allow_pickle=True)
    with pytest.raises(ValueError, match="allow_pickle"):
        LexicalIndex.read({**parts, "scores.npy": out.getvalue()})
