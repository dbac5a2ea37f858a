"""A language model behind an address, asked through LangChain's chat model interface.

Any endpoint that speaks the chat completions protocol will do. Nothing is sent but the question and
the key that belongs to the endpoint. Used by the judge, by `tiaoli ingest --expand`, and through
`rag.model.streaming` for answers.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias
from urllib.parse import urlsplit

from ingest.errors import TiaoliError

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI
    from openai import DefaultAsyncHttpxClient

LIMIT = 60.0
"""Seconds that a request may take."""

HEADERS = frozenset(
    {
        *("host", "connection", "accept", "accept-encoding", "user-agent"),
        *("content-type", "content-length"),
    }
)
"""The headers of a request that are sent, besides that of the key."""
MOST_BYTES = 4_000_000
"""Bytes of a reply that are read; more are an error, however they come."""

_HALF = re.compile("[\ud800-\udfff]")

Messages: TypeAlias = list[tuple[str, str]]
"""What is sent: pairs of `system` or `human` and a text."""


class EndpointError(TiaoliError):
    """The endpoint cannot be asked; the message says what to set or to install."""


class _Sent(Protocol):
    headers: MutableMapping[str, str]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint that speaks the chat completions protocol, and the model to ask there.

    `url` is the base URL, such as `http://127.0.0.1:8000/v1`; `limit` is in seconds. A request that
    fails is made `retries` times more, after a pause that doubles.
    """

    url: str = field(repr=False)
    model: str
    key: str = field(default="", repr=False)
    limit: float = LIMIT
    retries: int = 1

    @property
    def host(self) -> str:
        """Name the host, with its port: all of the address that is saved or shown."""
        return urlsplit(self.url).netloc.rpartition("@")[2]

    @property
    def patience(self) -> float:
        """Seconds after which all tries together are given up."""
        return (self.retries + 1) * self.limit


@dataclass(frozen=True, slots=True)
class Said:
    """What came back: a text, if all is well, and the tokens in and out that are reported."""

    content: object
    tokens: tuple[int, int] | None


Ask: TypeAlias = Callable[[Messages], Awaitable[Said]]


def check_installed(option: str) -> None:
    """Raise EndpointError, naming the extra, when the library that asks is missing."""
    try:
        import langchain_openai  # noqa: F401
    except ModuleNotFoundError as error:
        raise EndpointError(
            f"{option} needs {error.name}; install langchain-openai (the extra `llm` of tiaoli)"
        ) from error


def fenced(rules: str, data: object) -> Messages:
    """Give the messages of a request: the rules, then the data as one line of JSON in a fence.

    What stands on one line cannot write a fence of its own.
    """
    line = _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", json.dumps(data, ensure_ascii=False))
    return [("system", rules), ("human", f"```json\n{line}\n```")]


def trouble(error: Exception) -> str:
    """Name an error by its kind and status alone: its message may repeat what was sent."""
    return f"{type(error).__name__} {getattr(error, 'status_code', None) or ''}".rstrip()


@asynccontextmanager
async def asking(
    endpoint: Endpoint, sent: Callable[[], object] = lambda: None
) -> AsyncIterator[Ask]:
    """Give a function that asks the endpoint; `sent` is called for every request that leaves.

    The function raises whatever the library raises, and TimeoutError after all tries.
    """
    async with talking(endpoint, sent) as model:

        async def ask(messages: Messages) -> Said:
            reply = await asyncio.wait_for(model.ainvoke(messages), endpoint.patience)
            used = reply.usage_metadata
            return Said(
                reply.content, (used["input_tokens"], used["output_tokens"]) if used else None
            )

        yield ask


@asynccontextmanager
async def talking(
    endpoint: Endpoint, sent: Callable[[], object] = lambda: None
) -> AsyncIterator[ChatOpenAI]:
    """Give LangChain's chat model of an endpoint, with a connection of its own."""
    from openai import DefaultAsyncHttpxClient

    hooks: dict[str, list[Callable[..., Any]]] = {
        "request": [partial(_only_ours, endpoint, sent)],
        "response": [_bounded],
    }
    async with DefaultAsyncHttpxClient(follow_redirects=False, event_hooks=hooks) as client:
        yield _model(endpoint, client)


async def _bounded(response: Any) -> None:  # noqa: ANN401
    """Let a reply be read as it comes, plain and not beyond `MOST_BYTES`."""
    if response.headers.get("content-encoding", "identity") != "identity":
        raise EndpointError("the endpoint packs its replies; switch compression off there")
    stream = response.stream
    kind: Any = type(stream).__bases__[0]  # openai has changed the HTTP library it stands on before

    class Counted(kind):  # type: ignore[misc]
        """The bytes of a reply, up to `MOST_BYTES`."""

        async def __aiter__(self) -> AsyncIterator[bytes]:
            left = MOST_BYTES
            async for part in stream:
                left -= len(part)
                if left < 0:
                    raise EndpointError(f"the reply has more than {MOST_BYTES} bytes")
                yield part

        async def aclose(self) -> None:
            await stream.aclose()

    response.stream = Counted()


async def _only_ours(endpoint: Endpoint, sent: Callable[[], object], request: _Sent) -> None:
    """Send the endpoint's key alone: nothing the library takes from variables for others."""
    request.headers["accept-encoding"] = "identity"
    for name in set(request.headers) - HEADERS:
        if not name.startswith("x-stainless-"):  # the library reads its own marks again
            del request.headers[name]
    if endpoint.key:
        request.headers["authorization"] = f"Bearer {endpoint.key}"
    sent()


def _model(endpoint: Endpoint, client: DefaultAsyncHttpxClient) -> ChatOpenAI:
    from langchain_openai import ChatOpenAI

    return ChatOpenAI(
        model=endpoint.model,
        base_url=endpoint.url,
        api_key=lambda: "set by _only_ours",
        temperature=0,
        timeout=endpoint.limit,
        max_retries=endpoint.retries,
        use_responses_api=False,
        cache=False,
        http_async_client=client,
        openai_proxy=None,
    )
