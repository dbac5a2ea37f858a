"""Which sentence the next turn of a dialogue asks about, by all that speaks for one.

`手机上能不能弄？从哪儿进` after a reply on 跨域立案 names no subject: the clause last cited is the
likeliest one that answers, then its neighbours and those of other documents on the same matter. How
much each sign counts beside the words and the meaning of the turn is fitted:
`python -m evals.fit_dialogue` wrote `dialogue.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from index.library import Library
from index.thesaurus import official_terms
from index.types import Scope
from ingest.types import Clause
from rag.evidence import Evidence
from rag.fitting import can_answer
from rag.inquiry import Inquiry
from rag.sentences import Span, terms_of
from rag.spoken_of import Spoken
from rag.wanted import fits

DIALOGUE_FILE = Path(__file__).parent / "dialogue.toml"
BRIEF = 8
"""Characters of a turn's own words up to which a search for them alone tells little."""
SAME_MATTER = 0.5
"""Cosine from which on a clause is of the matter of the one last cited."""

_Places = Mapping[str, Sequence[tuple[int, int, float]]]


class Bearing(NamedTuple):
    """What speaks for a sentence, or how much each of these adds; 0 to 1 where not said.

    `last`: its clause was cited last, `earlier`: before that, `beside`: it stands next to one cited
    last; `alike`: cosine of its clause with that one, `document`: it stands in a document that is
    meant, else in that of the last reply; `hit`: share of the best score of a search for the turn,
    `brief`: the same if the turn is brief; `own`: share of the turn's rare words it has, `terms`:
    of the official terms for them; `meaning`: cosine with the turn, `joint`: with the turn and the
    matter before it; `stated`: likeness of what it states (0 to 1.5), `together`: to both;
    `fits`: whether it states the particular asked for (-1 to 1); `said`: share of it that the last
    reply said; `topic`: it only names a subject.
    """

    last: float = 0.0
    earlier: float = 0.0
    beside: float = 0.0
    alike: float = 0.0
    document: float = 0.0
    hit: float = 0.0
    brief: float = 0.0
    own: float = 0.0
    terms: float = 0.0
    meaning: float = 0.0
    joint: float = 0.0
    stated: float = 0.0
    together: float = 0.0
    fits: float = 0.0
    said: float = 0.0
    topic: float = 0.0

    @property
    def bound(self) -> bool:
        """Whether the dialogue has anything to do with the clause."""
        spoken = self.last or self.earlier or self.beside
        return bool(spoken) or self.alike >= SAME_MATTER


_FITTED: dict[str, dict[str, float]] = tomllib.loads(DIALOGUE_FILE.read_text(encoding="utf-8"))
WEIGHTS = Bearing(**_FITTED["bearing"])


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence that may answer, with what speaks for it."""

    span: Span
    bearing: Bearing

    def score(self, weights: Bearing = WEIGHTS) -> float:
        """Log-odds against the other sentences; higher is likelier."""
        return sum(a * b for a, b in zip(self.bearing, weights, strict=True))


def weighed(inquiry: Inquiry, spoken: Spoken) -> list[Weighed]:
    """Weigh the sentences that a turn may ask about; `inquiry` has the turn and its hits."""
    alike = spoken.alike(inquiry.scope)
    clauses = _clauses(inquiry, spoken, alike)
    scores = {hit.clause.id: hit.score / inquiry.hits[0].score for hit in inquiry.hits}
    judge = _Judge(inquiry, spoken)
    documents = spoken.meant(inquiry.question) or tuple(c.document_id for c in spoken.last)
    found: list[Weighed] = []
    for clause in clauses:
        hit = scores.get(clause.id, 0.0)
        context = Bearing(
            last=clause in spoken.last,
            earlier=clause in spoken.earlier,
            beside=clause in spoken.beside,
            alike=alike.get(clause.id, 0.0),
            document=clause.document_id in documents,
            hit=hit,
            brief=hit * (len(inquiry.question.words) <= BRIEF),
        )
        found += [Weighed(span, bearing) for span, bearing in judge.of(clause, context)]
    return found


def _clauses(inquiry: Inquiry, spoken: Spoken, alike: Mapping[str, float]) -> list[Clause]:
    library = inquiry.library
    near = (*spoken.last, *spoken.earlier, *spoken.beside, *(library.clauses[i] for i in alike))
    clauses = dict.fromkeys((*near, *(hit.clause for hit in inquiry.hits)))
    return [c for c in clauses if inquiry.scope.admits(library.documents[c.document_id])]


class _Judge:
    """Holds what is asked, to compare it with the sentences of clauses."""

    def __init__(self, inquiry: Inquiry, spoken: Spoken) -> None:
        words, library, turn = inquiry.question.words, inquiry.library, spoken.turns[0]
        both = f"{turn.topic} {words}"
        self._inquiry = inquiry
        self._own = Evidence.of(words, library)
        self._official = Evidence.of(" ".join(official_terms(inquiry.question.standalone)), library)
        self._vectors = library.encoder.encode_queries([words, both])
        self._stated = _likeness(words, library, inquiry.scope)
        self._together = _likeness(both, library, inquiry.scope)
        self._replied = terms_of(turn.reply)

    def of(self, clause: Clause, context: Bearing) -> list[tuple[Span, Bearing]]:
        """Weigh the sentences of a clause; those of another kind than is asked for are left out."""
        inquiry = self._inquiry
        spans = inquiry.sentences.of(clause).spans
        vectors = inquiry.sentences.vectors(clause, inquiry.library.encoder)
        cosines = (vectors @ self._vectors.T).tolist()
        found: list[tuple[Span, Bearing]] = []
        for span, (meaning, joint) in zip(spans, cosines, strict=True):
            if can_answer(span, inquiry.question, self._own):
                own = context._replace(
                    own=self._own.coverage(span.terms),
                    terms=self._official.coverage(span.terms),
                    meaning=max(meaning, 0.0),
                    joint=max(joint, 0.0),
                    stated=_at(span, self._stated),
                    together=_at(span, self._together),
                    fits=fits(inquiry.question, span.text),
                    said=len(self._replied & span.terms) / max(len(span.terms), 1),
                    topic=span.topic,
                )
                found.append((span, own))
        return found


def _likeness(words: str, library: Library, scope: Scope) -> _Places:
    """Give the likeness of what each clause states, by its id, with the places in the clause."""
    found: dict[str, list[tuple[int, int, float]]] = {}
    for one in library.stated(words, scope):
        place = one.statement.start, one.statement.end, one.likeness
        found.setdefault(one.statement.clause_id, []).append(place)
    return found


def _at(span: Span, likeness: _Places) -> float:
    """The likeness of what a sentence states."""
    places = likeness.get(span.clause.id, ())
    return max((v for a, b, v in places if a < span.end and span.start < b), default=0.0)
