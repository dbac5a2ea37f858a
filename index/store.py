"""Vectors in FAISS, exact: the nearest are the nearest, and the same every time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from threading import RLock

import faiss
import numpy as np

from index.parts import Parts, array_bytes, json_bytes, read_array, read_json
from index.types import Vectors


class FaissStore:
    """A `VectorStore` in memory: an exact inner-product index whose rows go by string keys.

    Kept on disk as an array and a list of keys, from which the FAISS index is made again in
    milliseconds; FAISS never parses a file. Safe to use from several threads. Example:
    `store = FaissStore(2); store.upsert(["a"], np.array([[1, 0]], "f4"))`, and then
    `store.search(np.array([1, 0], "f4"), 5) == [("a", 1.0)]`.
    """

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._index = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
        self._ids: dict[str, int] = {}
        self._keys: dict[int, str] = {}
        self._next = 0
        self._lock = RLock()

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def __len__(self) -> int:
        return len(self._ids)

    def upsert(self, keys: Sequence[str], vectors: Vectors) -> None:
        """Add vectors, shape (n, d), under their keys; of a key that occurs twice the last wins.

        Raises `ValueError`, and changes nothing, when the shape is not (n, d) or a number is not
        finite.
        """
        rows = np.ascontiguousarray(vectors, np.float32)
        if rows.shape != (len(keys), self._dimension):
            wanted = (len(keys), self._dimension)
            raise ValueError(f"vectors have the shape {rows.shape}, not {wanted}")
        if not np.isfinite(rows).all():
            raise ValueError("a vector holds a number that is not finite")
        last = {key: row for row, key in enumerate(keys)}
        if not last:
            return
        with self._lock:
            self.delete(last)
            ids = np.arange(self._next, self._next + len(last), dtype=np.int64)
            self._index.add_with_ids(rows[list(last.values())], ids)
            self._next += len(last)
            for key, number in zip(last, ids.tolist(), strict=True):
                self._ids[key] = number
                self._keys[number] = key

    def delete(self, keys: Collection[str]) -> int:
        """Remove keys, unknown ones included, and say how many were there."""
        with self._lock:
            gone = [self._ids.pop(key) for key in dict.fromkeys(keys) if key in self._ids]
            if gone:
                self._index.remove_ids(faiss.IDSelectorBatch(np.array(gone, np.int64)))
            for number in gone:
                del self._keys[number]
        return len(gone)

    def search(
        self, vector: Vectors, count: int, among: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Find the `count` nearest keys with their inner product, best first, ties by key.

        `vector` has the shape (d,) or (1, d). `among` limits the search before it looks; unknown
        keys in it are passed over. Raises `ValueError` when the vector has another length.
        """
        query = np.ascontiguousarray(vector, np.float32).reshape(1, -1)
        if query.shape[1] != self._dimension:
            raise ValueError(f"the vector has {query.shape[1]} numbers, not {self._dimension}")
        with self._lock:
            ids = None if among is None else [self._ids[k] for k in set(among) if k in self._ids]
            return self._nearest(query, count, ids)

    def _nearest(
        self, query: Vectors, count: int, ids: list[int] | None
    ) -> list[tuple[str, float]]:
        """Fetch until the last one fetched scores less than the last one wanted; then sort."""
        most = len(self._ids) if ids is None else len(ids)
        if count <= 0 or most == 0:
            return []
        chosen = None
        if ids is not None:
            selector = faiss.IDSelectorBatch(np.array(ids, np.int64))
            chosen = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        fetch = min(count + 1, most)
        # FAISS starts a second thread even for one vector, and waits for it: 12 ms instead of
        # 0.1 ms when the cores are busy. The setting belongs to the calling thread, so it is made
        # where the search is.
        faiss.omp_set_num_threads(1)
        while True:
            scores, found = self._index.search(query, fetch, params=chosen)
            if fetch == most or scores[0, -1] < scores[0, count - 1]:
                break
            fetch = min(fetch * 4, most)
        pairs = zip(found[0].tolist(), scores[0].tolist(), strict=True)
        ranked = [(self._keys[number], score) for number, score in pairs if number >= 0]
        return sorted(ranked, key=lambda pair: (-pair[1], pair[0]))[:count]

    def recall(self, keys: Sequence[str]) -> Vectors:
        """Give back the vectors of keys, shape (n, d); raises `KeyError` for an unknown one."""
        with self._lock:
            rows = [self._index.reconstruct(self._ids[key]) for key in keys]
        return np.array(rows, np.float32).reshape(len(keys), self._dimension)

    def parts(self) -> Parts:
        """Give keys and vectors as files, in the order of the keys."""
        with self._lock:
            keys = sorted(self._ids)
            places = {n: row for row, n in enumerate(faiss.vector_to_array(self._index.id_map))}
            flat = faiss.downcast_index(self._index.index)
            rows = flat.reconstruct_n(0, flat.ntotal).reshape(-1, self._dimension)
            kept = rows[[places[self._ids[key]] for key in keys]]
        return {"keys.json": json_bytes(keys), "vectors.npy": array_bytes(kept)}

    @classmethod
    def read(cls, parts: Parts) -> FaissStore:
        """Make the store again from `parts()`; raises `ValueError` when they do not fit."""
        vectors = read_array(parts["vectors.npy"], np.float32, 2)
        store = cls(int(vectors.shape[1]))
        store.upsert(read_json(parts["keys.json"]), vectors)
        return store
