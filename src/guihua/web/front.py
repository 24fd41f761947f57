"""What stands between the network and the site: waitress, with bounds that it lacks, each of which a stranger would find.

- A request's head must be whole after `HEAD_SECONDS`, its body after `BODY_SECONDS` and one second for each `BODY_RATE` bytes: a byte a
  minute keeps a socket, never a thread, and not for long.
- A body's size is bounded before a byte of it is read: to `ANONYMOUS_BODY` for a request without a session or a key.
- Many quiet connections are waited for by poll, so that 200 readers on keep-alive sockets leave the threads to who asks something.
- Who asks from behind a proxy is believed of the one proxy that the project names, and of nobody else.
"""

from __future__ import annotations

import copy
import logging
import socket
import time
from collections.abc import Callable, Iterable
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer

from guihua.web.uploads import MOST_BYTES

HEAD_SECONDS = 10
BODY_SECONDS = 20
BODY_RATE = 16 * 1024
QUIET_SECONDS = 60
ANONYMOUS_BODY = 64 * 1024
MOST_BODY = MOST_BYTES + 1024 * 1024
MOST_HEAD = 32 * 1024
CONNECTIONS = 2000
THREADS = 4
SESSION = "guihua_session="
_PROXY_HEADERS = {"x-forwarded-for", "x-forwarded-proto"}

Application = Callable[..., Iterable[bytes]]


def front(application: Application, sock: socket.socket, *, local: bool, proxy: str = "") -> Front:
    """A server on a bound socket; `.run()` serves until stopped.

    local   a start on this machine alone, where the one person has no session: the larger body is allowed to everybody
    proxy   the address whose X-Forwarded-For and -Proto are believed; "" for none
    """
    trusted = (
        {"trusted_proxy": proxy, "trusted_proxy_headers": _PROXY_HEADERS, "trusted_proxy_count": 1} if proxy else {}
    )
    adjusted = Adjustments(
        sockets=[sock],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        channel_timeout=QUIET_SECONDS,
        cleanup_interval=2,
        max_request_header_size=MOST_HEAD,
        max_request_body_size=MOST_BODY,
        inbuf_overflow=256 * 1024,
        outbuf_overflow=1024 * 1024,
        outbuf_high_watermark=64 * 1024 * 1024,
        asyncore_use_poll=True,
        expose_tracebacks=False,
        clear_untrusted_proxy_headers=True,
        ident=None,
        **trusted,
    )
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    adjusted.guihua_local = local
    info = (sock.family, sock.type, sock.proto, sock.getsockname())
    return Front(application, _sock=sock, adj=adjusted, sockinfo=info, bind_socket=False)


class _Parser(HTTPRequestParser):
    """Bounds a body by who sends it, once the head is read and before the body is."""

    adj: Any

    def parse_header(self, header_plus: bytes) -> None:
        """As waitress does, then the bound of a stranger."""
        super().parse_header(header_plus)
        if not self.adj.guihua_local and not _has_credentials(self.headers):
            self.adj = copy.copy(self.adj)
            self.adj.max_request_body_size = ANONYMOUS_BODY


class _Channel(HTTPChannel):
    """A connection that knows since when its request is on the way."""

    parser_class = _Parser
    began = 0.0

    def received(self, data: bytes) -> Any:
        """Mark the first byte of a request."""
        if self.request is None:
            self.began = time.time()
        return super().received(data)

    def overdue(self, now: float) -> bool:
        """Whether the request that is on the way takes longer than its size allows."""
        request = self.request
        if request is None or request.completed:
            return False
        if not request.headers_finished:
            return now - self.began > HEAD_SECONDS
        size = max(request.content_length, request.body_bytes_received)
        return bool(now - self.began > HEAD_SECONDS + BODY_SECONDS + size / BODY_RATE)


class Front(TcpWSGIServer):
    """waitress's server with the deadlines of requests."""

    channel_class = _Channel

    def maintenance(self, now: float) -> None:
        """Close quiet connections, and those whose request drips."""
        super().maintenance(now)
        for channel in list(self.active_channels.values()):
            if channel.overdue(now):
                channel.will_close = True


def _has_credentials(headers: dict[str, str]) -> bool:
    return SESSION in headers.get("COOKIE", "") or "AUTHORIZATION" in headers
