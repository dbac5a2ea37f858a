"""The answer as text for a paper, and the buttons that copy it; badges stay on the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from ingest.types import Document
from rag.types import Answer, Citation, Mode, Sentence, Verification
from ui.citing import references
from ui.safe import block, cited, safe
from ui.words import say

FORMS = ("inline", "foot", "plain")


def buttons(
    language: str,
    answer: Answer,
    shown: tuple[Sentence, ...],
    number: int,
    documents: Mapping[str, Document],
) -> str:
    """Three buttons, and beside them, hidden, the three texts that they copy."""
    nameless = any(
        not documents[c.clause.document_id].facts.number
        for c in cited(shown)
        if c.clause.document_id in documents
    )
    # Text worded by a model keeps saying so when it leaves the page.
    label = "" if answer.mode is Mode.EXTRACTIVE else f"\n（{say('zh', 'mode.llm')}）"
    buttons = "".join(
        f'<a href="#copy-{number}-{form}" role="button">{safe(say(language, f"copy.{form}"))}</a>'
        for form in FORMS
    )
    texts = "".join(
        f'<span hidden id="copy-{number}-{form}"{" class=tl-nonumber" if nameless else ""}>'
        f"{safe(copy_text(form, shown, documents) + label)}</span>"
        for form in FORMS
    )
    return f'<p class="tl-acts">{safe(say(language, "copy.answer"))} {buttons}</p>{texts}'


def copy_text(form: str, sentences: Iterable[Sentence], documents: Mapping[str, Document]) -> str:
    """The answer as text for a paper: `inline`, `foot` (notes below) or `plain`.

    Marks become references, one for each clause. A sentence is copied as printed, letter for
    letter, except that `inline` puts it in quotation marks.
    """
    lines: list[str] = []
    notes: dict[str, Citation] = {}
    for _, run in groupby(sentences, key=lambda s: (s.group, *block(s), s.item and s.text)):
        members = list(run)
        text = "".join(sentence.text for sentence in members)
        cited = {c.clause.id: c for sentence in members for c in sentence.citations}
        if form == "foot":
            notes |= {name: c for name, c in cited.items() if name not in notes}
            lines.append(text + "".join(f"〔{list(notes).index(name) + 1}〕" for name in cited))
            continue
        where = "；".join(_reference(c, documents) for c in cited.values())
        printed = all(sentence.verification is Verification.VERBATIM for sentence in members)
        if form == "inline" and where and not printed:  # no quotation marks round other words
            lines.append(f"{text}（{where}）")
        elif form == "inline" and where:
            lines.append(references.in_text(text, where))
        else:
            lines.append(text + (f"\n——{where}" if where else ""))
    below = [f"〔{n}〕{_footnote(c, documents)}" for n, c in enumerate(notes.values(), start=1)]
    return "\n".join([*lines, *([""] if below else []), *below])


def _reference(citation: Citation, documents: Mapping[str, Document]) -> str:
    document = documents.get(citation.clause.document_id)
    clause = citation.clause
    return references.reference(document, clause) if document else clause.label


def _footnote(citation: Citation, documents: Mapping[str, Document]) -> str:
    document = documents.get(citation.clause.document_id)
    clause = citation.clause
    return references.footnote(document, clause) if document else f"{clause.label}。"
