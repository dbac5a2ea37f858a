"""Search expansions that a language model wrote for the clauses of added documents, kept for good.

`expansions.jsonl` in the home folder has one line a clause, found by the SHA-256 of its words and
the headings above it. A line is added when a clause is done and never changed, so a run that was
broken off goes on where it stopped, and a document that was removed has its lines when it returns.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import fields
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from index.durable import sole_writer, sync_directory
from index.errors import IndexFault
from index.expand_reply import same_line
from ingest.expansions import Expansion
from ingest.types import Clause, Parsed

NAME = "expansions.jsonl"
_LISTS = ("questions_zh", "lay_terms", "questions_en")

Tell: TypeAlias = Callable[[str], object]
Keep: TypeAlias = Callable[[Clause, Expansion, str], None]
"""Keeps what a model, named last, wrote for a clause."""


def clause_sha256(clause: Clause) -> str:
    """SHA-256 in hex of all that a model is shown of a clause."""
    shown = json.dumps([*clause.path, clause.text], ensure_ascii=True)
    return sha256(shown.encode()).hexdigest()


def read_cache(folder: Path, tell: Tell = lambda _: None) -> dict[str, Expansion]:
    """Read the expansions by the SHA-256 of their clause; their clause id is empty.

    A damaged line is left out, and `tell` is told. Raises IndexFault if the file cannot be read.
    """
    try:
        lines = (folder / NAME).read_bytes().split(b"\n")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise _fault(folder, "read", error) from error
    found: dict[str, Expansion] = {}
    last = len(lines)
    for place, line in enumerate(lines, start=1):
        try:
            if line and place == last:
                raise ValueError("no line end")
            if line:
                key, expansion = _read_line(line)
                found[key] = expansion
        except (ValueError, KeyError, TypeError, RecursionError):
            tell(
                f"{folder / NAME}: line {place} is damaged and left out;"
                " `tiaoli ingest --expand` asks for its clause again"
            )
    return found


def written_texts(
    folder: Path, parsed: Iterable[Parsed], tell: Tell = lambda _: None
) -> dict[str, str]:
    """Give what added documents are searched by besides their words, by clause id."""
    cache = read_cache(folder, tell)
    return distinct(parsed, cache)[0] if cache else {}


def distinct(
    parsed: Iterable[Parsed], cache: Mapping[str, Expansion]
) -> tuple[dict[str, str], Counter[str]]:
    """Give the texts of the clauses that have any, and count lines that are left out.

    Of lines that several clauses of a document share, the first clause keeps its own: what fits
    several of them tells them not apart. Two documents may be asked the same.
    """
    texts: dict[str, str] = {}
    dropped: Counter[str] = Counter()
    for one in parsed:
        taken: set[str] = set()
        for clause in one.clauses:
            expansion = cache.get(clause_sha256(clause))
            lines = expansion.text.split("\n") if expansion and expansion.text else []
            kept = [line for line in lines if same_line(line) not in taken]
            dropped["said of another clause"] += len(lines) - len(kept)
            taken.update(map(same_line, kept))
            if kept:
                texts[clause.id] = "\n".join(kept)
    return texts, +dropped


@contextmanager
def keeping(folder: Path) -> Iterator[Keep]:
    """Give a function that adds a line and forces it to the disk; one process at a time has it.

    What a crash left half-written at the end is cut off first. Raises IndexFault when another
    process is writing, and when a line cannot be written.
    """
    with ExitStack() as opened:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            opened.enter_context(sole_writer(folder))
            handle = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
            opened.callback(os.close, handle)
            _cut(handle)
            sync_directory(folder)
        except OSError as error:
            raise _fault(folder, "written", error) from error
        yield partial(_add, folder, handle)


def _cut(handle: int) -> None:
    """Cut off what stands after the last line end."""
    data = b""
    while more := os.read(handle, 1 << 20):
        data += more
    whole = data.rfind(b"\n") + 1
    if whole < len(data):
        os.ftruncate(handle, whole)
        os.fsync(handle)


def _add(folder: Path, handle: int, clause: Clause, expansion: Expansion, model: str) -> None:
    record = {f.name: getattr(expansion, f.name) for f in fields(Expansion)}
    del record["clause_id"]
    row = {"clause_sha256": clause_sha256(clause), "model": model, **record}
    rest = memoryview(json.dumps(row, ensure_ascii=True).encode() + b"\n")
    try:
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    except OSError as error:
        raise _fault(folder, "written", error) from error


def _read_line(line: bytes) -> tuple[str, Expansion]:
    """Read a line back; raises ValueError, KeyError or TypeError for one that is none."""
    row = json.loads(line)
    lists = {name: tuple(row[name]) for name in _LISTS}
    texts = [row["clause_sha256"], row["title_en"]]
    texts += [text for lines in lists.values() for text in lines]
    if not all(isinstance(text, str) for text in texts) or any("\n" in text for text in texts):
        raise ValueError("not a text of one line")
    if not isinstance(row["boilerplate"], bool):
        raise TypeError("boilerplate")
    return row["clause_sha256"], Expansion("", row["boilerplate"], row["title_en"], **lists)


def _fault(folder: Path, done: str, error: OSError) -> IndexFault:
    return IndexFault(
        f"{folder / NAME} cannot be {done} ({error.strerror or error});"
        " make room, mend its permissions, or set TIAOLI_HOME to another folder"
    )
