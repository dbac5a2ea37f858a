"""Other people's words for the clauses: everyday questions, lay terms and English questions.

They stand beside the corpus as data, written from the clauses alone. They are searched, never shown
as an answer. Example: `法院的钱从哪来` is asked of the clause on 司法经费保障制度.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.errors import FactsError
from ingest.founding import CORPUS

EXPANSIONS = CORPUS / "expansions.jsonl"
_LISTS = ("questions_zh", "lay_terms", "questions_en")
_FIELDS = frozenset({"clause_id", "boilerplate", "title_en", *_LISTS})


@dataclass(frozen=True, slots=True)
class Expansion:
    """The words of one clause. `boilerplate` marks clauses that must not attract questions."""

    clause_id: str
    boilerplate: bool
    title_en: str
    questions_zh: tuple[str, ...]
    lay_terms: tuple[str, ...]
    questions_en: tuple[str, ...]

    @property
    def text(self) -> str:
        """What is searched: every question, lay term and the English title on a line of its own."""
        lines = (*self.questions_zh, *self.lay_terms, self.title_en, *self.questions_en)
        return "\n".join(line for line in lines if line)


def read_expansions(path: Path, clause_ids: Collection[str]) -> dict[str, Expansion]:
    """Read expansions by clause id.

    Raises FactsError, naming file and line, for what is not JSON, a field that is missing, unknown
    or of a wrong kind, an unknown clause, and a clause, or a question within a document, that
    occurs twice. Two documents may be asked the same.
    """
    found: dict[str, Expansion] = {}
    asked: dict[tuple[str, str], str] = {}
    for place, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        where = f"{path.name}, line {place}"
        one = _expansion(line, where)
        if one.clause_id not in clause_ids:
            raise FactsError(f"{where}: no clause {one.clause_id!r}; correct the id")
        if one.clause_id in found:
            raise FactsError(f"{where}: {one.clause_id} stands twice; join the two lines")
        for question in (*one.questions_zh, *one.questions_en):
            key = (one.clause_id.split("/")[0], question)
            if asked.setdefault(key, one.clause_id) != one.clause_id:
                raise FactsError(f"{where}: {question!r} is also asked of {asked[key]}")
        found[one.clause_id] = one
    return found


@cache
def founding_expansions() -> dict[str, Expansion]:
    """Give the expansions of the founding documents' clauses by clause id."""
    rows = map(json.loads, EXPANSIONS.read_text(encoding="utf-8").splitlines())
    return read_expansions(EXPANSIONS, {row["clause_id"] for row in rows})


@cache
def english_titles() -> dict[str, str]:
    """Give the English titles of the founding documents' clauses by clause id."""
    return {id_: one.title_en for id_, one in founding_expansions().items() if one.title_en}


def _expansion(line: str, where: str) -> Expansion:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise FactsError(f"{where}: not JSON ({error})") from error
    if not isinstance(row, dict) or set(row) != _FIELDS:
        raise FactsError(f"{where}: needs exactly the fields {', '.join(sorted(_FIELDS))}")
    for name in _LISTS:
        value = row[name]
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            raise FactsError(f"{where}: {name} must be a list of texts")
    if not isinstance(row["boilerplate"], bool) or not isinstance(row["title_en"], str):
        raise FactsError(f"{where}: boilerplate must be true or false, title_en a text")
    return Expansion(
        clause_id=str(row["clause_id"]),
        boilerplate=row["boilerplate"],
        title_en=row["title_en"],
        questions_zh=tuple(row["questions_zh"]),
        lay_terms=tuple(row["lay_terms"]),
        questions_en=tuple(row["questions_en"]),
    )
