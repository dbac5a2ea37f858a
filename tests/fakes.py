"""Small documents and encoders for tests, made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import numpy as np

from index.types import Vectors
from ingest.types import Clause, ClauseKind, Document, Facts, Heading, Parsed, Piece, Script

CLAUSES = (
    "1.完善服务保障“双区”建设工作机制。为粤港澳大湾区建设提供有力司法服务。",
    "2.深化执行体制改革。切实解决执行难，健全执行工作长效机制。",
    "3.推进智慧法院建设。完善电子诉讼规则，推广网上立案、在线庭审。",
    "4.健全多元化纠纷解决机制。加强诉源治理，把非诉讼纠纷解决机制挺在前面。",
)
"""Clauses in the manner of the key points of a high court."""


def make_parsed(
    document_id: str,
    texts: Sequence[str] = CLAUSES,
    *,
    heading: str = "一、总体要求",
    year: int | None = 2021,
    level: str = "high",
    region: str = "广东",
    script: Script = Script.SIMPLIFIED,
) -> Parsed:
    """A document of one heading and these clauses, every span true; `n` of clause `id/n` from 1."""
    lines = [heading, *texts]
    text = "\n".join(lines)
    clauses, pieces, start = [], [], 0
    for number, line in enumerate(lines, 1):
        pieces.append(Piece(start, len(line), number, 0))
        if number > 1:
            clauses.append(_clause(document_id, number - 1, line, start, heading))
        start += len(line) + 1
    facts = Facts(
        id=document_id,
        title=f"{year}年全省法院司法改革工作要点",
        level=level,
        region=region,
        year=year,
        script=script,
        names=("要点",),
    )
    document = Document(
        facts=facts,
        source=f"{document_id}.txt",
        sha256=sha256(text.encode()).hexdigest(),
        text=text,
        pieces=tuple(pieces),
        headings=(Heading(heading, 1, 0, len(heading)),),
    )
    return Parsed(document, tuple(clauses))


def _clause(document_id: str, number: int, text: str, start: int, heading: str) -> Clause:
    return Clause(
        id=f"{document_id}/{number}",
        document_id=document_id,
        number=str(number),
        label=f"{document_id}第{number}项",
        path=(heading,),
        title=text.split("。")[0],
        text=text,
        start=start,
        end=start + len(text),
        kind=ClauseKind.NUMBERED,
        lines=(number + 1, number + 1),
    )


class CharacterEncoder:
    """A pure encoder: counts of code points modulo `dimension`, unit length. Counts its work."""

    def __init__(self, dimension: int = 64, name: str = "fake") -> None:
        self.name = name
        self.dimension = dimension
        self.fingerprint = f"{name}-{dimension}"
        self.encoded: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for character in text:
                vectors[row, ord(character) % self.dimension] += 1
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)

    def encode_clauses(self, texts: Sequence[str]) -> Vectors:
        self.encoded.extend(texts)
        return self.encode_queries(texts)
