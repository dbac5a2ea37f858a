"""The measures, as pure functions: each with its definition, direction and source.

All shares lie between 0 and 1, higher is better unless said otherwise. A measure that does not
apply gives None, never 0.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from evals.types import Place, Said, Verdict
from rag.words.normal import normal

SUPPORT = 0.9
"""Share of a sentence's character triples that its citations must say to support it."""
RIGHT = 1.0
"""Share of points at which an answer is right; above 0 it is right in part."""

Texts = Mapping[str, str]
"""Document id to document text."""


def hit_at(count: int, ranked: Sequence[str], gold: Collection[str]) -> float | None:
    """1 if one of the first `count` clauses is a gold clause, else 0."""
    return float(any(c in gold for c in ranked[:count])) if gold else None


def recall_at(count: int, ranked: Sequence[str], gold: Collection[str]) -> float | None:
    """Share of the gold clauses among the first `count`."""
    return len(set(ranked[:count]) & set(gold)) / len(set(gold)) if gold else None


def reciprocal_rank(ranked: Sequence[str], gold: Collection[str]) -> float | None:
    """1 divided by the rank of the first gold clause; 0 if none was retrieved (MRR is its mean)."""
    if not gold:
        return None
    return next((1 / rank for rank, c in enumerate(ranked, start=1) if c in gold), 0.0)


def ndcg_at(count: int, ranked: Sequence[str], gold: Collection[str]) -> float | None:
    """Discounted gain of the first `count` with binary relevance, over the best possible.

    Järvelin and Kekäläinen 2002: a gold clause at rank r counts 1 / log2(r + 1).
    """
    if not gold:
        return None
    got = sum(1 / math.log2(r + 1) for r, c in enumerate(ranked[:count], start=1) if c in gold)
    best = sum(1 / math.log2(r + 1) for r in range(1, min(count, len(set(gold))) + 1))
    return got / best


def points_said(text: str, points: Sequence[str]) -> float | None:
    """Share of the required points that stand in a reply, after `normal`."""
    if not points:
        return None
    said = normal(text)
    return sum(normal(point) in said for point in points) / len(points)


def cells_right(
    sentences: Sequence[Said], cells: Sequence[tuple[str, str | None, Sequence[str]]]
) -> float | None:
    """Share of the cells of a comparison that are right: (document, quote or None, points).

    A document with a quote is right if the sentences that cite it say all its points (the quote
    where there are none), one without if no sentence cites it: it was shown to say nothing.
    """
    if not cells:
        return None
    right = 0
    for document_id, quote, points in cells:
        own = [s.text for s in sentences if any(p.document_id == document_id for p in s.cites)]
        if quote is None:
            right += not own
        else:
            right += points_said("\n".join(own), points or (quote,)) == 1.0
    return right / len(cells)


def forbidden_said(text: str, must_not: Sequence[str]) -> float | None:
    """Share of the forbidden wordings that stand in a reply; lower is better."""
    if not must_not:
        return None
    said = normal(text)
    return sum(normal(wording) in said for wording in must_not) / len(must_not)


def length_ratio(text: str, gold: Sequence[Place]) -> float | None:
    """Characters of a reply per character of the gold evidence; near 1 is best, more is padding."""
    wanted = sum(place.end - place.start for place in merged(gold))
    return len(text) / wanted if wanted else None


def span_precision(cited: Sequence[Place], gold: Sequence[Place]) -> float | None:
    """Share of the cited characters that are gold evidence (LegalBench-RAG, Pipitone 2024)."""
    total = size(cited)
    return shared(cited, gold) / total if gold and total else None


def span_recall(cited: Sequence[Place], gold: Sequence[Place]) -> float | None:
    """Share of the gold characters that are cited (LegalBench-RAG)."""
    return shared(cited, gold) / size(gold) if gold else None


def evidence_share(sentences: Sequence[Said], gold: Sequence[Place]) -> float | None:
    """Share of the sentences that cite a place of the gold evidence."""
    if not sentences or not gold:
        return None
    return sum(shared(s.cites, gold) > 0 for s in sentences) / len(sentences)


def citation_recall(sentences: Sequence[Said], texts: Texts) -> float | None:
    """Share of the sentences that their citations support (ALCE, Gao et al. 2023).

    Support is computed from the documents at the places cited, not from the reply's own quotes.
    """
    if not sentences:
        return None
    return sum(supports(s.cites, s.text, texts) for s in sentences) / len(sentences)


def citation_precision(sentences: Sequence[Said], texts: Texts) -> float | None:
    """Share of the citations that are needed (ALCE).

    A citation is needed if it supports its sentence alone, or the others do not without it.
    """
    needed = total = 0
    for said in sentences:
        for place in said.cites:
            others = [p for p in said.cites if p != place]
            alone = supports([place], said.text, texts)
            whole = supports(said.cites, said.text, texts)
            needed += alone or (whole and not supports(others, said.text, texts))
            total += 1
    return needed / total if total else None


def wrong_document(cited: Sequence[Place], gold: Sequence[Place], texts: Texts) -> float | None:
    """Share of the citations whose words stand in a gold document, but that cite another one.

    Lower is better: right words from the wrong document.
    """
    right = {place.document_id for place in gold}
    if not cited or not right:
        return None
    wrong = 0
    for place in cited:
        words = normal(texts[place.document_id][place.start : place.end])
        elsewhere = any(words in normal(texts[d]) for d in right)
        wrong += place.document_id not in right and bool(words) and elsewhere
    return wrong / len(cited)


def dangling_marks(marks: Sequence[int], sources: Collection[int]) -> float | None:
    """Share of the marks in a reply that have no citation; lower is better."""
    return sum(mark not in sources for mark in marks) / len(marks) if marks else None


def verdict(
    *, refused: bool, answerable: bool, points: float | None, cited: float | None
) -> Verdict:
    """Say what became of a case.

    `points` is the share of points said, `cited` the span recall, which stands in where a case
    names no points.
    """
    if not answerable:
        return Verdict.RIGHTLY_REFUSED if refused else Verdict.WRONGLY_ANSWERED
    if refused:
        return Verdict.REFUSED
    share = points if points is not None else cited
    if share is None:
        return Verdict.UNGRADED
    if share >= RIGHT:
        return Verdict.RIGHT
    return Verdict.PARTLY if share > 0 else Verdict.WRONG


def supports(places: Sequence[Place], sentence: str, texts: Texts) -> bool:
    """Whether the documents say at these places what a sentence says.

    At least `SUPPORT` of the sentence's character triples occur there, and every figure of it.
    """
    said = normal(sentence)
    there = "\n".join(normal(texts[p.document_id][p.start : p.end]) for p in places)
    if not said or not there:
        return False
    if said in there:
        return True
    triples = [said[i : i + 3] for i in range(len(said) - 2)] or [said]
    return sum(t in there for t in triples) >= SUPPORT * len(triples) and all(
        figure in there for figure in _figures(said)
    )


def _figures(text: str) -> list[str]:
    figures, run = [], ""
    for c in text + " ":
        if c.isdigit() or (c == "." and run):
            run += c
        elif run:
            figures.append(run)
            run = ""
    return figures


def merged(places: Sequence[Place]) -> list[Place]:
    """Join places that overlap or touch, in order."""
    found: list[Place] = []
    for place in sorted(places, key=lambda p: (p.document_id, p.start, p.end)):
        last = found[-1] if found else None
        if last and last.document_id == place.document_id and place.start <= last.end:
            found[-1] = Place(last.document_id, last.start, max(last.end, place.end))
        else:
            found.append(place)
    return found


def size(places: Sequence[Place]) -> int:
    """Characters that places cover, counted once."""
    return sum(place.end - place.start for place in merged(places))


def shared(first: Sequence[Place], second: Sequence[Place]) -> int:
    """Characters that two sets of places have in common."""
    total = 0
    for one in merged(first):
        for other in merged(second):
            if one.document_id == other.document_id:
                total += max(0, min(one.end, other.end) - max(one.start, other.start))
    return total
