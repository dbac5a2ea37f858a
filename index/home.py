"""Where the index lives on a machine, and how it is opened: built when missing, mended when old.

The home folder holds `index/` with the saved library. The founding documents are always in it;
documents that a user added stay when the founding ones change with a new release.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.disk import load, renewed, save, saved
from index.encoder import load_encoder
from index.errors import IndexFault, OutdatedIndex
from index.expand_cache import written_texts
from index.library import Library
from index.static import EMBEDDED
from ingest.expansions import EXPANSIONS, read_expansions
from ingest.founding import founding_documents, founding_facts
from ingest.statements import STATEMENTS, Statement, read_statements
from ingest.types import Parsed

Tell = Callable[[str], object]

EXPANSION_FIELD = "expansions"
"""The lexical field of the questions that were written for each clause."""


def written_questions(clause_ids: Iterable[str]) -> dict[str, str]:
    """Give the questions written for the shipped clauses, by clause id."""
    known = read_expansions(EXPANSIONS, frozenset(clause_ids))
    return {clause_id: one.text for clause_id, one in known.items()}


def written_statements(
    parsed: Iterable[Parsed], asked: Mapping[str, str] | None = None
) -> tuple[Statement, ...]:
    """Give what the clauses state, each piece with the questions written for it.

    The shipped clauses are divided; of another, the questions `asked` of it, a line each, stand for
    the whole clause.
    """
    clauses = {c.id: c for one in parsed for c in one.clauses}
    pieces = read_statements(STATEMENTS, clauses)
    divided = {piece.clause_id for piece in pieces}
    whole = (
        Statement(id_, 0, len(clauses[id_].text), tuple(lines.split("\n")))
        for id_, lines in sorted((asked or {}).items())
        if id_ in clauses and id_ not in divided and lines
    )
    return (*pieces, *whole)


def added_documents(parsed: Collection[Parsed]) -> tuple[Parsed, ...]:
    """Give the documents that a user added, without the shipped ones."""
    shipped = {facts.id for facts, _ in founding_facts()}
    return tuple(one for one in parsed if one.document.id not in shipped)


@dataclass(frozen=True, slots=True)
class Home:
    """A folder for the index, and the names of the encoder of its vectors and of a reranker."""

    folder: Path
    encoder: str = EMBEDDED
    reranker: str = ""

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
            with suppress(IndexFault):  # another process is writing: the next one to open saves it
                self._put(library, ())
        held = {d: (one.facts, one.sha256) for d, one in library.documents.items()}
        changed = any(held.get(f.id) != (f, sha256) for f, sha256 in founding_facts())
        if changed:
            tell("随附文件有更新，正在更新索引… / the shipped documents changed, updating")
            self._put(library, founding_documents())
        elif self._asked_otherwise(library, tell):
            tell("条款的问法有更新，正在更新索引… / the questions of clauses changed, updating")
            with suppress(IndexFault):  # another process is writing: the next one to open saves it
                self._put(library, ())
        return library

    def build(self, added: tuple[Parsed, ...]) -> Library:
        """Make the library anew from the founding documents and `added`, and save it."""
        encoder = load_encoder(self.encoder)
        documents = (*founding_documents(), *added)
        asked = self._expansions(documents)
        fields = {EXPANSION_FIELD: asked}
        stated = written_statements(documents, asked)
        library = Library.build(documents, encoder, fields=fields, statements=stated)
        save(library, self.index)
        return library

    def add(self, parsed: tuple[Parsed, ...], tell: Tell = lambda _: None) -> Library:
        """Add documents to the saved library; those that did not change are not encoded again."""
        library = self.open(tell)
        self._put(library, parsed)
        return library

    def _put(self, library: Library, parsed: tuple[Parsed, ...]) -> None:
        """Add documents with their expansions, bring those of all others up to date, and save."""
        documents = {p.document.id: p for p in (*library.parsed(), *parsed)}.values()
        none = {clause.id: "" for p in documents for clause in p.clauses}
        asked = self._expansions(documents)
        fields = {EXPANSION_FIELD: {**none, **asked}}
        library.add(parsed, fields=fields, statements=written_statements(documents, asked))
        save(library, self.index)

    def _asked_otherwise(self, library: Library, tell: Tell) -> bool:
        """Whether the questions of clauses or of what they state are others than the saved ones."""
        asked = self._expansions(library.parsed(), tell)
        stated = written_statements(library.parsed(), asked)
        return library.field(EXPANSION_FIELD) != asked or library.statements != stated

    def _expansions(
        self, parsed: Collection[Parsed], tell: Tell = lambda _: None
    ) -> dict[str, str]:
        """Give the texts of the expansions: those shipped, those written for added documents."""
        shipped = written_questions(clause.id for one in parsed for clause in one.clauses)
        return written_texts(self.folder, added_documents(parsed), tell) | shipped

    def remove(self, document_id: str) -> bool:
        """Remove a document from the saved library; says whether it was there."""
        library = self.open()
        if not library.remove(document_id):
            return False
        save(library, self.index)
        return True
