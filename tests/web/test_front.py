"""The front before the site: slow senders, large bodies, quiet connections, proxies; on a real socket with a small application behind."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from guihua.web import front as fronts


def _application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    body = environ["wsgi.input"].read()
    told = {"address": environ["REMOTE_ADDR"], "scheme": environ["wsgi.url_scheme"], "size": len(body)}
    start("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]


@pytest.fixture
def serve() -> Iterator[Callable[..., int]]:
    """Serve the small application on a free port."""
    running = []

    def make(*, local: bool = False, proxy: str = "") -> int:
        sock = socket.socket()
        sock.bind(("127.0.0.1", 0))
        sock.listen(64)
        sock.setblocking(False)
        made = fronts.front(_application, sock, local=local, proxy=proxy)
        thread = threading.Thread(target=made.run, daemon=True)
        thread.start()
        running.append((made, thread))
        return int(sock.getsockname()[1])

    yield make
    for made, thread in running:
        made.asyncore.close_all(map=made._map, ignore_all=True)
        thread.join(timeout=3)


def _connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=5)


def _asked(port: int, head: str, body: bytes = b"") -> tuple[int, dict[str, Any]]:
    with _connect(port) as s:
        s.sendall(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)
        return _answer(s)


def _answer(s: socket.socket) -> tuple[int, dict[str, Any]]:
    data = b""
    while b"\r\n\r\n" not in data:
        more = s.recv(65536)
        if not more:
            return 0, {}
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    status = int(head.split()[1])
    length = next((int(h.split(b":")[1]) for h in head.split(b"\r\n") if h.lower().startswith(b"content-length")), 0)
    while len(body) < length:
        body += s.recv(65536)
    return status, json.loads(body) if body.startswith(b"{") else {}


GET = "GET / HTTP/1.1\nHost: x\nConnection: close"
SESSION = "Cookie: guihua_session=abc"


def test_sixty_dripping_senders_leave_a_reader_alone(serve: Callable[..., int]) -> None:
    port = serve()
    slow = [_connect(port) for _ in range(60)]
    for i, s in enumerate(slow):
        head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n" + (b"\r\na" if i % 2 else b"X-")
        s.sendall(head)
    assert [_asked(port, GET)[0] for _ in range(20)] == [200] * 20
    for s in slow:
        s.close()


def test_a_request_that_drips_is_ended(serve: Callable[..., int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fronts, "HEAD_SECONDS", 0.2)
    monkeypatch.setattr(fronts, "BODY_SECONDS", 0.2)
    port = serve()
    head, body = _connect(port), _connect(port)
    head.sendall(b"GET / HTTP/1.1\r\nX-")
    body.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\na")
    ends = time.monotonic() + 20
    for s in (head, body):
        s.settimeout(ends - time.monotonic())
        assert s.recv(100) == b""
        s.close()


@pytest.mark.parametrize(
    ("sent", "local", "size", "status"),
    [
        ("", False, fronts.ANONYMOUS_BODY - 1, 200),
        ("", False, fronts.ANONYMOUS_BODY, 413),
        ("", True, fronts.ANONYMOUS_BODY, 200),
        (SESSION, False, fronts.ANONYMOUS_BODY, 200),
        ("Authorization: Bearer gh_x", False, fronts.ANONYMOUS_BODY, 200),
    ],
)
def test_a_body_is_bounded_by_who_sends_it(
    sent: str, local: bool, size: int, status: int, serve: Callable[..., int]
) -> None:
    head = "\n".join(filter(None, ("POST / HTTP/1.1", "Host: x", f"Content-Length: {size}", "Connection: close", sent)))
    assert _asked(serve(local=local), head, b"a" * size)[0] == status


@pytest.mark.parametrize("sent", ["", SESSION])
def test_four_hundred_megabytes_are_refused_before_they_are_sent(sent: str, serve: Callable[..., int]) -> None:
    head = "\n".join(filter(None, ("POST /start/plan/ HTTP/1.1", "Host: x", f"Content-Length: {400 * 1024**2}", sent)))
    assert _asked(serve(), head, b"first bytes")[0] == 413


def test_a_body_without_a_length_is_bounded_too(serve: Callable[..., int]) -> None:
    head = "POST / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked"
    chunk = b"4000\r\n" + b"a" * 0x4000 + b"\r\n"
    assert _asked(serve(), head, chunk * 5)[0] == 413


def test_two_hundred_quiet_connections_starve_nobody(serve: Callable[..., int]) -> None:
    port = serve()
    held = [_connect(port) for _ in range(200)]
    for s in held:
        s.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert _answer(s)[0] == 200
    assert [_asked(port, GET)[0] for _ in range(20)] == [200] * 20
    for s in held:
        s.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert _answer(s)[0] == 200
        s.close()


FORWARDED = GET + "\nX-Forwarded-For: 203.0.113.9\nX-Forwarded-Proto: https"


def test_only_the_named_proxy_is_believed(serve: Callable[..., int]) -> None:
    believed = _asked(serve(proxy="127.0.0.1"), FORWARDED)[1]
    assert (believed["address"], believed["scheme"]) == ("203.0.113.9", "https")
    for port in (serve(), serve(proxy="192.0.2.1")):
        told = _asked(port, FORWARDED)[1]
        assert (told["address"], told["scheme"]) == ("127.0.0.1", "http")
