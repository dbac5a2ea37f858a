"""A run divided among processes: each opens the library and asks its share of the cases."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context

from evals.answerers import ABLATIONS, Answerer, TiaoliAnswerer, ablated, baseline
from evals.gold import Atlas
from evals.questions import Case
from evals.run import Outcome, Step, run
from index.home import Home
from index.library import Library
from index.reranker import load_reranker
from index.types import Reranker
from ingest.errors import TiaoliError
from rag.assistant import Assistant

SHARE = 100
"""Cases a process is given at once."""
TIAOLI = "tiaoli"


class ParallelError(TiaoliError):
    """The processes cannot give one run."""


@dataclass(slots=True)
class Bench:
    """A library with its answerers, each made when it is first needed."""

    library: Library
    atlas: Atlas
    made: dict[str, Answerer]
    reranker: Reranker | None = None

    def answerer(self, name: str) -> Answerer:
        """Give Tiaoli or a baseline by name; raises ModuleNotFoundError where it cannot be had."""
        if name not in self.made:
            self.made[name] = _answerer(name, self.library, self.reranker)
        return self.made[name]


def _answerer(name: str, library: Library, reranker: Reranker | None) -> Answerer:
    if name == TIAOLI:
        return TiaoliAnswerer(Assistant(library, reranker=reranker))
    return ablated(name, library) if name in ABLATIONS else baseline(name, library)


def bench(library: Library, reranker: str = "") -> Bench:
    """Set up a library for asking; `reranker` names the model that users have, if any."""
    return Bench(library, Atlas(library), {}, load_reranker(reranker))


_BENCH: list[Bench] = []
"""The bench of this process, if it is a worker."""


def _begin(home: Home, fingerprint: str) -> None:
    library = home.open()
    if library.fingerprint != fingerprint:
        raise ParallelError("the library was changed while it was being examined; run it again")
    _BENCH[:] = [bench(library, home.reranker)]


def _ask(name: str, cases: Sequence[Case]) -> list[Outcome]:
    return run(cases, [_BENCH[0].answerer(name)], _BENCH[0].atlas)


def run_parallel(
    cases: Sequence[Case],
    names: Sequence[str],
    home: Home,
    fingerprint: str,
    jobs: int,
    step: Step = lambda *_: None,
) -> list[Outcome]:
    """Ask every answerer every case in `jobs` processes; the outcomes come in the order of `run`.

    Every process must find the library with this fingerprint in `home`. Raises ParallelError when
    a process dies.
    """
    shares = [(n, cases[at : at + SHARE]) for n in names for at in range(0, len(cases), SHARE)]
    with ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (home, fingerprint)) as pool:
        asked: list[Future[list[Outcome]]] = [pool.submit(_ask, *share) for share in shares]
        done = 0
        for future in as_completed(asked):
            if error := future.exception():
                pool.shutdown(cancel_futures=True)
                raise ParallelError(
                    f"a process of the run failed ({error}); run it with --jobs 1"
                ) from error
            done += len(future.result())
            step(done, len(names) * len(cases))
    return [outcome for future in asked for outcome in future.result()]
