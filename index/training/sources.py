"""What the encoder learns from: pairs of texts that mean the same, from named public data.

`DATA` is a folder with `laws/articles.jsonl.xz`, `gov-reports/reports.jsonl`,
`statute-retrieval/` (STARD) and `lecoqa/answers_train.jsonl`; docs/encoder.md says where each comes
from and under which licence. Only the train split of STARD is read.
"""

from __future__ import annotations

import json
import lzma
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from index.script import searchable
from index.thesaurus import read_thesaurus
from ingest.expansions import EXPANSIONS, read_expansions
from ingest.founding import founding_documents
from ingest.statements import STATEMENTS, read_statements
from ingest.types import Clause

SHORTEST = 8
"""Characters from which on a sentence is worth pairing."""
OVERLAP = 0.3
"""Share of the pairs in which the sentence stays in its article, so that words alone also count."""

_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that belong together. Of a `group` other than empty no two are set apart."""

    left: str
    right: str
    group: str = ""


def read_lines(path: Path) -> Iterator[dict[str, str]]:
    """Read JSON lines, packed by xz or not."""
    with lzma.open(path, "rt") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def sentences(text: str) -> list[str]:
    """Divide a text at full stops and semicolons; short pieces are left out."""
    found = (match.group().strip() for match in _SENTENCE.finditer(text))
    return [sentence for sentence in found if len(sentence) >= SHORTEST]


def article_text(row: Mapping[str, str]) -> str:
    """Give an article as it is searched: name of the law, last heading, text."""
    return f"{row['law']} {row['sec'].split(' / ')[-1]} {row['text']}"


def laws(data: Path, chance: random.Random) -> Iterator[Pair]:
    """Pair the heading of an article with its text, and one of its sentences with the rest."""
    for row in read_lines(data / "laws/articles.jsonl.xz"):
        text = row["text"].strip()
        if len(text) < 2 * SHORTEST:
            continue
        yield Pair(f"{row['law']} {row['sec'].split(' / ')[-1]}", text)
        pieces = sentences(text)
        if len(pieces) > 1:
            one = chance.randrange(len(pieces))
            rest = pieces if chance.random() < OVERLAP else pieces[:one] + pieces[one + 1 :]
            yield Pair(pieces[one], "".join(rest))


def reports(data: Path) -> Iterator[Pair]:
    """Pair neighbouring sentences of government reports."""
    for row in read_lines(data / "gov-reports/reports.jsonl"):
        for paragraph in row["full_text"].split("\n"):
            pieces = sentences(paragraph)
            yield from (Pair(a, b) for a, b in pairwise(pieces))


def lay_questions(data: Path) -> Iterator[Pair]:
    """Pair people's questions with the article that answers them, and with an expert's answer."""
    folder = data / "statute-retrieval"
    articles = {row["_id"]: row for row in read_lines(folder / "corpus.jsonl.xz")}
    asked = {row["_id"]: row["text"] for row in read_lines(folder / "stard_queries.jsonl")}
    answers = {row["_id"]: row["answer"] for row in read_lines(data / "lecoqa/answers_train.jsonl")}
    split: dict[str, list[str]] = {}
    for line in (folder / "stard_qrels.tsv").read_text().splitlines():
        question, article, part = line.split("\t")
        if part == "train":
            split.setdefault(question, []).append(article)
    for question, golds in split.items():
        for article in golds:
            yield Pair(asked[question], article_text(articles[article]))
            if question in answers:
                yield Pair(answers[question], article_text(articles[article]))
        if question in answers:
            yield Pair(asked[question], answers[question])


def written_questions(chance: random.Random, without: str = "") -> Iterator[Pair]:
    """Pair the questions written for a clause with its text and with another of its questions.

    `without` names a document that is left out, to see what the encoder does for a new one.
    """
    clauses = {c.id: c for parsed in founding_documents() for c in parsed.clauses}
    for clause_id, one in read_expansions(EXPANSIONS, clauses).items():
        if clauses[clause_id].document_id == without:
            continue
        chinese = (*one.questions_zh, *one.lay_terms)
        english = tuple(text for text in (*one.questions_en, one.title_en) if text)
        for text in (*chinese, *english):
            yield Pair(text, _clause_text(clauses[clause_id]), clause_id)
            yield Pair(text, chance.choice(chinese or english), clause_id)
        for text in english:
            yield Pair(text, chance.choice(english), clause_id)


def stated_questions(chance: random.Random, without: str = "") -> Iterator[Pair]:
    """Pair the questions written for what a clause states with its words and with one another."""
    clauses = {c.id: c for parsed in founding_documents() for c in parsed.clauses}
    for one in read_statements(STATEMENTS, clauses):
        clause = clauses[one.clause_id]
        if clause.document_id == without:
            continue
        group, words = f"{clause.id}#{one.start}", clause.text[one.start : one.end]
        for text in one.questions:
            yield Pair(text, f"{clause.title} {words}", group)
            yield Pair(text, chance.choice(one.questions), group)


def terms() -> Iterator[Pair]:
    """Pair the other names, everyday words and English of a concept with its official term."""
    for concept in read_thesaurus():
        for name in (*concept.other, *concept.lay, *concept.english):
            yield Pair(name, concept.official, concept.official)


def _clause_text(clause: Clause) -> str:
    return " ".join((*clause.path, clause.title, clause.text))


def all_pairs(data: Path, seed: int, without: str = "") -> dict[str, list[Pair]]:
    """Give the pairs of every source in searchable form, without pairs of equal texts."""
    chance = random.Random(seed)  # noqa: S311 - which sentence is drawn is no secret
    found = {
        "laws": laws(data, chance),
        "reports": reports(data),
        "lay questions": lay_questions(data),
        "written questions": written_questions(chance, without),
        "stated questions": stated_questions(chance, without),
        "terms": terms(),
    }
    return {
        name: [
            Pair(searchable(p.left), searchable(p.right), p.group)
            for p in pairs
            if p.left != p.right
        ]
        for name, pairs in found.items()
    }
