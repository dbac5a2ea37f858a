"""Which encoder turns text into vectors: the shipped one, or a model the user names."""

from __future__ import annotations

from functools import cache

from index.static import EMBEDDED, StaticEncoder
from index.types import Encoder


@cache
def _shipped() -> StaticEncoder:
    return StaticEncoder()


def load_encoder(setting: str = EMBEDDED) -> Encoder:
    """Give the encoder a setting names.

    `embedded` is the encoder in `index/model`, read once. Anything else names a folder of a
    sentence-transformers model or a model in the local cache of the model hub.

    Raises `IndexFault` when there is no such model, or the files are damaged.
    """
    if setting == EMBEDDED:
        return _shipped()
    from index.transformer import SentenceTransformerEncoder

    return SentenceTransformerEncoder(setting)
