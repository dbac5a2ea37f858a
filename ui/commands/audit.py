"""`tiaoli audit`: read the audit log, export it, check that it is whole."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from datetime import date
from itertools import islice
from pathlib import Path

from ingest.errors import TiaoliError
from ui.commands.users import here
from ui.guarding.entries import Event
from ui.guarding.files import replace_private
from ui.guarding.log import Log
from ui.guarding.reading import Wish, as_csv, found, rest_of
from ui.guarding.settings import log_from
from ui.guarding.verify import verify
from ui.settings import home_from


def add_audit(parser: argparse.ArgumentParser) -> None:
    """Give the parser of `tiaoli audit` its commands and options."""
    commands = parser.add_subparsers(required=True, metavar="command")
    listed = commands.add_parser("list", help="the records, newest first")
    listed.add_argument("--json", action="store_true", help="one JSON object a line")
    listed.add_argument("--most", type=int, default=100, metavar="N", help="records at most")
    listed.set_defaults(run=_list)
    export = commands.add_parser("export", help="write the records into a CSV file")
    export.add_argument("file", type=Path, metavar="FILE.csv")
    export.set_defaults(run=_export)
    for one in (listed, export):
        one.add_argument("--from", dest="first", default="", metavar="YYYY-MM-DD", type=_day)
        one.add_argument("--to", dest="last", default="", metavar="YYYY-MM-DD", type=_day)
        one.add_argument("--user", default="", metavar="NAME")
        one.add_argument("--event", default="", choices=[event.value for event in Event])
        one.add_argument("--question", default="", help="records of this question, hashed or not")
    checked = commands.add_parser("verify", help="name the first record that is not as written")
    checked.set_defaults(run=_verify)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write 2026-01-31") from None


def _log() -> Log:
    return log_from(home_from().folder, os.environ)


def _list(options: argparse.Namespace) -> int:
    log, wish = _log(), _wish(options)
    lines = []
    for one in islice(found(log, wish), max(0, options.most)):
        more = " ".join(f"{key}={value}" for key, value in rest_of(one).items())
        who = " ".join(filter(None, (one["user"], one["role"], one["address"])))
        well = "" if one["success"] else " FAILED"
        plain = f"{one['seq']} {one['at'][:19]} {who}: {one['event']}{well} {more}".rstrip()
        lines.append(json.dumps(one, ensure_ascii=False) if options.json else plain)
    _noted(log, wish)
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    if not lines:
        sys.stderr.write("no record fits\n")
    return 0


def _export(options: argparse.Namespace) -> int:
    log, wish = _log(), _wish(options)
    text = as_csv(found(log, wish))
    try:
        replace_private(options.file.absolute(), text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise TiaoliError(f"{options.file}: cannot be written: {error.strerror}") from error
    _noted(log, wish, form="csv")
    sys.stderr.write(f"{options.file}: written\n")
    return 0


def _verify(options: argparse.Namespace) -> int:  # noqa: ARG001
    verdict = verify(_log())
    if verdict.wrong is None:
        sys.stdout.write(f"{verdict.records} records, all as written\n")
        return 0
    where = f" ({verdict.place})" if verdict.place != "end" else ""
    sys.stdout.write(f"record {verdict.number}: {verdict.wrong.value}{where}\n")
    return 1


def _wish(options: argparse.Namespace) -> Wish:
    return Wish(options.first, options.last, options.user, options.event, question=options.question)


def _noted(log: Log, wish: Wish, form: str = "") -> None:
    """Write down that the log was read; a question looked for is not written down."""
    asked = {key: value for key, value in asdict(wish).items() if value and key != "question"}
    log.write(Event.LOG_READ, here(), form=form, filter=asked or None)
