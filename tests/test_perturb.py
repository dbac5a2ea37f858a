"""Changes of a question are pure, seeded, and what people really type; and what they cost."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from evals.dice import Dice
from evals.figures import in_arabic, in_chinese
from evals.gold import Atlas
from evals.homophones import homophone, words_of
from evals.perturb import full_width, mixed_script, perturbations, typo, unpunctuated
from evals.questions import CASES, read_cases
from evals.robustness import examine, robustness_lines, robustness_records
from evals.run import Outcome
from index.script import to_simplified
from ingest.numbering import han_to_int
from tests.commands import run

QUESTION = st.text("法院执行改革的“三个规定”第14条，2021年怎么样？abc ", min_size=0, max_size=30)
WORDS = ("执行", "法院", "改革", "规定")


@pytest.fixture(scope="module")
def words(founding):
    return words_of(clause.text for one in founding.values() for clause in one.clauses)


@pytest.fixture(scope="module")
def dev(founding):
    documents = {id_: one.document for id_, one in founding.items()}
    return [case for case in read_cases(CASES, documents) if case.split == "dev"]


@settings(deadline=None)
@given(QUESTION, st.integers(0, 5))
def test_every_change_is_a_function_of_question_and_seed(question, seed):
    for change in perturbations(WORDS).values():
        assert change(question, seed) == change(question, seed)


@settings(deadline=None)
@given(st.text(max_size=20))
def test_no_text_breaks_a_change(text):
    for change in perturbations(WORDS).values():
        assert isinstance(change(text, 0), str)


def test_dice_fall_on_every_side():
    assert {Dice(seed, "执行难").below(3) for seed in range(40)} == {0, 1, 2}


def test_words_begin_and_end_runs(words):
    assert len(words) > 200
    assert {"执行", "法院", "审判", "惩戒", "破产", "诉讼"} - set(words) <= {"惩戒"}
    assert not {"院的", "的法", "判工"} & set(words)


@settings(deadline=None)
@given(st.integers(0, 200))
def test_a_homophone_sounds_the_same(seed):
    plain = "执行难的改革"
    changed = homophone(plain, WORDS, seed)
    assert changed != plain
    assert lazy_pinyin(changed[:2]) == ["zhi", "xing"]
    assert [c for c, d in zip(plain, changed, strict=True) if c != d]
    assert changed[2:4] == "难的"


def test_homophones_are_words_and_single_characters():
    made = {homophone("执行", ["执行"], seed) for seed in range(60)}
    assert "直行" in made
    assert any(one[0] == "执" for one in made)
    assert any(one[1] == "行" for one in made)
    assert homophone("天气", WORDS) == "天气"


@given(QUESTION, st.integers(0, 20))
def test_a_typo_drops_doubles_or_swaps_and_spares_numbers(question, seed):
    changed = typo(question, seed)
    assert abs(len(changed) - len(question)) <= 1
    assert [c for c in changed if c.isdigit() or c in "三"] == [
        c for c in question if c.isdigit() or c in "三"
    ]
    if len(changed) == len(question):
        assert sorted(changed) == sorted(question)


def test_a_typo_spares_the_first_letter_of_an_english_word():
    made = {typo("clause plan", seed) for seed in range(60)}
    assert all(one.split()[0][0] == "c" and one.split()[1][0] == "p" for one in made)
    assert len(made) > 8


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("“总对总”是什么？", "总对总是什么"),
        ("第（七）项、第27条。", "第（七）项第27条"),
        ("增长1.7%吗？", "增长1.7吗"),
        ("2024—2028年", "2024—2028年"),
        ("What's the plan, exactly?", "Whats the plan exactly"),
        ("下一条呢", "下一条呢"),
    ],
)
def test_stops_are_left_out(question, bare):
    assert unpunctuated(question) == bare


@settings(deadline=None)
@given(st.text("法院执行改革的“三个规定”第14条，审判权责abc ", max_size=30), st.integers(0, 20))
def test_mixed_script_is_the_same_text(question, seed):
    assert to_simplified(mixed_script(question, seed)) == to_simplified(question)


def test_full_width():
    assert full_width("AI第14条?") == "ＡＩ第１４条？"
    assert full_width("第十四条，") == "第十四条，"


@pytest.mark.parametrize(
    ("arabic", "chinese"),
    [
        ("2021年第14条", "二〇二一年第十四条"),
        ("第110项", "第一百一十项"),
        ("第24条和第3项", "第二十四条和第三项"),
        ("3个规定", "三个规定"),
    ],
)
def test_numerals_go_both_ways(arabic, chinese):
    assert in_chinese(arabic) == chinese
    assert in_arabic(chinese) == arabic


@pytest.mark.parametrize(
    "text", ["六五纲要", "一站式", "进一步", "统一适用", "百分之五", "一审", "12368热线", "1.7%"]
)
def test_what_is_no_number_of_its_own_stays(text):
    assert in_arabic(text) == text
    assert in_chinese(text) == text


@given(st.integers(1, 999))
def test_a_clause_number_reads_back(number):
    assert han_to_int(in_chinese(f"第{number}条")[1:-1]) == number


LIMITS = {"homophone": 0.06, "typo": 0.06}
MEASURED = {
    "homophone": 0.013,
    "typo": 0.033,
    "unpunctuated": 0.013,
    "mixed script": 0.0,
    "full width": 0.0,
    "chinese numerals": 0.0,
    "arabic numerals": 0.0,
    "case": 0.0,
}
"""Loss of recall@5 on `dev`, seed 0; before questions were read: 0.042, 0.055, 0.033, 0.017, 0.119,
0.103, 0.039 and 0. Over the seeds 1, 2 and 3 homophones lose 0.003 and typos 0.025."""


@pytest.fixture(scope="module")
def rows(library, assistant, dev, words):
    from evals.answerers import TiaoliAnswerer

    return examine(dev, perturbations(words), TiaoliAnswerer(assistant), Atlas(library))


def test_a_mistyped_question_is_answered_nearly_as_well(rows):
    assert [row.name for row in rows] == list(MEASURED)
    for row in rows:
        assert row.loss().mean <= LIMITS.get(row.name, 0.03), row.name


def test_a_row_has_only_questions_that_changed(rows, dev):
    for old, new in (pair for row in rows for pair in row.pairs):
        assert isinstance(old, Outcome)
        assert old.case.id == new.case.id
        assert old.case.question != new.case.question
        assert old.case.history == new.case.history
    assert all(0 < len(row.pairs) <= len(dev) for row in rows)


def test_the_table_has_a_line_for_each_change(rows):
    lines = robustness_lines(rows)
    assert len(lines) == len(rows) + 1
    assert lines[0].split()[:3] == ["changed", "by", "n"]
    for line, row in zip(lines[1:], rows, strict=True):
        assert line.startswith(row.name)
        assert f"{row.loss().mean:+.3f}" in line


def test_the_records_name_the_questions_whose_first_clause_changed(rows):
    for record, row in zip(robustness_records(rows), rows, strict=True):
        json.dumps(record)
        share = 1 - len(record["moved"]) / len(row.pairs)
        assert share == pytest.approx(row.same_first)


def test_the_command_prints_the_table(home, capsys, monkeypatch, dev):
    monkeypatch.setattr("evals.questions.read_cases", lambda *_: tuple(dev[:6]))
    ended = run(capsys, "eval", "robustness", "--split", "dev")
    assert (ended.code, ended.err) == (0, "")
    assert [line.split("  ")[0] for line in ended.out.splitlines()[1:]] == list(MEASURED)
    ended = run(capsys, "eval", "robustness", "--split", "dev", "--json", "--seed", 2)
    told = json.loads(ended.out)
    assert (ended.code, told["seed"], told["cases"]) == (0, 2, 6)
    assert [row["change"] for row in told["rows"]] == list(MEASURED)


def test_a_seed_gives_other_mistakes(dev, words):
    known = frozenset(words)
    made = [[homophone(case.question, known, seed) for case in dev] for seed in (0, 1)]
    assert sum(a != b for a, b in zip(*made, strict=True)) > len(dev) / 2
