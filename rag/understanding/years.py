"""The years that a document speaks about."""

from __future__ import annotations

import re

from ingest.types import Facts

YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def years_of(facts: Facts) -> set[int]:
    """Give the years a document speaks about: its period, or its year of issue."""
    found = [int(y) for y in YEAR.findall(facts.period)]
    if len(found) == 2:
        return set(range(found[0], found[1] + 1))
    return set(found) or ({facts.year} if facts.year else set())


def fits_years(facts: Facts, words: str) -> bool:
    """Whether the year in a description, if there is one, is a year of the document."""
    said = {int(year) for year in YEAR.findall(words)}
    return not said or bool(said & (years_of(facts) | ({facts.year} if facts.year else set())))
