"""Ordinary pages, arXiv, and git on any forge."""

import http.server
import threading
import time
from collections.abc import Callable
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servers import ArxivEntry, Page, Repository, World
from tracker.errors import TransportFault
from tracker.hosts import arxiv, web
from tracker.hosts.arxiv import entries, entry
from tracker.model.evidence import Observation, Place, Reach
from tracker.transport import Door, Settings
from tracker.transport.http import Response
from tracker.transport.limits import LIMITS, Limit

Inhabit: TypeAlias = Callable[..., World]
Sight: TypeAlias = Callable[..., Observation]

_A = "https://a.example.org/x"


# Pages --------------------------------------------------------------------------------------------


def test_a_page_is_seen_with_its_title(inhabit: Inhabit, sight: Sight) -> None:
    body = "<html><head><title>\n A &amp; B —\n 论文 </title></head><title>other</title>"
    inhabit(pages={_A: Page(body=body)})
    look = sight(_A)
    assert (look.reach, look.via, look.facts.title) == (Reach.VISIBLE, "http", "A & B — 论文")


def test_of_a_large_file_only_the_beginning_is_read(inhabit: Inhabit, sight: Sight) -> None:
    inhabit(pages={_A: Page(body=b"\0" * 10_000_000, type="application/zip")})
    look = sight(_A)
    assert (look.reach, look.facts.title) == (Reach.VISIBLE, None)
    assert look.exchanges[0].digest is None


@pytest.mark.parametrize(
    ("status", "reach"),
    [
        (202, Reach.ERROR),
        (203, Reach.ERROR),
        (204, Reach.ERROR),
        (206, Reach.ERROR),
        (401, Reach.ERROR),
        (403, Reach.ERROR),
        (404, Reach.NOT_VISIBLE),
        (410, Reach.NOT_VISIBLE),
        (418, Reach.ERROR),
        (429, Reach.RATE_LIMITED),
        (451, Reach.TAKEN_DOWN),
        (500, Reach.UNREACHABLE),
        (503, Reach.UNREACHABLE),
    ],
)
def test_a_status_means_what_it_says_and_no_more(
    inhabit: Inhabit, sight: Sight, status: int, reach: Reach
) -> None:
    inhabit(pages={_A: Page(status=status)})
    look = sight(_A)
    assert look.reach is reach
    if not reach.says_something:
        assert str(status) in (look.note or "")


@pytest.mark.parametrize(
    ("status", "target", "moved"),
    [
        (301, "https://b.example.org/y", "https://b.example.org/y"),
        (308, "/y", "https://a.example.org/y"),
        (302, "https://b.example.org/y", None),
        (301, "https://www.a.example.org/x/", None),
    ],
    ids=["for good", "on the same host", "for now", "decoration"],
)
def test_only_a_redirect_for_good_to_another_place_is_a_move(
    inhabit: Inhabit, sight: Sight, status: int, target: str, moved: str | None
) -> None:
    places = ("https://b.example.org/y", "https://a.example.org/y", "https://www.a.example.org/x")
    inhabit(
        pages={
            _A: Page(status=status, location=target),
            **{place: Page(body="<title>here</title>") for place in places},
        }
    )
    look = sight(_A)
    assert (look.reach, look.facts.moved_to) == (Reach.VISIBLE, moved)


def test_a_login_wall_is_a_gate(inhabit: Inhabit, sight: Sight) -> None:
    drive = "https://drive.google.com/drive/folders/1"
    inhabit(
        pages={
            drive: Page(status=302, location="https://accounts.google.com/ServiceLogin?x=1"),
            "https://accounts.google.com/ServiceLogin": Page(body="<title>Sign in</title>"),
        }
    )
    assert sight(drive).reach is Reach.GATED


def test_a_quirk_holds_for_its_own_site_only(inhabit: Inhabit, sight: Sight) -> None:
    text = Page(body="You need access")
    inhabit(pages={"https://drive.google.com/file/d/1": text, _A: text})
    assert sight("https://drive.google.com/file/d/1").reach is Reach.GATED
    assert sight(_A).reach is Reach.VISIBLE


@given(st.binary(max_size=2_000))
def test_no_page_is_too_strange_to_read(body: bytes) -> None:
    answer = Response(
        url=_A, final_url=_A, permanent_url=_A, status=200, body=b"<title>" + body,
        headers={"content-type": "text/html"},
    )  # fmt: skip
    seen = web.read(answer)
    assert seen.reach is (Reach.ERROR if b"\0" in body else Reach.VISIBLE)
    assert len(seen.facts.title or "") <= 300


_PORTAL = "<html><title>Please sign in to the network</title></html>"


@pytest.mark.parametrize(
    ("body", "kind"),
    [("", "text/html"), (_PORTAL, "text/html"), ('{"error": "no"}', "application/json"),
     ("{", "application/json"), (b"<p>\0", "text/html")],
    ids=["empty", "portal", "error", "half", "bytes"],
)  # fmt: skip
def test_a_page_in_name_only_says_nothing(
    inhabit: Inhabit, sight: Sight, body: str | bytes, kind: str
) -> None:
    inhabit(pages={_A: Page(body=body, type=kind)})
    look = sight(_A)
    assert not look.reach.says_something
    assert look.note


@pytest.mark.parametrize(("status", "silent"), [(302, True), (301, False)])
def test_what_another_host_does_not_have_says_nothing_unless_it_was_sent_there_for_good(
    inhabit: Inhabit, sight: Sight, status: int, silent: bool
) -> None:
    elsewhere = "https://b.example.org/nowhere"
    inhabit(pages={_A: Page(status=status, location=elsewhere), "https://b.example.org": Page()})
    assert sight(_A).reach is (Reach.ERROR if silent else Reach.NOT_VISIBLE)


# arXiv --------------------------------------------------------------------------------------------


def test_a_paper_is_seen_with_its_newest_version(inhabit: Inhabit, sight: Sight) -> None:
    inhabit(
        papers={
            "2503.14476": ArxivEntry(
                title="DAPO:\n  An Open-Source System", version="v2",
                published="2025-03-18T17:49:06+00:00", updated="2025-05-20T01:02:03+00:00",
            )
        }
    )  # fmt: skip
    look = sight("https://arxiv.org/pdf/2503.14476v1")
    assert look.subject == "https://arxiv.org/abs/2503.14476"
    assert (look.facts.name, look.facts.title) == ("2503.14476v2", "DAPO: An Open-Source System")
    assert look.facts.created is not None
    assert look.facts.last_changed is not None
    assert look.facts.created < look.facts.last_changed


def test_many_papers_are_one_request(inhabit: Inhabit) -> None:
    names = [f"2503.{number:05}" for number in range(1, 21)]
    world = inhabit(papers={name: ArxivEntry(title=name) for name in names})
    host = arxiv.Arxiv()
    locators = [host.identify(f"https://arxiv.org/abs/{name}") for name in names]
    with Door(Settings()) as door:
        looks = list(host.observe([one for one in locators if one], door))
    assert [look.facts.title for look in looks] == names
    assert len(world.requests) == 1


@pytest.mark.parametrize("named", [True, False], ids=["names it", "names none"])
def test_one_malformed_name_costs_the_others_nothing(
    inhabit: Inhabit, monkeypatch: pytest.MonkeyPatch, named: bool
) -> None:
    """ArXiv answers 400 to all of them; it says which, or halves of the request find it."""
    names = ["2503.00001", "2503.00002", "xy/9901001", "2503.00003", "2503.99999"]
    world = inhabit(papers={name: ArxivEntry(title=name) for name in names[:2] + names[3:4]})
    monkeypatch.setitem(LIMITS, "export.arxiv.org", Limit(connections=1))  # type: ignore[misc]
    world.arxiv.unreadable = {"xy/9901001"}
    world.arxiv.names_it = named
    host = arxiv.Arxiv()
    locators = [host.identify(f"https://arxiv.org/abs/{name}") for name in names]
    with Door(Settings()) as door:
        looks = list(host.observe([one for one in locators if one], door))
    there, gone = Reach.VISIBLE, Reach.NOT_VISIBLE
    assert [look.reach for look in looks] == [there, there, gone, there, gone]
    queries = sum(request.path.startswith("/api/query") for request in world.requests)
    assert queries == 2 if named else 2 < queries < 8


def test_a_paper_that_the_api_leaves_out_is_not_missing(inhabit: Inhabit, sight: Sight) -> None:
    empty = '<feed xmlns="http://www.w3.org/2005/Atom"></feed>'
    inhabit(
        papers={"2503.14476": ArxivEntry(title="x")},
        pages={"https://export.arxiv.org/api/query": Page(body=empty, type="application/atom+xml")},
    )
    assert sight("https://arxiv.org/abs/2503.14476").reach is Reach.VISIBLE
    assert sight("https://arxiv.org/abs/2503.99999").reach is Reach.NOT_VISIBLE


def test_what_arxiv_says_of_a_paper_can_be_asked_for(inhabit: Inhabit) -> None:
    paper = ArxivEntry(
        title="DAPO & more",
        summary=r"See \url{https://github.com/a/b.git}. We compare with github.com/c/d-e.",
        comment="Code: https://huggingface.co/datasets/x/y, 9 pages",
    )
    world = inhabit(papers={"2503.14476": paper})
    with Door(Settings()) as door:
        found = entry("2503.14476", door)
        assert found is not None
        assert found.title == "DAPO & more"
        named = ("https://github.com/a/b", "https://www.github.com/c/d-e/tree/main",
                 "https://huggingface.co/datasets/x/y")  # fmt: skip
        assert [found.names(url) for url in named] == [True] * 3
        assert not found.names("https://github.com/c/d"), "the beginning of a name is none"
        assert not found.names("https://huggingface.co/x/y")
        assert entry("2503.99999", door) is None
        world.fault("export.arxiv.org", "500")
        with pytest.raises(TransportFault):
            entry("2503.14476", door)


_BOMB = """<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><feed xmlns="http://www.w3.org/2005/Atom">&b;</feed>"""


@pytest.mark.parametrize("feed", [_BOMB, "", "<feed/>", "<a><b></a>", "{}", "<html></html>"])
def test_what_is_no_feed_is_a_fault(feed: str) -> None:
    for encoding in ("utf-8", "utf-16"):
        with pytest.raises(TransportFault):
            list(entries(feed.encode(encoding)))


@given(st.binary())
def test_no_bytes_break_the_reader_of_feeds(feed: bytes) -> None:
    with pytest.raises(TransportFault):
        list(entries(feed))


def test_the_licence_of_a_papers_text_is_asked_for_where_one_paper_is(
    inhabit: Inhabit, sight: Sight
) -> None:
    rights = "http://creativecommons.org/licenses/by-nc-sa/4.0/"
    papers = {
        "2503.14476": ArxivEntry(title="A paper", rights=rights),
        "2503.14477": ArxivEntry(title="A paper without"),
    }
    inhabit(papers=papers)
    (said,) = sight("https://arxiv.org/abs/2503.14476").facts.licenses or ()
    assert (said.place, said.quote, said.expression) == (Place.ARTICLE, rights, "CC-BY-NC-SA-4.0")
    assert sight("https://arxiv.org/abs/2503.14477").facts.licenses is None


def test_a_page_that_cannot_be_had_leaves_the_licence_of_the_text_unasked(
    inhabit: Inhabit, sight: Sight
) -> None:
    world = inhabit(papers={"2503.14476": ArxivEntry(title="A paper", rights="https://x.org")})
    world.fault("arxiv.org", "500")
    look = sight("https://arxiv.org/abs/2503.14476")
    assert (look.reach, look.facts.licenses) == (Reach.VISIBLE, None)


def test_two_questions_to_arxiv_are_three_seconds_apart(inhabit: Inhabit) -> None:
    inhabit(papers={"2503.14476": ArxivEntry(title="x")})
    with Door(Settings()) as door:
        begun = time.monotonic()
        entry("2503.14476", door)
        entry("2503.14476", door)
    assert time.monotonic() - begun >= 3


# git on any forge ---------------------------------------------------------------------------------


def test_a_forge_is_seen_through_git(inhabit: Inhabit, sight: Sight) -> None:
    inhabit(repositories={"gitlab.com/g/sub/p": Repository(files={"README.md": "# p"})})
    look = sight("https://gitlab.com/g/sub/p/-/tree/main")
    assert (look.subject, look.reach) == ("https://gitlab.com/g/sub/p", Reach.VISIBLE)
    assert look.facts.branch == "main"
    assert [exchange.url for exchange in look.exchanges] == [
        "https://gitlab.com/g/sub/p.git/info/refs?service=git-upload-pack",
        *["https://gitlab.com/g/sub/p.git/git-upload-pack"] * 3,
    ]


def test_a_move_on_a_forge_is_told(inhabit: Inhabit, sight: Sight) -> None:
    inhabit(
        repositories={"codeberg.org/new/p": Repository(files={"a": "b"})},
        moved={"codeberg.org/old/p": "codeberg.org/new/p"},
    )
    look = sight("https://codeberg.org/old/p")
    assert look.facts.moved_to == "https://codeberg.org/new/p"


def test_a_login_page_with_status_200_is_not_an_empty_repository(
    inhabit: Inhabit, sight: Sight
) -> None:
    world = inhabit(repositories={"gitlab.com/g/p": Repository(files={"a": "b"})})
    world.fault("gitlab.com", "html")
    look = sight("https://gitlab.com/g/p")
    assert look.reach is Reach.ERROR
    assert "not a git server" in (look.note or "")


class _Portal(http.server.BaseHTTPRequestHandler):
    """Lets us through, and shows git a page to log in."""

    def do_GET(self) -> None:
        ours = self.headers["user-agent"].startswith("tracker/")
        kind = "application/x-git-upload-pack-advertisement" if ours else "text/html"
        self.send_response(200)
        self.send_header("content-type", kind)
        self.end_headers()
        self.wfile.write(b"000eversion 2\n0000" if ours else b"<title>Log in</title>")

    def log_message(self, *_: object) -> None:
        pass


def test_git_that_meets_a_login_page_later_is_not_an_empty_repository(
    sight: Sight, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("no_proxy", "*")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Portal) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        place = f"http://127.0.0.1:{server.server_port}"
        look = sight("https://github.com/o/r", github_server=place)
        server.shutdown()
    assert look.reach is Reach.ERROR
    assert "no commits" in (look.note or "")


def test_an_empty_repository_on_a_forge_is_empty(inhabit: Inhabit, sight: Sight) -> None:
    inhabit(repositories={"gitlab.com/g/p": Repository()})
    look = sight("https://gitlab.com/g/p")
    assert (look.reach, look.facts.is_empty) == (Reach.VISIBLE, True)
