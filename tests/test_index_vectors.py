"""FAISS against numpy, and the encoders."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from index.encoder import NgramEncoder, load_encoder
from index.errors import IndexFault
from index.spectrum import principal_axes
from index.store import FaissStore
from tests.fakes import CLAUSES

WORDS = [*CLAUSES, "執行難怎麼辦", "推广网上立案", "知识产权惩罚性赔偿"]


def brute(rows, vector, count, among=None):
    scored = [
        (key, float(row @ vector)) for key, row in rows.items() if among is None or key in among
    ]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:count]


def unit(rng, n, d):
    rows = rng.normal(size=(n, d)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.parametrize("seed", range(12))
def test_faiss_finds_what_numpy_finds_after_any_changes(seed):
    rng = np.random.default_rng(seed)
    store, rows, d = FaissStore(16), {}, 16
    names = [f"k{n}" for n in range(60)]
    for _ in range(15):
        keys = [str(key) for key in rng.choice(names, size=rng.integers(0, 30))]
        vectors = unit(rng, len(keys), d)
        store.upsert(keys, vectors)
        rows |= dict(zip(keys, vectors, strict=True))
        gone = [str(key) for key in rng.choice(names, size=8)]
        assert store.delete(gone) == len(set(gone) & set(rows))
        rows = {key: row for key, row in rows.items() if key not in gone}
        assert len(store) == len(rows)
        among = {str(key) for key in rng.choice(names, size=20)}
        for chosen in (None, among, set(), {"unknown"}):
            query, count = unit(rng, 1, d)[0], int(rng.integers(1, 40))
            found, expected = store.search(query, count, chosen), brute(rows, query, count, chosen)
            assert [key for key, _ in found] == [key for key, _ in expected]
            assert [s for _, s in found] == pytest.approx([s for _, s in expected], abs=1e-5)
    again = FaissStore.read(store.parts())
    assert again.parts() == store.parts()
    assert again.search(query, 9) == store.search(query, 9)


def test_of_a_key_given_twice_the_last_wins():
    store = FaissStore(2)
    store.upsert(["a", "b", "a"], np.array([[1, 0], [1, 0], [0, 1]], np.float32))
    assert len(store) == 2
    assert store.search(np.array([0, 1], np.float32), 5) == [("a", 1.0), ("b", 0.0)]


def test_equal_scores_are_ordered_by_key_whatever_the_order_of_adding():
    rng = np.random.default_rng(0)
    row = unit(rng, 1, 32)
    names = [f"k{n:03}" for n in range(300)]
    for _ in range(3):
        store = FaissStore(32)
        for key in rng.permutation(names):
            store.upsert([str(key)], row)
        assert [key for key, _ in store.search(row, 7)] == names[:7]
        assert [key for key, _ in store.search(row, 7, names[100:])] == names[100:107]


@pytest.mark.parametrize(
    "vectors", [np.zeros((2, 3)), np.zeros((1, 2)), np.array([[1, np.nan], [0, 1]])]
)
def test_vectors_that_do_not_fit_change_nothing(vectors):
    store = FaissStore(2)
    store.upsert(["a"], np.array([[1, 0]], np.float32))
    with pytest.raises(ValueError, match=r"shape|finite"):
        store.upsert(["a", "b"], vectors.astype(np.float32))
    assert store.search(np.array([1, 0], np.float32), 5) == [("a", 1.0)]
    with pytest.raises(ValueError, match="3 numbers"):
        store.search(np.zeros(3, np.float32), 1)


def test_readers_and_a_writer_at_once_do_not_break_the_store():
    store, rng, faults = FaissStore(16), np.random.default_rng(1), []
    rows = unit(rng, 200, 16)
    store.upsert([f"s{n}" for n in range(200)], rows)

    def read():
        try:
            for row in rows:
                assert store.search(row, 1)[0][1] == pytest.approx(1, abs=1e-5)
        except BaseException as fault:
            faults.append(fault)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for n in range(200):
        store.upsert([f"n{n}"], rows[:1])
        store.delete([f"n{n - 5}"])
    for reader in readers:
        reader.join()
    assert faults == []


def test_the_axes_are_those_of_numpys_own_decomposition():
    rng = np.random.default_rng(3)
    dense = np.where(rng.random((12, 9000)) < 0.01, rng.random((12, 9000)), 0).astype(np.float32)
    rows = [(np.flatnonzero(row), row[np.flatnonzero(row)]) for row in dense]
    axes = principal_axes(rows, 9000, 5)
    expected = np.linalg.svd(dense.astype(float), full_matrices=False)[2][:5].T
    assert np.abs(np.sum(axes * expected, axis=0)) == pytest.approx(np.ones(5), abs=1e-4)
    assert (axes[np.abs(axes).argmax(axis=0), range(5)] > 0).all()


def test_the_embedded_encoder_gives_unit_rows_and_finds_the_like():
    encoder = NgramEncoder().fit(WORDS)
    clauses = encoder.encode_clauses(WORDS)
    assert clauses.shape == (len(WORDS), encoder.dimension)
    assert clauses.dtype == np.float32
    assert np.linalg.norm(clauses, axis=1) == pytest.approx(np.ones(len(WORDS)), abs=1e-5)
    query = encoder.encode_queries(["切实解决执行难"])[0]
    assert int((clauses @ query).argmax()) in (1, 4)


@pytest.mark.parametrize("words", [[], [""], ["，。"], ["执行难"], ["执行难"] * 5])
@pytest.mark.parametrize("text", ["", "☃", "量子", "执行难"])
def test_the_embedded_encoder_takes_any_text_without_a_number_that_is_not_finite(words, text):
    encoder = NgramEncoder().fit(words)
    vectors = encoder.encode_queries([text])
    assert vectors.shape == (1, encoder.dimension)
    known = text == "执行难" and "执行难" in words
    assert float(np.linalg.norm(vectors)) == pytest.approx(1 if known else 0, abs=1e-5)


def test_the_embedded_encoder_is_the_same_for_the_same_texts_and_after_a_round_trip(tmp_path):
    encoder = NgramEncoder().fit(WORDS)
    assert NgramEncoder().fit(WORDS).fingerprint == encoder.fingerprint
    assert NgramEncoder().fit(WORDS[1:]).fingerprint != encoder.fingerprint
    for name, data in encoder.parts().items():
        (tmp_path / name).write_bytes(data)
    again = load_encoder("embedded", tmp_path)
    assert again.fingerprint == encoder.fingerprint
    assert np.array_equal(again.encode_queries(WORDS), encoder.encode_queries(WORDS))


def test_the_embedded_encoder_says_when_its_files_are_damaged(tmp_path):
    with pytest.raises(IndexFault, match="tiaoli ingest"):
        load_encoder("embedded", tmp_path)
    for name in NgramEncoder().parts():
        (tmp_path / name).write_bytes(b"[")
    with pytest.raises(IndexFault, match="tiaoli ingest"):
        load_encoder("embedded", tmp_path)


def test_more_texts_than_the_axes_are_found_on_are_still_told_apart(monkeypatch):
    monkeypatch.setattr("index.encoder.MOST_TEXTS", 20)
    monkeypatch.setattr("index.encoder.MOST_TERMS", 50)
    texts = [f"第{n}条 {chr(0x4E00 + n % 50)}{chr(0x5E00 + n % 7)}" for n in range(200)]
    encoder = NgramEncoder().fit(texts)
    assert encoder.dimension <= 20
    assert len(encoder.parts()["terms.json"]) < 50 * 16
    assert np.isfinite(encoder.encode_clauses(texts)).all()
