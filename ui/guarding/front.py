"""Under which names the server is spoken to, and which proxy is believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from ingest.errors import TiaoliError

PEER = "tiaoli.peer"
"""Where a request carries the address at the other end of its connection."""
_HERE = ("127.0.0.1", "localhost", "[::1]")
_PORTS = {"http": 80, "https": 443}


class FrontError(TiaoliError):
    """A host, an origin or a proxy that cannot be one; the message says how to write it."""


@dataclass(frozen=True, slots=True)
class Front:
    """The Host headers and origins that are served; `secure` are the hosts reached by https.

    `proxies` are the addresses whose X-Forwarded-For tells who the request is from.
    """

    hosts: frozenset[str]
    origins: frozenset[str]
    secure: frozenset[str] = frozenset()
    proxies: frozenset[str] = frozenset()

    def client(self, scope: Mapping[str, Any]) -> tuple[str, int]:
        """Who a request is from: its peer, or whom a believed proxy names last before itself."""
        peer = tuple(scope.get("client") or ("", 0))
        if peer[0] not in self.proxies:
            return str(peer[0]), int(peer[1])
        named = [
            one.strip()
            for key, value in scope["headers"]
            if key.lower() == b"x-forwarded-for"
            for one in value.decode("latin-1").split(",")
        ]
        for one in reversed(named):
            if one not in self.proxies:
                return (one, 0) if _is_address(one) else (str(peer[0]), 0)
        return str(peer[0]), 0


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host: `is_loopback("127.0.0.1")`."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def front(
    port: int, host: str = _HERE[0], origin: str = "", proxies: frozenset[str] = frozenset()
) -> Front:
    """The names of a server bound to `host`, and of the proxy that stands at `origin` if one does.

    `front(7860, "10.1.2.3").origins` is `{"http://10.1.2.3:7860"}`. Raises FrontError.
    """
    names: tuple[str, ...] = (
        _HERE if is_loopback(host) else (f"[{host}]" if ":" in host else host.lower(),)
    )
    if set(names) & {"0.0.0.0", "[::]", ""}:  # noqa: S104 - an address of no name
        if not origin:
            raise FrontError(f"--host {host} has no name; set TIAOLI_ORIGIN to that of the page")
        names = ()
    hosts = {f"{name}:{port}" for name in names} | (set(names) if port == 80 else set())
    origins = {f"http://{one}" for one in hosts}
    scheme, public = read_origin(origin) if origin else ("", "")
    if public:
        hosts.add(public)
        origins.add(f"{scheme}://{public}")
    for proxy in proxies:
        if not _is_address(proxy):
            raise FrontError(f"TIAOLI_PROXY names {proxy!r}; write addresses, as in 10.1.2.3")
    secure = frozenset({public} if scheme == "https" else ())
    return Front(frozenset(hosts), frozenset(origins), secure, proxies)


def read_origin(origin: str) -> tuple[str, str]:
    """Scheme and host of an origin: `https://tiaoli.court.example` is `("https", "tiaoli…")`."""
    try:
        url = urlsplit(origin.lower().rstrip("/"))
        port = url.port
    except ValueError:
        raise FrontError(_BAD_ORIGIN) from None
    plain = url.scheme in _PORTS and url.hostname and not (url.path or url.query or url.fragment)
    if not plain or "@" in url.netloc or "*" in url.netloc:
        raise FrontError(_BAD_ORIGIN)
    host = url.netloc.removesuffix(f":{port}") if port == _PORTS[url.scheme] else url.netloc
    return url.scheme, host


_BAD_ORIGIN = "TIAOLI_ORIGIN is no origin; write `https`, `://` and the host, and nothing after it"


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
