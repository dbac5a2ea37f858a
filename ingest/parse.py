"""A source and its facts become a document and its clauses, checked for completeness."""

from __future__ import annotations

from ingest.coverage import check_clauses, check_source
from ingest.labels import clause_ids, clause_labels, clause_title
from ingest.layout import Layout, lay_out
from ingest.parts import Part
from ingest.structure import outline
from ingest.types import Clause, Document, Facts, Heading, Parsed, Source


def parse(source: Source, facts: Facts, layout: Layout | None = None) -> Parsed:
    """Read a source into its document and clauses.

    `parse(source, facts).clauses[5].label` is what a person writes in a paper. `layout` may be
    passed when it is known already. Raises StructureError if any part of the source would be lost.
    """
    layout = layout or lay_out(source)
    parts = outline(layout, facts.title)
    headings = tuple(
        Heading(layout.text[p.start : p.end], p.level, p.start, p.end) for p in parts if p.heading
    )
    document = Document(
        facts=facts,
        source=source.name,
        sha256=source.sha256,
        text=layout.text,
        pieces=layout.pieces,
        headings=headings,
        furniture=layout.furniture,
        truncated=layout.truncated,
    )
    clauses = _clauses(document, parts)
    check_source(source, document)
    check_clauses(document, clauses)
    return Parsed(document, clauses)


def _clauses(document: Document, parts: list[Part]) -> tuple[Clause, ...]:
    text = document.text
    ids = clause_ids(document.facts, parts)
    labels = clause_labels(document.facts, parts, text)
    bodies = [p for p in parts if not p.heading]
    return tuple(
        Clause(
            id=clause_id,
            document_id=document.id,
            number=part.marker.printed if part.marker else None,
            label=label,
            path=tuple(" ".join(text[h.start : h.end].split("\n")) for h in part.section),
            title=clause_title(text, part),
            text=text[part.start : part.end],
            start=part.start,
            end=part.end,
            kind=part.kind,
            lines=document.lines(part.start, part.end),
        )
        for part, clause_id, label in zip(bodies, ids, labels, strict=True)
    )
