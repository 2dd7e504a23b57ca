"""Only public pages are fetched, within bounds."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from ipaddress import ip_address

import pytest

from copilot.documents.fetching import (
    DEFAULT,
    FetchedPage,
    FetchLimits,
    fetch_page,
    fetch_posting,
    is_public,
    public_json_url,
)
from copilot.errors import (
    ContentTooLarge,
    CopilotError,
    ExpiredPosting,
    ForbiddenAddress,
    InvalidInput,
    LoginWall,
    PageUnavailable,
    UnsupportedMedia,
)

Serve = Callable[..., str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serves one raw answer per connection at 127.0.0.1 and returns the address."""
    listeners: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def start(*answers: bytes, drip: float = 0.0) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def run() -> None:
            for answer in answers:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(5)
                    try:
                        connection.recv(65536)
                        for start in range(0, len(answer), 1 if drip else len(answer) or 1):
                            end = start + 1 if drip else len(answer)
                            connection.sendall(answer[start:end])
                            time.sleep(drip)
                    except OSError:
                        continue

        threads.append(threading.Thread(target=run))
        threads[-1].start()
        return f"http://board.test:{listener.getsockname()[1]}/job/1"

    yield start
    for listener in listeners:
        # Closing alone does not wake a thread that accepts.
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
    for thread in threads:
        thread.join(10)


def local(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def fetch(url: str, limits: FetchLimits = DEFAULT) -> FetchedPage:
    return fetch_page(url, limits=limits, resolve=local, allowed_hosts={"board.test"})


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    lines = {"content-type": "text/html; charset=utf-8", "connection": "close"}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def test_a_page_is_fetched(serve: Serve) -> None:
    url = serve(answer(b"<h1>Baker</h1>"))
    assert fetch(url) == FetchedPage(url, b"<h1>Baker</h1>", "text/html; charset=utf-8")


def test_a_packed_page_is_unpacked(serve: Serve) -> None:
    url = serve(answer(gzip.compress(b"<h1>Baker</h1>"), content_encoding="gzip"))
    assert fetch(url).content == b"<h1>Baker</h1>"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192",
        "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "192.88.99.1",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::7f00:1", "64:ff9b::7f00:1",
        "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:1::1", "fe80::1",
        "fe80::1%eth0",
        "fd00:ec2::254", "fc00::1", "ff02::1", "2001:db8::1", "100::1",
    ],
)  # fmt: skip
def test_no_address_inside_is_public(address: str) -> None:
    assert not is_public(ip_address(address))
    with pytest.raises(ForbiddenAddress):
        fetch_page("https://board.test/", resolve=lambda host, port: [address])


@pytest.mark.parametrize("address", ["8.8.8.8", "151.101.1.69", "2606:4700::6810:84e5"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ip_address(address))


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(ForbiddenAddress):
        fetch_page("https://board.test/", resolve=lambda host, port: ["8.8.8.8", "10.0.0.1"])


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://2130706433/", "http://0x7f000001/", "http://127.1/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "https://user:pass@example.org/",
        "http://example.org:22/", "http://example.org:6379/",
    ],
)  # fmt: skip
def test_tricky_addresses_are_forbidden(url: str) -> None:
    with pytest.raises(ForbiddenAddress):
        fetch_page(url)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://x/",
        "not an address",
        "",
        "http://",
        "http://a:b/",
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput):
        fetch_page(url)


def test_the_connection_goes_to_the_address_that_was_checked(serve: Serve) -> None:
    looked_up: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"]

    url = serve(answer(b"ok"))
    fetch_page(url, resolve=resolve, allowed_hosts={"board.test"})
    assert looked_up == ["board.test"]


def test_each_redirect_is_checked(serve: Serve) -> None:
    for target in ("http://inside.test/", "http://127.0.0.1/", "file:///etc/passwd"):
        url = serve(answer(status="302 Found", location=target))
        with pytest.raises(InvalidInput):
            fetch(url)


def test_redirects_are_followed_and_counted(serve: Serve) -> None:
    here = answer(status="301 Moved", location="/job/2")
    url = serve(here, answer(b"moved"))
    assert fetch(url).url.endswith("/job/2")
    with pytest.raises(InvalidInput, match="redirects too often"):
        fetch(serve(*[here] * 7))


@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("404 Not Found", ExpiredPosting),
        ("410 Gone", ExpiredPosting),
        ("401 Unauthorized", LoginWall),
        ("403 Forbidden", LoginWall),
        ("400 Bad Request", InvalidInput),
        ("500 Oops", PageUnavailable),
        ("503 Busy", PageUnavailable),
        ("429 Slow down", PageUnavailable),
    ],
)
def test_a_refusing_server_is_a_typed_error(
    serve: Serve, status: str, error: type[CopilotError]
) -> None:
    with pytest.raises(error):
        fetch(serve(answer(status=status)))


def test_the_wish_to_wait_is_kept(serve: Serve) -> None:
    with pytest.raises(PageUnavailable) as busy:
        fetch(serve(answer(status="429 Slow down", retry_after="17")))
    assert busy.value.retry_after == 17


def test_other_files_are_refused(serve: Serve) -> None:
    with pytest.raises(UnsupportedMedia):
        fetch(serve(answer(b"MZ", content_type="application/octet-stream")))
    with pytest.raises(UnsupportedMedia):
        fetch(serve(answer(b"x", content_encoding="br")))


def test_size_is_bounded_stated_or_not(serve: Serve) -> None:
    small = FetchLimits(content_bytes=1000)
    with pytest.raises(ContentTooLarge):
        fetch(serve(answer(b"", content_length="5000")), small)
    with pytest.raises(ContentTooLarge):
        fetch(serve(answer(b"x" * 5000)), small)


def test_a_packed_bomb_is_refused(serve: Serve) -> None:
    bomb = gzip.compress(b"\0" * 30_000_000, compresslevel=9)
    with pytest.raises(ContentTooLarge):
        fetch(serve(answer(bomb, content_encoding="gzip")))


def test_broken_answers_are_worth_another_try(serve: Serve) -> None:
    for broken in (b"", b"nonsense\r\n\r\n", answer(b"not gzip", content_encoding="gzip")):
        with pytest.raises(PageUnavailable):
            fetch(serve(broken))


def test_a_dripping_server_gains_no_time(serve: Serve) -> None:
    url = serve(answer(b"x" * 100), drip=0.1)
    # The whole answer would take ten seconds and then be good.
    with pytest.raises(PageUnavailable):
        fetch(url, FetchLimits(seconds=0.6))


def test_an_unknown_name_is_refused() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "unknown")

    with pytest.raises(InvalidInput, match="no such web server"):
        fetch_page("https://nowhere.test/", resolve=resolve)


@pytest.mark.parametrize(
    ("page", "endpoint"),
    [
        ("https://boards.greenhouse.io/brackwater/jobs/4410021?gh_src=a", "https://boards-api.greenhouse.io/v1/boards/brackwater/jobs/4410021?pay_transparency=true"),
        ("https://job-boards.greenhouse.io/brackwater/jobs/4410021", "https://boards-api.greenhouse.io/v1/boards/brackwater/jobs/4410021?pay_transparency=true"),
        ("https://boards.greenhouse.io/embed/job_app?for=brackwater&token=4410021", "https://boards-api.greenhouse.io/v1/boards/brackwater/jobs/4410021?pay_transparency=true"),
        ("https://jobs.lever.co/tidemill/2f0c8d1e-0000-4000-8000-aa0000000001/apply", "https://api.lever.co/v0/postings/tidemill/2f0c8d1e-0000-4000-8000-aa0000000001"),
        ("https://jobs.eu.lever.co/tidemill/2f0c8d1e-0000-4000-8000-aa0000000001", "https://api.eu.lever.co/v0/postings/tidemill/2f0c8d1e-0000-4000-8000-aa0000000001"),
        ("https://jobs.ashbyhq.com/fern%20light/0b1c2d3e-1111-4222-8333-444455556666", "https://api.ashbyhq.com/posting-api/job-board/fern%20light?includeCompensation=true"),
        ("https://jobs.smartrecruiters.com/KestrelRail/744000012345678-train-driver", "https://api.smartrecruiters.com/v1/companies/KestrelRail/postings/744000012345678"),
        ("https://northgate.wd3.myworkdayjobs.com/en-US/External/job/Leeds/Nurse_JR-1", "https://northgate.wd3.myworkdayjobs.com/wday/cxs/northgate/External/job/Leeds/Nurse_JR-1"),
        ("https://northgate.wd3.myworkdayjobs.com/External/details/Nurse_JR-1", "https://northgate.wd3.myworkdayjobs.com/wday/cxs/northgate/External/job/Nurse_JR-1"),
        ("https://boards.greenhouse.io/brackwater", None),
        ("https://jobs.lever.co/tidemill", None),
        ("https://example.org/jobs/1", None),
    ],
)  # fmt: skip
def test_public_json_endpoints_are_known(page: str, endpoint: str | None) -> None:
    assert public_json_url(page) == endpoint


def test_a_page_without_endpoint_is_fetched_itself(serve: Serve) -> None:
    url = serve(answer(b"<h1>Baker</h1>"))
    page = fetch_posting(url, resolve=local, allowed_hosts={"board.test"})
    assert (page.url, page.content) == (url, b"<h1>Baker</h1>")
