"""The nouns of the pages: who answers, and from what; what somebody takes along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Event
from typing import TYPE_CHECKING, Protocol

from index.types import Scope
from ingest.types import Clause, Document, Script
from rag.types import Answer

if TYPE_CHECKING:
    from rag.model.generate import Said
    from rag.model.streaming import Writer


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


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a working paper: words of a clause as printed, their reference, a note.

    `quotation` and `note` may have several lines; `note` may be empty. `footnote` is the formal
    reference without its number, `script` the one that the quotation is printed in.
    """

    quotation: str
    footnote: str
    note: str
    script: Script


@dataclass(frozen=True, slots=True)
class Paper:
    """A working paper as it is exported; the entries are in the order that the judge gave them."""

    title: str
    day: date
    language: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class File:
    """Bytes to download and the headers that they are sent with."""

    content: bytes
    headers: dict[str, str]
