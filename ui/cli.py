"""The command `tiaoli`: ask, clauses, ingest, chat, eval, user, audit, doctor.

Exit codes: 0 done, 1 a check failed, 2 the input is wrong (one line says what, where, what to do).
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from ingest.errors import TiaoliError
from ui.commands.audit import add_audit
from ui.commands.evaluate import add_eval
from ui.commands.users import add_user
from ui.settings import generates, home_from

_SIMPLIFIED = "show traditional script as simplified (not with --json, which quotes as printed)"
_EXPAND = "let a language model write questions for the clauses of your documents (TIAOLI_LLM_URL)"
_LLM = "let a language model word the answer from the clauses (TIAOLI_LLM_URL); checked by code"
_HOST = "serve to other machines at this address; people sign in (docs/security.md)"
_MCP = "serve the queries as tools of an MCP server too (the extra `mcp`; docs/api.md)"
_EXAMPLES = """examples:
  tiaoli ask "广东要点第14项讲什么？"
  tiaoli ask --doc jl-2022-key-points "法官惩戒有什么安排" --json
  tiaoli ask --batch questions.jsonl --out answers.jsonl
  tiaoli clauses --doc gd-2021-key-points
  tiaoli ingest notice.docx reports/
  tiaoli chat
  tiaoli eval
"""

if TYPE_CHECKING:
    from rag.assistant import Assistant


class UsageError(TiaoliError):
    """The command line asks for something that cannot be."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a command line in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"tiaoli: {message}; see `{self.prog} --help`\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    if getattr(options, "json", False) and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except TiaoliError as error:
        print(f"tiaoli: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("tiaoli: stopped", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="tiaoli",
        description="以条文作答，句句可核。Answers from the clauses of court-reform documents.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    ask = commands.add_parser("ask", help="answer one question, or a file of questions")
    ask.add_argument("question", nargs="?", help="the question")
    ask.add_argument("--doc", action="append", default=[], metavar="ID", help="only this document")
    ask.add_argument("--json", action="store_true", help="print one JSON object")
    ask.add_argument("--simplified", action="store_true", help=_SIMPLIFIED)
    ask.add_argument("--llm", action="store_true", help=_LLM)
    ask.add_argument("--batch", type=Path, metavar="IN.jsonl", help="questions, one object a line")
    ask.add_argument("--out", type=Path, metavar="OUT.jsonl", help="where the answers go")
    ask.set_defaults(run=_ask)
    clauses = commands.add_parser("clauses", help="show the clauses of the documents")
    clauses.add_argument("--doc", action="append", default=[], metavar="ID")
    clauses.add_argument("--json", action="store_true", help="one JSON object per clause and line")
    clauses.add_argument("--simplified", action="store_true", help=_SIMPLIFIED)
    clauses.set_defaults(run=_clauses)
    ingest = commands.add_parser("ingest", help="add documents (txt, md, html, docx, pdf)")
    ingest.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders")
    ingest.add_argument("--remove", action="append", default=[], metavar="ID")
    ingest.add_argument("--expand", action="store_true", help=_EXPAND)
    ingest.add_argument("--dry-run", action="store_true", help="with --expand: only the estimate")
    ingest.set_defaults(run=_ingest)
    chat = commands.add_parser("chat", help="open the chat page on this machine")
    chat.add_argument("--port", type=int, default=7860)
    chat.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help=_HOST)
    chat.add_argument("--open", action="store_true", help="open the browser")
    chat.add_argument("--mcp", action="store_true", help=_MCP)
    chat.set_defaults(run=_chat)
    add_eval(commands.add_parser("eval", help="ask the known questions and score the answers"))
    add_user(commands.add_parser("user", help="who may sign in, and as what"))
    add_audit(commands.add_parser("audit", help="read and check the log of what people did"))
    doctor = commands.add_parser("doctor", help="check the set-up and say what to do")
    doctor.set_defaults(run=_doctor)
    return parser


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _assistant(*, generate: bool = False) -> Assistant:
    """Open the library of the settings, with the reranker they name, and the writer if wanted."""
    from index.reranker import load_reranker
    from rag.assistant import Assistant
    from ui.settings import answer_writer_from

    home = home_from()
    writer = answer_writer_from() if generate else None
    return Assistant(home.open(_tell), reranker=load_reranker(home.reranker), writer=writer)


def _ask(options: argparse.Namespace) -> int:
    from index.types import Scope
    from ui.commands.terminal import answer_lines
    from ui.programs.records import answer_record, to_line

    if options.batch or options.out:
        return _batch(options)
    if options.question is None:
        raise UsageError('no question; write it in quotes: tiaoli ask "…"')
    generate = options.llm or generates()
    assistant = _assistant(generate=generate)
    library = assistant.library
    _check_documents(options.doc, list(library.documents))
    scope = Scope(documents=tuple(options.doc))
    answer = assistant.ask(options.question, scope, generate=generate)
    if options.json:
        print(to_line(answer_record(answer)))
    else:
        _show(answer_lines(answer, library), simplified=options.simplified)
    return 0


def _batch(options: argparse.Namespace) -> int:
    from ui.commands.batch import run_batch
    from ui.commands.progress import progress

    if not options.batch or not options.out:
        raise UsageError("--batch IN.jsonl and --out OUT.jsonl go together; give both")
    if options.question or options.doc:
        raise UsageError("--batch takes questions and documents from its file; leave them out")
    generate = options.llm or generates()
    assistant = _assistant(generate=generate)
    with progress("asking") as step:
        asked, bad = run_batch(assistant, options.batch, options.out, step, generate=generate)
    _tell(f"{asked} questions asked, {bad} bad lines: {options.out}")
    return 0


def _check_documents(wanted: list[str], known: list[str]) -> None:
    for document_id in wanted:
        if document_id not in known:
            raise UsageError(f"no document {document_id!r}; there are: {', '.join(known)}")


def _clauses(options: argparse.Namespace) -> int:
    from ui.commands.terminal import clause_tree
    from ui.programs.records import clause_record, to_line

    library = home_from().open(_tell)
    _check_documents(options.doc, list(library.documents))
    for parsed in library.parsed():
        if options.doc and parsed.document.id not in options.doc:
            continue
        if options.json:
            print("\n".join(to_line(clause_record(clause)) for clause in parsed.clauses))
        else:
            _show([*clause_tree(parsed), ""], simplified=options.simplified)
    return 0


def _show(lines: Iterable[str], *, simplified: bool) -> None:
    from index.script import to_simplified

    text = "\n".join(lines)
    print(to_simplified(text) if simplified else text)


def _ingest(options: argparse.Namespace) -> int:
    from ui.commands.intake import take_in

    if options.dry_run and (options.remove or not options.expand):
        raise UsageError(
            "--dry-run goes with --expand alone and changes nothing; leave the rest out"
        )
    if options.expand:
        from ui.commands.expand import expand, foresee

        if options.dry_run:
            return foresee(home_from(), options.paths, _tell)
        return expand(home_from(), options.paths, options.remove, _tell)
    return take_in(home_from(), options.paths, options.remove, _tell)


def _chat(options: argparse.Namespace) -> int:
    from ui.commands.chat import chat

    if not 0 < options.port < 65_536:
        raise UsageError(f"no port {options.port}; choose one from 1024 to 65535")
    try:
        return chat(options, _assistant, _tell)
    except OSError as error:
        raise UsageError(f"port {options.port}: {error.strerror}; try --port 8860") from error


def _doctor(options: argparse.Namespace) -> int:  # noqa: ARG001
    from ui.commands.doctor import examine

    failed = 0
    for finding in examine(home_from()):
        print(f"{'ok ' if finding.well else 'NO '} {finding.text}")
        if not finding.well:
            failed += 1
            print(f"    -> {finding.remedy}")
    print("all is well" if not failed else f"{failed} to mend")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
