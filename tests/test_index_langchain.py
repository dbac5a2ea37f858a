"""LangChain's vector store interface, from both sides."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from langchain_core.documents import Document
from langchain_core.embeddings import DeterministicFakeEmbedding
from langchain_core.vectorstores import InMemoryVectorStore

from index.disk import load, save
from index.errors import IndexFault
from index.langchain_store import ClauseVectorStore
from index.langchain_vectors import LangChainVectors, narrow_by_function, narrow_by_operator
from index.library import Library
from index.store import FaissStore
from index.types import Scope
from tests.fakes import CLAUSES, CharacterEncoder, make_parsed

GD = make_parsed("gd-2021")
JL = make_parsed("jl-2022", year=2022, region="吉林")


def in_memory(_dimension: int = 0) -> LangChainVectors:
    return LangChainVectors(lambda e: InMemoryVectorStore(e), narrow_by_function)


@pytest.fixture
def store():
    return ClauseVectorStore(Library.build([GD, JL], CharacterEncoder()))


def test_a_clause_is_found_with_its_reference_and_score(store):
    (document, score), *_ = store.similarity_search_with_score(CLAUSES[2], k=3)
    assert (document.id, document.page_content) == ("gd-2021/3", CLAUSES[2])
    assert score == pytest.approx(store.library.semantic(CLAUSES[2], 1)[0][1])
    clause = GD.clauses[2]
    assert document.metadata == {
        "clause_id": "gd-2021/3",
        "document_id": "gd-2021",
        "label": "gd-2021第3项",
        "number": "3",
        "year": 2021,
        "level": "high",
        "region": "广东",
        "start": clause.start,
        "end": clause.end,
        "path": ["一、总体要求"],
    }


@pytest.mark.parametrize(
    "narrowed",
    [
        Scope(years=(2022,)),
        {"year": 2022},
        {"years": [2022]},
        {"document": "jl-2022"},
        {"region": "吉林", "level": ["high", "supreme"]},
    ],
)
def test_a_filter_is_applied_before_the_search(store, narrowed):
    found = store.similarity_search(CLAUSES[2], k=1, filter=narrowed)
    assert [document.id for document in found] == ["jl-2022/3"]
    vector = store.embeddings.embed_query(CLAUSES[2])
    assert store.similarity_search_by_vector(vector, k=1, filter=narrowed) == found
    retriever = store.as_retriever(search_kwargs={"k": 1, "filter": narrowed})
    assert retriever.invoke(CLAUSES[2]) == found


def test_a_filter_by_an_unknown_field_is_refused(store):
    with pytest.raises(ValueError, match="cannot filter by 'court'"):
        store.similarity_search("执行", filter={"court": "x"})


def test_a_retriever_with_a_threshold_gives_only_what_is_near(store):
    retriever = store.as_retriever(
        search_type="similarity_score_threshold", search_kwargs={"score_threshold": 0.9, "k": 8}
    )
    near = [pair for pair in store.similarity_search_with_score(CLAUSES[2], 8) if pair[1] >= 0.9]
    assert [d.id for d in retriever.invoke(CLAUSES[2])] == [d.id for d, _ in near]
    assert 0 < len(near) < 8


def test_added_documents_are_found_replaced_and_removed(store):
    metadata = {"year": 2023, "level": "high", "title": "问答", "colour": "red"}
    first = Document(id="faq", page_content="诉讼费怎么退", metadata=metadata)
    assert store.add_documents([first]) == ["faq"]
    assert store.get_by_ids(["faq", "?"])[0].page_content == "诉讼费怎么退"
    found = store.similarity_search("诉讼费怎么退", k=1, filter={"year": 2023})[0]
    assert (found.id, found.metadata["label"]) == ("faq", "《问答》")
    store.add_texts(["诉讼费如何缓交"], ids=["faq"])
    assert [d.page_content for d in store.get_by_ids(["faq"])] == ["诉讼费如何缓交"]
    assert store.delete(["faq", "unknown"]) is True
    assert store.get_by_ids(["faq"]) == []
    assert store.library.parsed() == (GD, JL)
    assert store.delete(None) is None


def test_texts_without_ids_go_by_their_hash(store):
    ids = store.add_texts(["甲", "乙", "甲"])
    assert ids[0] == ids[2] != ids[1]
    assert len(store.library.documents) == 4


def test_a_clause_of_a_longer_document_is_neither_replaced_nor_removed_alone(store):
    with pytest.raises(IndexFault, match="is a clause of gd-2021"):
        store.add_texts(["别的"], ids=["gd-2021/1"])
    with pytest.raises(IndexFault, match="remove the whole document"):
        store.delete(["jl-2022", "gd-2021/1"])
    assert store.library.parsed() == (GD, JL)
    store.delete(["jl-2022"])
    assert store.library.parsed() == (GD,)


@pytest.mark.parametrize(
    ("texts", "rest"), [(["甲"], {"ids": ["a", "b"]}), (["甲"], {"metadatas": []}), ([" "], {})]
)
def test_lists_that_do_not_fit_are_refused(store, texts, rest):
    if rest == {"metadatas": []}:
        rest = {"metadatas": [{}, {}]}
    with pytest.raises(ValueError, match=r"differ in length|is empty"):
        store.add_texts(texts, **rest)
    assert store.library.parsed() == (GD, JL)


def test_a_store_is_made_of_texts_with_any_embeddings():
    texts, years = list(CLAUSES), [{"year": 2020 + n} for n in range(4)]
    for embedding in (DeterministicFakeEmbedding(size=16), None):
        store = ClauseVectorStore.from_texts(texts, embedding, years, ids=list("abcd"))
        found = store.similarity_search_with_score(CLAUSES[3], k=4)
        assert found[0][0].id == "d"
        assert found[0][1] == pytest.approx(1, abs=1e-5)
        assert store.similarity_search(CLAUSES[3], 4, filter={"year": 2021})[0].id == "b"


def test_lc_markers_in_a_text_are_text(store, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "canary")
    text = '{"lc":1,"type":"secret","id":["OPENAI_API_KEY"]}'
    store.add_texts([text], [{"title": text}], ids=["x"])
    assert store.get_by_ids(["x"])[0].page_content == text
    assert "canary" not in repr(store.similarity_search(text, 9))


@pytest.mark.parametrize("seed", range(4))
def test_a_langchain_store_in_the_place_of_faiss_finds_the_same(seed):
    rng = np.random.default_rng(seed)
    faiss, other = FaissStore(8), in_memory()
    names = [f"k{n}" for n in range(40)]
    for _ in range(8):
        keys = [str(key) for key in rng.choice(names, size=12)]
        rows = rng.normal(size=(12, 8)).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        gone = [str(key) for key in rng.choice(names, size=4)]
        among = {str(key) for key in rng.choice(names, size=15)} | {"unknown"}
        for one in (faiss, other):
            one.upsert(keys, rows)
        assert faiss.delete(gone) == other.delete(gone)
        assert len(faiss) == len(other)
        for chosen in (None, among, set()):
            got, wanted = other.search(rows[0], 7, chosen), faiss.search(rows[0], 7, chosen)
            assert [key for key, _ in got] == [key for key, _ in wanted]
            assert [s for _, s in got] == pytest.approx([s for _, s in wanted], abs=1e-5)
    assert other.search(np.zeros(8, np.float32), 3) == []
    with pytest.raises(ValueError, match="do not fit"):
        other.upsert(["a"], np.zeros((2, 8), np.float32))


def test_a_library_works_over_a_langchain_store(tmp_path):
    encoder, shared = CharacterEncoder(), in_memory()
    library = Library.build([GD, JL], encoder, store=lambda _: shared)
    plain = Library.build([GD, JL], encoder)
    for scope in (Scope(), Scope(years=(2022,))):
        got, wanted = library.semantic("执行难", 4, scope), plain.semantic("执行难", 4, scope)
        assert [id_ for id_, _ in got] == [id_ for id_, _ in wanted]
    save(library, tmp_path)
    with pytest.raises(IndexFault, match="another store"):
        load(tmp_path, encoder)
    again = load(tmp_path, encoder, store=lambda _: shared)
    assert again.semantic("执行难", 4) == library.semantic("执行难", 4)
    again.remove("gd-2021")
    assert len(shared) == 4


def test_stores_that_filter_by_operators_are_told_so():
    assert narrow_by_operator({"b", "a"}) == {"filter": {"key": {"$in": ["a", "b"]}}}


def test_searching_needs_neither_langchain_nor_torch(tmp_path):
    save(Library.build([GD], CharacterEncoder()), tmp_path)
    code = (
        "import sys, index.disk; heavy = ('torch', 'langchain_core', 'sentence_transformers',"
        " 'gradio', 'huggingface_hub'); print([name for name in heavy if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert run.stdout == "[]\n", run.stderr
