from __future__ import annotations

import pytest

from ingest.founding import founding_documents
from ingest.types import Parsed


@pytest.fixture(scope="session")
def founding() -> dict[str, Parsed]:
    """The five founding documents by id."""
    return {parsed.document.id: parsed for parsed in founding_documents()}
