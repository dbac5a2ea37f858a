"""How much of a question a sentence covers: the share of its rare words that the sentence says.

`执行权监督制约` is fully covered by `完善执行权监督制约制度体系`. The share decides which sentences
answer and whether any does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress

from index.holdings import TEXT
from index.library import Library
from index.script import searchable
from index.terms import terms

_RUN = re.compile(r"[\u3400-\u9fff]+")
_UNKNOWN = 0.6
"""Weight of a pair of characters that no clause has, as a share of its rarity: many such pairs are
only the seam of two words (`法院把`), so they count less than a rare term that does occur."""
_SINGLE = 0.15
"""Weight of a single character beside a pair."""


@dataclass(frozen=True)
class Evidence:
    """The weighted terms of one question; `weights` maps a term to its share of the whole.

    `longest` is its longest run of Chinese characters.
    """

    weights: dict[str, float] = field(default_factory=dict)
    longest: str = ""

    @classmethod
    def of(cls, words: str, library: Library, field: str = TEXT) -> Evidence:
        """Weigh the terms of a question by their rarity in a field of the library."""
        everywhere = library.rarity("\0", field)
        weights: dict[str, float] = {}
        for term in dict.fromkeys(terms(words)):
            rarity = library.rarity(term, field)
            weight = rarity * (_UNKNOWN if rarity >= everywhere else 1.0)
            weights[term] = weight * (_SINGLE if len(term) == 1 and not term.isascii() else 1.0)
        total = sum(weights.values())
        runs = _RUN.findall(searchable(words))
        longest = max(runs, key=len, default="")
        return cls({t: w / total for t, w in weights.items()} if total else {}, longest)

    def coverage(self, found: frozenset[str]) -> float:
        """Share of the question's weight whose terms are among `found`, 0 to 1."""
        return sum(compress(self.weights.values(), map(found.__contains__, self.weights)))

    def terms_in(self, found: frozenset[str]) -> frozenset[str]:
        """The question's terms that are among `found`."""
        return self._terms & found

    @cached_property
    def _terms(self) -> frozenset[str]:
        return frozenset(self.weights)

    def phrase(self, text: str) -> float:
        """Share of the question's longest run of characters that stands unbroken in a text, 0 to 1.

        `人民法庭建设` stands whole in `深入推进人民法庭建设`, half in `国际商事法庭建设`. `text` is
        in searchable form.
        """
        run, best = self.longest, 0
        for start in range(len(run)):
            while start + best < len(run) and run[start : start + best + 1] in text:
                best += 1
        return best / len(run) if best > 1 else 0.0
