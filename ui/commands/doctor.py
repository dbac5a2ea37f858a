"""`tiaoli doctor`: checks the set-up line by line and says what to do."""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from index.disk import saved
from index.home import Home
from ingest.errors import TiaoliError
from rag.assistant import Assistant
from rag.types import Status

_PACKAGES = ("faiss-cpu", "bm25s", "opencc", "gradio", "langchain-core", "sentence-transformers")
_QUIET = {"GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: whether it is well, what was found, and what to do if not."""

    well: bool
    text: str
    remedy: str = ""


def examine(home: Home) -> Iterator[Finding]:
    """Check Python, packages, the home folder, the index and one question with a known clause."""
    well = sys.version_info >= (3, 11)
    yield Finding(well, f"Python {sys.version.split()[0]}", "install Python 3.11 or newer")
    for name in _PACKAGES:
        try:
            yield Finding(True, f"{name} {version(name)}")
        except PackageNotFoundError:
            yield Finding(False, f"{name} is missing", "run `make install` again")
    yield _writable(home)
    yield from _index(home)
    scanned = importlib.util.find_spec("pypdfium2") is not None
    yield Finding(scanned, "PDF, Word and web pages can be read", "run `make install` again")
    set_on = [k for k in _QUIET if os.environ.get(k, _QUIET[k]).lower() not in ("false", "0", "1")]
    yield Finding(not set_on, "nothing calls out by default", f"unset {', '.join(set_on)}")


def _writable(home: Home) -> Finding:
    try:
        home.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=home.folder):
            return Finding(True, f"home folder {home.folder}")
    except OSError as error:
        remedy = "set TIAOLI_HOME to a folder you may write to"
        return Finding(False, f"home folder {home.folder}: {error.strerror}", remedy)


def _index(home: Home) -> Iterator[Finding]:
    fresh = "" if saved(home.index) else " (built just now)"
    try:
        library = home.open()
    except TiaoliError as error:
        yield Finding(False, str(error), "run `tiaoli ingest` to build the index anew")
        return
    clauses = len(library.clauses)
    documents = len(library.documents)
    yield Finding(
        True, f"index: {documents} documents, {clauses} clauses, encoder {home.encoder}{fresh}"
    )
    answer = Assistant(library).ask("广东要点第14项讲什么？")
    found = answer.status is Status.ANSWERED and answer.citations[0].clause.number == "14"
    yield Finding(found, "a known question finds its clause", "run `tiaoli ingest`")
