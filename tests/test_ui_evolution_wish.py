"""The address of the page: read, written, and never more than it should be."""

from __future__ import annotations

import pytest

from ui.evolution.wish import Wish, chosen, link, read, written, years_of


@pytest.mark.parametrize(
    "wish",
    [
        Wish(),
        Wish("个人破产"),
        Wish("a&b=c #?", ("gd-2021-key-points", "jl-2022-key-points"), "side"),
        Wish("x", (), "time", ("national", "provincial"), 2020, 2028),
        Wish("x", left="gd-2021-key-points/14", right="spc-2021-key-points/4.2"),
    ],
)
def test_a_wish_is_read_as_it_was_written(wish):
    assert read(written(wish)) == wish
    assert read("?" + written(wish)) == wish


@pytest.mark.parametrize(
    ("query", "wish"),
    [
        ("topic=a&view=x&level=moon&from=20&to=２０２４&d=a&d=a", Wish("a", ("a",))),
        ("topic=%00a%0a%e2%80%8eb%ff", Wish("ab\ufffd")),
        ("topic=a&topic=b", Wish("a")),
        ("&".join(["d=x"] * 500), Wish()),
        ("topic=%ed%a0%80", Wish("\ufffd\ufffd\ufffd")),
        ("c=gd-2021-key-points/1&t=1", Wish()),
    ],
)
def test_what_makes_no_sense_is_passed_over(query, wish):
    assert read(query) == wish


@pytest.mark.parametrize(
    ("wish", "left_out"),
    [
        (Wish(), set()),
        (Wish(documents=("nobody",)), set()),
        (Wish(levels=("national",)), {"gd-2021-key-points", "jl-2022-key-points"}),
        (Wish(first=2022), {"spc-2021-work-report", "spc-2021-key-points", "gd-2021-key-points"}),
        (Wish(last=2021), {"jl-2022-key-points", "spc-2024-2028-outline"}),
        (Wish(first=2026, last=2026, levels=("provincial",)), None),
    ],
)
def test_documents_are_chosen_by_level_and_years(library, wish, left_out):
    every = set(library.documents)
    assert set(chosen(wish, library.documents)) == (
        every - left_out if left_out is not None else set()
    )


def test_the_years_of_a_document_are_those_it_speaks_of(library):
    found = {name: years_of(d.facts) for name, d in library.documents.items()}
    assert found["spc-2024-2028-outline"] == (2024, 2028)
    assert found["spc-2021-work-report"] == (2020, 2020)


def test_a_link_names_the_page_or_its_file():
    assert link("en", Wish()) == "/en/compare"
    assert link("zh", Wish("甲", view="side"), "csv") == "/zh/compare.csv?topic=%E7%94%B2&view=side"
