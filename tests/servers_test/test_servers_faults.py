"""What goes wrong in a world goes wrong for real clients."""

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest

from servers import KINDS, Page, Repository, World
from servers.plugin import NewWorld

PAGE = "https://project.example/open-rs"


def client(timeout: float = 5) -> httpx2.Client:
    return httpx2.Client(timeout=timeout)


@pytest.fixture
def home(inhabit: NewWorld) -> World:
    return inhabit(pages={PAGE: Page(body="<title>open-rs</title>" * 100)})


@pytest.mark.parametrize("kind", ["500", "502", "503", "429"])
def test_status(home: World, kind: str) -> None:
    """A status comes as such; Retry-After only where it was asked for."""
    home.fault("project.example", kind, times=1)
    home.fault("github.com", kind, retry_after=7)
    with client() as http:
        bare, waiting = http.get(PAGE), http.get("https://github.com/o/r")
        assert (int(kind), None) == (bare.status_code, bare.headers.get("retry-after"))
        assert (int(kind), "7") == (waiting.status_code, waiting.headers["retry-after"])
        assert http.get(PAGE).status_code == 200


@pytest.mark.parametrize("kind", ["refuse", "cut", "hang"])
def test_no_answer(home: World, kind: str) -> None:
    """No answer is an error of the transport, never a status."""
    home.fault("project.example", kind)
    with client(timeout=0.5) as http, pytest.raises(httpx2.TransportError):
        http.get(PAGE)
    home.clear_faults()
    with client() as http:
        assert http.get(PAGE).status_code == 200


def test_no_answer_without_proxy(home: World) -> None:
    """A host that refuses resets the connection of who comes directly."""
    server = home.environment(direct=True)["GITHUB_SERVER_URL"]
    home.fault("github.com", "refuse", times=1)
    with httpx2.Client(trust_env=False) as http:
        with pytest.raises(httpx2.TransportError):
            http.get(server)
        assert http.get(f"{server}/o/r").status_code == 404


def test_hang_ends_with_the_world() -> None:
    """A client that waits for ever is let go when the world ends."""
    with World() as home:
        home.fault("github.com", "hang")
        proxy = home.environment()["HTTP_PROXY"]
        with ThreadPoolExecutor(1) as pool, httpx2.Client(proxy=proxy, timeout=600) as http:
            waiting = pool.submit(http.get, "http://github.com/o/r")
            while not home.requests:
                time.sleep(0.01)
            start = time.monotonic()
            home.__exit__(None, None, None)
            assert isinstance(waiting.exception(timeout=600), httpx2.TransportError)
            assert time.monotonic() - start < 1


def test_nonsense(home: World) -> None:
    """A captive portal answers in HTML, a broken host in bytes that are no JSON."""
    home.fault("api.github.com", "html")
    home.fault("huggingface.co", "garbage")
    with client() as http:
        portal = http.get("https://api.github.com/repos/o/r")
        assert portal.headers["content-type"].startswith("text/html")
        broken = http.get("https://huggingface.co/api/models/o/r")
        with pytest.raises(ValueError, match=r"."):
            broken.json()


def test_fault_on_some_paths(home: World) -> None:
    """A pattern keeps a fault to the paths it names."""
    home.fault("github.com", "503", path="/o/*")
    with client() as http:
        assert http.get("https://github.com/o/r?x=1").status_code == 503
        assert http.get("https://github.com/p/r").status_code == 404


def test_unknown_kind_names_the_known_ones(home: World) -> None:
    """A misspelt fault is an error of the test."""
    with pytest.raises(ValueError, match="one of refuse, dns"):
        home.fault("github.com", "flood")
    assert {"refuse", "hang", "500", "503", "429", "html", "garbage", "cut"} <= set(KINDS)


def test_pages(inhabit: NewWorld) -> None:
    """Pages answer over http and https, with their status and redirect; others are missing."""
    home = inhabit(
        pages={
            PAGE: Page(body="here"),
            "http://old.example/": Page(status=301, location=PAGE),
            "https://project.example/gone": Page(status=410),
        }
    )
    with client() as http:
        assert http.get(PAGE + "/").text == "here"
        assert http.get("http://old.example").headers["location"] == PAGE
        assert http.get("https://project.example/gone").status_code == 410
        assert http.get("https://project.example/other").status_code == 404
        with pytest.raises(httpx2.ProxyError, match="502"):
            http.get("https://elsewhere.example")
    assert [request.status for request in home.requests] == [200, 301, 410, 404, None]


def test_bodies_in_pieces(inhabit: NewWorld) -> None:
    """A request body may come in chunks."""
    home = inhabit()
    with client() as http:
        answer = http.post(
            "https://api.github.com/graphql",
            content=iter([b'{"query":', b'"{x}"}']),
            headers={"authorization": f"Bearer {home.github_token}"},
        )
    assert "Cannot query field" in answer.json()["errors"][0]["message"]


def test_many_at_once(home: World) -> None:
    """Requests are counted, however many come at once."""
    with client() as http, ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: http.get(PAGE).status_code, range(64)))
    assert statuses == [200] * 64
    assert len(home.requests) == 64


@pytest.mark.parametrize(
    "mistake",
    [
        {"pages": {"http://github.com/o/r": Page(body=3)}},  # type: ignore[arg-type]
        {"repositories": {"github.com/o/r": Repository(files={"a": 3})}},  # type: ignore[dict-item]
    ],
)
def test_a_crash_of_the_servers_is_no_secret(mistake: dict[str, Any]) -> None:
    """A mistake in the servers or the description fails the test, whatever a client makes of it."""

    def visit() -> None:
        query = "/info/refs?service=git-upload-pack" if "repositories" in mistake else ""
        with World(**mistake) as home:
            proxy = home.environment()["HTTP_PROXY"]
            with httpx2.Client(proxy=proxy) as http, contextlib.suppress(httpx2.TransportError):
                http.get(f"http://github.com/o/r{query}")

    with pytest.raises(TypeError):
        visit()
