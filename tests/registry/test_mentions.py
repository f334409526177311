"""What a text names: identifiers and addresses, in the forms that people and texts write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.registry.mentions import mentions

DAPO = "2503.14476"
PAPER_FORMS = [
    DAPO,
    f"arXiv:{DAPO}",
    f"arxiv: {DAPO}",
    f"ARXIV.{DAPO}",
    f"arXiv：{DAPO}",
    f"{DAPO}v2",
    f"https://arxiv.org/abs/{DAPO}",
    f"https://arxiv.org/pdf/{DAPO}v3.pdf",
    f"http://www.arxiv.org/html/{DAPO}v1",
    f"arxiv.org/abs/{DAPO}",
    f"https://doi.org/10.48550/arXiv.{DAPO}",
    f"doi:10.48550/arXiv.{DAPO}",
    f"https://huggingface.co/papers/{DAPO}",
    f"{DAPO}.pdf",
]
GLUE = [("", ""), ("(", ")"), ("（", "）"), ("", "。"), ("《", "》，"), ("“", "”"), ("[", "],"),
        ("<", ">"),
        ("见", "的代码"), ("**", "**"), ("`", "`;"), ("see ", "...")]  # fmt: skip


def named(text: str) -> list[str]:
    return [each.paper or each.url for each in mentions(text)]


@pytest.mark.parametrize("form", PAPER_FORMS)
@pytest.mark.parametrize(("before", "after"), GLUE)
def test_a_paper_is_read_in_every_form_whatever_is_glued_to_it(
    form: str, before: str, after: str
) -> None:
    assert named(f"{before}{form}{after}") == [DAPO]


@pytest.mark.parametrize(("before", "after"), GLUE)
@pytest.mark.parametrize("url", ["https://github.com/o/r", "https://lab.example.org/a_(b)?c=d"])
def test_punctuation_is_no_part_of_an_address(url: str, before: str, after: str) -> None:
    assert named(f"{before}{url}{after}") == [url]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hep-th/9901001v2 and math.AG/0301001", ["hep-th/9901001", "math/0301001"]),
        ("HEP-TH/9901001, Math.ag/0301001", ["hep-th/9901001", "math/0301001"]),
        ("https://doi.org/10.48550/arXiv.2503.14476", ["2503.14476"]),
        ("https://doi.org/10.1145/3292500", ["https://doi.org/10.1145/3292500"]),
        ("github.com/o/r, www.github.com/o/s",
         ["https://github.com/o/r", "https://www.github.com/o/s"]),
        ("pkg:pypi/phi-decoding。", ["pkg:pypi/phi-decoding"]),
        ("[a](https://github.com/o/r)[b](https://github.com/o/s)",
         ["https://github.com/o/r", "https://github.com/o/s"]),
        ("https://github.com/o/r代码，https://github.com/o/s",
         ["https://github.com/o/r", "https://github.com/o/s"]),
        ("2503.14476,2503.14477;1202.1234", ["2503.14476", "2503.14477", "1202.1234"]),
        ("2503.14476 arXiv:2503.14476 https://arxiv.org/abs/2503.14476", ["2503.14476"]),
    ],
)  # fmt: skip
def test_a_line_may_name_several_in_its_order(text: str, found: list[str]) -> None:
    assert named(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "version 1.2503.14476",
        "2503.144761",
        "2513.14476",
        "2503.1447",
        "1202.12345",
        "0612.1234",
        "3.14159 of 2024.12345678",
        "data/0301001",
        "a/b/2503.14476",
        "me@github.com/o/r",
        "http://127.0.0.1/x http://localhost/y",
        "https://user:word@github.com/o/r",
        "https://[::1",
        "https://example.org:99999/",
        "https://githu\u0431.com/o/r",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert named(text) == []


def test_lines_and_versions_are_told() -> None:
    first, second = mentions("\n2503.14476v2\r\n\nhttps://github.com/o/r")
    assert (first.line, first.version, first.url) == (2, "v2", f"https://arxiv.org/abs/{DAPO}")
    assert (second.line, second.version, second.paper) == (4, None, None)


PIECES = [
    *PAPER_FORMS,
    "https://github.com/o/r",
    "github.com/",
    "https://",
    "(",
    ")",
    " ",
    "v",
    "。",
]


@given(st.lists(st.sampled_from(PIECES) | st.characters(codec="utf-8"), max_size=30).map("".join))
def test_any_text_is_read(text: str) -> None:
    for each in mentions(text):
        assert mentions(each.url)[0].subject == each.subject


def test_a_long_line_is_read_soon() -> None:
    """Steps, not seconds: ten times the text is some ten times the work."""
    assert len(mentions("https://github.com/o/r(" * 20_000)) == 1
    assert mentions("arxiv:" * 100_000 + "((((" * 50_000) == ()
