"""Where the index lives on a machine, and how it is opened: built when missing, mended when old.

The home folder holds `index/` with the saved library. The founding documents are always in it;
documents that a user added stay when the founding ones change with a new release.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from index.disk import load, renewed, save, saved
from index.encoder import load_encoder
from index.errors import OutdatedIndex
from index.library import Library
from index.static import EMBEDDED
from ingest.expansions import EXPANSIONS, read_expansions
from ingest.founding import founding_documents, founding_facts
from ingest.types import Parsed

Tell = Callable[[str], object]

EXPANSION_FIELD = "expansions"
"""The lexical field of the questions that were written for each clause of the shipped documents."""


def written_questions(clause_ids: Iterable[str]) -> dict[str, str]:
    """Give the questions written for the shipped clauses, by clause id."""
    known = read_expansions(EXPANSIONS, frozenset(clause_ids))
    return {clause_id: one.text for clause_id, one in known.items()}


def _fields(clause_ids: Iterable[str]) -> dict[str, dict[str, str]]:
    return {EXPANSION_FIELD: written_questions(clause_ids)}


@dataclass(frozen=True, slots=True)
class Home:
    """A folder for the index and the name of the encoder its vectors are made with."""

    folder: Path
    encoder: str = EMBEDDED

    @property
    def index(self) -> Path:
        """The folder of the saved library."""
        return self.folder / "index"

    def open(self, tell: Tell = lambda _: None) -> Library:
        """Load the library, or build it from the founding documents if there is none.

        `tell` is given one line when something takes time. Raises IndexFault when the saved index
        is damaged or was made with another encoder.
        """
        if not saved(self.index):
            tell("正在建立索引（首次运行）… / building the index (first run)")
            return self.build(())
        try:
            library = load(self.index, self.encoder)
        except OutdatedIndex:
            tell("向量模型有更新，正在更新索引… / the shipped encoder changed, updating")
            library = renewed(self.index)
            save(library, self.index)
        held = {d: (one.facts, one.sha256) for d, one in library.documents.items()}
        changed = any(held.get(f.id) != (f, sha256) for f, sha256 in founding_facts())
        if changed or library.field(EXPANSION_FIELD) != _fields(library.clauses)[EXPANSION_FIELD]:
            tell("随附文件有更新，正在更新索引… / the shipped documents changed, updating")
            founding = founding_documents()
            library.add(founding, fields=_fields(c.id for p in founding for c in p.clauses))
            save(library, self.index)
        return library

    def build(self, added: tuple[Parsed, ...]) -> Library:
        """Make the library anew from the founding documents and `added`, and save it."""
        encoder = load_encoder(self.encoder)
        documents = (*founding_documents(), *added)
        fields = _fields(clause.id for parsed in documents for clause in parsed.clauses)
        library = Library.build(documents, encoder, fields=fields)
        save(library, self.index)
        return library

    def add(self, parsed: tuple[Parsed, ...], tell: Tell = lambda _: None) -> Library:
        """Add documents to the saved library; those that did not change are not encoded again."""
        library = self.open(tell)
        library.add(parsed)
        save(library, self.index)
        return library

    def remove(self, document_id: str) -> bool:
        """Remove a document from the saved library; says whether it was there."""
        library = self.open()
        if not library.remove(document_id):
            return False
        save(library, self.index)
        return True
