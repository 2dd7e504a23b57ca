"""Fetches pages by address, from public servers only.

The address comes from a stranger, so it must not reach what only this machine can: the name is
resolved here, each address is checked, and the connection goes to the checked address (TLS still
speaks to the name), so that a second look-up cannot answer differently. Every redirect passes the
same gate. Size, time and unpacking are bounded while the answer streams in.
"""

from __future__ import annotations

import contextlib
import socket
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import httpcore

from copilot.documents.public_endpoints import public_json_url
from copilot.errors import (
    ContentTooLarge,
    ExpiredPosting,
    ForbiddenAddress,
    InvalidInput,
    LoginWall,
    PageUnavailable,
    UnsupportedMedia,
)

__all__ = [
    "FetchLimits",
    "FetchedPage",
    "fetch_page",
    "fetch_posting",
    "is_public",
    "public_json_url",
    "resolve_name",
]

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], list[str]]

MEDIA_TYPES = frozenset(
    {
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "text/markdown",
        "application/json",
        "application/ld+json",
    }
)
_PORTS = {"http": 80, "https": 443}
_USER_AGENT = b"Mozilla/5.0 (compatible; ApplicationCopilot/1.0)"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_WALLED = frozenset({401, 403, 407, 451, 999})
_CHUNK = 64 * 1024
_LONGEST_RETRY_SECONDS = 3600.0

# Addresses that are global by the registries but lead somewhere else: transition mechanisms that
# wrap another address, and the host agent that Azure shows to every machine.
_WRAPPING = (
    IPv6Network("::/96"),
    IPv6Network("::ffff:0:0/96"),
    IPv6Network("64:ff9b::/96"),
    IPv6Network("64:ff9b:1::/48"),
    IPv6Network("2001::/32"),
    IPv6Network("2002::/16"),
    IPv6Network("5f00::/16"),
)
_INSIDE = (
    IPv4Network("168.63.129.16/32"),
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv4Network("100.64.0.0/10"),
)


@dataclass(frozen=True, slots=True)
class FetchLimits:
    content_bytes: int = 5 * 1024 * 1024
    """Of the unpacked content; what comes over the wire may not be larger either."""
    seconds: float = 15.0
    """For everything: name look-up, redirects, the whole answer."""
    redirects: int = 5
    ports: frozenset[int] = frozenset({80, 443})


DEFAULT = FetchLimits()


@dataclass(frozen=True, slots=True)
class FetchedPage:
    url: str
    """The address that answered, after redirects."""
    content: bytes
    media_type: str
    """With its charset parameter, if the server states one."""


def is_public(address: Address) -> bool:
    """True for addresses of the public internet that stand for themselves."""
    if isinstance(address, IPv6Address):
        if any(address in network for network in _WRAPPING) or address.scope_id:
            return False
    elif any(address in network for network in _INSIDE):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def resolve_name(host: str, port: int) -> list[str]:
    """All addresses of a name. Raises OSError if there is none."""
    with contextlib.suppress(OSError):
        # Also as one number, in hexadecimal or with parts left out.
        return [socket.inet_ntoa(socket.inet_aton(host))]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def fetch_page(
    url: str,
    *,
    limits: FetchLimits = DEFAULT,
    resolve: Resolve = resolve_name,
    allowed_hosts: Collection[str] = frozenset(),
) -> FetchedPage:
    """Fetch a page or a JSON answer by GET.

    Raises ForbiddenAddress, ExpiredPosting (404, 410), LoginWall (the site wants a person),
    UnsupportedMedia, ContentTooLarge, InvalidInput (no web address, too many redirects, another
    4xx); PageUnavailable, which is worth another try, for 429, 5xx, time-outs and lost
    connections. ``allowed_hosts`` are host names that the operator trusts, whatever their address
    and port: an intranet's job board.
    """
    deadline = time.monotonic() + limits.seconds
    backend = _CheckedBackend(resolve, allowed_hosts, deadline)
    with httpcore.ConnectionPool(network_backend=backend, max_keepalive_connections=0) as pool:
        for _ in range(limits.redirects + 1):
            url = _checked_url(url, limits, allowed_hosts)
            try:
                answer = _get(pool, url, limits, deadline)
            except (httpcore.TimeoutException, httpcore.NetworkError) as error:
                raise PageUnavailable(
                    "The page did not answer in time. Try again later, or submit the page from "
                    "the browser."
                ) from error
            except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, zlib.error) as error:
                raise PageUnavailable("The server's answer is broken. Try again later.") from error
            if isinstance(answer, FetchedPage):
                return answer
            url = answer
    raise InvalidInput("The address redirects too often. Open it in the browser and submit that.")


def _checked_url(url: str, limits: FetchLimits, allowed_hosts: Collection[str]) -> str:
    try:
        parts = urlsplit(url.strip())
        port = parts.port or _PORTS.get(parts.scheme, 0)
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise InvalidInput("This is not a web address.") from None
    if parts.scheme not in _PORTS or not host:
        raise InvalidInput("Only addresses that begin with https:// or http:// can be fetched.")
    if parts.username is not None or parts.password is not None:
        raise ForbiddenAddress("An address with a user name in it is not fetched.")
    if port not in limits.ports and host not in allowed_hosts:
        raise ForbiddenAddress("Only the usual web ports are fetched.")
    netloc = f"[{host}]" if ":" in host else host
    if port != _PORTS[parts.scheme]:
        netloc = f"{netloc}:{port}"
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]|")
    return f"{parts.scheme}://{netloc}{path}" + (f"?{query}" if query else "")


def _get(
    pool: httpcore.ConnectionPool, url: str, limits: FetchLimits, deadline: float
) -> FetchedPage | str:
    """The page, or where it redirects to."""
    left = max(0.01, deadline - time.monotonic())
    headers = [
        (b"Host", urlsplit(url).netloc.encode()),
        (b"User-Agent", _USER_AGENT),
        (b"Accept", b"text/html,application/xhtml+xml,application/json;q=0.9,text/plain;q=0.8"),
        (b"Accept-Encoding", b"gzip"),
        (b"Accept-Language", b"en,*;q=0.5"),
    ]
    timeout = {"connect": left, "read": left, "write": left, "pool": left}
    with pool.stream("GET", url, headers=headers, extensions={"timeout": timeout}) as response:
        stated = {name.lower(): value.decode("latin-1") for name, value in response.headers}
        if response.status in _REDIRECTS and b"location" in stated:
            return urljoin(url, stated[b"location"])
        _refuse_status(response.status, stated)
        media_type = stated.get(b"content-type", "text/html").strip()
        if media_type.split(";")[0].strip().lower() not in MEDIA_TYPES:
            raise UnsupportedMedia("The address leads to a file that is no web page.")
        if int(stated.get(b"content-length", "0") or 0) > limits.content_bytes:
            raise _too_large(limits)
        packed = stated.get(b"content-encoding", "").strip().lower()
        if packed not in ("", "identity", "gzip", "x-gzip"):
            raise UnsupportedMedia("The server packs the page in a way that is not supported.")
        content = _read(response.iter_stream(), packed in ("gzip", "x-gzip"), limits)
    return FetchedPage(url, content, media_type)


def _refuse_status(status: int, headers: dict[bytes, str]) -> None:
    if status in _GONE:
        raise ExpiredPosting("The posting is gone from this address. It was probably filled.")
    if status in _WALLED:
        raise LoginWall(
            "The site does not show this page to servers. Open it in the browser and submit it "
            "from there."
        )
    if status == 429 or status >= 500:
        raise PageUnavailable(
            "The site is busy or out of order. Try again later.", retry_after=_wait(headers)
        )
    if not 200 <= status < 300:
        raise InvalidInput(f"The address answers with status {status} and holds no page.")


def _wait(headers: dict[bytes, str]) -> float | None:
    stated = headers.get(b"retry-after", "").strip()
    return min(float(stated), _LONGEST_RETRY_SECONDS) if stated.isdigit() else None


def _read(chunks: Iterable[bytes], packed: bool, limits: FetchLimits) -> bytes:
    content = bytearray()
    raw = 0
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16) if packed else None
    for chunk in chunks:
        raw += len(chunk)
        if raw > limits.content_bytes:
            raise _too_large(limits)
        for part in _unpacked(unpack, chunk) if unpack else (chunk,):
            content += part
            if len(content) > limits.content_bytes:
                raise _too_large(limits)
    return bytes(content)


def _unpacked(unpack: Any, chunk: bytes) -> Iterator[bytes]:
    """Unpack piece by piece, so that a bomb is noticed before it is in memory."""
    while chunk:
        yield unpack.decompress(chunk, _CHUNK)
        chunk = unpack.unconsumed_tail


def _too_large(limits: FetchLimits) -> ContentTooLarge:
    megabytes = limits.content_bytes / 1024 / 1024
    return ContentTooLarge(f"The page is larger than {megabytes:.0f} MB and is not read.")


def fetch_posting(
    url: str,
    *,
    limits: FetchLimits = DEFAULT,
    resolve: Resolve = resolve_name,
    allowed_hosts: Collection[str] = frozenset(),
) -> FetchedPage:
    """Fetch a posting from its site's public JSON endpoint, or its page where there is none.

    The page's own ``url`` comes back in both cases: ``read_posting`` wants it. Raises as
    ``fetch_page``; an endpoint that refuses gives way to the page.
    """
    endpoint = public_json_url(url)
    if endpoint is not None:
        with contextlib.suppress(InvalidInput):
            answer = fetch_page(
                endpoint, limits=limits, resolve=resolve, allowed_hosts=allowed_hosts
            )
            if "json" in answer.media_type:
                return FetchedPage(url, answer.content, answer.media_type)
    return fetch_page(url, limits=limits, resolve=resolve, allowed_hosts=allowed_hosts)


class _CheckedBackend(httpcore.NetworkBackend):
    """Opens connections to allowed addresses only, and none past the deadline."""

    def __init__(self, resolve: Resolve, allowed_hosts: Collection[str], deadline: float) -> None:
        self._resolve = resolve
        self._allowed_hosts = allowed_hosts
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            addresses = [ip_address(address) for address in self._resolve(host, port)]
        except (OSError, UnicodeError) as error:
            raise InvalidInput("There is no such web server. Check the address.") from error
        # One forbidden address among several is enough: a name that mixes them is a trick.
        trusted = host in self._allowed_hosts
        if not addresses or not (trusted or all(is_public(address) for address in addresses)):
            raise ForbiddenAddress(
                "The address leads into a private network. Submit the page from the browser."
            )
        failure: Exception = httpcore.ConnectTimeout()
        for address in addresses:
            try:
                stream = self._plain.connect_tcp(
                    str(address), port, self._left(), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._left)
        raise failure

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for this page is over")
        return left


class _TimedStream(httpcore.NetworkStream):
    """A stream whose every operation ends at the deadline: a drip of bytes gains no time."""

    def __init__(self, stream: httpcore.NetworkStream, left: Callable[[], float]) -> None:
        self._stream = stream
        self._left = left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: Any,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._left())
        return _TimedStream(stream, self._left)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
