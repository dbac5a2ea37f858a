"""Two texts beside each other: what they share, in either script, and nothing invented."""

from __future__ import annotations

import itertools
import time

import pytest
from bs4 import BeautifulSoup

from ui.evolution import shown_pair
from ui.evolution.pairs import Kind, common_runs, paired
from ui.evolution.wish import Wish

CLOSE = ("健全法官惩戒制度，完善惩戒程序。", "健全法官惩戒工作制度，完善惩戒程序和申诉机制。")
HOSTILE = ("<img src=x onerror=alert(1)>健全惩戒制度", "健全惩戒制度\n<script>1</script>")


@pytest.mark.parametrize(
    ("left", "right", "phrases"),
    [
        ("完善惩戒制度。", "健全懲戒制度", ["惩戒制度"]),
        ("著力健全審判權責", "着力健全审判权责", ["著力健全審判權責"]),
        ("一、健全机制，探索建立制度", "机制，探索建立甲制度", ["探索建立"]),  # no comma inside
        ("坚持“枫桥经验”等", "发展“枫桥经验”", ["枫桥经验"]),
        ("发展新时代“枫桥经验”，", "发展新时代“枫桥经验”。", ["发展新时代“枫桥经验”"]),
        ("改革", "改革", []),
        ("", "改革", []),
    ],
)
def test_phrases_are_found_in_either_script_and_shown_as_stored(left, right, phrases):
    found = [left[run.left : run.left + run.length] for run in common_runs(left, right)]
    assert found == phrases


@pytest.mark.parametrize(
    ("left", "right"), [CLOSE, CLOSE[::-1], HOSTILE, ("", ""), ("甲", "乙"), ("甲" * 50, "甲" * 9)]
)
def test_the_pieces_of_each_side_are_its_text(left, right):
    made = paired(left, right)
    assert "".join(piece.text for piece in made.left) == left
    assert "".join(piece.text for piece in made.right) == right
    assert {piece.kind for piece in made.left} <= {Kind.SAME, Kind.LEFT, Kind.PLAIN}
    assert {piece.kind for piece in made.right} <= {Kind.SAME, Kind.RIGHT, Kind.PLAIN}
    assert 0 <= made.shared <= 1


def test_close_texts_are_compared_letter_by_letter():
    made = paired(*CLOSE)
    assert made.by_letter
    assert [p.text for p in made.right if p.kind is Kind.RIGHT] == ["工作", "和申诉机制"]
    assert [p.text for p in made.left if p.kind is Kind.LEFT] == []


def test_below_two_fifths_only_common_phrases_are_marked():
    made = paired("健全法官惩戒制度。" + "甲乙丙丁" * 9, "完善法官惩戒制度。" + "子丑寅卯" * 9)
    assert not made.by_letter
    assert made.shared < 0.4
    assert [p.kind for p in made.left] == [Kind.PLAIN, Kind.SAME, Kind.PLAIN]
    assert made.phrases == ("法官惩戒制度",)


def test_the_same_words_in_two_scripts_are_the_same():
    made = paired("健全審判權力運行機制", "健全审判权力运行机制")
    assert made.shared == 1
    assert {piece.kind for piece in (*made.left, *made.right)} == {Kind.SAME}


@pytest.mark.parametrize("text", ["健" * 6000, "健全" * 3000, "健全机制，" * 1200])
def test_long_texts_of_few_words_take_seconds_at_most(text):
    begun = time.process_time()
    paired(text, text[::-1])
    assert time.process_time() - begun < 20


def test_every_pair_of_real_clauses_gives_back_both_texts(library):
    clauses = list(library.clauses.values())
    for left, right in itertools.pairwise(clauses[::6]):
        made = paired(left.text, right.text)
        assert "".join(piece.text for piece in made.left) == left.text
        assert "".join(piece.text for piece in made.right) == right.text


def test_a_difference_is_told_in_words_and_lines_not_by_colour_alone(library):
    left, right = "spc-2021-key-points/4.1", "spc-2021-key-points/4.1"
    page = shown_pair.pair("zh", Wish("", left=left, right=right), library)
    assert "相同的词句占100%" in page
    made = BeautifulSoup(
        "".join(shown_pair._piece("zh", piece) for piece in paired(*CLOSE).right), "lxml"
    )
    assert [one.get_text() for one in made.find_all("ins")] == ["仅右工作", "仅右和申诉机制"]
    assert made.find("u").get_text().startswith("健全法官惩戒")


def test_hostile_text_and_ids_stay_words(library):
    page = shown_pair.pair("zh", Wish("<b>", left=HOSTILE[0], right="x"), library)
    soup = BeautifulSoup(page, "lxml")
    assert soup.find("img") is None
    assert "<img src=x" in soup.find(class_="ev-trouble").get_text()
    pieces = "".join(shown_pair._piece("en", piece) for piece in paired(*HOSTILE).right)
    assert BeautifulSoup(pieces, "lxml").find("script") is None
