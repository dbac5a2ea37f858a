"""A run for other tools: RAGAS and DeepEval (JSON), BEIR (corpus, queries, qrels), and CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from evals.records import to_json
from evals.results import Results
from evals.run import MEASURES, Outcome
from index.durable import discard, replace_file
from ingest.errors import TiaoliError

_FORMULA = "=+-@\t\r\n＝＋－＠"
"""First characters by which a spreadsheet takes a cell for a formula."""
_NAMED = re.compile(r"[^\w-]+")


class ExportError(TiaoliError):
    """A run cannot be exported."""


def export(results: Results, form: str, folder: Path) -> list[Path]:
    """Write a run into a folder in one of `FORMS`; give the files written.

    Raises ExportError for another form, and when the folder cannot be written.
    """
    if form not in FORMS:
        raise ExportError(f"no format {form!r}; one of {', '.join(FORMS)}")
    written = []
    try:
        for name, text in FORMS[form](results).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, text.encode("utf-8", "backslashreplace"))
            written.append(path)
    except OSError as error:
        discard(path.with_name(f".tmp-{path.name}"))
        raise ExportError(
            f"{folder}: cannot be written ({error.strerror or error}); name another folder"
        ) from error
    return written


def ragas(results: Results) -> dict[str, str]:
    """Give one JSON list for each answerer, with the fields of RAGAS and of DeepEval.

    `reference` is the model answer, `reference_contexts` the quotes it rests on.
    """
    return {
        f"ragas-{_file_name(answerer)}.json": _json_list(
            [_ragas_row(one, results) for one in results.of(answerer)]
        )
        for answerer in results.answerers
    }


def _ragas_row(outcome: Outcome, results: Results) -> dict[str, object]:
    case, reply = outcome.case, outcome.reply
    contexts = _texts(reply.retrieved, results)
    quotes = [gold.quote for gold in case.gold]
    return {
        "user_input": case.question,
        "response": reply.text,
        "retrieved_contexts": contexts,
        "reference": case.answer,
        "reference_contexts": quotes,
        "retrieved_context_ids": list(reply.retrieved),
        "reference_context_ids": list(outcome.evidence.clauses),
        "input": case.question,
        "actual_output": reply.text,
        "expected_output": case.answer,
        "retrieval_context": contexts,
        "context": quotes,
        "additional_metadata": {
            "id": case.id,
            "type": case.type,
            "split": case.split,
            "refused": reply.refused,
            "history": [{"role": role, "content": text} for role, text in case.history],
        },
    }


def beir(results: Results) -> dict[str, str]:
    """Give a BEIR data set, and beside it what each answerer retrieved as a TREC run.

    Queries without gold have no qrel. `runs/*.trec` can be scored by `trec_eval`.
    """
    golds = {
        one.case.id: [c for c in one.evidence.clauses if c in results.clauses]
        for one in results.of(results.subject)
    }
    corpus = [
        {"_id": p.id, "title": p.label, "text": p.text, "metadata": {"document": p.document_id}}
        for p in results.clauses.values()
    ]
    queries = [
        {"_id": case.id, "text": case.question, "metadata": {"type": case.type}}
        for case in results.cases
    ]
    qrels = ["query-id\tcorpus-id\tscore"]
    qrels += [f"{id_}\t{clause}\t1" for id_, clauses in golds.items() for clause in clauses]
    files = {
        "corpus.jsonl": _lines(map(to_json, corpus)),
        "queries.jsonl": _lines(map(to_json, queries)),
        "qrels/test.tsv": _lines(qrels),
    }
    for answerer in results.answerers:
        name = _file_name(answerer)
        files[f"runs/{name}.trec"] = _lines(
            f"{one.case.id} Q0 {clause} {rank} {1 / rank:.6f} {name}"
            for one in results.of(answerer)
            for rank, clause in enumerate(one.reply.retrieved, start=1)
        )
    return files


def table(results: Results) -> dict[str, str]:
    """Give one CSV row for every outcome; what was not measured is an empty cell.

    Cells that a spreadsheet would take for formulas get a leading apostrophe. The file begins
    with a byte order mark, by which Excel knows that it is UTF-8.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*_COLUMNS, *MEASURES])
    for one in results.outcomes:
        case, reply = one.case, one.reply
        scores = [one.scores.get(name) for name in MEASURES]
        words: Sequence[str] = (
            *(case.id, case.split, case.type, one.answerer, one.verdict.value, case.question),
            *(reply.text, case.answer, reply.reason or ""),
            "\n".join(gold.quote for gold in case.gold),
            "\n".join(reply.retrieved),
        )
        spent = sum(milliseconds for _, milliseconds in reply.stages) if reply.stages else None
        figures = ["" if value is None else repr(value) for value in scores]
        writer.writerow([*map(safe_cell, words), "" if spent is None else f"{spent:.3f}", *figures])
    return {"outcomes.csv": "\ufeff" + out.getvalue()}


def safe_cell(text: str) -> str:
    """Give a cell's text so that no spreadsheet runs it: `safe_cell("=1+1")` is `'=1+1`."""
    return f"'{text}" if text.lstrip(" \u3000\u00a0")[:1] in tuple(_FORMULA) else text


_COLUMNS = (
    *("id", "split", "type", "answerer", "verdict", "question", "reply", "model answer", "reason"),
    *("gold", "retrieved", "ms"),
)

FORMS: Mapping[str, Callable[[Results], dict[str, str]]] = {
    "ragas": ragas,
    "beir": beir,
    "csv": table,
}
"""The formats by name: each gives texts by the name of their file."""


def _texts(ids: Sequence[str], results: Results) -> list[str]:
    return [results.clauses[id_].text for id_ in ids if id_ in results.clauses]


def _json_list(rows: Sequence[Mapping[str, object]]) -> str:
    return "[\n" + ",\n".join(map(to_json, rows)) + "\n]\n"


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _file_name(answerer: str) -> str:
    return _NAMED.sub("-", answerer)
