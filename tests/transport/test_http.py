"""The door's HTTP: bounded, patient where it helps, and silent about secrets."""

import http.server
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from typing import TypeAlias

import huggingface_hub
import pytest
import stamina

from servers import HubRepository, Page, World
from tracker.errors import TransportFault
from tracker.transport import Door, Settings
from tracker.transport.http import Http
from tracker.transport.limits import Limit

Inhabit: TypeAlias = Callable[..., World]
Open: TypeAlias = Callable[..., Http]

_SITE = "https://a.example.org"
_QUICK = {"connect_timeout": 1.0, "read_timeout": 1.0, "total_timeout": 3.0}


@pytest.fixture
def opened() -> Iterator[Open]:
    """Return a function that opens the HTTP half of a door."""
    with ExitStack() as stack:

        def start(**settings: object) -> Http:
            chosen = Settings(**{**_QUICK, **settings})  # type: ignore[arg-type]
            return stack.enter_context(closing(Http(chosen)))

        yield start


@pytest.fixture
def unhurried() -> None:
    """Retries happen, the waits between them do not."""
    stamina.set_testing(True, attempts=3)


def test_a_page_comes_with_its_exchange(inhabit: Inhabit, opened: Open) -> None:
    inhabit(pages={f"{_SITE}/x": Page(body="hello")})
    answer = opened().get(f"{_SITE}/x?token=secret")
    assert (answer.status, answer.text, answer.media_type) == (200, "hello", "text/html")
    [exchange] = answer.exchanges
    assert exchange.url == f"{_SITE}/x?token=***"
    assert exchange.status == 200
    assert exchange.digest is not None
    assert exchange.digest.startswith("sha256:2cf24dba5fb0a30e")


def test_offline_nothing_is_asked(inhabit: Inhabit, opened: Open) -> None:
    world = inhabit(pages={_SITE: Page(body="hello")})
    with pytest.raises(TransportFault, match="offline was asked for") as caught:
        opened(offline=True).get(_SITE)
    assert caught.value.reach == "unreachable"
    assert not world.requests


# Redirects ----------------------------------------------------------------------------------------


def test_redirects_are_followed_and_told(inhabit: Inhabit, opened: Open) -> None:
    inhabit(
        pages={
            f"{_SITE}/1": Page(status=301, location="/2"),
            f"{_SITE}/2": Page(status=308, location="https://b.example.org/3"),
            "https://b.example.org/3": Page(status=302, location="/4"),
            "https://b.example.org/4": Page(status=301, location="/5"),
            "https://b.example.org/5": Page(body="here"),
        }
    )
    answer = opened().get(f"{_SITE}/1")
    assert answer.text == "here"
    assert answer.final_url == "https://b.example.org/5"
    assert answer.permanent_url == "https://b.example.org/3"
    assert len(answer.redirects) == 4
    assert [exchange.status for exchange in answer.exchanges] == [301, 308, 302, 301, 200]


def test_a_redirect_can_be_left_alone(inhabit: Inhabit, opened: Open) -> None:
    inhabit(pages={f"{_SITE}/1": Page(status=302, location="/2")})
    answer = opened().get(f"{_SITE}/1", follow=False)
    assert (answer.status, answer.final_url) == (302, f"{_SITE}/1")


def test_a_redirect_that_leads_round_in_a_circle_is_a_fault(inhabit: Inhabit, opened: Open) -> None:
    world = inhabit(pages={f"{_SITE}/1": Page(status=302, location="/1")})
    with pytest.raises(TransportFault, match="redirects") as caught:
        opened().get(f"{_SITE}/1")
    assert caught.value.reach == "error"
    assert len(world.requests) == 6


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:9/", "file:///etc/passwd", "http://169.254.169.254/", "http://["]
)
def test_a_redirect_to_a_private_place_is_not_followed(
    inhabit: Inhabit, opened: Open, target: str
) -> None:
    world = inhabit(pages={f"{_SITE}/1": Page(status=302, location=target)})
    with pytest.raises(TransportFault):
        opened().get(f"{_SITE}/1")
    assert len(world.requests) == 1


def test_credentials_stay_with_the_origin_they_were_meant_for(
    inhabit: Inhabit, opened: Open
) -> None:
    world = inhabit(
        pages={
            f"{_SITE}/1": Page(status=302, location="/2"),
            f"{_SITE}/2": Page(status=302, location="https://b.example.org/3"),
            "https://b.example.org/3": Page(status=302, location=f"{_SITE}/4"),
            f"{_SITE}/4": Page(),
        }
    )
    opened().get(f"{_SITE}/1", headers={"Authorization": "Bearer secret"})
    sent = ["authorization" in request.headers for request in world.requests]
    assert sent == [True, True, False, False]


# Limits -------------------------------------------------------------------------------------------


def test_a_body_over_the_limit_is_a_fault(inhabit: Inhabit, opened: Open) -> None:
    inhabit(pages={_SITE: Page(body=b"x" * 1001)})
    assert len(opened(body_limit=1001).get(_SITE).body) == 1001
    with pytest.raises(TransportFault, match="longer than 1000 bytes") as caught:
        opened(body_limit=1000).get(_SITE)
    assert caught.value.reach == "error"


def test_a_body_can_be_cut_and_then_has_no_digest(inhabit: Inhabit, opened: Open) -> None:
    inhabit(pages={_SITE: Page(body=b"x" * 300_000)})
    answer = opened().get(_SITE, limit=10, cut=True)
    assert (answer.body, answer.cut) == (b"x" * 10, True)
    assert answer.exchanges[0].digest is None


def test_a_host_that_hangs_is_given_up_in_time(inhabit: Inhabit, opened: Open) -> None:
    world = inhabit(pages={_SITE: Page()})
    world.fault("a.example.org", "hang")
    begun = time.monotonic()
    with pytest.raises(TransportFault, match="no answer in time") as caught:
        opened().get(_SITE)
    assert caught.value.reach == "unreachable"
    assert time.monotonic() - begun < 3


class _Drip(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b"x")
                time.sleep(0.1)
        except OSError:
            pass

    def log_message(self, *_: object) -> None:
        pass


def test_a_host_that_drips_is_given_up_in_time(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Drip) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        place = f"http://127.0.0.1:{server.server_port}"
        begun = time.monotonic()
        with pytest.raises(TransportFault, match="too long") as caught:
            opened(hf_endpoint=place, total_timeout=1.0).get(place)
        server.shutdown()
    assert caught.value.reach == "unreachable"
    assert time.monotonic() - begun < 3


# Patience -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize("kind", ["502", "503", "refuse"])
def test_a_fault_that_passes_is_outlived(inhabit: Inhabit, opened: Open, kind: str) -> None:
    world = inhabit(pages={_SITE: Page(body="hello")})
    world.fault("a.example.org", kind, times=2)
    answer = opened().get(_SITE)
    assert answer.text == "hello"
    assert len(answer.exchanges) == 3


@pytest.mark.usefixtures("unhurried")
def test_a_host_that_stays_busy_is_heard_after_three_attempts(
    inhabit: Inhabit, opened: Open
) -> None:
    world = inhabit(pages={_SITE: Page()})
    world.fault("a.example.org", "503")
    assert opened().get(_SITE).status == 503
    assert len(world.requests) == 3


@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize(("kind", "wait"), [("429", None), ("429", 60), ("503", 60), ("500", None)])
def test_what_will_not_pass_soon_is_asked_once(
    inhabit: Inhabit, opened: Open, kind: str, wait: int | None
) -> None:
    world = inhabit(pages={_SITE: Page()})
    world.fault("a.example.org", kind, retry_after=wait)
    assert opened().get(_SITE).status == int(kind)
    assert len(world.requests) == 1


def test_a_short_wait_that_the_host_asks_for_is_waited(inhabit: Inhabit, opened: Open) -> None:
    world = inhabit(pages={_SITE: Page(body="hello")})
    world.fault("a.example.org", "429", times=1, retry_after=1)
    begun = time.monotonic()
    assert opened().get(_SITE).text == "hello"
    assert time.monotonic() - begun >= 1


def test_a_place_that_asks_for_spacing_gets_one_request_at_a_time(inhabit: Inhabit) -> None:
    inhabit(pages={_SITE: Page()})
    door = Http(Settings(), limits={"a.example.org": Limit(connections=1, spacing=0.3)})
    begun = time.monotonic()
    with closing(door), ThreadPoolExecutor(3) as pool:
        list(pool.map(door.get, [_SITE] * 3))
    assert time.monotonic() - begun >= 0.6


# Records ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("unhurried")
def test_exchanges_that_end_in_a_fault_are_recorded_too(inhabit: Inhabit, opened: Open) -> None:
    world = inhabit(pages={_SITE: Page(status=302, location="https://b.example.org/")})
    world.fault("b.example.org", "refuse")
    door = opened()
    with door.recording() as exchanges, pytest.raises(TransportFault):
        door.get(_SITE)
    assert [exchange.status for exchange in exchanges] == [302, None, None, None]


def test_threads_do_not_record_each_other(inhabit: Inhabit, opened: Open) -> None:
    urls = [f"{_SITE}/{number}" for number in range(8)]
    inhabit(pages={url: Page() for url in urls})
    door = opened()

    def look(url: str) -> list[str]:
        with door.recording() as exchanges:
            door.get(url)
        return [exchange.url for exchange in exchanges]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(look, urls)) == [[url] for url in urls]


# The Hub's own client -----------------------------------------------------------------------------


@pytest.fixture
def hub_world(inhabit: Inhabit) -> World:
    """Return a world with one model under a new name."""
    return inhabit(
        hub={"models/new/m": HubRepository(card="---\nlicense: mit\n---\n")},
        moved={"models/old/m": "models/new/m"},
    )


def test_the_hubs_client_goes_through_the_door(hub_world: World, opened: Open) -> None:
    door = opened()
    with door.recording() as exchanges:
        info = door.hub().model_info("old/m")
    assert info.id == "new/m"
    assert [exchange.status for exchange in exchanges] == [307, 200]
    assert {request.headers["user-agent"].partition("/")[0] for request in hub_world.requests} == {
        "tracker"
    }


def test_a_login_of_this_machine_is_not_used(
    hub_world: World, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_stray")
    opened().hub().model_info("new/m")
    assert all("authorization" not in request.headers for request in hub_world.requests)


def test_nothing_is_asked_that_we_did_not_ask(
    hub_world: World, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.utils._detect_agent._registry", None)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_DISABLE_TELEMETRY", False)
    opened().hub().model_info("new/m")
    assert {request.path.partition("?")[0] for request in hub_world.requests} == {
        "/api/models/new/m"
    }


def test_the_token_of_the_settings_is_used(hub_world: World, opened: Open) -> None:
    opened(hf_token=hub_world.hub_token).hub().model_info("new/m")
    sent = {request.headers.get("authorization") for request in hub_world.requests}
    assert sent == {f"Bearer {hub_world.hub_token}"}


@pytest.mark.usefixtures("hub_world")
def test_each_door_has_its_own_hub(opened: Open) -> None:
    first, second = opened(), opened(offline=True)
    with pytest.raises(TransportFault, match="offline"):
        second.hub().model_info("new/m")
    assert first.hub().model_info("new/m").id == "new/m"


def test_threads_share_the_hubs_client(hub_world: World, opened: Open) -> None:
    door = opened()

    def look(_: int) -> str:
        return door.hub().model_info("new/m").id

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(look, range(24))) == {"new/m"}
    assert hub_world.requests


def test_the_hubs_client_is_bounded_in_time(hub_world: World, opened: Open) -> None:
    hub_world.fault("huggingface.co", "hang")
    with pytest.raises(TransportFault, match="no answer in time"):
        opened().hub().model_info("new/m")


def test_a_refusal_of_the_hub_is_its_own_exception(hub_world: World, opened: Open) -> None:
    with pytest.raises(huggingface_hub.errors.RepositoryNotFoundError):
        opened().hub().model_info("no/body")
    assert hub_world.requests


def test_a_door_tells_the_time_in_utc() -> None:
    with Door(Settings(offline=True)) as door:
        now = door.now()
    assert now.tzinfo is not None
    assert now.microsecond == 0
