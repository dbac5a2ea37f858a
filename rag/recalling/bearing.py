"""What speaks for a sentence as the answer to the next turn of a dialogue, and how much.

`手机上能不能弄？从哪儿进` after a reply on 跨域立案 names no subject: the clause last cited is the
likeliest one that answers, then its neighbours and those of other documents on the same matter.
The turn, the matter before it and the sentence last quoted each speak for themselves. How much each
sign counts is fitted (`python -m evals.fit_dialogue` wrote `dialogue.toml`), apart for turns that
mean a document: after `那吉林呢` the matter is the one before, elsewhere it may be a new one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rag.words.sentences import Span

DIALOGUE_FILE = Path(__file__).parent / "dialogue.toml"
SAME_MATTER = 0.5
"""Cosine from which on a clause is of the matter of the one last cited."""


class Bearing(NamedTuple):
    """What speaks for a sentence, or how much each of these adds; 0 to 1 where not said.

    Its clause: `last`: it was cited last, `earlier`: before that, `beside`: it stands next to one
    cited last; `alike`: cosine with that one; `hit`: share of the best score of a search for the
    turn. Its document: `document`: it is meant, `alone`: one part in as many as are; `same`: none
    is and the last reply stands on it, `told`: an earlier turn was about it.

    The turn: `own`: share of its rare words the sentence has, `terms`: of the official terms for
    them; `meaning`: cosine; `stated`: likeness of what it states (0 to 1.5); `able`: it is of the
    kind that is asked for; `fits`: it states the particular asked for (-1 to 1). The turn with the
    matter before it: `joint`: cosine, `together`: likeness of what it states, `joint_own`: share of
    the rare words of both, `matter`: of that matter's alone. The turn before the last, with its
    reply: `before`: cosine, `before_own`: share of its rare words.

    The sentence last quoted: `quoted`: cosine, `quoted_stated`: likeness; with the turn: `onward`,
    `onward_stated`, `onward_own`. `said`: share of the sentence that the last reply said; `topic`:
    it only names a subject.
    """

    last: float = 0.0
    earlier: float = 0.0
    beside: float = 0.0
    alike: float = 0.0
    hit: float = 0.0
    document: float = 0.0
    alone: float = 0.0
    same: float = 0.0
    told: float = 0.0
    own: float = 0.0
    terms: float = 0.0
    meaning: float = 0.0
    stated: float = 0.0
    able: float = 0.0
    fits: float = 0.0
    joint: float = 0.0
    together: float = 0.0
    matter: float = 0.0
    joint_own: float = 0.0
    before: float = 0.0
    before_own: float = 0.0
    quoted: float = 0.0
    quoted_stated: float = 0.0
    onward: float = 0.0
    onward_stated: float = 0.0
    onward_own: float = 0.0
    said: float = 0.0
    topic: float = 0.0

    @property
    def bound(self) -> bool:
        """Whether the dialogue has anything to do with the clause."""
        spoken = self.last or self.earlier or self.beside
        return bool(spoken) or self.alike >= SAME_MATTER


_FITTED: dict[str, dict[str, float]] = tomllib.loads(DIALOGUE_FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence that may answer, with what speaks for it."""

    span: Span
    bearing: Bearing

    def score(self, weights: Bearing) -> float:
        """Log-odds against the other sentences; higher is likelier."""
        return sum(a * b for a, b in zip(self.bearing, weights, strict=True))


class Weights(NamedTuple):
    """How much each sign counts, where the turn means a document and where it means none."""

    meant: Bearing
    open: Bearing

    def of(self, found: Sequence[Weighed]) -> Bearing:
        """Give those for the sentences of a turn."""
        return self.meant if any(one.bearing.document for one in found) else self.open


WEIGHTS = Weights(Bearing(**_FITTED["meant"]), Bearing(**_FITTED["open"]))
