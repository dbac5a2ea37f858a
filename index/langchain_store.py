"""The library as a LangChain vector store.

Import this module only where LangChain is used; it takes more than a second.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from hashlib import sha256
from typing import Any, TypeAlias

import numpy as np
from langchain_core.documents import Document as LangChainDocument
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore as LangChainStore

from index.encoder import load_encoder
from index.errors import IndexFault
from index.langchain_documents import clause_document
from index.langchain_embeddings import EmbeddingsEncoder, EncoderEmbeddings
from index.library import EVERYWHERE, Library
from index.types import Scope
from ingest.types import Clause, ClauseKind, Document, Facts, Parsed, Piece

Filter: TypeAlias = "Scope | dict[str, Any] | None"
"""A scope, or its fields as a dict: `{"year": 2021}`, `{"levels": ["high"]}`."""

_SINGULAR = {"document": "documents", "year": "years", "level": "levels", "region": "regions"}
_FACTS = ("title", "short_title", "issuer", "level", "region", "year", "period", "date", "number")


class ClauseVectorStore(LangChainStore):
    """A `Library` as a LangChain vector store, searched by meaning.

    A found document has the shape of `index.langchain_documents`. The score is the cosine, higher
    is better. `filter` is a `Scope` or a dict of its fields and is applied before the search.
    Example: `ClauseVectorStore(library).as_retriever(search_kwargs={"k": 5})`.
    """

    def __init__(self, library: Library) -> None:
        self.library = library

    @property
    def embeddings(self) -> Embeddings:
        """The library's encoder."""
        return EncoderEmbeddings(self.library.encoder)

    def add_texts(
        self,
        texts: Iterable[str],
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        **_: Any,  # noqa: ANN401
    ) -> list[str]:
        """Add each text as a document of one clause; an id that is there already is replaced.

        Document and clause both go by the id, or by the SHA-256 of the text where none is given.
        `title`, `short_title`, `issuer`, `level`, `region`, `year`, `period`, `date`, `number` of
        the metadata become the document's facts; other metadata is let go. Gives the ids.

        Raises `ValueError` when the lists differ in length or a text is empty, and `IndexFault`
        when the id is one of a clause of a longer document.
        """
        words = list(texts)
        facts = metadatas or [{}] * len(words)
        given: Sequence[str | None] = ids or [None] * len(words)
        if not len(words) == len(facts) == len(given):
            raise ValueError("texts, metadatas and ids differ in length")
        names = [id_ or _digest(w) for id_, w in zip(given, words, strict=True)]
        for name in names:
            clause = self.library.clauses.get(name)
            if clause and not self._alone(clause):
                raise IndexFault(
                    f"{name} is a clause of {clause.document_id}: choose another id, or parse and"
                    " add the whole document"
                )
        pairs = zip(names, words, facts, strict=True)
        self.library.add(_one_clause(name, text, metadata) for name, text, metadata in pairs)
        return names

    def delete(self, ids: list[str] | None = None, **_: Any) -> bool | None:  # noqa: ANN401
        """Remove documents by their id, or by the id of their only clause.

        Unknown ids are passed over. Gives None when no ids are given. Raises `IndexFault`, and
        removes nothing, for the id of a clause of a longer document: a document is removed whole.
        """
        if ids is None:
            return None
        gone = dict.fromkeys(self._document_of(id_) for id_ in ids)
        for document_id in gone:
            if document_id is not None:
                self.library.remove(document_id)
        return True

    def get_by_ids(self, ids: Sequence[str], /) -> list[LangChainDocument]:
        """Give the clauses of these ids in their order; unknown ids are passed over."""
        clauses = self.library.clauses
        return [self._shown(clauses[id_]) for id_ in ids if id_ in clauses]

    def similarity_search(
        self,
        query: str,
        k: int = 4,
        filter: Filter = None,  # noqa: A002
        **_: Any,  # noqa: ANN401
    ) -> list[LangChainDocument]:
        """Find the `k` nearest clauses."""
        return [document for document, _ in self.similarity_search_with_score(query, k, filter)]

    def similarity_search_with_score(
        self,
        query: str,
        k: int = 4,
        filter: Filter = None,  # noqa: A002
        **_: Any,  # noqa: ANN401
    ) -> list[tuple[LangChainDocument, float]]:
        """Find the `k` nearest clauses with their cosine, best first."""
        found = self.library.semantic(query, k, _scope(filter))
        return [(self._shown(self.library.clauses[id_]), score) for id_, score in found]

    def similarity_search_by_vector(
        self,
        embedding: list[float],
        k: int = 4,
        filter: Filter = None,  # noqa: A002
        **_: Any,  # noqa: ANN401
    ) -> list[LangChainDocument]:
        """Find the `k` clauses nearest to a vector."""
        found = self.library.nearest(np.array(embedding, np.float32), k, _scope(filter))
        return [self._shown(self.library.clauses[id_]) for id_, _ in found]

    @classmethod
    def from_texts(
        cls,
        texts: list[str],
        embedding: Embeddings | None = None,
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        **_: Any,  # noqa: ANN401
    ) -> ClauseVectorStore:
        """Make a store of texts; without `embedding` the embedded encoder is used."""
        encoder = EmbeddingsEncoder(embedding) if embedding else load_encoder("embedded")
        store = cls(Library.build([], encoder))
        store.add_texts(texts, metadatas, ids=ids)
        return store

    def _select_relevance_score_fn(self) -> Callable[[float], float]:
        """Cosine to 0..1, as LangChain's `similarity_score_threshold` wants it."""
        return lambda cosine: min(max(cosine, 0.0), 1.0)

    def _alone(self, clause: Clause) -> bool:
        return len(self.library.holdings.parsed[clause.document_id].clauses) == 1

    def _document_of(self, id_: str) -> str | None:
        if id_ in self.library.documents:
            return id_
        clause = self.library.clauses.get(id_)
        if clause and not self._alone(clause):
            raise IndexFault(
                f"{id_} is a clause of {clause.document_id}: remove the whole document by its id"
            )
        return clause.document_id if clause else None

    def _shown(self, clause: Clause) -> LangChainDocument:
        facts = self.library.documents[clause.document_id].facts
        return clause_document(clause, facts)


def _scope(wanted: Filter) -> Scope:
    """Make a scope of a filter; raises `ValueError` for a field that no scope has."""
    if wanted is None:
        return EVERYWHERE
    if isinstance(wanted, Scope):
        return wanted
    fields: dict[str, Any] = {}
    for name, value in wanted.items():
        field = _SINGULAR.get(name, name)
        if field not in _SINGULAR.values():
            raise ValueError(f"cannot filter by {name!r}: use one of {', '.join(_SINGULAR)}")
        several = isinstance(value, Collection) and not isinstance(value, str)
        fields[field] = tuple(value) if several else (value,)
    return Scope(**fields)


def _one_clause(name: str, text: str, metadata: dict[str, Any]) -> Parsed:
    """Make a document whose only clause is all of its text."""
    if not text.strip():
        raise ValueError(f"the text {name} is empty")
    known = {key: metadata[key] for key in _FACTS if metadata.get(key) is not None}
    facts = Facts(**{"id": name, "title": "", **known})
    pieces = (Piece(0, len(text), 1, 0),)
    document = Document(
        facts, source="", sha256=_digest(text), text=text, pieces=pieces, headings=()
    )
    clause = Clause(
        id=name,
        document_id=name,
        number=None,
        label=f"《{facts.title}》" if facts.title else name,
        path=(),
        title="",
        text=text,
        start=0,
        end=len(text),
        kind=ClauseKind.PARAGRAPH,
        lines=(1, 1),
    )
    return Parsed(document, (clause,))


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
