"""What a README says of its own release: how it is told, how much of it, and by what evidence."""

import msgspec
import pytest

from tests.verdicts.made import REPOSITORY, at, look
from tracker.model.evidence import Facts, Passage, Reach, Sighting
from tracker.verdicts.depth.copies import Credits
from tracker.verdicts.depth.remarks import Remark, credited, only_of_owner, remarks
from tracker.verdicts.trail import Trail, trail

HERE = look("2026-01-01")
GONE = (Reach.NOT_VISIBLE, Reach.TAKEN_DOWN, Reach.DISABLED)


def passage(about: str, line: int = 3, path: str = "README.md") -> Passage:
    return Passage(path=path, line=line, about=about)


def passages(*about: str) -> tuple[Passage, ...]:
    return tuple(map(passage, about))


def made(facts: Facts, *around: Sighting) -> tuple[Remark, ...]:
    def elsewhere(url: str) -> Trail:
        return trail(url, [sighting for sighting in around if sighting.observation.subject == url])

    return remarks(facts, HERE, elsewhere)


def told(facts: Facts, *around: Sighting) -> list[str]:
    return [remark.text for remark in made(facts, *around)]


@pytest.mark.parametrize(
    "sentence", ["## Code soon", "- Code soon", "* Code soon", "**Code soon", "Code soon"]
)
def test_the_first_announcement_is_quoted_without_the_marks_before_it(sentence: str) -> None:
    facts = Facts(announced=(passage(sentence), passage("Data soon", 4)))
    [remark] = made(facts)
    assert remark.text == "README.md says “Code soon”"
    assert (remark.evidence.quote, remark.sighting) == (sentence, None)
    [other] = made(Facts(training_to_come=facts.announced))
    assert other.text == "of training README.md says no more than “Code soon”"
    assert other.evidence.quote == sentence


def test_a_long_sentence_is_cut_in_the_reason() -> None:
    for kind in ("announced", "training_to_come"):
        [remark] = made(Facts(**{kind: passages("soon " * 100)}))
        quoted = remark.text.partition("“")[2].rstrip("”")
        assert len(quoted) == 120


def test_a_line_that_announces_and_speaks_of_training_is_told_once() -> None:
    line = passage("Training code soon", 5)
    both = Facts(announced=(line,), training_to_come=(line,))
    assert told(both) == ["README.md says “Training code soon”"]
    second = Facts(announced=(passage("Soon", 4), line), training_to_come=(line,))
    assert len(told(second)) == 2, "only the first announcement was shown"


def test_what_is_run_or_installed_and_not_there_is_told_three_times_at_most() -> None:
    names = ("a.py", "b.sh", "requirements.txt", "c.py")
    assert told(Facts(absent=passages(*names))) == [
        "README.md tells to run a.py, which is not there",
        "README.md tells to run b.sh, which is not there",
        "README.md installs from requirements.txt, which is not there",
    ]
    names = ("net", "src/", "a", "b")
    assert told(Facts(unpackaged=passages(*names))) == [
        "README.md installs the package net, which is not there",
        "README.md installs the packages in src/, where there is none",
        "README.md installs the package a, which is not there",
    ]


def test_each_remark_is_shown_at_its_line() -> None:
    facts = Facts(
        announced=(passage("soon", 1),), training_to_come=(passage("later", 2),),
        absent=(passage("a.py", 3, "docs/README.md"),), unpackaged=(passage("net", 4, "setup.py"),),
        links=(passage("https://github.com/lab", 5),),
    )  # fmt: skip
    seen = look("2026-01-01", facts=Facts(revision="swh:1:rev:" + "a" * 40))
    lines = [
        remark.evidence.url.rpartition("/")[2] for remark in remarks(facts, seen, lambda _: NOWHERE)
    ]
    assert lines == ["README.md#L1", "README.md#L2", "README.md#L3", "setup.py#L4", "README.md#L5"]


NOWHERE = trail("https://example.org", ())


def test_pages_of_owners_are_named_and_their_first_line_is_quoted() -> None:
    owners = [f"https://github.com/{name}" for name in ("one", "two", "three", "four")]
    [remark] = made(Facts(links=passages("https://github.com/a/b", *owners)))
    assert remark.text == (
        "README.md points to the page of an owner, github.com/one and github.com/two and "
        "github.com/three, not to a release"
    )
    assert remark.evidence.quote == owners[0]


@pytest.mark.parametrize("reach", Reach)
def test_only_what_a_look_found_gone_is_a_dead_link(reach: Reach) -> None:
    url = "https://github.com/them/net"
    there = look("2026-02-01", reach, subject=url, note="x")
    reasons = made(Facts(links=passages(url)), there)
    assert [remark.text for remark in reasons] == (
        ["README.md links them/net, not visible on 2026-02-01"] if reach in GONE else []
    )
    assert [remark.sighting for remark in reasons] == ([there] if reach in GONE else [])
    assert [remark.evidence.observed_at for remark in reasons] == (
        [at("2026-01-01")] if reach in GONE else []
    ), "the link was read in the README"


def test_three_dead_links_are_named_and_the_last_look_at_each_counts() -> None:
    urls = [f"https://github.com/them/{name}" for name in "abcd"]
    gone = [look("2026-02-01", Reach.NOT_VISIBLE, subject=url) for url in urls]
    facts = Facts(links=passages(*urls))
    assert [text.split()[2] for text in told(facts, *gone)] == ["them/a,", "them/b,", "them/c,"]
    back = look("2026-03-01", subject=urls[0])
    assert [text.split()[2] for text in told(facts, *gone, back)] == [
        "them/b,", "them/c,", "them/d,",
    ]  # fmt: skip
    owner = look("2026-02-01", Reach.NOT_VISIBLE, subject="https://github.com/them")
    assert len(told(Facts(links=passages("https://github.com/them")), owner)) == 1


def test_what_is_no_address_is_no_link() -> None:
    facts = Facts(links=passages("https://", "https://github.com/them/net"))
    assert credited(facts, REPOSITORY).linked == {"net"}
    assert [link.about for link in only_of_owner(facts, REPOSITORY)] == [
        "https://github.com/them/net"
    ]


def test_code_of_others_is_credited_by_its_name() -> None:
    urls = (
        "https://github.com/them/Net",
        "https://github.com/LAB/own",
        "https://github.com/x/CODE",
        "https://github.com/them",
        "https://huggingface.co/them/m",
        "https://gitlab.com/g/net2",
    )
    facts = Facts(links=passages(*urls), adapted=passages("https://github.com/them/base"))
    assert credited(facts, REPOSITORY) == Credits(
        linked=frozenset({"Net", "net2", "base"}),
        adapted=frozenset({"base"}),
        own=frozenset({"code"}),
    )
    moved = msgspec.structs.replace(facts, moved_to="https://github.com/them/code2")
    assert credited(moved, REPOSITORY).linked == {"net2"}
    assert credited(moved, REPOSITORY).own == {"code", "code2"}
    assert credited(Facts(), REPOSITORY) == Credits(own=frozenset({"code"}))
    assert credited(facts, "https://").own == frozenset()


def test_on_a_host_of_git_alone_a_project_of_the_same_group_is_ones_own() -> None:
    links = passages("https://gitlab.com/lab/net", "https://gitlab.com/others/net2")
    assert credited(Facts(links=links), "https://gitlab.com/Lab/code").linked == {"net2"}
    assert credited(Facts(links=links), "https://gitlab.com/others/code").linked == {"net"}


def test_the_page_of_its_owner_is_kept_whatever_the_host_and_however_it_is_written() -> None:
    pages = (
        "https://github.com/lab",
        "https://huggingface.co/L-a-b",
        "https://github.com/new",
        "https://github.com/them",
        "https://github.com/them/net",
    )
    facts = Facts(links=passages(*pages))

    def kept(facts: Facts, subject: str | None) -> list[str]:
        return [link.about for link in only_of_owner(facts, subject)]

    assert kept(facts, REPOSITORY) == [*pages[:2], pages[4]]
    moved = msgspec.structs.replace(facts, moved_to="https://github.com/new/code")
    assert kept(moved, REPOSITORY) == [*pages[:3], pages[4]]
    assert kept(facts, None) == kept(moved, None) == [pages[4]]
    assert kept(facts, "https://") == [pages[4]]
    assert kept(Facts(), REPOSITORY) == []
