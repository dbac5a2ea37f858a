"""A language model is asked to write search expansions, several clauses at once.

What is written is kept at once, clause by clause; whatever goes wrong with one costs only that one.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from index.expand_reply import AGAIN, RULES, read_expansion, request_data
from ingest.expansions import Expansion
from ingest.types import Clause
from rag.model.endpoint import Ask, Endpoint, Messages, Said, asking, fenced, trouble
from ui.commands.progress import Step

AT_ONCE = 4
"""Clauses that are asked about at the same time."""
PATIENCE = 5
"""Clauses in a row for which nothing came back, after which no more are asked about."""
UNASKED = "not asked, as nothing came back"
UNUSABLE = "twice no JSON object as asked for with a line that can be kept"

Keep = Callable[[Clause, Expansion], object]


@dataclass
class Account:
    """What a run cost and brought; `skipped` gives the reason by clause id."""

    requests: int = 0
    replies: int = 0
    metered: int = 0
    """Replies that say how many tokens they took."""
    tokens_in: int = 0
    tokens_out: int = 0
    written: int = 0
    in_vain: int = 0
    """Clauses in a row for which nothing came back."""
    dropped: Counter[str] = field(default_factory=Counter)
    skipped: dict[str, str] = field(default_factory=dict)

    def sent(self) -> None:
        """Count a request."""
        self.requests += 1

    def replied(self, reply: Said) -> None:
        """Count a reply and the tokens it reports."""
        self.replies += 1
        self.in_vain = 0
        if reply.tokens:
            self.metered += 1
            self.tokens_in += reply.tokens[0]
            self.tokens_out += reply.tokens[1]

    def done(self) -> int:
        """Count the clauses that are dealt with, in whatever way."""
        return self.written + len(self.skipped)


def messages_for(clause: Clause, *, again: bool = False) -> Messages:
    """Give the messages that ask for the expansion of a clause; `again` after a useless reply."""
    messages = fenced(RULES, request_data(clause))
    return [*messages, ("human", AGAIN)] if again else messages


async def ask_for(
    clauses: Sequence[Clause], endpoint: Endpoint, keep: Keep, account: Account, step: Step
) -> None:
    """Ask about every clause, give what is written to `keep`, and tell `step` (done, all).

    Raises only what `keep` raises; what the endpoint does is counted in `account`.
    """
    rest = iter(clauses)

    async def work(ask: Ask) -> None:
        for clause in _until_hopeless(rest, account):
            found = await _written(clause, ask, account)
            if found:
                expansion, dropped = found
                keep(clause, expansion)
                account.written += 1
                account.dropped += dropped
            step(account.done(), len(clauses))

    async with asking(endpoint, account.sent) as ask:
        await asyncio.gather(*(work(ask) for _ in range(AT_ONCE)))


def _until_hopeless(rest: Iterator[Clause], account: Account) -> Iterator[Clause]:
    """Give the clauses that are left; the remaining ones are skipped once nothing comes back."""
    for clause in rest:
        if account.in_vain < PATIENCE:
            yield clause
        else:
            account.skipped[clause.id] = UNASKED


async def _written(
    clause: Clause, ask: Ask, account: Account
) -> tuple[Expansion, Counter[str]] | None:
    """Ask about one clause, once more if the reply is of no use; None where it is skipped."""
    for again in (False, True):
        try:
            reply = await ask(messages_for(clause, again=again))
        except Exception as error:  # whatever an endpoint does, the run goes on
            account.in_vain += 1
            account.skipped[clause.id] = trouble(error)
            return None
        account.replied(reply)
        if found := read_expansion(reply.content, clause):
            return found
    account.skipped[clause.id] = UNUSABLE
    return None
