from __future__ import annotations

import pytest

from index.encoder import load_encoder
from index.library import Library
from ingest.founding import founding_documents
from ingest.types import Parsed
from rag.assistant import Assistant


@pytest.fixture(scope="session")
def founding() -> dict[str, Parsed]:
    """The five founding documents by id."""
    return {parsed.document.id: parsed for parsed in founding_documents()}


@pytest.fixture(scope="session")
def library(founding: dict[str, Parsed]) -> Library:
    """The five founding documents, searchable with the embedded encoder."""
    return Library.build(founding.values(), load_encoder("embedded"))


@pytest.fixture(scope="session")
def assistant(library: Library) -> Assistant:
    """Answers from the founding documents."""
    return Assistant(library)
