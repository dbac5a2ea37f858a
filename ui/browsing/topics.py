"""Topics that cross documents: what clauses of several documents are about, found by rule.

A topic is a term of the glossary. A clause is about a term where its topic sentence or its heading
names it, where it says it more than once, or where few clauses say it at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.script import searchable
from ingest.types import ClauseKind
from ui.browsing.glossary import Term, terms
from ui.browsing.kept import kept
from ui.browsing.shelf import Shelved, shelf
from ui.browsing.wording import Wording, core, wording
from ui.types import Library

LEAST_DOCUMENTS = 2
"""Documents whose clauses are about a topic."""
MANY_DOCUMENTS = 3
"""Documents that must use a term that no topic sentence names, and `LONG` its characters."""
LONG = 4
OFTEN = 1.5
"""Times that a word without a name of its own must be said in a clause that uses it, in the mean:
what a clause is about it says again, what it only mentions it does not."""
MOST_ABOUT = 0.08
"""Share of the clauses up to which each that uses a term is about it."""
SAME = 0.6
"""Share of the clauses of two topics that both have, from which one name is enough."""
_FRAME = (ClauseKind.COVER, ClauseKind.PREAMBLE, ClauseKind.CLOSING)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: its name in simplified script, its clauses in the order of time, its English name.

    `english` is empty where nobody knows one.
    """

    name: str
    clause_ids: tuple[str, ...]
    english: str = ""


def topics(library: Library) -> tuple[Topic, ...]:
    """Give the topics of a library; first those that most documents name in topic sentences."""
    return kept("topics", library, _made)


def _made(library: Library) -> tuple[Topic, ...]:
    held = [one for one in shelf(library) if one.clause.kind not in _FRAME]
    facts = [document.facts for document in library.documents.values()]
    titles = [searchable(name) for one in facts for name in (one.title, one.issuer)]
    issuers = [searchable(one.issuer) for one in facts if one.issuer]
    found: list[tuple[int, int, Topic]] = []
    known = wording([one.plain for one in held])
    for term in terms(library):
        subject = any(term.plain in name for name in titles)
        if subject or any(name in term.plain for name in issuers):
            continue
        about = _about(term, held, known)
        if (documents := _documents(about)) >= LEAST_DOCUMENTS:
            ids = tuple(one.clause.id for one in about)
            named = _documents([one for one in about if _titled(term.plain, one)])
            found.append((named, documents, Topic(term.word, ids, term.english)))
    found.sort(key=lambda one: (-one[0], -one[1], -len(one[2].clause_ids), one[2].name))
    return _apart([topic for _, _, topic in found])


def _about(term: Term, held: Sequence[Shelved], known: Wording) -> list[Shelved]:
    """Give the clauses that are about a term; none where it is only mentioned."""
    word = term.plain
    ids = frozenset(term.clause_ids)
    using = [one for one in held if one.clause.id in ids]
    titled = [one for one in using if _titled(word, one)]
    if _documents(titled) < LEAST_DOCUMENTS and not _is_matter(term, using, titled, known):
        return []
    most = max(8.0, MOST_ABOUT * len(held))
    if len(using) > most:
        using = [one for one in using if one in titled or one.plain.count(word) > 1]
    return using if len(using) <= most else []


def _is_matter(
    term: Term, using: Sequence[Shelved], titled: Sequence[Shelved], known: Wording
) -> bool:
    """Whether clauses are about a term that the topic sentences of less than two documents name."""
    if term.quoted:
        return True
    if not term.english:
        return bool(titled) and _times(term.plain, using) > OFTEN * len(using)
    if titled:
        return True
    rest = core(term.plain, known)
    says = rest == term.plain or rest not in known.follows_all | known.precedes_all
    return says and len(term.word) >= LONG and _documents(using) >= MANY_DOCUMENTS


def _times(word: str, using: Sequence[Shelved]) -> int:
    return sum(one.plain.count(word) for one in using)


def _documents(some: Sequence[Shelved]) -> int:
    return len({one.document.id for one in some})


def _titled(word: str, one: Shelved) -> bool:
    """Whether the topic sentence of a clause, or the heading right above it, has a word."""
    return word in one.title or (bool(one.clause.path) and word in searchable(one.clause.path[-1]))


def _apart(found: Sequence[Topic]) -> tuple[Topic, ...]:
    """Leave out a topic whose name and clauses are those of another, one within the other."""
    kept_apart: list[Topic] = []
    for topic in found:
        mine = set(topic.clause_ids)
        if not any(
            (topic.name in other.name or other.name in topic.name)
            and len(mine & set(other.clause_ids)) >= SAME * len(mine | set(other.clause_ids))
            for other in kept_apart
        ):
            kept_apart.append(topic)
    return tuple(kept_apart)
