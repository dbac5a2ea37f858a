"""Many questions from a file: one JSON object a line in, one a line out, in the same order."""

from __future__ import annotations

import codecs
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.types import Scope
from ingest.errors import TiaoliError
from rag.assistant import Assistant
from ui.programs.records import Record, answer_record, error_record, to_line
from ui.programs.requested import RequestError, read_request


class BatchError(TiaoliError):
    """A batch file cannot be read or written."""


class _BadLineError(Exception):
    """What is wrong with one line of a batch."""


def run_batch(
    assistant: Assistant,
    source: Path,
    target: Path,
    step: Callable[[int, int], object],
    *,
    generate: bool = False,
) -> tuple[int, int]:
    """Answer every line of `source` into `target`; count those asked and the bad ones.

    `step` is told (done, all) after each line. The target appears only when it is complete. Raises
    BatchError when a file cannot be read or written.
    """
    try:
        lines = source.read_bytes().removeprefix(codecs.BOM_UTF8).split(b"\n")
    except OSError as error:
        raise BatchError(f"{source}: cannot be read ({error.strerror}); check the path") from error
    asked = [(place, line) for place, line in enumerate(lines, start=1) if line.strip()]
    bad = 0
    with _whole_file(target) as write:
        for done, (place, line) in enumerate(asked, start=1):
            record = _answered(assistant, line, place, generate=generate)
            bad += record["status"] == "error"
            write(to_line(record))
            step(done, len(asked))
    return len(asked) - bad, bad


def _answered(assistant: Assistant, line: bytes, place: int, *, generate: bool) -> Record:
    question_id: str | int | None = None
    try:
        value = _object(line, place)
        question_id = _id(value, place)
        request = read_request(value, assistant.library.documents)
        scope = Scope(documents=request.documents)
        answer = assistant.ask(request.question, scope, request.history, generate=generate)
    except (_BadLineError, RequestError) as error:
        return error_record(question_id, str(error))
    return answer_record(answer, question_id)


def _object(line: bytes, place: int) -> Record:
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise _BadLineError(f"line {place}: not UTF-8; save the file as UTF-8") from error
    except (ValueError, RecursionError) as error:
        reason = f"line {place}: not JSON ({error}); write one object per line"
        raise _BadLineError(reason) from error
    if not isinstance(value, dict):
        raise _BadLineError(f'line {place}: not an object; write {{"id": …, "question": …}}')
    return value


def _id(value: Record, place: int) -> str | int | None:
    found = value.get("id")
    if isinstance(found, bool) or not (found is None or isinstance(found, str | int)):
        raise _BadLineError(f"line {place}: id must be text or a whole number")
    return found


@contextmanager
def _whole_file(target: Path) -> Iterator[Callable[[str], object]]:
    """Give a function that writes a line; the file is put in its place when all are written."""
    place = Path(os.path.realpath(target))
    temporary: Path | None = None
    try:
        if place.exists() and not place.is_file():
            raise BatchError(f"{target}: is not a file; name a file for the answers")
        handle, name = tempfile.mkstemp(prefix=".tiaoli-", dir=place.parent)
        temporary = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            yield lambda line: file.write(line + "\n")
        temporary.chmod(0o644)
        temporary.replace(place)
    except OSError as error:
        reason = error.strerror or error
        raise BatchError(f"{target}: cannot be written ({reason}); choose another place") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
