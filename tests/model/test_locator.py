"""Locators: what a URL points at, and what is glued to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.locator import archive_of, fault, glued, locate, shown


@pytest.mark.parametrize(
    ("url", "host", "kind", "name", "subject"),
    [
        (
            "https://github.com/BytedTsinghua-SIA/DAPO/",
            "github",
            "repository",
            "BytedTsinghua-SIA/DAPO",
            "https://github.com/BytedTsinghua-SIA/DAPO",
        ),
        (
            "http://www.github.com/knoveleng/open-rs.git#readme",
            "github",
            "repository",
            "knoveleng/open-rs",
            "https://github.com/knoveleng/open-rs",
        ),
        (
            "https://github.com/knoveleng",
            "github",
            "owner",
            "knoveleng",
            "https://github.com/knoveleng",
        ),
        (
            "https://huggingface.co/knoveleng/OpenRS-GRPO/commits/main",
            "huggingface",
            "model",
            "knoveleng/OpenRS-GRPO",
            "https://huggingface.co/knoveleng/OpenRS-GRPO",
        ),
        (
            "https://hf.co/datasets/BytedTsinghua-SIA/AIME-2024?row=1",
            "huggingface",
            "dataset",
            "BytedTsinghua-SIA/AIME-2024",
            "https://huggingface.co/datasets/BytedTsinghua-SIA/AIME-2024",
        ),
        (
            "https://huggingface.co/spaces/a/b",
            "huggingface",
            "space",
            "a/b",
            "https://huggingface.co/spaces/a/b",
        ),
        (
            "https://huggingface.co/RWKV",
            "huggingface",
            "owner",
            "RWKV",
            "https://huggingface.co/RWKV",
        ),
        (
            "https://huggingface.co/papers/2503.14476",
            "web",
            "page",
            "huggingface.co/papers/2503.14476",
            "https://huggingface.co/papers/2503.14476",
        ),
        (
            "https://arxiv.org/pdf/2503.14476v2.pdf",
            "arxiv",
            "paper",
            "2503.14476",
            "https://arxiv.org/abs/2503.14476",
        ),
        (
            "https://gitlab.com/group/sub/project/-/tree/main/src",
            "git",
            "repository",
            "gitlab.com/group/sub/project",
            "https://gitlab.com/group/sub/project",
        ),
        (
            "https://git.example.org:8443/me/it.git",
            "git",
            "repository",
            "git.example.org:8443/me/it",
            "https://git.example.org:8443/me/it",
        ),
        (
            "https://DAPO-SIA.github.io/",
            "web",
            "page",
            "dapo-sia.github.io/",
            "https://dapo-sia.github.io/",
        ),
    ],
)
def test_a_url_is_taken_apart(url: str, host: str, kind: str, name: str, subject: str) -> None:
    locator = locate(url)
    assert (host, kind, name, subject) == (locator.host, locator.kind, locator.name, locator.url)


def test_names_that_differ_in_case_stay_two_subjects() -> None:
    """One name was once another repository: identity is a fact, not the key."""
    assert (
        locate("https://github.com/BeingBeyond/being-0").url
        != locate("https://github.com/BeingBeyond/Being-0").url
    )


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ext::sh", "is not an http(s) address"),
        ("file:///etc/passwd", "is not an http(s) address"),
        ("-uevil", "is not an http(s) address"),
        ("https://user:pass@github.com/a/b", "carries a user name or password"),
        ("https:///a/b", "has no host name"),
        ("https://github/a/b", "has no host name"),
        ("https://example.org/a b", "has a space or control character in it"),
        ("https://[broken", "cannot be read as a URL"),
        ("https://example.org:99999/", "cannot be read as a URL"),
    ],
)
def test_what_is_no_web_address_is_refused_by_name(url: str, words: str) -> None:
    assert words == fault(url)
    with pytest.raises(ValueError, match=r".+"):
        locate(url)


@pytest.mark.parametrize("tail", ["。", ".", "..", "，", "),", "）", "',", '">', "。。"])
def test_punctuation_of_the_text_around_is_found(tail: str) -> None:
    assert tail == glued("https://beingbeyond.github.io/being-0" + tail)


def test_brackets_that_belong_to_the_address_are_left() -> None:
    assert glued("https://en.wikipedia.org/wiki/Goose_(band)") == ""


@given(
    st.sampled_from(["https://github.com/", "https://huggingface.co/", "https://example.org/"]),
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=40),
)
def test_a_subject_is_its_own_subject(base: str, path: str) -> None:
    """Canonical means: reading the canonical form again changes nothing."""
    url = base + path
    if fault(url) is None:
        once = locate(url).url
        if fault(once) is None:
            assert once == locate(once).url


HUB_PAGES = """api docs blog papers collections join login settings tasks models organizations posts
    pricing new chat search"""
GITHUB_PAGES = """about apps collections enterprise explore features login marketplace orgs pricing
    search settings sponsors topics trending"""


@pytest.mark.parametrize(
    ("home", "names"), [("huggingface.co", HUB_PAGES), ("github.com", GITHUB_PAGES)]
)
def test_a_page_of_the_host_itself_is_no_owner(home: str, names: str) -> None:
    for path in names.split():
        for url in (f"https://{home}/{path}/x", f"https://{home}/{path}"):
            assert (locate(url).host, locate(url).url) == ("web", url)
    assert locate(f"https://{home}").kind == "page"


@pytest.mark.parametrize(
    "forge", ["gitlab.com", "codeberg.org", "gitee.com", "bitbucket.org", "framagit.org"]
)
def test_on_a_forge_an_owner_and_a_name_are_a_repository(forge: str) -> None:
    found = locate(f"https://{forge}/o/r")
    assert (found.host, found.kind, found.url) == ("git", "repository", f"https://{forge}/o/r")
    assert locate(f"https://{forge}/o").kind == "page"


@pytest.mark.parametrize(
    ("url", "host", "kind", "subject"),
    [
        ("https://codeberg.org/o/r/src/branch/main", "git", "repository",
         "https://codeberg.org/o/r"),
        ("https://gitlab.com/a/b/c", "git", "repository", "https://gitlab.com/a/b/c"),
        ("https://example.org/a/b", "web", "page", "https://example.org/a/b"),
        ("http://example.org:8080/a/?q=1#f", "web", "page", "http://example.org:8080/a?q=1"),
        ("https://export.arxiv.org/abs/2503.00001v2", "arxiv", "paper",
         "https://arxiv.org/abs/2503.00001"),
        ("https://arxiv.org/html/hep-th/9901001", "arxiv", "paper",
         "https://arxiv.org/abs/hep-th/9901001"),
        ("https://arxiv.org/abs/math.AG/0301001v2", "arxiv", "paper",
         "https://arxiv.org/abs/math/0301001"),
        ("https://arxiv.org/abs/HEP-TH/9901001", "arxiv", "paper",
         "https://arxiv.org/abs/hep-th/9901001"),
        ("https://doi.org/10.48550/arXiv.2503.00001", "arxiv", "paper",
         "https://arxiv.org/abs/2503.00001"),
        ("http://dx.doi.org/10.48550/ARXIV.math.AG/0301001", "arxiv", "paper",
         "https://arxiv.org/abs/math/0301001"),
        ("https://doi.org/10.5281/zenodo.1", "web", "page", "https://doi.org/10.5281/zenodo.1"),
        ("https://arxiv.org/list/cs.LG/recent", "web", "page",
         "https://arxiv.org/list/cs.LG/recent"),
        ("https://arxiv.org/abs", "web", "page", "https://arxiv.org/abs"),
        ("https://arxiv.org/abs/nothing", "web", "page", "https://arxiv.org/abs/nothing"),
        ("https://huggingface.co/datasets/squad", "huggingface", "dataset",
         "https://huggingface.co/datasets/squad"),
        ("https://huggingface.co/datasets", "web", "page", "https://huggingface.co/datasets"),
        ("https://github.com/o%20p/r", "web", "page", "https://github.com/o%20p/r"),
        ("pkg:pypi/a.b-c", "pypi", "project", "pkg:pypi/a.b-c"),
    ],
)  # fmt: skip
def test_what_an_address_is(url: str, host: str, kind: str, subject: str) -> None:
    found = locate(url)
    assert (found.host, found.kind, found.url) == (host, kind, subject)


@pytest.mark.parametrize(
    ("url", "archive"),
    [
        ("https://github.com/o/r", "https://archive.softwareheritage.org/browse/origin"),
        ("https://huggingface.co/o/m", "https://archive.softwareheritage.org/browse/origin"),
        ("https://huggingface.co/datasets/o/d", "https://archive.softwareheritage.org/"),
        ("https://huggingface.co/spaces/o/s", "https://archive.softwareheritage.org/"),
        ("https://example.org/a", "https://web.archive.org/web/https://example.org/a"),
        ("http://example.org/a", "https://web.archive.org/web/http://example.org/a"),
        ("https://github.com/o", None), ("https://arxiv.org/abs/2503.00001", None),
        ("pkg:pypi/a", None),
    ],
)  # fmt: skip
def test_where_an_archive_keeps_copies(url: str, archive: str | None) -> None:
    found = archive_of(locate(url))
    assert found == archive if archive is None else (found or "").startswith(archive)


def test_a_copy_in_an_archive_is_a_page_whatever_it_is_a_copy_of() -> None:
    copy = locate("https://web.archive.org/web/https://git.example.org/o/r.git")
    assert (copy.host, copy.kind) == ("web", "page")
    assert locate("https://git.example.org/o/r.git").kind == "repository"


def test_a_name_or_password_in_an_address_is_not_repeated() -> None:
    assert shown("https://me:secret@example.org/@a") == "https://***@example.org/@a"
    assert shown("https://example.org/@a") == "https://example.org/@a"


@pytest.mark.parametrize("url", ["http://localhost/x", "https://example.org:443/", "pkg:pypi/a"])
def test_what_is_an_address_has_no_fault(url: str) -> None:
    assert fault(url) is None


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://example.org:0/", "has an impossible port"),
        ("https://me@example.org/", "carries a user name or password"),
        ("https://:secret@example.org/", "carries a user name or password"),
        ("https://example.org/a\x01", "has a space or control character in it"),
        ("ftp://example.org/", "is not an http(s) address"),
        ("pkg:pypi/-a", "is not an http(s) address"),
    ],
)
def test_what_is_wrong_with_an_address(url: str, words: str) -> None:
    assert fault(url) == words
