"""The nouns of the page: who answers, and from what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Event
from typing import TYPE_CHECKING, Protocol

from index.types import Scope
from ingest.types import Clause, Document
from rag.types import Answer

if TYPE_CHECKING:
    from rag.generate import Said
    from rag.streaming import Writer


class Library(Protocol):
    """What the page shows of the documents."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """Documents by id, in the order to list them."""
        ...

    @property
    def clauses(self) -> Mapping[str, Clause]:
        """Clauses of all documents by id."""
        ...


class Assistant(Protocol):
    """Who answers."""

    @property
    def library(self) -> Library:
        """Where the answers come from."""
        ...

    @property
    def writer(self) -> Writer | None:
        """The language model that can word answers, if one is configured."""
        ...

    def ask(
        self,
        question: str,
        scope: Scope = ...,
        history: Sequence[tuple[str, str]] = ...,
        *,
        as_typed: bool = ...,
        generate: bool = ...,
        said: Said = ...,
        stop: Event | None = ...,
    ) -> Answer:
        """Answer a question within a scope, after the earlier (role, text) pairs."""
        ...
