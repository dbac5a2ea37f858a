"""`tiaoli ingest --expand`: a language model writes everyday questions for added documents.

The shipped documents have theirs. The endpoint is asked about each clause once; what it wrote is
kept in the home folder (`index.expand_cache`) and searched from then on.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from index.disk import load, saved
from index.expand_cache import clause_sha256, distinct, keeping, read_cache
from index.home import Home, added_documents
from ingest.expansions import Expansion
from ingest.types import Clause, Parsed
from rag.model.endpoint import Endpoint
from ui.commands.expand_ask import AT_ONCE, Account, ask_for, messages_for
from ui.commands.intake import put_in, read_documents, remove_named
from ui.commands.progress import progress
from ui.settings import writer_from

Tell = Callable[[str], object]

CHARACTERS_PER_TOKEN = 1.5
"""A rough figure for Chinese text with some English, on the high side for the models of today."""
NAMED = 20
"""Clauses that are named for each reason why they were skipped."""


def foresee(home: Home, paths: list[Path], tell: Tell) -> int:
    """Say what `expand` would ask, and change nothing; give the exit code."""
    if paths:
        parsed, faults = read_documents(paths, tell)
    else:
        held = load(home.index, home.encoder).parsed() if saved(home.index) else ()
        parsed, faults = list(added_documents(held)), []
    _missing(read_cache(home.folder, tell), parsed, tell)
    for fault in faults:
        tell(f"tiaoli: {fault}")
    return 2 if faults else 0


def expand(home: Home, paths: list[Path], remove: list[str], tell: Tell) -> int:
    """Add and remove documents as `take_in`, then have expansions written; give the exit code.

    Without paths, all documents that a user added are meant. The code is 2 when a file could not
    be read, and 1 when a clause was left without expansions. Raises EndpointError, before anything
    is changed, when there is nobody to ask.
    """
    writer = writer_from()
    remove_named(home, remove, tell)
    code = 0
    if paths:
        read, faults = read_documents(paths, tell)
        code, parsed = put_in(home, read, faults, tell), tuple(read)
    else:
        parsed = added_documents(home.open(tell).parsed())
    clauses = _missing(read_cache(home.folder), parsed, tell)
    if not clauses:
        return code
    account = _write(home, clauses, writer, tell)
    home.open(tell)
    _conclude(account, home, parsed, tell)
    return code or int(bool(account.skipped))


def _missing(cache: Mapping[str, Expansion], parsed: Sequence[Parsed], tell: Tell) -> list[Clause]:
    """Give the clauses that nothing is written for, each text once, and say what they will cost."""
    if not parsed:
        tell("no document to write expansions for; name a file of your own to add")
        return []
    clauses = {clause_sha256(clause): clause for one in parsed for clause in one.clauses}
    wanted = [clause for key, clause in clauses.items() if key not in cache]
    characters = sum(len(text) for clause in wanted for _, text in messages_for(clause))
    tell(
        f"{len(wanted)} clauses to ask about, {len(clauses) - len(wanted)} written already; about"
        f" {characters / CHARACTERS_PER_TOKEN:,.0f} input tokens"
        f" (a rough estimate: characters / {CHARACTERS_PER_TOKEN})"
    )
    return wanted


def _write(home: Home, clauses: Sequence[Clause], writer: Endpoint, tell: Tell) -> Account:
    """Ask about clauses and keep what is written; say what it took, also when it is broken off."""
    account, start = Account(), time.monotonic()
    tell(f"asking {writer.model} at {writer.host}, {AT_ONCE} clauses at a time")
    try:
        with keeping(home.folder) as keep, progress("writing") as step:
            asyncio.run(
                ask_for(clauses, writer, lambda c, e: keep(c, e, writer.model), account, step)
            )
    except KeyboardInterrupt:
        tell("broken off; what is written is kept, and the same command goes on from there")
        raise
    finally:
        tell(_cost(account, time.monotonic() - start))
    return account


def _cost(account: Account, seconds: float) -> str:
    """Give the line that says what a run brought and took."""
    tokens = "tokens not reported"
    if account.metered:
        tokens = f"{account.tokens_in:,} tokens in, {account.tokens_out:,} out, as reported"
        if account.metered < account.replies:
            tokens += f" by {account.metered} of {account.replies} replies"
    return (
        f"{account.written} clauses written, {len(account.skipped)} skipped;"
        f" {account.requests} requests, {tokens}, {seconds:.1f} s"
    )


def _conclude(account: Account, home: Home, parsed: Collection[Parsed], tell: Tell) -> None:
    """Say which lines were left out and which clauses have been skipped, and why."""
    _, shared = distinct(parsed, read_cache(home.folder))
    if dropped := account.dropped + shared:
        tell("lines left out: " + ", ".join(f"{n} × {why}" for why, n in sorted(dropped.items())))
    for why in Counter(account.skipped.values()):
        ids = [clause_id for clause_id, reason in account.skipped.items() if reason == why]
        more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
        tell(f"skipped ({why}): {', '.join(ids[:NAMED])}{more}")
    if account.skipped:
        tell("run `tiaoli ingest --expand` again to ask for what was skipped")
