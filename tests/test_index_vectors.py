"""FAISS against numpy, and the encoders."""

from __future__ import annotations

import threading

import numpy as np
import pytest

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
