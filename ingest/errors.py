"""The errors a user may see. Every message says what is wrong, where, and what to do."""

from __future__ import annotations


class TiaoliError(Exception):
    """Base of all errors the project raises on purpose; the message is fit for a user."""


class SourceError(TiaoliError):
    """A file cannot be read as a document: empty, encrypted, scanned, or not what it claims."""


class StructureError(TiaoliError):
    """A document's clauses and headings do not add up to its text."""


class FactsError(TiaoliError):
    """The facts of a document (manifest) are missing or wrong."""
