"""A branch is an artifact of its own: what is seen of its repository says little of it."""

import msgspec
import pytest

from tests.verdicts.made import CODE, PAPER, REPOSITORY, at, look, tree
from tracker.model.evidence import Book, Facts, Reach
from tracker.model.locator import locate
from tracker.model.paper import Depth, Promise, Role, Source
from tracker.model.verdict import ArtifactVerdicts, PaperVerdicts
from tracker.verdicts import judge
from tracker.verdicts.availability import NO_REVISION
from tracker.verdicts.trail import short

DEV = f"{REPOSITORY}/tree/dev"
COMMIT = "swh:1:rev:" + "a" * 40
WHOLE = Facts(tree=tree("README.md", "train.py"), revision=COMMIT, branch="dev",
              named_is_there=True, platform_id="7")  # fmt: skip
OF_MAIN = Facts(tree=tree("README.md", "train.py"), branch="main", platform_id="7")
GONE = Facts(named_is_there=False)


def judged(book: Book) -> PaperVerdicts:
    branch = msgspec.structs.replace(CODE, url=DEV)
    promise = Promise(
        quote="We release it.",
        role=Role.CODE,
        depth=Depth.PARTIAL,
        source=Source(where="abstract"),
    )
    paper = msgspec.structs.replace(PAPER, artifacts=(CODE, branch), promises=(promise,))
    return judge(paper, book, at("2026-06-01"))


def of_branch(book: Book) -> ArtifactVerdicts:
    return judged(book).artifacts[1]


def test_a_branch_that_is_not_there_is_its_own_answer_and_keeps_no_promise() -> None:
    seen = {DEV: [look("2026-01-02", facts=GONE, subject=DEV)]}
    found = of_branch(seen)
    assert found.availability.answers == (NO_REVISION,)
    assert found.availability.reason.startswith("Its repository is there, without the branch")
    assert found.depth.answers == ("unknown",)
    assert [one.verdict.answers[0] for one in judged(seen).promises] != ["kept"]


def test_a_branch_that_was_there_and_is_not_any_more_is_not_removed() -> None:
    days = ("2026-02-01", "2026-03-01")
    seen = [look("2026-01-02", facts=WHOLE, subject=DEV),
            *(look(day, facts=GONE, subject=DEV) for day in days)]  # fmt: skip
    assert of_branch({DEV: seen}).availability.answers == (NO_REVISION,)
    again = [*seen, look("2026-04-01", facts=WHOLE, subject=DEV)]
    assert of_branch({DEV: again}).availability.answers == ("available",)


def test_a_branch_whose_repository_is_gone_is_removed() -> None:
    days = ("2026-02-01", "2026-03-01")
    seen = [look("2026-01-02", facts=WHOLE, subject=DEV),
            *(look(day, Reach.NOT_VISIBLE, subject=DEV) for day in days)]  # fmt: skip
    assert of_branch({DEV: seen}).availability.answers == ("removed",)


def test_the_evidence_of_a_branch_leads_to_the_revision_that_was_seen() -> None:
    found = of_branch({DEV: [look("2026-01-02", facts=WHOLE, subject=DEV)]})
    urls = [piece.url for piece in found.depth.evidence]
    assert f"{REPOSITORY}/blob/{'a' * 40}/train.py" in urls
    assert found.availability.evidence[0].url == DEV
    assert short(DEV) == "lab/code (dev)"


def test_an_older_look_at_the_repository_says_that_it_is_there_and_not_what_the_branch_holds() -> (
    None
):
    found = of_branch({REPOSITORY: [look("2026-01-02", facts=OF_MAIN)]})
    assert found.availability.answers == ("available", "in part")
    assert "the files of its branch dev were not read" in found.availability.reason
    assert found.depth.answers == ("unknown",)


def test_an_older_look_at_the_very_branch_counts_whole() -> None:
    of_dev = msgspec.structs.replace(OF_MAIN, branch="dev")
    found = of_branch({REPOSITORY: [look("2026-01-02", facts=of_dev)]})
    assert found.availability.answers == ("available",)
    assert found.depth.answers[0] == "training"


def test_what_is_seen_of_the_repository_after_the_branch_says_nothing_of_it() -> None:
    seen = {DEV: [look("2026-01-02", facts=WHOLE, subject=DEV)],
            REPOSITORY: [look("2026-02-01", Reach.NOT_VISIBLE)]}  # fmt: skip
    assert of_branch(seen).availability.answers == ("available",)


def test_a_repository_and_its_branch_are_two_things() -> None:
    seen = {DEV: [look("2026-01-02", facts=WHOLE, subject=DEV)],
            REPOSITORY: [look("2026-01-02", facts=OF_MAIN)]}  # fmt: skip
    assert [one.same_as for one in judged(seen).artifacts] == [None, None]


@pytest.mark.parametrize(
    ("url", "subject", "names"),
    [
        ("https://github.com/o/r/tree/dev", "https://github.com/o/r/tree/dev", ("dev",)),
        ("https://github.com/o/r/blob/dev/a.py", "https://github.com/o/r/tree/dev", ("dev",)),
        ("https://github.com/o/r/tree/a/b/c", "https://github.com/o/r/tree/a/b/c",
         ("a", "a/b", "a/b/c")),
        ("https://github.com/o/r/tree/fix%231", "https://github.com/o/r/tree/fix%231", ("fix#1",)),
        ("https://github.com/o/r/tree/refs/heads/dev", "https://github.com/o/r/tree/dev", ("dev",)),
        ("https://github.com/o/r.git@v1", "https://github.com/o/r/tree/v1", ("v1",)),
        ("https://github.com/o/r/releases/tag/v1", "https://github.com/o/r/tree/v1", ("v1",)),
        ("https://github.com/o/r/archive/refs/tags/v1.zip", "https://github.com/o/r/tree/v1",
         ("v1",)),
        (f"https://github.com/o/r/tree/{'a' * 40}/b/c", f"https://github.com/o/r/tree/{'a' * 40}",
         ("a" * 40,)),
        ("https://github.com/o/r/tree/a..b", "https://github.com/o/r/tree/a..b", ()),
        ("https://huggingface.co/o/m/tree/refs%2Fpr%2F6",
         "https://huggingface.co/o/m/tree/refs/pr/6", ("refs/pr/6",)),
        ("https://huggingface.co/datasets/o/d/resolve/dev/a.bin",
         "https://huggingface.co/datasets/o/d/tree/dev", ("dev",)),
        ("https://gitlab.com/a/b/c/-/blob/dev/x.py", "https://gitlab.com/a/b/c/-/tree/dev",
         ("dev",)),
        ("https://codeberg.org/o/r/src/branch/dev", "https://codeberg.org/o/r/src/dev", ("dev",)),
        ("https://gitee.com/o/r/tree/dev", "https://gitee.com/o/r/tree/dev", ("dev",)),
        ("https://git.example.org/o/r.git@dev", "https://git.example.org/o/r.git@dev", ("dev",)),
    ],
)  # fmt: skip
def test_an_address_that_names_a_branch_tag_or_commit_is_a_subject_of_its_own(
    url: str, subject: str, names: tuple[str, ...]
) -> None:
    found = locate(url)
    assert (found.url, found.named and found.named.candidates) == (subject, names)
    assert locate(subject).home == found.home == (found.repository or "")
    assert locate(subject).url == subject
    assert not found.named or not found.named.usual


@pytest.mark.parametrize(
    "tail", ["", "/tree/main", "/tree/main/a/b", "/blob/master/a", "/issues/1", "/tree/HEAD",
             "/wiki/tree", "/releases", "/tree/"],
)  # fmt: skip
def test_other_addresses_are_the_repository(tail: str) -> None:
    found = locate(f"https://github.com/o/r{tail}")
    assert (found.url, found.repository) == ("https://github.com/o/r", None)
