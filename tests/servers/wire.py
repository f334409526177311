"""HTTP on loopback: one listener that is a proxy, or that stands for one host.

As a proxy it ends the tunnels itself: after CONNECT the same connection goes on in TLS, with a
certificate for the name asked for. Clients therefore use the true URLs.
"""

import contextlib
import json
import socket
import socketserver
import ssl
import struct
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

_BODY_LIMIT = 64_000_000
_DRIP = 0.05
"""Seconds between two bytes."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """A request as it reached a host."""

    host: str
    method: str
    target: str
    """Path and query, as sent."""
    headers: Message
    body: bytes
    base: str
    """Scheme and authority the client spoke to: for the URLs in the answer."""

    @property
    def path(self) -> str:
        """Path without query, decoded."""
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> str:
        """What follows the question mark."""
        return urlsplit(self.target).query

    @property
    def params(self) -> Mapping[str, list[str]]:
        """Parameters of the query."""
        return parse_qs(self.query, keep_blank_values=True)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer, and how the connection ends under it."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    ending: Literal["whole", "cut", "reset", "hang", "drip", "drip-head", "endless"] = "whole"


def as_json(value: Any, status: int = 200, **headers: str) -> Reply:
    """Answer with JSON; ``x_error_code="…"`` becomes the header ``x-error-code``."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(
        status=status,
        body=json.dumps(value, ensure_ascii=False).encode(),
        headers={"content-type": "application/json; charset=utf-8", **named},
    )


def as_html(text: str, status: int = 200, **headers: str) -> Reply:
    """Answer with a web page."""
    return Reply(
        status=status,
        body=text.encode(),
        headers={
            "content-type": "text/html; charset=utf-8",
            **{name.replace("_", "-"): text for name, text in headers.items()},
        },
    )


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a world remembers of a request."""

    host: str
    method: str
    path: str
    """With query, as sent; empty for a CONNECT that was refused."""
    status: int | None
    """None: no HTTP answer was given."""
    headers: Mapping[str, str]
    """Lower-case names."""


class Hosts(Protocol):
    """Who answers: the world."""

    closing: threading.Event
    context: ssl.SSLContext

    def context_of(self, host: str) -> ssl.SSLContext:
        """Return the context, with the certificate, of `host`."""
        ...

    def connects(self, host: str) -> bool:
        """Return whether a connection to `host` is accepted now; called once per connection."""
        ...

    def answer(self, call: Call) -> Reply:
        """Answer a request and remember it."""
        ...

    def crashed(self, error: BaseException) -> None:
        """Remember a mistake of the servers themselves."""
        ...


class Listener(ThreadingHTTPServer):
    """A port on loopback; with `host` it stands for that host, without it is the proxy."""

    daemon_threads = False  # server_close waits for them
    request_queue_size = 128

    def __init__(self, hosts: Hosts, host: str | None = None, *, tls: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.hosts, self.host, self.tls = hosts, host, tls
        self.open: set[socket.socket] = set()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def base(self) -> str:
        """Base URL."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.server_port}"

    def server_bind(self) -> None:
        """Bind without asking the name service who 127.0.0.1 is."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """Report our own mistakes; clients that hang up or do not trust us are part of the play."""
        error = sys.exception()
        if error is not None and not isinstance(error, OSError):
            self.hosts.crashed(error)

    def close(self) -> None:
        """Hang up on everybody and wait until all is quiet."""
        self.shutdown()
        for connection in list(self.open):
            _hang_up(connection)
        self.server_close()
        self._thread.join()


def _hang_up(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        # Not the method of SSLSocket: it drops its state while another thread may be reading.
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # one packet for head and body
    server: Listener
    tunnel: str | None = None

    def setup(self) -> None:
        if self.server.tls:
            self.request = self.server.hosts.context.wrap_socket(
                self.request, server_side=True, do_handshake_on_connect=False
            )
        super().setup()
        self.server.open.add(self.connection)

    def handle(self) -> None:
        try:
            if isinstance(self.connection, ssl.SSLSocket):
                self.connection.do_handshake()
            host = self.server.host
            if host is not None and not self.server.hosts.connects(host):
                self._reset()
                return
            super().handle()
        except OSError:
            self.close_connection = True

    def finish(self) -> None:
        try:
            super().finish()
        except OSError:
            pass
        finally:
            self.rfile.close()  # not done where what was left to write could not be sent
            self.server.open.discard(self.connection)
            self.connection.close()

    def do_CONNECT(self) -> None:
        host = self.path.rpartition(":")[0].strip("[]").lower()
        if not self.server.hosts.connects(host):
            self._send(Reply(status=502, body=b"host not found\n"))
            self.close_connection = True
            return
        self.send_response_only(200, "Connection established")
        self.end_headers()
        self.wfile.close()
        self.rfile.close()
        self.server.open.discard(self.connection)
        self.connection.getpeername()  # one who has hung up already leaves ssl with an open end
        self.connection = self.server.hosts.context_of(host).wrap_socket(
            self.connection, server_side=True, do_handshake_on_connect=False
        )
        self.server.open.add(self.connection)
        self.rfile = self.connection.makefile("rb", self.rbufsize)
        self.wfile = self.connection.makefile("wb", self.wbufsize)
        self.connection.do_handshake()
        self.tunnel = host
        self.close_connection = False

    def _serve(self) -> None:
        call = self._call()
        if (
            self.tunnel is None
            and self.server.host is None
            and not self.server.hosts.connects(call.host)
        ):
            self._send(Reply(status=502, body=b"host not found\n"))
            return
        reply = self.server.hosts.answer(call)
        if reply.ending == "hang":
            self.server.hosts.closing.wait()
        if reply.ending in {"hang", "reset"}:
            self._reset()
            return
        if reply.ending in {"drip", "drip-head"}:
            self._drip(reply)
            return
        if reply.ending == "endless":
            self._pour(reply)
            return
        self._send(reply)

    do_GET = do_HEAD = do_POST = do_PATCH = do_PUT = do_DELETE = _serve  # noqa: N815

    def _call(self) -> Call:
        target = self.path
        if self.tunnel is not None:
            base = f"https://{self.tunnel}"
            host = self.headers.get("host", self.tunnel).partition(":")[0].lower()
        elif self.server.host is not None:
            base, host = self.server.base, self.server.host
        else:  # plain http through the proxy: the target is a whole URL
            parts = urlsplit(target)
            base, host = f"http://{parts.netloc}", (parts.hostname or "").lower()
            target = target.removeprefix(base) or "/"
        return Call(
            host=host,
            method=self.command,
            target=target,
            headers=self.headers,
            body=self._body(),
            base=base,
        )

    def _body(self) -> bytes:
        if "chunked" not in self.headers.get("transfer-encoding", ""):
            return self.rfile.read(min(int(self.headers.get("content-length", 0)), _BODY_LIMIT))
        pieces = []
        while size := int(self.rfile.readline().partition(b";")[0] or b"0", 16):
            pieces.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(pieces)

    def _send(self, reply: Reply) -> None:
        if "date" in reply.headers:
            self.send_response_only(reply.status)
        else:
            self.send_response(reply.status)
        bodiless = reply.status in {204, 304}
        for name, text in reply.headers.items():
            self.send_header(name, text)
        if not bodiless and "content-length" not in reply.headers:
            self.send_header("content-length", str(len(reply.body)))
        cut = reply.ending == "cut"
        if cut:
            self.send_header("connection", "close")
        self.end_headers()
        if self.command != "HEAD" and not bodiless:
            self.wfile.write(reply.body[: len(reply.body) // 2] if cut else reply.body)
        if cut:
            self.close_connection = True

    def _drip(self, reply: Reply) -> None:
        """Send a byte now and then, of the head or of the body, until the client hangs up."""
        self.close_connection = True
        head = b"HTTP/1.1 %d Slow\r\n" % reply.status
        if reply.ending == "drip":
            head += b"".join(f"{name}: {text}\r\n".encode() for name, text in reply.headers.items())
            head += b"content-length: 1000000\r\n\r\n"
        else:
            head += b"x-slow: "
        self.wfile.write(head)
        while not self.server.hosts.closing.wait(_DRIP):
            self.wfile.write(b" ")
            self.wfile.flush()

    def _pour(self, reply: Reply) -> None:
        """Send the body again and again, as fast as it is read, until the client hangs up."""
        self.close_connection = True
        head = "".join(f"{name}: {text}\r\n" for name, text in reply.headers.items())
        self.wfile.write(b"HTTP/1.1 %d Endless\r\n%b\r\n" % (reply.status, head.encode()))
        while not self.server.hosts.closing.is_set():
            self.wfile.write(reply.body or bytes(65_536))
            self.wfile.flush()

    def _reset(self) -> None:
        """End the connection as a host does that wants none: with a reset."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def version_string(self) -> str:
        return "loopback"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  as in http.server
        """Print nothing; the world remembers the requests."""
