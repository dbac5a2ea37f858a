"""Weighs the sentences that the next turn of a dialogue may ask about (`rag.recalling.bearing`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from index.library import Library
from index.thesaurus import official_terms
from index.types import Scope
from ingest.types import Clause
from rag.dialogue.spoken_of import Spoken
from rag.finding.fitting import can_answer
from rag.finding.inquiry import Inquiry
from rag.finding.retrieve import retrieve
from rag.recalling.bearing import Bearing, Weighed
from rag.recalling.meant import documents_meant
from rag.recalling.wanted import fits
from rag.words.evidence import Evidence
from rag.words.sentences import Span, terms_of

NEAREST = 12
"""Clauses of the same matter, and as many nearest to the reply and the turn, that may answer."""

_Places = Mapping[str, Sequence[tuple[int, int, float]]]


def weighed(inquiry: Inquiry, spoken: Spoken, cited: Sequence[Clause] = ()) -> list[Weighed]:
    """Weigh the sentences that a turn may ask about; `inquiry` has the turn and its hits.

    `cited` are further clauses that may answer: those of an answer found otherwise.
    """
    alike = spoken.alike(inquiry.scope)
    meant = documents_meant(inquiry.question, spoken)
    scores = _shares(inquiry, meant)
    judge = _Judge(inquiry, spoken)
    nearest = judge.nearest(Scope(documents=meant) if meant else inquiry.scope)
    found: list[Weighed] = []
    ids = (*_first(alike, meant, inquiry.library), *nearest, *scores)
    for clause in _clauses(inquiry, spoken, ids, cited):
        context = Bearing(
            last=clause in spoken.last,
            earlier=clause in spoken.earlier,
            beside=clause in spoken.beside,
            alike=alike.get(clause.id, 0.0),
            hit=scores.get(clause.id, 0.0),
            document=clause.document_id in meant,
            alone=(clause.document_id in meant) / max(len(meant), 1),
            same=not meant and clause.document_id in spoken.documents,
            told=not meant and clause.document_id in spoken.told,
        )
        found += [Weighed(span, bearing) for span, bearing in judge.of(clause, context)]
    return found


def _shares(inquiry: Inquiry, meant: tuple[str, ...]) -> dict[str, float]:
    """Share of the best score of a search, by clause id: of all documents, and of those meant."""
    hits = [inquiry.hits]
    if meant and meant != inquiry.scope.documents and inquiry.question.words:
        hits.append(retrieve(inquiry.question, inquiry.library, Scope(documents=meant)))
    found: dict[str, float] = {}
    for hit in (hit for one in hits for hit in one):
        best = next(one[0].score for one in hits if hit in one)
        found[hit.clause.id] = max(found.get(hit.clause.id, 0.0), hit.score / best)
    return found


def _first(alike: Mapping[str, float], meant: tuple[str, ...], library: Library) -> list[str]:
    """The clauses most like the one last cited: of all documents, and of those meant."""
    ranked = sorted(alike, key=lambda id_: (-alike[id_], id_))
    own = [id_ for id_ in ranked if library.clauses[id_].document_id in meant]
    return [*ranked[:NEAREST], *own[:NEAREST]]


def _clauses(
    inquiry: Inquiry, spoken: Spoken, ids: Sequence[str], cited: Sequence[Clause]
) -> list[Clause]:
    library = inquiry.library
    near = (*spoken.last, *spoken.earlier, *spoken.beside, *(library.clauses[i] for i in ids))
    clauses = dict.fromkeys((*near, *cited))
    return [c for c in clauses if inquiry.scope.admits(library.documents[c.document_id])]


class _Judge:
    """Holds what is asked, to compare it with the sentences of clauses."""

    def __init__(self, inquiry: Inquiry, spoken: Spoken) -> None:
        words, library, turn = inquiry.question.words, inquiry.library, spoken.turns[0]
        self._inquiry = inquiry
        self._replied = terms_of(turn.reply)
        quoted = self._quoted(spoken)
        both, onward = f"{turn.topic} {words}", f"{quoted} {words}"
        self._own = Evidence.of(words, library)
        self._official = Evidence.of(" ".join(official_terms(inquiry.question.standalone)), library)
        before = " ".join(f"{one.topic} {one.reply}" for one in spoken.turns[1:2])
        others = (onward, both, turn.topic, before)
        self._others = [Evidence.of(text, library) for text in others]
        texts = [words, both, quoted, onward]
        self._vectors = library.encoder.encode_queries([*texts, before])
        self._stated = [_likeness(text, library, inquiry.scope) for text in texts]

    def _quoted(self, spoken: Spoken) -> str:
        """The sentence that the last reply said most of, else the reply."""
        known = self._inquiry.sentences
        spans = [span for clause in spoken.last for span in known.of(clause).spans]
        best = max(spans, key=self._said, default=None)
        return best.text if best else spoken.turns[0].reply

    def _said(self, span: Span) -> float:
        return len(self._replied & span.terms) / max(len(span.terms), 1)

    def nearest(self, scope: Scope) -> list[str]:
        """The ids of the clauses nearest to the sentence last quoted and the turn."""
        found = self._inquiry.library.nearest(self._vectors[3], NEAREST, scope)
        return [clause_id for clause_id, _ in found]

    def of(self, clause: Clause, context: Bearing) -> Iterator[tuple[Span, Bearing]]:
        """Weigh the sentences of a clause."""
        inquiry = self._inquiry
        vectors = inquiry.sentences.vectors(clause, inquiry.library.encoder)
        cosines = (vectors @ self._vectors.T).clip(0.0).tolist()
        spans = inquiry.sentences.of(clause).spans
        for span, (meaning, joint, quoted, onward, before) in zip(spans, cosines, strict=True):
            onward_own, joint_own, matter, before_own = (
                one.coverage(span.terms) for one in self._others
            )
            stated, together, quoted_stated, onward_stated = (
                _at(span, likeness) for likeness in self._stated
            )
            yield (
                span,
                context._replace(
                    own=self._own.coverage(span.terms),
                    terms=self._official.coverage(span.terms),
                    meaning=meaning,
                    stated=stated,
                    able=can_answer(span, inquiry.question, self._own),
                    fits=fits(inquiry.question, span.text),
                    joint=joint,
                    together=together,
                    quoted=quoted,
                    quoted_stated=quoted_stated,
                    onward=onward,
                    onward_stated=onward_stated,
                    onward_own=onward_own,
                    matter=matter,
                    joint_own=joint_own,
                    before=before,
                    before_own=before_own,
                    said=self._said(span),
                    topic=span.topic,
                ),
            )


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
