from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.home import Home
from index.library import Library
from ingest.founding import founding_documents
from ingest.types import Parsed
from rag.assistant import Assistant


@pytest.fixture(scope="session")
def founding() -> dict[str, Parsed]:
    """The five founding documents by id."""
    return {parsed.document.id: parsed for parsed in founding_documents()}


@pytest.fixture(scope="session")
def library(built_home: Path) -> Library:
    """The library as users have it, with the questions that were written for each clause."""
    return Home(built_home).open()


@pytest.fixture(scope="session")
def assistant(library: Library) -> Assistant:
    """Answers from the founding documents."""
    return Assistant(library)


@pytest.fixture(scope="session")
def built_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with the index of the founding documents; not to be changed."""
    folder = tmp_path_factory.mktemp("home")
    Home(folder).open()
    return folder


@pytest.fixture
def home(built_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own, named in TIAOLI_HOME."""
    folder = tmp_path / "home"
    shutil.copytree(built_home, folder)
    monkeypatch.setenv("TIAOLI_HOME", str(folder))
    monkeypatch.delenv("TIAOLI_ENCODER", raising=False)
    return folder
