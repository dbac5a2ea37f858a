"""What a document is called on a page of a language."""

from __future__ import annotations

from ingest.types import Document
from rag.finding.lookup import display_name


def document_name(document: Document, language: str) -> str:
    """The name of a document: on an English page the English one, where its facts hold one.

    `《2021年全省法院司法改革工作要点》（广东）` is `Guangdong 2021 points`. Of several English
    names the longest tells most; an English page says the Chinese title where there is none.
    """
    english = [name for name in document.facts.names if name.isascii() and name[:1].isupper()]
    if language == "en" and english:
        return max(english, key=len)
    return display_name(document)
