"""The glossary: terms and slogans that the clauses use, found by rule in any library.

A term is what a clause puts in quotation marks (`“四类案件”`), an official term of the thesaurus
that stands in a clause, or a word that recurs in the clauses (`ui.browsing.recurring`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.script import searchable, to_simplified
from index.thesaurus import read_thesaurus
from ui.browsing.kept import kept
from ui.browsing.recurring import MOST_WITHIN, recurring
from ui.browsing.shelf import Shelved, shelf
from ui.types import Library

LONGEST_QUOTED = 12
"""Characters; what is longer in quotation marks is a sentence."""
MOST_SPREAD = 0.08
"""Share of the clauses that may use a word that recurs: more is the language of all of them."""
MOST_USED = 0.15
"""Share of the clauses that may use a term at all: 人民法院 needs no entry."""
_QUOTED = re.compile(r"“([^“”，。；：！？,;:!?\n]{2,20})”")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Term:
    """A term: as written in simplified script, its English name or nothing, where it is used.

    `clause_ids` are in the order of time; `first` is the id of the document that has it first.
    `quoted` says that a clause puts it in quotation marks.
    """

    word: str
    english: str
    clause_ids: tuple[str, ...]
    first: str
    quoted: bool = False

    @property
    def plain(self) -> str:
        """The word in the form that is searched."""
        return searchable(self.word)


def terms(library: Library) -> tuple[Term, ...]:
    """Give the terms of a library, those that most clauses use first."""
    return kept("terms", library, _made)


def _made(library: Library) -> tuple[Term, ...]:
    held = shelf(library)
    texts = [one.plain for one in held]
    whole = "\n".join(texts)
    titles = [searchable(one.facts.title) for one in library.documents.values()]
    official = {word: named for word, named in _official().items() if word in whole}
    quoted = _slogans(held, whole)
    words = {
        **{
            word: (word, "")
            for word in _recurring(texts, whole, (*official, *quoted))
            if not any(word in title for title in titles)
        },
        **{word: (written, "") for word, written in quoted.items()},
        **official,
    }
    across = _across(words, whole)
    found = (
        _term(word, *named, held, across[word], word in quoted and _is_slogan(word, whole))
        for word, named in words.items()
    )
    most = max(8.0, MOST_USED * len(held))
    used = [one for one in found if one is not None and len(one.clause_ids) <= most]
    return tuple(sorted(used, key=lambda one: (-len(one.clause_ids), one.word)))


def _official() -> dict[str, tuple[str, str]]:
    """Map the official terms of the thesaurus, searchable, to themselves and their English."""
    written = [concept.official.strip("“”") for concept in read_thesaurus()]
    plain = searchable("\n".join(written)).split("\n")
    english = (next(iter(concept.english), "") for concept in read_thesaurus())
    return {key: (word, name) for key, word, name in zip(plain, written, english, strict=True)}


def _slogans(held: Sequence[Shelved], whole: str) -> dict[str, str]:
    """Map what clauses put in quotation marks, searchable, to how it is written.

    Two characters that mostly stand without them are a word like others: `“双重”管理`.
    """
    found: dict[str, str] = {}
    for one in held:
        for match in _QUOTED.finditer(one.plain):
            word = match.group(1).strip()
            if len(word) <= LONGEST_QUOTED and _HAN.search(word):
                found.setdefault(
                    word, to_simplified(one.clause.text[slice(*match.span(1))]).strip()
                )
    return {
        word: as_written
        for word, as_written in found.items()
        if len(word) > 2 or _is_slogan(word, whole)
    }


def _is_slogan(word: str, whole: str) -> bool:
    """Whether a word mostly stands in quotation marks."""
    marked, times = whole.count(f"“{word}”"), whole.count(word)
    return 2 * marked > times or (2 * marked == times and len(word) > 2)


def _recurring(texts: Sequence[str], whole: str, named: Iterable[str]) -> list[str]:
    """Give the words that recur, without what everybody says and pieces of what has a name."""
    names = "\n".join(named)
    most = max(3.0, MOST_SPREAD * len(texts))
    return [
        word
        for word, clauses in recurring(texts).items()
        if len(clauses) <= most and not (word in names and _is_piece(word, whole, names))
    ]


def _is_piece(word: str, whole: str, names: str) -> bool:
    limit = MOST_WITHIN * whole.count(word)
    longer = (name for name in names.split("\n") if word in name and name != word)
    return sum(whole.count(name) for name in longer) >= limit


def _across(words: Iterable[str], whole: str) -> dict[str, list[str]]:
    """Give for each word what it stands in where another word begins before it and ends within.

    产权司法保护 stands so in `知识产权司法保护`, which is 知识产权 and not 产权.
    """
    found: dict[str, list[str]] = {word: [] for word in words}
    beginning: dict[str, list[str]] = {}
    for word in found:
        for length in range(2, len(word)):
            beginning.setdefault(word[:length], []).append(word)
    for other in found:
        for length in range(2, len(other)):
            for word in beginning.get(other[-length:], ()):
                joined = other[:-length] + word
                if joined in whole:
                    found[word].append(joined)
    return found


def _term(
    word: str,
    written: str,
    english: str,
    held: Sequence[Shelved],
    across: Sequence[str],
    quoted: bool,
) -> Term | None:
    """Make a term with the clauses that use it; None where every use is across another word."""
    using = [
        one
        for one in held
        if word in one.plain
        and (not across or one.plain.count(word) > max(map(one.plain.count, across)))
    ]
    if not using:
        return None
    ids = tuple(one.clause.id for one in using)
    return Term(written, english, ids, using[0].document.id, quoted)
