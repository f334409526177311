"""Locators: what a URL points at, and what is glued to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.locator import fault, glued, locate


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
