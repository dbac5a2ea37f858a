"""How likely a sentence belongs in the cell of a comparison: two looks at all that is compared.

The first is at each sentence by itself, the second sets it beside the likeliest sentence of the
other documents: what that one says in its own words (`四类案件`) is often what the question says in
everyday ones. `python -m evals.fit_cells` wrote `cells.toml`.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from operator import mul
from pathlib import Path
from typing import NamedTuple

from index.library import Library
from rag.comparing.cell_signs import NOTHING, Signs
from rag.words.evidence import Evidence
from rag.words.sentences import Sheet

CELLS_FILE = Path(__file__).parent / "cells.toml"


class Beside(NamedTuple):
    """What speaks for a sentence beside the likeliest one of the other documents.

    `alike`: their cosine, `shared`: share of that one's rare words, each times its chance,
    which is `lead`; `alone`: log-odds of the sentence by itself.
    """

    alone: float = 0.0
    alike: float = 0.0
    shared: float = 0.0
    lead: float = 0.0


def log_odds(found: Sequence[Signs], odds: Signs) -> list[float]:
    """Weigh the signs of each sentence."""
    none = odds.always
    return [none if one is NOTHING else sum(map(mul, one, odds)) for one in found]


def chance(odds: float) -> float:
    """Give the chance, 0 to 1, that log-odds stand for."""
    return 1 / (1 + math.exp(-max(min(odds, 30.0), -30.0)))


def beside(
    alone: Sequence[Sequence[float]], sheets: Sequence[Sheet], library: Library
) -> list[list[Beside]]:
    """Set every sentence beside the likeliest of the other documents; `alone` are the log-odds."""
    leads = [(max(own, default=-30.0), place) for place, own in enumerate(alone)]
    ranked = sorted(leads, key=lambda lead: (-lead[0], lead[1]))
    found = []
    for place, own in enumerate(alone):
        best, other = next((lead for lead in ranked if lead[1] != place), (-30.0, place))
        if other == place:
            found.append([Beside(odds) for odds in own])
            continue
        row, likely = list(alone[other]).index(best), chance(best)
        said = Evidence.of(sheets[other].plain[row], library).weights
        shared = sheets[place].coverage(said)
        alike = sheets[place].likeness(sheets[other].vectors[row])
        found.append(
            [
                Beside(odds, likely * a, likely * s, likely)
                for odds, a, s in zip(own, alike, shared, strict=True)
            ]
        )
    return found


class Fitted(NamedTuple):
    """The odds of both looks; `second` weighs the signs again, after those of `Beside`."""

    first: Signs
    beside: Beside
    second: Signs


_TOLD = tomllib.loads(CELLS_FILE.read_text(encoding="utf-8"))
FITTED = Fitted(Signs(**_TOLD["first"]), Beside(**_TOLD["beside"]), Signs(**_TOLD["second"]))
LEAST: float = _TOLD["least"]
"""Chance from which on a document says something."""
NEAR: float = _TOLD["near"]
"""Share of the chance of its best sentence that another one needs."""
TOLD: dict[str, float] = _TOLD["told"]
"""The odds of `rag.comparing.told`."""


def chances(
    signs: Sequence[Sequence[Signs]],
    sheets: Sequence[Sheet],
    library: Library,
    fitted: Fitted = FITTED,
) -> list[list[float]]:
    """Say how likely each sentence belongs in the cell of its document: a list for each."""
    alone = [log_odds(own, fitted.first) for own in signs]
    neighbours = beside(alone, sheets, library)
    odds = (*fitted.beside, *fitted.second)
    return [
        [
            0.0 if s is NOTHING else chance(sum(map(mul, (*b, *s), odds)))
            for b, s in zip(near, own, strict=True)
        ]
        for near, own in zip(neighbours, signs, strict=True)
    ]
