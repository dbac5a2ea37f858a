"""The public data sets: national statutes rebuilt from their articles, policies, reports."""

from __future__ import annotations

import json
import lzma
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import TiaoliError
from ingest.facts import guess_facts
from ingest.layout import lay_out
from ingest.parse import parse
from ingest.types import ClauseKind, Facts, Line, Parsed, Source

pytestmark = pytest.mark.data

_ANNEX = re.compile(r"\n(?=附\s*[件录表则][0-9一二三四五：:]?)")
"""Where an annex begins below the last article; the data set counts it to that article."""


@pytest.fixture(scope="module")
def data() -> Path:
    """The folder with the public data sets."""
    folder = os.environ.get("TIAOLI_DATA", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip(
            "set TIAOLI_DATA to the folder that holds laws/articles.jsonl.xz, "
            "gov-policy/policies.jsonl and gov-reports/reports.jsonl"
        )
    return Path(folder)


@dataclass
class Tally:
    """What came out of reading every statute again."""

    statutes: int = 0
    same: int = 0
    articles: int = 0
    same_articles: int = 0
    paths: int = 0
    same_paths: int = 0
    without_articles: int = 0
    refused: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def statutes(data) -> Tally:
    tally = Tally()
    with lzma.open(data / "laws" / "articles.jsonl.xz", "rt", encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if "DLC" not in row["file"]]
    for name, group in groupby(rows, key=lambda row: row["file"]):
        articles = list(group)
        if any(row["art"] for row in articles):
            _read_again(name, articles, tally)
        else:
            tally.without_articles += 1
    print(tally)  # noqa: T201
    return tally


def _read_again(name: str, rows: list[dict[str, Any]], tally: Tally) -> None:
    """Parse a statute written out as continuous text and compare numbers, texts and headings."""
    lines = tuple(Line(text, n) for n, text in enumerate(_written_out(rows), start=1))
    try:
        parsed = parse(Source(name, "0" * 64, lines), Facts(id="x", title=rows[0]["law"]))
    except TiaoliError as error:
        tally.refused.append(str(error))
        return
    found = [c for c in parsed.clauses if re.match("第.*[条條]", c.number or "")]
    texts = [(c.number or "", _squeezed(c.text)) for c in found]
    expected = _articles(rows)
    tally.statutes += 1
    tally.articles += len(expected)
    tally.same_articles += sum((Counter(texts) & Counter(expected)).values())
    if texts == expected:
        tally.same += 1
    else:
        tally.different.append(name)
    sections = [_sections(row) for row in rows if row["art"]]
    if len(found) == len(sections):
        tally.paths += len(sections)
        tally.same_paths += sum(
            [_squeezed(h) for h in c.path] == [_squeezed(s) for s in section]
            for c, section in zip(found, sections, strict=True)
        )


def _written_out(rows: list[dict[str, Any]]) -> list[str]:
    """The lines of a statute: title, headings where they change, articles."""
    lines, open_sections = [rows[0]["law"]], []
    for row in rows:
        sections = _sections(row)
        same = [a == b for a, b in zip(sections, open_sections, strict=False)]
        if sections != open_sections:
            lines += sections[[*same, False].index(False) :]
        open_sections = sections
        lines += ((row["art"] + "　" if row["art"] else "") + row["text"]).split("\n")
    return lines


def _articles(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Number and words of every article; a row without number goes on from the one before."""
    articles: list[tuple[str, str]] = []
    section = None
    for row in rows:
        text = _squeezed(_ANNEX.split("\n" + row["text"])[0])
        if row["art"]:
            articles.append((row["art"], _squeezed(row["art"]) + text))
        elif articles and row["sec"] == section:
            number, words = articles[-1]
            articles[-1] = (number, words + text)
        section = row["sec"]
    return articles


def _sections(row: dict[str, Any]) -> list[str]:
    return [section for section in row["sec"].split(" / ") if section]


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_there_are_as_many_statutes_as_measured(statutes):
    assert statutes.statutes > 1_400
    assert statutes.articles > 64_000
    assert statutes.without_articles < 150


def test_no_statute_is_refused(statutes):
    assert statutes.refused == []


def test_995_of_1000_statutes_give_the_same_articles_in_the_same_words(statutes):
    assert statutes.same / statutes.statutes >= 0.995, statutes.different


def test_9995_of_10000_articles_are_the_same(statutes):
    assert statutes.same_articles / statutes.articles >= 0.9995


def test_9995_of_10000_articles_stand_under_the_same_headings(statutes):
    assert statutes.same_paths / statutes.paths >= 0.9995


def _documents(path: Path, key: str) -> Iterator[tuple[str, str, Parsed]]:
    with path.open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            lines = tuple(Line(text, n) for n, text in enumerate(row[key].split("\n"), start=1))
            made = Source("document.txt", "0" * 64, lines)
            layout = lay_out(made)
            yield row["title"], row[key], parse(made, guess_facts(made, layout), layout)


@pytest.fixture(scope="module")
def policies(data) -> list[tuple[str, str, Parsed]]:
    return list(_documents(data / "gov-policy" / "policies.jsonl", "text"))


@pytest.fixture(scope="module")
def reports(data) -> list[tuple[str, str, Parsed]]:
    return list(_documents(data / "gov-reports" / "reports.jsonl", "full_text"))


def test_every_policy_and_report_adds_up_to_its_source(policies, reports):
    assert (len(policies), len(reports)) == (60, 31)
    for title, text, parsed in [*policies, *reports]:
        parts = [(h.start, h.text) for h in parsed.document.headings]
        parts += [(c.start, c.text) for c in parsed.clauses]
        read = Counter(_squeezed("".join(words for _, words in parts)))
        left_out = Counter(_squeezed("".join(f.text for f in parsed.document.furniture)))
        assert read + left_out == Counter(_squeezed(text)), title


def test_every_policy_s_title_is_read_off(policies):
    wrong = [
        (title, parsed.document.facts.title)
        for title, _, parsed in policies
        if _squeezed(parsed.document.facts.title) != _squeezed(title)
    ]
    assert wrong == []


def test_document_numbers_are_read_where_printed_and_nowhere_else(policies):
    printed = 0
    for title, text, parsed in policies:
        lines = re.findall(r"^国[^\n。]{1,6}〔\d{4}〕\d+号$", text, re.MULTILINE)
        assert parsed.document.facts.number == (lines[0] if lines else ""), title
        printed += bool(lines)
    assert printed == 58


def test_nearly_every_policy_s_date_and_sign_off_are_found(policies):
    dated = [parsed for _, _, parsed in policies if parsed.document.facts.date]
    signed = [
        parsed
        for _, _, parsed in policies
        if any(c.kind is ClauseKind.CLOSING for c in parsed.clauses)
    ]
    assert len(dated) == 60
    assert len(signed) >= 57


def test_a_report_s_sections_are_its_headings(reports):
    for title, text, parsed in reports:
        printed = re.findall(r"^[\s　]*([一二三四五六]、[^。；\n]{4,40})$", text, re.MULTILINE)
        headings = {_squeezed(h.text) for h in parsed.document.headings}
        missing = [line for line in printed if _squeezed(line) not in headings]
        assert missing == [], title
