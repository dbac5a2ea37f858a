"""The error of this folder."""

from __future__ import annotations

from ingest.errors import TiaoliError


class IndexFault(TiaoliError):  # noqa: N818
    """The index is missing, damaged, of another make, or cannot be written; says what to do."""


class OutdatedIndex(IndexFault):
    """The index was made with an earlier release's encoder: its documents can be encoded anew."""
