"""Whether any of the documents compared speaks of the topic at all.

`量子计算` has a likeliest sentence too, as everything has; here it is weighed whether that one is
about the topic. `python -m evals.fit_cells` wrote the odds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import mul
from typing import NamedTuple

from index.advice import about_documents
from index.holdings import TEXT
from index.home import EXPANSION_FIELD
from index.library import Library
from rag.comparing.cell_chances import TOLD as FITTED
from rag.comparing.cell_chances import chance
from rag.comparing.cell_signs import Signs
from rag.understanding.question import Question
from rag.words.sentences import terms_of

_HIGHEST = 0.999
"""Chance above which log-odds tell no more."""


class Told(NamedTuple):
    """What shows that the likeliest sentence of all is about the topic.

    `said`, `meaning`, `asked`, `quoted`: its `Signs`; `official`: `official` or `named`; `likely`:
    log-odds of its chance; `own`: log-odds that the question is no request for legal advice
    (`index.advice`); `known`: share of the question's words and pairs of characters that stand in
    any clause or question written for one. `always` is 1.
    """

    said: float = 0.0
    meaning: float = 0.0
    asked: float = 0.0
    official: float = 0.0
    quoted: float = 0.0
    likely: float = 0.0
    own: float = 0.0
    known: float = 0.0
    always: float = 1.0


ODDS = Told(**{name: FITTED[name] for name in Told._fields})
LEAST: float = FITTED["least"]
"""Chance from which on a comparison is answered."""


def told(
    question: Question,
    signs: Sequence[Sequence[Signs]],
    likely: Sequence[Sequence[float]],
    library: Library,
) -> Told:
    """Read off what the likeliest sentence of all shows; there must be one."""
    best, likeliest = max(
        (
            (one, odds)
            for own, chances in zip(signs, likely, strict=True)
            for one, odds in zip(own, chances, strict=True)
        ),
        key=lambda pair: pair[1],
    )
    sure = min(likeliest, _HIGHEST)
    return Told(
        said=best.said,
        meaning=best.meaning,
        asked=best.asked,
        official=max(best.official, best.named),
        quoted=best.quoted,
        likely=math.log(sure / (1 - sure)),
        own=about_documents(question.standalone, library),
        known=_known(question.words, library),
    )


def is_told(found: Told, odds: Told = ODDS) -> bool:
    """Whether a topic is spoken of likely enough."""
    return chance(sum(map(mul, found, odds))) >= LEAST


def _known(words: str, library: Library) -> float:
    """Share of the words and pairs of characters that stand anywhere in the library."""
    fields = (TEXT, EXPANSION_FIELD) if library.field(EXPANSION_FIELD) else (TEXT,)
    longer = [term for term in terms_of(words) if len(term) > 1]
    most = {field: library.rarity("\0", field) for field in fields}
    known = sum(any(library.rarity(t, f) < most[f] for f in fields) for t in longer)
    return known / max(1, len(longer))
