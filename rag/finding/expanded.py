"""Everyday and English questions: whether the clause that was found is sure enough to answer.

`欠了钱还不上能走破产吗` shares no word with 个人破产制度, so the words of the documents cannot
show that the clause answers: the questions written for it and the vectors found it. How likely it
is right is estimated from what the search shows; `python -m evals.fit_chance` wrote `chance.toml`.
"""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import NamedTuple

from index.advice import about_documents
from index.holdings import TEXT
from index.home import EXPANSION_FIELD
from index.library import Library
from index.script import searchable
from index.types import Hit
from ingest.types import Clause, ClauseKind
from rag.finding.retrieve import WEIGHTS
from rag.understanding.question import COUNTING, Intent, Question
from rag.words.evidence import Evidence
from rag.words.particulars import figures
from rag.words.sentences import terms_of

CHANCE_FILE = Path(__file__).parent / "chance.toml"
LEAST_FOR_FIGURE = 0.6
"""The same where a figure is asked for: one that counts something else would mislead."""
NEAR = 0.85
"""Share of the best score at which another document answers too."""
NEAR_BESIDE = 0.9
"""The same for another clause of the same document."""
MOST = 3
"""Clauses that may answer one everyday question."""
FORMAL = frozenset({ClauseKind.COVER, ClauseKind.PREAMBLE, ClauseKind.CLOSING})
LEAST_FOR_FORMAL = 0.5
"""Share of a question that one of a preamble's or cover sheet's own must say, or its cosine with
one on a thing they state: they attract nothing by chance."""
FEWEST, WORD = 3, 3
"""Pairs of characters that a question must share with the library to be answered by its meaning,
and pairs that an English word counts for."""
FEWEST_ASKED, ASKED = 2, 0.9
"""The same where one question written for the clause says this share of its words: 民告官."""
SURE = 0.6
"""Chance of a find from which on a preamble answers too, however little of it is said."""
LONGEST_SLOGAN = 4
"""Characters of a slogan that counts (五庭一院): longer ones are found where they are printed."""
MOST_MARGIN = 8.0
"""A wider margin says nothing more."""


class Signs(NamedTuple):
    """What tells a good find from a poor one, or what each adds to the log-odds of a good one.

    `margin`: how far the score of the best clause lies before the second's; `meaning`: cosine of
    the best clause; `asked`: cosine of the nearest question written for it; `stated`: of the one
    written for a thing it states, `said` the share of words in these (for a clause without any,
    both as `asked`); `covered`: share of the question's rare words that the clause and its headings
    have (who speaks the documents' language and is not answered by their words is not answered at
    all); `figure`: 1 if a figure is asked for; `own`: log-odds that it is no request for legal
    advice (`index.advice`); `always` is 1.
    """

    margin: float = 0.0
    meaning: float = 0.0
    asked: float = 0.0
    stated: float = 0.0
    said: float = 0.0
    covered: float = 0.0
    figure: float = 0.0
    own: float = 0.0
    always: float = 1.0


NAMES = Signs._fields
_FITTED: dict[str, float] = tomllib.loads(CHANCE_FILE.read_text(encoding="utf-8"))
ODDS = Signs(**{name: _FITTED[name] for name in NAMES})
LEAST = _FITTED["least"]
"""Chance of a good find from which on it is an answer."""


def signs(question: Question, library: Library, hits: tuple[Hit, ...]) -> Signs:
    """Read the signs off the hits of a question, of which there must be one."""
    best = hits[0]
    text = terms_of("\n".join((*best.clause.path, best.clause.text)))
    why = dict(best.why)
    meaning = why.get("meaning", 0.0) / WEIGHTS.meaning
    asked = _likeness(question, best.clause, library, meaning)
    divided = best.clause.id in {one.clause_id for one in library.statements}
    return Signs(
        margin=min(MOST_MARGIN, best.score - (hits[1].score if len(hits) > 1 else 0.0)),
        meaning=meaning,
        asked=asked,
        stated=why.get("stated", 0.0) / WEIGHTS.stated if divided else asked,
        said=why.get("stated_words", 0.0) / WEIGHTS.stated_words if divided else asked,
        covered=Evidence.of(question.words, library).coverage(text),
        figure=question.intent is Intent.NUMBER,
        own=about_documents(question.standalone, library),
    )


def _likeness(question: Question, clause: Clause, library: Library, otherwise: float) -> float:
    """Give the cosine of the question with the nearest one written for a clause, if any was."""
    written = library.field(EXPANSION_FIELD).get(clause.id)
    if not written or not question.words:
        return otherwise
    asked = library.encoder.encode_queries([question.words])[0]
    return float((library.encoder.encode_clauses(written.split("\n")) @ asked).max())


def chance(found: Signs, odds: Signs = ODDS) -> float:
    """Estimate how likely it is that the best clause is what is asked for, 0 to 1."""
    sum_ = sum(a * b for a, b in zip(found, odds, strict=True))
    return 1 / (1 + math.exp(-sum_))


def sound(question: Question, hits: tuple[Hit, ...], library: Library) -> tuple[Hit, ...]:
    """Keep the hits whose clause has all figures, years apart, and quoted terms of the question.

    What no clause has is quoted in the asker's own words or in English and not needed, unless its
    meaning is asked or it counts something, as the slogans of the documents do.
    """
    quoted = [term for term in question.quoted if _is_term(term, question, library)]
    needed = (*question.figures, *quoted)
    return tuple(h for h in hits if all(n in searchable(h.clause.text) for n in needed))


def _is_term(quoted: str, question: Question, library: Library) -> bool:
    """Whether what is quoted is a term of the documents, or would be one."""
    counts = COUNTING.match(quoted) and len(quoted) <= LONGEST_SLOGAN and figures(quoted)
    if question.defines or counts:
        return True
    return any(quoted in searchable(clause.text) for clause in library.clauses.values())


def asked_of(question: Question, library: Library) -> Evidence:
    """Weigh a question's words by their rarity among the written questions, if there are any."""
    return Evidence.of(question.words, library, (TEXT, *_further(library))[-1])


def answering(
    question: Question, library: Library, hits: tuple[Hit, ...], likely: float, *, worded: bool
) -> tuple[Hit, ...]:
    """Keep the hits that answer: the best if likely enough, and those that are as near.

    What is not `worded` as the documents are must have a few words that they know.
    """
    asked = asked_of(question, library)
    figure = question.intent is Intent.NUMBER
    if likely < (LEAST_FOR_FIGURE if figure else LEAST):
        return ()
    best = hits[0]
    said, _ = nearest_question(asked, best.clause, library)
    fewest = FEWEST_ASKED if said >= ASKED and not figure else FEWEST
    if not worded and _known(asked, library) < fewest:
        return ()
    stated = dict(best.why).get("stated", 0.0) / WEIGHTS.stated
    if best.clause.kind in FORMAL and max(said, stated) < LEAST_FOR_FORMAL and likely < SURE:
        return ()
    kept = [best]
    for hit in hits[1:] if not question.naming.named else ():
        documents = {one.clause.document_id for one in kept}
        least = NEAR_BESIDE if hit.clause.document_id in documents else NEAR
        if hit.score >= least * best.score and hit.clause.kind not in FORMAL:
            kept.append(hit)
    return tuple(kept)[:MOST]


def _known(asked: Evidence, library: Library) -> int:
    """Count a question's pairs of characters and words that occur in any clause or question."""
    known = {field: library.rarity("\0", field) for field in (TEXT, *_further(library))}
    return sum(
        WORD if term.isascii() and term.isalpha() else 1
        for term in asked.weights
        if len(term) > 1 and any(library.rarity(term, f) < most for f, most in known.items())
    )


def _further(library: Library) -> tuple[str, ...]:
    return (EXPANSION_FIELD,) if library.field(EXPANSION_FIELD) else ()


def nearest_question(asked: Evidence, clause: Clause, library: Library) -> tuple[float, str]:
    """Find the question written for a clause that says most of the user's: its share, and it.

    For a clause without any, its own sentences stand for them.
    """
    lines = (library.field(EXPANSION_FIELD).get(clause.id) or clause.text).split("\n")
    return max((asked.coverage(terms_of(line)), line) for line in lines)
