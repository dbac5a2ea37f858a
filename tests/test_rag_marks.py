"""Reading a model's text as it comes: the same sentences however it is cut, each character once."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.model.marks import LONGEST, Marks, read_mark, without_thinking

A, B = "K7F2A", "K9QX4"


def drafts(text: str, size: int = 1_000, *, whole: bool = True):
    marks = Marks()
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    found = [draft for piece in pieces for draft in marks.feed(piece)]
    return [(one.text, one.keys) for one in (*found, *marks.finish(whole=whole))]


TABLE = [
    (f"甲。[{A}]乙。[{B}]", [("甲。", (A,)), ("乙。", (B,))]),
    (f"甲[{A}]。乙[{B}]。", [("甲。", (A,)), ("乙。", (B,))]),
    (f"甲。[{A}][{B}]", [("甲。", (A, B))]),
    (f"甲。[{A}, {B}]", [("甲。", (A, B))]),
    (f"甲。【{A}】［{B}］", [("甲。", (A, B))]),
    ("甲。［Ｋ７Ｆ２Ａ］", [("甲。", (A,))]),
    (f"甲。 [ {A.lower()} ]\n\n乙。", [("甲。", (A,)), ("乙。", ())]),
    ("甲。[1]乙。[1,2]丙。【3】", [("甲。", ("1",)), ("乙。", ("1", "2")), ("丙。", ("3",))]),
    ("法发[2021]1号印发。", [("法发[2021]1号印发。", ())]),
    (f"他说“甲。”[{A}]乙。", [("他说“甲。”", (A,)), ("乙。", ())]),
    (f"甲\n[{A}]乙", [("甲", (A,)), ("乙", ())]),
    (f"甲[{A}]，乙[{B}]。", [("甲，乙。", (A, B))]),
    (f"甲。[{A}", [("甲。[K7F2A", ())]),
    ("甲。[[", [("甲。[[", ())]),
    (f"One. [{A}] Two is 3.5 percent.[{B}]", [("One.", (A,)), ("Two is 3.5 percent.", (B,))]),
    (f"See No. 14 of it.[{A}]", [("See No. 14 of it.", (A,))]),
    ("", []),
    (f"[{A}]", []),
]


@pytest.mark.parametrize(("text", "found"), TABLE)
@pytest.mark.parametrize("size", [1, 2, 3, 1_000])
def test_sentences_come_with_their_marks_however_the_text_is_cut(text, found, size):
    assert drafts(text, size) == found


@given(st.text("甲乙。！[]【】K7F2A9,，. \n“”1", max_size=80), st.integers(1, 9))
def test_how_a_text_is_cut_changes_nothing(text, size):
    assert drafts(text, size) == drafts(text)


def test_a_sentence_is_held_back_until_its_marks_are_over():
    marks = Marks()
    assert [*marks.feed("甲。")] == []
    assert [*marks.feed(f"[{A[:3]}")] == []
    assert [*marks.feed(f"{A[3:]}]")] == []
    assert [one.text for one in marks.feed("乙")] == ["甲。"]


def test_what_broke_off_and_what_is_too_long_is_not_whole():
    marks = Marks()
    assert [one.whole for one in (*marks.feed("甲。乙丙"), *marks.finish(whole=False))] == [
        True,
        False,
    ]
    marks = Marks()
    [long] = [*marks.feed("甲" * 5_000 + "。"), *marks.finish()]
    assert (len(long.text), long.whole) == (LONGEST, False)


@pytest.mark.parametrize("text", ["", "2021", "甲", "K7F2", "KK7F2A", "K7F2A 见", "见K7F2A"])
def test_what_is_no_mark_is_no_mark(text):
    assert read_mark(text) == ()


def test_reading_is_linear():
    def seconds(length: int) -> float:
        text = "[" * length + "甲【" * length + "。" * length
        start = time.perf_counter()
        drafts(text, 1)
        return time.perf_counter() - start

    seconds(1_000)
    assert seconds(40_000) < 30 * max(seconds(4_000), 0.002)


@pytest.mark.parametrize("size", [1, 2, 5, 100])
def test_what_a_model_thinks_is_left_out(size):
    text = "甲<think>乙<b></think>丙<think>丁</think>戊<thin"
    pieces = (text[at : at + size] for at in range(0, len(text), size))
    assert "".join(without_thinking(pieces)) == "甲丙戊<thin"
    assert "".join(without_thinking(iter(["<think>甲", "乙"]))) == ""
