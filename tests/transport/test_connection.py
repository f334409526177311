"""Where a connection goes to is what was checked, and nothing drips for ever."""

import http.server
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import huggingface_hub
import pytest

from servers import Repository, World
from tracker.errors import ConfigurationError, TransportFault
from tracker.transport import Door, Settings, address
from tracker.transport.git.program import _pin

Inhabit: TypeAlias = Callable[..., World]
_PUBLIC = "93.184.215.14"


@pytest.fixture
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no proxy carry the requests."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


class _Page(http.server.BaseHTTPRequestHandler):
    """Answers at once, or with a head that never ends."""

    def do_GET(self) -> None:
        if self.path == "/drip":
            try:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nx-long: ")
                for _ in range(200):
                    self.wfile.write(b"x")
                    time.sleep(0.05)
            except OSError:
                return
        if self.path.startswith("/to?"):
            self.send_response(302)
            self.send_header("location", self.path.partition("?")[2])
            self.send_header("content-length", "0")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def place() -> Iterator[str]:
    """Return the address of a server on loopback."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.usefixtures("direct")
def test_a_name_that_changes_its_address_is_connected_to_where_it_was_checked(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server of an attacker answers with a public address first, then with loopback."""
    port = place.rpartition(":")[2]
    answers = [_PUBLIC]
    asked: list[str] = []
    connected: list[object] = []

    def resolve(host: str, *_: object, **__: object) -> list[object]:
        asked.append(host)
        text = answers.pop(0) if answers else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (text, 0))]

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    with Door(Settings()) as door, pytest.raises(TransportFault):
        door.http.get(f"http://rebinding.example.org:{port}/")
    assert connected == [(_PUBLIC, int(port))]
    with Door(Settings()) as door, pytest.raises(TransportFault, match="private address 127"):
        door.http.get(f"http://rebinding.example.org:{port}/")
    assert len(connected) == 1


@pytest.mark.usefixtures("direct")
def test_all_addresses_of_a_name_are_tried(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def resolve(*_: object, **__: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (text, 0)) for text in
                ("93.184.215.14", "93.184.215.15")]  # fmt: skip

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        tried.append(address[0])
        if address[0].endswith("14"):
            raise ConnectionRefusedError(111, "Connection refused")
        opened = socket.socket()
        opened.connect(("127.0.0.1", address[1]))
        return opened

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    with Door(Settings()) as door:
        answer = door.http.get(f"http://two.example.org:{place.rpartition(':')[2]}/")
    assert answer.text == "ok"
    assert tried == ["93.184.215.14", "93.184.215.15"]


@pytest.mark.usefixtures("direct")
def test_a_name_service_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: release.wait(20) and [])
    begun = time.monotonic()
    with (
        Door(Settings(connect_timeout=0.2)) as door,
        pytest.raises(TransportFault, match="does not resolve") as caught,
    ):
        door.http.get("https://a.example.org/")
    release.set()
    assert caught.value.reach == "unreachable"
    assert time.monotonic() - begun < 5


@pytest.mark.usefixtures("direct")
def test_a_head_that_drips_is_given_up_in_time(place: str) -> None:
    begun = time.monotonic()
    with Door(Settings(hf_endpoint=place, total_timeout=0.5)) as door:
        with pytest.raises(TransportFault, match="too long") as caught:
            door.http.get(f"{place}/drip")
        assert door.http.get(f"{place}/").text == "ok"
    assert caught.value.reach == "unreachable"
    assert time.monotonic() - begun < 2


@pytest.mark.usefixtures("direct")
def test_the_program_git_connects_to_the_checked_address_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("203.0.114.7", 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    url = "https://git.example.org/o/r.git"
    places = address.check(url, Settings())
    assert _pin(url, places) == ["http.curloptResolve=git.example.org:443:203.0.114.7"]


def test_a_door_that_was_closed_leaves_nothing_of_itself_behind(inhabit: Inhabit) -> None:
    """The Hub's client of the process is its own again."""
    inhabit(repositories={"github.com/o/r": Repository()})
    with Door(Settings()) as door:
        door.http.hub()
        assert type(huggingface_hub.get_session()).__module__ == "tracker.transport.hub"
    assert type(huggingface_hub.get_session()).__module__.startswith("httpx2")


@pytest.mark.usefixtures("direct")
def test_only_the_files_that_the_index_lists_are_fetched_from_its_private_host(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection that was opened for the index carries no link of a stranger."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Door(Settings(package_index="http://127.0.0.1:1/simple")) as door:
        assert door.http.get(f"{place}/a.whl", listed=True).body == b"ok"
        with pytest.raises(TransportFault, match="private address"):
            door.http.get(f"{place}/a.whl")
    elsewhere = Settings(package_index="https://packages.example.net/simple")
    with Door(elsewhere) as door, pytest.raises(TransportFault, match="private address"):
        door.http.get(f"{place}/a.whl", listed=True)


@pytest.mark.usefixtures("direct")
def test_a_file_that_the_index_lists_leads_to_no_other_private_host(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the file's host redirects to was not chosen by the index."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    other = place.replace("127.0.0.1", "127.0.0.2")
    with Door(Settings(package_index="http://127.0.0.1:1/simple")) as door:
        assert door.http.get(f"{place}/to?{place}/a.whl", listed=True).body == b"ok"
        with pytest.raises(TransportFault, match="private address"):
            door.http.get(f"{place}/to?{other}/a.whl", listed=True)


@pytest.mark.usefixtures("direct")
def test_a_host_that_was_allowed_is_asked(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    allowed = Settings.from_environment({"TRACKER_ALLOWED_NETWORKS": "127.0.0.0/8"})
    with Door(allowed) as door:
        assert door.http.get(f"{place}/x").body == b"ok"


@pytest.mark.parametrize("content", [None, "no certificate\n"])
def test_a_file_of_certificates_that_cannot_be_read_is_named_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None
) -> None:
    named = tmp_path / "certificates.pem"
    if content is not None:
        named.write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(named))
    with pytest.raises(ConfigurationError, match="SSL_CERT_FILE") as caught:
        Door(Settings())
    assert str(named) in caught.value.message
    assert "unset" in caught.value.advice


@pytest.mark.usefixtures("direct")
@pytest.mark.parametrize("proxy", ["ftp://proxy.example.org:21", "gopher://user:secret@p.org"])
def test_a_proxy_of_another_kind_is_told_by_its_variable_and_without_its_password(
    monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(ConfigurationError, match="HTTPS_PROXY") as caught:
        Door(Settings())
    assert "secret" not in f"{caught.value.message} {caught.value.advice}"
    assert "http://" in caught.value.advice
