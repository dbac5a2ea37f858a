"""Our side of the benchmark, each step in a process of its own.

`python -m evals.bench_tiaoli build FOLDER` builds and saves the index of the five documents;
`warm FOLDER` answers every question of the cases. Both write one line of JSON.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

Asked: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]
"""A question and the (role, text) pairs before it."""

QUESTION = "个人破产制度试点有什么安排？"
"""What a cold process is asked, on either side."""
WARM_UP = (
    "广东要点第1项讲什么？",
    "吉林要点一共有多少项？",
    "一站式多元解纷机制",
    "法官业绩考核",
    "smart courts",
)
"""Questions put first and not counted; none is a case."""


def asked() -> list[Asked]:
    """Read the questions of the committed `dev` cases, in the order of files and lines."""
    folder = Path(str(files("evals"))) / "cases" / "dev"
    found: list[Asked] = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                case = json.loads(line)
                turns = tuple((t["role"], t["content"]) for t in case.get("history", ()))
                found.append((case["question"], turns))
    return found


def build(folder: Path) -> dict[str, float]:
    """Read, index and save the five documents under a home folder, and load them again.

    Gives seconds by step; modules are imported before the clock starts, as far as they are
    imported at all before they are needed.
    """
    from index.disk import load, save
    from index.encoder import load_encoder
    from index.home import Home
    from index.library import Library
    from ingest.founding import founding_documents

    index = Home(folder).index
    times = [time.perf_counter()]
    documents = founding_documents()
    times.append(time.perf_counter())
    library = Library.build(documents, load_encoder("embedded"))
    times.append(time.perf_counter())
    save(library, index)
    times.append(time.perf_counter())
    load(index)
    times.append(time.perf_counter())
    steps = [after - before for before, after in pairwise(times)]
    read, encode, saved, reload = steps
    return {"read": read, "index": encode, "save": saved, "reload": reload}


def warm(folder: Path) -> dict[str, list[float]]:
    """Answer every question once, after a few that are not counted; milliseconds by stage."""
    from index.home import Home
    from rag.assistant import Assistant

    assistant = Assistant(Home(folder).open())
    for question in WARM_UP:
        assistant.ask(question)
    found: dict[str, list[float]] = {"answer": []}
    for question, history in asked():
        start = time.perf_counter()
        answer = assistant.ask(question, history=history)
        found["answer"].append((time.perf_counter() - start) * 1000)
        for stage, milliseconds in answer.timings:
            found.setdefault(f"stage {stage}", []).append(milliseconds)
    return found


def main(arguments: list[str]) -> int:
    """Run one step and write what it measured."""
    step, folder = arguments
    measured = {"build": build, "warm": warm}[step](Path(folder))
    sys.stdout.write(json.dumps(measured) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
