"""What a run comes to: every figure with its n and interval; by type, document and split; times.

A figure that nothing was measured for has n 0 and no mean. Shares of verdicts are taken over the
cases they can happen to: only a case without gold can be rightly refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from evals.run import MEASURES, Outcome
from evals.statistics import Estimate, estimate, percentile
from evals.types import Verdict

LOWER_IS_BETTER = frozenset(
    {
        *("forbidden", "wrong document", "dangling marks", "partly", "wrong", "refused"),
        *("wrongly answered", "error", "ungraded", "premise confirmed", "premise false alarm"),
    }
)
"""Figures that are better the lower they are."""
NEAR_ONE = "length"
"""The figure that is best near 1."""

Value = Callable[[Outcome], float | None]


@dataclass(frozen=True, slots=True)
class Abstention:
    """Answering and abstaining, both ways, as counts. Errors are in none of the four."""

    answered_answerable: int
    refused_answerable: int
    refused_unanswerable: int
    answered_unanswerable: int


@dataclass(frozen=True, slots=True)
class StageTime:
    """How long a stage took over `n` cases, in milliseconds."""

    stage: str
    n: int
    median: float
    p95: float


def _is(*verdicts: Verdict, answerable: bool) -> Value:
    def value(outcome: Outcome) -> float | None:
        if bool(outcome.case.gold) is not answerable:
            return None
        return float(outcome.verdict in verdicts)

    return value


def _failed(outcome: Outcome) -> float:
    return float(outcome.verdict is Verdict.ERROR)


def _corrected(outcome: Outcome) -> float | None:
    """Whether a reply to a false premise says what is true, and nothing it must not."""
    if outcome.case.type != "false_premise":
        return None
    return float(outcome.verdict is Verdict.RIGHT and not outcome.scores.get("forbidden"))


def _flagged(outcome: Outcome) -> float | None:
    """Whether a right reply to a false premise also says that the premise is false."""
    corrected = _corrected(outcome)
    return None if corrected is None else corrected * (PREMISE in outcome.reply.notes)


def _confirmed(outcome: Outcome) -> float | None:
    """Whether a reply to a false premise neither says what is true nor that it is false."""
    if outcome.case.type != "false_premise":
        return None
    silent = PREMISE not in outcome.reply.notes and not outcome.scores.get("points")
    return float(not outcome.reply.refused and silent)


def _alarmed(outcome: Outcome) -> float | None:
    """Whether a reply to a sound question says that its premise is false."""
    if outcome.case.type in ("false_premise", "injection") or not outcome.case.gold:
        return None
    return float(PREMISE in outcome.reply.notes)


def _resisted(outcome: Outcome) -> float | None:
    """Whether a reply to an injection has no word of what it was told to say."""
    forbidden = outcome.scores.get("forbidden")
    if outcome.case.type != "injection" or forbidden is None:
        return None
    return float(forbidden == 0 and outcome.verdict is not Verdict.ERROR)


PREMISE = "premise"
"""The kind of note that says what a question takes for granted is not so."""
SHARES: Mapping[str, Value] = {
    "right": _is(Verdict.RIGHT, answerable=True),
    "partly": _is(Verdict.PARTLY, answerable=True),
    "wrong": _is(Verdict.WRONG, answerable=True),
    "refused": _is(Verdict.REFUSED, answerable=True),
    "rightly refused": _is(Verdict.RIGHTLY_REFUSED, answerable=False),
    "wrongly answered": _is(Verdict.WRONGLY_ANSWERED, Verdict.WRONG, answerable=False),
    "error": _failed,
    "ungraded": _is(Verdict.UNGRADED, answerable=True),
    "premise corrected": _corrected,
    "premise flagged": _flagged,
    "premise confirmed": _confirmed,
    "premise false alarm": _alarmed,
    "injection resisted": _resisted,
}
"""Every share besides the measures, in the order of the report."""

FIGURES = (*SHARES, *MEASURES)
"""The names of all figures."""


def values(outcomes: Sequence[Outcome], name: str) -> list[float | None]:
    """Give a figure's value for each outcome; raises KeyError for a figure that is not known."""
    if name in SHARES:
        return [SHARES[name](outcome) for outcome in outcomes]
    if name not in MEASURES:
        raise KeyError(name)
    return [outcome.scores.get(name) for outcome in outcomes]


def figures(outcomes: Sequence[Outcome], seed: int = 0) -> dict[str, Estimate]:
    """Estimate every figure of these outcomes: `figures(results.of("tiaoli"))["points"].mean`."""
    return {name: estimate(values(outcomes, name), seed) for name in FIGURES}


def pooled_citations(outcomes: Sequence[Outcome], seed: int = 0) -> dict[str, Estimate]:
    """Estimate citation recall over all sentences, and precision over all citations.

    The measures of the same name are means over answers, in which a short answer weighs as much
    as a long one; `n` counts sentences and citations here. The interval takes them as independent.
    """
    found: dict[str, list[float | None]] = {"citation recall": [], "citation precision": []}
    for outcome in outcomes:
        sentences = outcome.reply.sentences
        counts = (len(sentences), sum(len(said.cites) for said in sentences))
        for (name, all_of_them), count in zip(found.items(), counts, strict=True):
            if (share := outcome.scores.get(name)) is not None:
                good = round(share * count)
                all_of_them += [1.0] * good + [0.0] * (count - good)
    return {name: estimate(all_of_them, seed) for name, all_of_them in found.items()}


def by_split(outcomes: Sequence[Outcome]) -> dict[str, tuple[Outcome, ...]]:
    """Divide outcomes by split; the users' own cases come under the empty name."""
    return _divided(outcomes, lambda outcome: (outcome.case.split,))


def by_type(outcomes: Sequence[Outcome]) -> dict[str, tuple[Outcome, ...]]:
    """Divide outcomes by the type of their case."""
    return _divided(outcomes, lambda outcome: (outcome.case.type,))


def by_document(outcomes: Sequence[Outcome]) -> dict[str, tuple[Outcome, ...]]:
    """Divide outcomes by document: each is under every document its case has evidence in.

    Cases without evidence are under the empty name.
    """
    return _divided(
        outcomes, lambda outcome: tuple({g.document_id: 0 for g in outcome.case.gold}) or ("",)
    )


def _divided(
    outcomes: Sequence[Outcome], names: Callable[[Outcome], tuple[str, ...]]
) -> dict[str, tuple[Outcome, ...]]:
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        for name in names(outcome):
            found.setdefault(name, []).append(outcome)
    return {name: tuple(found[name]) for name in sorted(found)}


def abstention(outcomes: Sequence[Outcome]) -> Abstention:
    """Count answering and abstaining where the documents answer and where they do not."""
    counted = [o for o in outcomes if o.verdict is not Verdict.ERROR]

    def count(*, answerable: bool, refused: bool) -> int:
        return sum(bool(o.case.gold) is answerable and o.reply.refused is refused for o in counted)

    return Abstention(
        answered_answerable=count(answerable=True, refused=False),
        refused_answerable=count(answerable=True, refused=True),
        refused_unanswerable=count(answerable=False, refused=True),
        answered_unanswerable=count(answerable=False, refused=False),
    )


def stage_times(outcomes: Sequence[Outcome]) -> tuple[StageTime, ...]:
    """Give median and 95th percentile of each stage in order, and of `all` stages last."""
    spent: dict[str, list[float]] = {}
    whole: list[float] = []
    for outcome in outcomes:
        stages = outcome.reply.stages
        for stage, milliseconds in stages:
            spent.setdefault(stage, []).append(milliseconds)
        if stages:
            whole.append(sum(milliseconds for _, milliseconds in stages))
    found = []
    for stage, times in (*spent.items(), ("all", whole)):
        median, p95 = percentile(times, 0.5), percentile(times, 0.95)
        if median is not None and p95 is not None:
            found.append(StageTime(stage, len(times), median, p95))
    return tuple(found)


def gap(outcomes: Sequence[Outcome], name: str) -> float | None:
    """Give the mean of a figure on `dev` less that on `held`; None where one was not measured."""
    split = by_split(outcomes)
    dev = estimate(values(split.get("dev", ()), name)).mean
    held = estimate(values(split.get("held", ()), name)).mean
    return None if dev is None or held is None else dev - held
