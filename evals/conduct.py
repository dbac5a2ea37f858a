"""From cases to results: who is asked, in how many processes, and what the run was made from."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from evals.answerers import ABLATIONS, BASELINES, RETRIEVED
from evals.fingerprints import cases_fingerprint, code_fingerprint, versions, weights
from evals.parallel import TIAOLI, Bench, bench, run_parallel
from evals.questions import Case
from evals.results import Passage, Results, Setting
from evals.run import Step, run
from index.home import Home
from index.library import Library

WORTHWHILE = 2000
"""Askings (cases times answerers) that make a process worth its start.

Measured on two cores, one process against two: 2,105 askings 8.0 and 10.2 s, 4,210 12.4 and 9.2 s,
10,525 31.0 and 15.4 s.
"""

UNFINISHED = "unfinished"
"""The part of a run's selection that says it was stopped, and how far it had come."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to ask and how. `jobs` of 0 means: as many processes as pay.

    `ablations` asks Tiaoli with signals switched off, too.
    """

    cases: tuple[Case, ...]
    baselines: bool = True
    ablations: bool = False
    seed: int = 0
    jobs: int = 0
    selection: tuple[tuple[str, tuple[str, ...]], ...] = ()


def conduct(
    plan: Plan, library: Library, home: Home | None = None, step: Step = lambda *_: None
) -> Results:
    """Ask every case of Tiaoli and of the baselines, and score what they reply.

    More than one process needs the `home` where the library is saved. A baseline that cannot be
    had is named in `absent`, and nothing is measured for it. In one process `step` may raise
    Stopped: what was asked by then is the run, and its selection says `unfinished`, (3/50).
    """
    here = bench(library, home.reranker if home else "")
    names, absent = _answerers(here, plan)
    askings = len(plan.cases) * len(names)
    jobs = (plan.jobs or processes(askings, os.cpu_count() or 1)) if home else 1
    if jobs > 1 and home:
        found = run_parallel(plan.cases, names, home, library.fingerprint, jobs, step)
    else:
        found = run(plan.cases, [here.answerer(name) for name in names], here.atlas, step)
    if len(found) < askings:
        asked = tuple({one.case.id: one.case for one in found}.values())
        said = (UNFINISHED, (f"{len(found)}/{askings}",))
        plan = replace(plan, cases=asked, selection=(*plan.selection, said))
    return Results(
        made=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        setting=_setting(plan, library, jobs),
        answerers=tuple(names),
        outcomes=tuple(found),
        documents={d: one.facts.title for d, one in library.documents.items()},
        clauses={
            c.id: Passage(c.id, c.document_id, c.label, c.text) for c in library.clauses.values()
        },
        absent=absent,
    )


def _answerers(here: Bench, plan: Plan) -> tuple[list[str], tuple[tuple[str, str], ...]]:
    names, absent = [TIAOLI, *(ABLATIONS if plan.ablations else ())], []
    for name in BASELINES if plan.baselines else ():
        try:
            here.answerer(name)
        except ModuleNotFoundError as error:
            absent.append((name, f"{error.name} is not installed"))
        else:
            names.append(name)
    return names, tuple(absent)


def processes(askings: int, cores: int) -> int:
    """Give the number of processes that pays: one for few askings, at most one for each core."""
    return max(1, min(cores, askings // WORTHWHILE))


def _setting(plan: Plan, library: Library, jobs: int) -> Setting:
    return Setting(
        cases=cases_fingerprint(plan.cases),
        library=library.fingerprint,
        code=code_fingerprint(),
        encoder=library.encoder.name,
        seed=plan.seed,
        jobs=jobs,
        versions=versions(),
        weights=(*weights(), ("retrieved", float(RETRIEVED))),
        selection=plan.selection,
    )


def chosen(
    cases: Sequence[Case],
    *,
    splits: Sequence[str] = (),
    types: Sequence[str] = (),
    documents: Sequence[str] = (),
) -> tuple[Case, ...]:
    """Choose the cases of these splits, types and documents; an empty choice admits all.

    A case belongs to every document it has evidence in.
    """
    return tuple(
        case
        for case in cases
        if (not splits or case.split in splits)
        and (not types or case.type in types)
        and (not documents or any(gold.document_id in documents for gold in case.gold))
    )
