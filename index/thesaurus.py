"""The thesaurus: everyday words, abbreviations and English for the terms of court reform.

`thesaurus.tsv` is written to be read: a concept a line, its official term, other official names,
everyday words, English, and a clause in which the term stands. A question that says `老赖` is also
searched for `失信被执行人`, in any document. `python -m index.thesaurus` checks the file.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from index.errors import IndexFault
from index.script import searchable

FILE = Path(__file__).parent / "thesaurus.tsv"
COLUMNS = ("official", "other", "lay", "english", "source")
MOST_MEANINGS = 2
"""Concepts that one everyday or English word may stand for."""
SHORTEST = 2
"""Characters of the shortest Chinese name."""
LONGEST = 16
"""Characters, or English words, of the longest name that is looked for in a question."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[a-z0-9]+")
_ENDING = re.compile(r"(?:ies|es|s|ing|ed)$")
_Runs = TypeVar("_Runs", str, tuple[str, ...])


@dataclass(frozen=True, slots=True)
class Concept:
    """One line: the official term and its other words; `source` is a clause id or empty."""

    official: str
    other: tuple[str, ...]
    lay: tuple[str, ...]
    english: tuple[str, ...]
    source: str


def parse_thesaurus(text: str, name: str = FILE.name) -> tuple[Concept, ...]:
    """Read the lines of a thesaurus.

    Raises `IndexFault`, naming the line, for a wrong number of columns, an official term that is
    missing or stands twice, a line without everyday or English words, a Chinese name of one
    character, and an everyday or English word of more than two concepts.
    """
    lines = text.splitlines()
    if not lines or tuple(lines[0].split("\t")) != COLUMNS:
        raise IndexFault(f"{name}, line 1: the columns must be {', '.join(COLUMNS)}")
    concepts: dict[str, Concept] = {}
    meanings: dict[str, int] = {}
    for number, line in enumerate(lines[1:], start=2):
        concept = _concept(line, f"{name}, line {number}")
        if concept.official in concepts:
            raise IndexFault(f"{name}, line {number}: {concept.official} stands twice; join them")
        for word in dict.fromkeys((*concept.lay, *concept.english)):
            meanings[word] = meanings.get(word, 0) + 1
            if meanings[word] > MOST_MEANINGS:
                raise IndexFault(
                    f"{name}, line {number}: {word!r} is a word of more than {MOST_MEANINGS}"
                    " concepts; leave it where it fits best"
                )
        concepts[concept.official] = concept
    return tuple(concepts.values())


def _concept(line: str, where: str) -> Concept:
    cells = line.split("\t")
    if len(cells) != len(COLUMNS):
        raise IndexFault(f"{where}: has {len(cells)} columns instead of {len(COLUMNS)}")
    official, other, lay, english, source = (cell.strip() for cell in cells)
    concept = Concept(official, _names(other), _names(lay), _names(english, ";"), source)
    if not official or not (concept.lay or concept.english):
        raise IndexFault(f"{where}: needs an official term and everyday or English words")
    for word in (official, *concept.other, *concept.lay):
        if len(word) < SHORTEST:
            raise IndexFault(f"{where}: {word!r} is too short to be told from a part of a word")
    return concept


def _names(cell: str, mark: str = "；") -> tuple[str, ...]:
    return tuple(name.strip() for name in cell.split(mark) if name.strip())


@cache
def read_thesaurus() -> tuple[Concept, ...]:
    """Read the shipped thesaurus, once."""
    return parse_thesaurus(FILE.read_text(encoding="utf-8"))


def official_terms(question: str) -> tuple[str, ...]:
    """Give the official terms of what a question says in other words, in the thesaurus's order.

    A term the question itself uses is left out. Example: `official_terms("老赖不还钱怎么办")` has
    `失信被执行人`.
    """
    text = searchable(question)
    chinese, english = _chinese(), _english()
    said = {n for run in _runs(text) if run in chinese for n in chinese[run]}
    if stems := tuple(_stems(text)):
        said |= {n for run in _runs(stems) if run in english for n in english[run]}
    concepts = read_thesaurus()
    official = (concepts[n].official for n in sorted(said))
    return tuple(term for term in official if term not in text)


def concepts_in(text: str) -> tuple[tuple[str, Concept], ...]:
    """Give the concepts that a text names, each with the words that name it, in order.

    Of names that overlap the longest is taken. Example: `concepts_in("法官惩戒制度")` pairs
    `法官惩戒制度` with the concept 法官惩戒.
    """
    plain = searchable(text)
    named, taken = _named(), list[tuple[int, int, str]]()
    for length in range(min(LONGEST, len(plain)), SHORTEST - 1, -1):
        for start in range(len(plain) - length + 1):
            name, end = plain[start : start + length], start + length
            if name in named and all(end <= left or start >= right for left, right, _ in taken):
                taken.append((start, end, name))
    concepts = read_thesaurus()
    if not taken and (stems := _stems(plain)):
        return _in_english(stems)
    return tuple((name, concepts[n]) for _, _, name in sorted(taken) for n in named[name])


def _in_english(stems: list[str]) -> tuple[tuple[str, Concept], ...]:
    """Give the concepts that English words name, the longest names first found."""
    taken: list[tuple[int, int]] = []
    for length in range(min(LONGEST, len(stems)), 0, -1):
        for start in range(len(stems) - length + 1):
            free = all(start + length <= left or start >= right for left, right in taken)
            if free and tuple(stems[start : start + length]) in _english():
                taken.append((start, start + length))
    concepts = read_thesaurus()
    runs = (tuple(stems[start:end]) for start, end in sorted(taken))
    return tuple((" ".join(run), concepts[n]) for run in runs for n in _english()[run])


@cache
def _named() -> Mapping[str, tuple[int, ...]]:
    """Map official and other names, and everyday words, to the numbers of their concepts."""
    found = dict(_chinese())
    for number, word in _plain(lambda concept: (concept.official,)):
        found[word] = (number,)
    return found


@cache
def _chinese() -> Mapping[str, tuple[int, ...]]:
    """Map other names and everyday words, in searchable form, to the numbers of their concepts."""
    found: dict[str, tuple[int, ...]] = {}
    for number, word in _plain(lambda concept: (*concept.other, *concept.lay)):
        found[word] = (*found.get(word, ()), number)
    return found


@cache
def _english() -> Mapping[tuple[str, ...], tuple[int, ...]]:
    """Map English and abbreviations, as stems, to the numbers of their concepts."""
    found: dict[tuple[str, ...], tuple[int, ...]] = {}
    for number, word in _plain(lambda concept: (*concept.other, *concept.english)):
        if not _HAN.search(word) and (stems := tuple(_stems(word))):
            found[stems] = (*found.get(stems, ()), number)
    return found


def _plain(names: Callable[[Concept], Iterable[str]]) -> Iterator[tuple[int, str]]:
    """Pair numbers of concepts with their names in searchable form.

    All are converted at once: 5,000 of them one by one take 0.1 s.
    """
    pairs = [(n, name) for n, concept in enumerate(read_thesaurus()) for name in names(concept)]
    words = searchable("\n".join(name for _, name in pairs)).split("\n")
    return zip((number for number, _ in pairs), words, strict=True)


def _runs(items: _Runs) -> list[_Runs]:
    """Give every run of up to `LONGEST` neighbouring characters or words."""
    size = len(items)
    return [
        items[start:end]
        for start in range(size)
        for end in range(start + 1, min(start + LONGEST, size) + 1)
    ]


def _stems(text: str) -> list[str]:
    """Give the English words of a text without their endings, so that plurals are found."""
    words = _WORD.findall(text)
    return [_ENDING.sub("", word) if len(word) > 4 else word for word in words]


def unsupported(concepts: Iterable[Concept], texts: Mapping[str, str]) -> list[str]:
    """List the concepts whose source clause has none of their official names.

    `texts` are the clauses by id in searchable form.
    """
    return [
        concept.official
        for concept in concepts
        if concept.source
        and not any(
            searchable(name) in texts.get(concept.source, "")
            for name in (concept.official, *concept.other)
        )
    ]


def main() -> int:
    """Check the shipped file against the founding documents; 1 if something is wrong."""
    from index.passages import clause_text
    from ingest.founding import founding_documents

    clauses = (clause for parsed in founding_documents() for clause in parsed.clauses)
    texts = {clause.id: searchable(clause_text(clause)) for clause in clauses}
    try:
        concepts = read_thesaurus()
    except IndexFault as error:
        sys.stderr.write(f"{error}\n")
        return 1
    wrong = unsupported(concepts, texts)
    for official in wrong:
        sys.stderr.write(f"{FILE.name}: {official}: its source clause does not have it\n")
    sys.stdout.write(f"{len(concepts)} concepts\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
