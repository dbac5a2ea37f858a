"""The bytes an index is kept as: npy for arrays, JSON for the rest, never pickle.

A part of the index gives its bytes by name and is made again from them; who writes and checks them
is `index.disk`.
"""

from __future__ import annotations

import io
import json
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Parts: TypeAlias = dict[str, bytes]
"""File name to content."""


def array_bytes(array: NDArray[Any]) -> bytes:
    """Give an array as the content of a npy file."""
    out = io.BytesIO()
    np.save(out, np.ascontiguousarray(array), allow_pickle=False)
    return out.getvalue()


def read_array(data: bytes, dtype: type[np.generic], dimensions: int) -> NDArray[Any]:
    """Read an array back.

    Raises `ValueError` when the bytes are no npy file, hold objects (which would need pickle), or
    another kind or number of dimensions than asked for.
    """
    array = np.load(io.BytesIO(data), allow_pickle=False)
    if not isinstance(array, np.ndarray) or array.dtype != dtype or array.ndim != dimensions:
        raise ValueError(f"not an array of {dtype.__name__} with {dimensions} dimensions")
    return array


def json_bytes(value: object) -> bytes:
    """Give a value as JSON, the same bytes for the same value."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


def read_json(data: bytes) -> Any:  # noqa: ANN401
    """Read JSON back; raises `ValueError` when it is none."""
    return json.loads(data)
