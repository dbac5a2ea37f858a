"""Nothing is lost, added, changed or read twice: what fails is refused, and the place is named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.coverage import check_clauses, check_source
from ingest.errors import StructureError
from ingest.furniture import BLANK
from ingest.parse import parse
from ingest.types import Facts, Furniture, Line, Parsed, Piece, Source
from tests.sources import read, source

TEXT = """\
一、重点任务
1.完善立案机制。推动网上立案，
做到全时立案。
2.完善审判机制。繁简分流。
- 1 -
二、组织实施
各级法院要落实责任。确保到位。"""


@pytest.fixture
def parsed() -> Parsed:
    return read(TEXT)


def check(made: Source, parsed: Parsed) -> None:
    check_source(made, parsed.document)
    check_clauses(parsed.document, parsed.clauses)


def refused(parsed: Parsed, *, made: Source | None = None) -> str:
    with pytest.raises(StructureError) as error:
        check(made or source(TEXT), parsed)
    assert "\n" not in str(error.value)
    assert str(error.value).endswith("please report this file")
    return str(error.value)


def with_document(parsed: Parsed, **changes: object) -> Parsed:
    return replace(parsed, document=replace(parsed.document, **changes))


def test_a_sound_document_passes(parsed):
    check(source(TEXT), parsed)


def test_a_lost_line_is_named(parsed):
    longer = source(TEXT + "\n落款：司改办")
    assert refused(parsed, made=longer).startswith("points.txt: line 8: “落款：司改办” was lost")


def test_lost_words_in_a_line_are_named(parsed):
    longer = source(TEXT.replace("繁简分流。", "繁简分流。轻重分离。"))
    assert "line 4: “轻重分离。” was lost" in refused(parsed, made=longer)


def test_lost_furniture_is_named(parsed):
    assert "line 5: “- 1 -” was lost" in refused(with_document(parsed, furniture=()))


def test_a_changed_character_is_named(parsed):
    text = parsed.document.text.replace("繁简分流", "繁简分離")
    message = refused(with_document(parsed, text=text))
    assert message.startswith(
        "points.txt: line 4: “2.完善审判机制。繁简分離。” is not what the file says"
    )


def test_added_words_are_named(parsed):
    text = parsed.document.text + "另行通知。"
    assert "line 7: “另行通知。” was added" in refused(with_document(parsed, text=text))


def test_words_added_between_lines_are_named(parsed):
    document = parsed.document
    shifted = [replace(p, start=p.start + 3) if p.line >= 4 else p for p in document.pieces]
    at = shifted[3].start - 3
    text = document.text[:at] + "另有\n" + document.text[at:]
    made = with_document(parsed, text=text, pieces=tuple(shifted))
    assert "line 3: “另有” was added" in refused(made)


def test_a_line_read_twice_is_named(parsed):
    document = parsed.document
    again = Piece(len(document.text) + 1, len("一、重点任务"), 1, 0)
    made = with_document(
        parsed, text=document.text + "\n一、重点任务", pieces=(*document.pieces, again)
    )
    assert "line 1: “一、重点任务” was moved or is read twice" in refused(made)


def test_words_both_read_and_left_out_are_named(parsed):
    twice = (*parsed.document.furniture, Furniture(1, 0, "一、", "markup"))
    assert "line 1: “一、” is read twice" in refused(with_document(parsed, furniture=twice))


def test_a_line_that_is_not_in_the_file_is_named(parsed):
    more = (*parsed.document.furniture, Furniture(70, 0, "页脚", "running head"))
    assert "line 70: “页脚” stands on no line of the file" in refused(
        with_document(parsed, furniture=more)
    )


def test_a_doubled_clause_is_named(parsed):
    first, *rest = parsed.clauses
    message = refused(replace(parsed, clauses=(first, first, *rest)))
    assert message.startswith(
        "points.txt: line 2: “1.完善立案机制。推动网上立案，做到全时立案。” is in x/1"
    )
    assert "and again in x/1" in message


def test_a_lost_clause_is_named(parsed):
    first, _, *rest = parsed.clauses
    message = refused(replace(parsed, clauses=(first, *rest)))
    assert message.startswith(
        "points.txt: line 4: “2.完善审判机制。繁简分流。” belongs to no clause"
    )


def test_a_lost_heading_is_named(parsed):
    made = with_document(parsed, headings=parsed.document.headings[:1])
    assert "line 6: “二、组织实施” belongs to no clause" in refused(made)


def test_a_clause_with_a_hole_is_named(parsed):
    first, *rest = parsed.clauses
    holed = replace(first, text=first.text.replace("推动", ""))
    message = refused(replace(parsed, clauses=(holed, *rest)))
    assert message.startswith("points.txt: line 2: “1.完善立案机制。网上立案")
    assert "is not the text of x/1" in message


def test_a_clause_cut_short_is_named(parsed):
    first, *rest = parsed.clauses
    cut = replace(first, text=first.text[:-7], end=first.end - 7)
    assert "line 3: “做到全时立案。” belongs to no clause" in refused(
        replace(parsed, clauses=(cut, *rest))
    )


def test_a_clause_that_takes_in_a_heading_is_named(parsed):
    first, second, *rest = parsed.clauses
    end = parsed.document.headings[1].end
    wide = replace(second, end=end, text=parsed.document.text[second.start : end])
    message = refused(replace(parsed, clauses=(first, wide, *rest)))
    assert "line 6: “二、组织实施” is in x/2 and again in a heading" in message


WORDS = "完善立案机制，推动改革任务。；“一”第条附则年月日要点"
numbers = st.integers(1, 30).flatmap(
    lambda n: st.sampled_from(
        [
            f"{n}.",
            f"（{n}）",
            f"第{n}条　",
            f"第{n}章 ",
            "一、",
            "（一）",
            "二、",
            "①",
            "附件1",
            "**",
        ]
    )
)
words = st.text(alphabet=WORDS + " 　a1.%-", max_size=70)
line = st.one_of(
    words,
    st.builds(str.__add__, numbers, words),
    st.sampled_from(
        ["", "　　", "附则", "目录", "2021年3月1日", "— 3 —", "下转第五版", "各位代表："]
    ),
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    lines=st.lists(line, max_size=40),
    width=st.sampled_from([0, 0, 20, 34]),
    page=st.sampled_from([0, 0, 5]),
    title=st.sampled_from(["要点", "完善立案机制", ""]),
)
def test_no_document_loses_a_character(lines, width, page, title):
    if width:
        lines = [cut for whole in lines for cut in _columns(whole, width)]
    made = Source(
        "random.txt",
        "0" * 64,
        tuple(
            Line(text, number, number // page if page else None)
            for number, text in enumerate(lines, start=1)
        ),
    )
    parsed = parse(made, Facts(id="x", title=title))
    spans = sorted(
        [(h.start, h.text) for h in parsed.document.headings]
        + [(c.start, c.text) for c in parsed.clauses]
    )
    kept = [c for _, text in spans for c in text] + [
        c for f in parsed.document.furniture for c in f.text
    ]
    source_characters = [c for text in lines for c in text]
    assert sorted(c for c in kept if c not in BLANK) == sorted(
        c for c in source_characters if c not in BLANK
    )
    assert len({c.id for c in parsed.clauses}) == len(parsed.clauses)


def _columns(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)] or [""]
