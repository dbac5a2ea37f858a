"""Two runs side by side: the cases won and lost, and whether the difference is more than chance.

Only cases that both runs asked, word for word the same, are compared; the others are counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.results import Results
from evals.run import Outcome
from evals.statistics import mcnemar, paired_bootstrap
from evals.summary import FIGURES, LOWER_IS_BETTER, NEAR_ONE, values
from evals.types import Verdict
from ingest.errors import TiaoliError

SIGNIFICANT = 0.05

_RANK = {
    Verdict.RIGHT: 3,
    Verdict.RIGHTLY_REFUSED: 3,
    Verdict.PARTLY: 2,
    Verdict.REFUSED: 1,
    Verdict.UNGRADED: 1,
    Verdict.WRONG: 0,
    Verdict.WRONGLY_ANSWERED: 0,
    Verdict.ERROR: -1,
}
"""Better verdicts are higher: not answering is better than answering wrongly."""


class DiffError(TiaoliError):
    """Two runs have nothing to compare."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One case as two runs answered it."""

    before: Outcome
    after: Outcome

    @property
    def change(self) -> int:
        """Steps on the scale of verdicts: negative is worse."""
        return _RANK[self.after.verdict] - _RANK[self.before.verdict]


@dataclass(frozen=True, slots=True)
class Change:
    """A figure of the cases in which both runs measured it.

    `p` is the probability of such a difference by chance (paired bootstrap).
    """

    name: str
    n: int
    before: float
    after: float
    p: float

    @property
    def worse(self) -> bool:
        """Whether the second run is worse, by any amount."""
        if self.name == NEAR_ONE:
            return abs(self.after - 1) > abs(self.before - 1)
        if self.name in LOWER_IS_BETTER:
            return self.after > self.before
        return self.after < self.before

    @property
    def significant(self) -> bool:
        """Whether chance is unlikely to make this difference."""
        return self.p < SIGNIFICANT


@dataclass(frozen=True, slots=True)
class Diff:
    """What became of the cases between two runs.

    `lost` and `won` are the pairs that got worse and better, the greatest change first; `p` is
    McNemar's exact p-value over right and not right; `changes` has the regressions first.
    `only_before` and `only_after` are the ids of cases that cannot be compared.
    """

    lost: tuple[Pair, ...]
    won: tuple[Pair, ...]
    same: int
    right_before: int
    right_after: int
    p: float
    changes: tuple[Change, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]

    @property
    def n(self) -> int:
        """Cases compared."""
        return len(self.lost) + len(self.won) + self.same


def diff(before: Results, after: Results) -> Diff:
    """Compare what is examined in two runs; raises DiffError when they share no case."""
    first = {one.case.id: one for one in before.of(before.subject)}
    second = {one.case.id: one for one in after.of(after.subject)}
    pairs = [
        Pair(one, second[id_])
        for id_, one in first.items()
        if id_ in second and second[id_].case == one.case
    ]
    if not pairs:
        raise DiffError("the two runs have no case in common; run both over the same cases")
    both = {pair.before.case.id for pair in pairs}
    lost = sorted((p for p in pairs if p.change < 0), key=lambda p: (p.change, p.before.case.id))
    won = sorted((p for p in pairs if p.change > 0), key=lambda p: (-p.change, p.before.case.id))
    return Diff(
        lost=tuple(lost),
        won=tuple(won),
        same=len(pairs) - len(lost) - len(won),
        right_before=sum(p.before.right for p in pairs),
        right_after=sum(p.after.right for p in pairs),
        p=mcnemar([p.before.right for p in pairs], [p.after.right for p in pairs]),
        changes=_changes(pairs, after.setting.seed),
        only_before=tuple(id_ for id_ in first if id_ not in both),
        only_after=tuple(id_ for id_ in second if id_ not in both),
    )


def _changes(pairs: Sequence[Pair], seed: int) -> tuple[Change, ...]:
    found = [
        change
        for name in FIGURES
        if (
            change := _change(
                name,
                values([p.before for p in pairs], name),
                values([p.after for p in pairs], name),
                seed,
            )
        )
    ]
    order = {name: place for place, name in enumerate(FIGURES)}
    return tuple(
        sorted(found, key=lambda c: (not c.worse, not c.significant and c.worse, order[c.name]))
    )


def _change(
    name: str, before: Sequence[float | None], after: Sequence[float | None], seed: int
) -> Change | None:
    both = [(a, b) for a, b in zip(before, after, strict=True) if a is not None and b is not None]
    p = paired_bootstrap([a for a, _ in both], [b for _, b in both], seed)
    if p is None:
        return None
    n = len(both)
    return Change(name, n, sum(a for a, _ in both) / n, sum(b for _, b in both) / n, p)


def diff_lines(found: Diff) -> list[str]:
    """Give a comparison as lines for a terminal, the regressions first."""
    lines = [
        f"{found.n} cases compared: {len(found.lost)} lost, {len(found.won)} won,"
        f" {found.same} the same",
        f"right: {found.right_before} -> {found.right_after} of {found.n}"
        f" (McNemar p = {found.p:.3f}, {_judged(found.p < SIGNIFICANT)})",
    ]
    for title, pairs in (("LOST", found.lost), ("won", found.won)):
        lines += [
            f"{title} {pair.before.case.id} ({pair.before.case.type}):"
            f" {pair.before.verdict} -> {pair.after.verdict}  {_short(pair.before.case.question)}"
            for pair in pairs
        ]
    lines += [
        f"{'WORSE' if c.worse else 'same ' if c.after == c.before else 'better'} {c.name}:"
        f" {c.before:.3f} -> {c.after:.3f} (n {c.n}, p = {c.p:.3f}, {_judged(c.significant)})"
        for c in found.changes
    ]
    for title, ids in (("first", found.only_before), ("second", found.only_after)):
        if ids:
            lines.append(f"only in the {title} run, or changed: {len(ids)} ({', '.join(ids[:5])}…)")
    return lines


def _judged(significant: bool) -> str:
    return "significant" if significant else "may be chance"


def _short(question: str) -> str:
    words = " ".join(question.split())
    return words if len(words) <= 40 else words[:39] + "…"
