"""The sets of questions of the home folder: listed, found by name, and added to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.questions import CASES, CaseError, read_cases
from evals.records import to_json
from evals.sets import SUFFIXES, check_set
from index.durable import discard, replace_file, sole_writer
from index.errors import IndexFault
from ingest.errors import TiaoliError
from ui.types import Library

FOLDER = "sets"
"""The folder of the sets in the home folder."""
SHIPPED = ("dev", "held")
"""The splits of the shipped questions, which are never changed."""
_STEM = re.compile(r"\w[\w-]{0,59}")
_NAMED = re.compile(rf"\w[\w-]{{0,59}}({'|'.join(map(re.escape, SUFFIXES))})")


class SetError(TiaoliError):
    """A set cannot be found or written; the message says which."""


@dataclass(frozen=True, slots=True)
class Sets:
    """The sets in a folder: `Sets(home.folder / FOLDER).names()`."""

    folder: Path

    def names(self) -> list[str]:
        """File names of all sets, in their order: `["readers.jsonl"]`."""
        return sorted(f.name for f in self.folder.glob("*.*") if _NAMED.fullmatch(f.name))

    def stems(self) -> list[str]:
        """Names of the sets that cases can be added to, without `.jsonl`."""
        return [name.removesuffix(".jsonl") for name in self.names() if name.endswith(".jsonl")]

    def path(self, name: str) -> Path:
        """Find a set by its file name; raises SetError for one that is not listed."""
        if name not in self.names():
            raise SetError(f"no set {name[:60]!r} in {self.folder}; put it there as a .jsonl file")
        return self.folder / name

    def taken(self, stem: str, library: Library) -> dict[str, str]:
        """Ids that a new case of a set may not have, each with where it stands.

        The shipped questions count: a run cannot have an id twice.
        """
        ids: dict[str, str] = {}
        try:
            ids = {case.id: "" for case in read_cases(CASES, library.documents)}
        except CaseError:  # shipped questions that do not fit these documents cannot be run either
            ids = {}
        file = self.folder / f"{stem}.jsonl"
        if is_stem(stem) and file.is_file():
            ids |= {case.id: file.name for case in check_set(file, library).cases}
        return ids

    def add(self, stem: str, record: Mapping[str, Any], library: Library) -> str:
        """Add a case to a set, which is made where there is none; give its file name.

        The file is replaced at once, and only where all of it can be read afterwards. Raises
        SetError for a name that is none, CaseError for a case that cannot be read or an id that
        is used.
        """
        if not is_stem(stem):
            raise SetError(f"{stem[:60]!r} is no name of a set; use letters, digits, - and _")
        path = self.folder / f"{stem}.jsonl"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with sole_writer(self.folder):
                self._add(path, to_json(record), library)
        except (OSError, IndexFault) as error:
            raise SetError(f"{path.name}: cannot be written ({error}); try again") from error
        return path.name

    def _add(self, path: Path, line: str, library: Library) -> None:
        before = path.read_text("utf-8-sig") if path.is_file() else ""
        text = before.rstrip("\n") + "\n" * bool(before.strip()) + line + "\n"
        trial = path.with_name(f".trial-{path.name}")
        discard(trial)
        try:
            replace_file(trial, text.encode())
            taken = check_set(path, library).cases if before.strip() else ()
            found = check_set(trial, library)
            if len(found.cases) != len(taken) + 1:
                raise CaseError(found.faults[-1].replace(trial.name, path.name))
            replace_file(path, text.encode())
        finally:
            discard(trial)


def is_stem(stem: str) -> bool:
    """Whether a text can be the name of a set: letters of any script, digits, `-` and `_`."""
    return bool(_STEM.fullmatch(stem)) and stem not in SHIPPED
