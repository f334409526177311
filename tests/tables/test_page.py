"""index.html as text: what it holds, what it lets a browser do, and in which language."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tables.made_rows import EVIL, HOSTILE, NOW, PLAIN, judged, table
from tracker.tables import page
from tracker.tables.page import view
from tracker.tables.rows import rows


class Seen(HTMLParser):
    """Tags and attributes of a page, and the text between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.ends: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.ends.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_policy_names_the_digest_of_this_style_and_this_script() -> None:
    text = page.render(table(PLAIN), NOW)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    rules = policy[1].replace("&#39;", "'")
    assert rules.startswith("default-src 'none'; ")
    assert "unsafe" not in rules
    for tag in ("style", "script"):
        inside = text.split(f"<{tag}>")[1].split(f"</{tag}>")[0]
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in rules


def test_no_attribute_carries_style_or_script() -> None:
    for _, attributes in Seen(page.render(table(PLAIN, EVIL), NOW)).tags:
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]


def test_every_identifier_is_there_once_and_every_fragment_leads_somewhere() -> None:
    seen = Seen(page.render(table(PLAIN, EVIL), NOW))
    ids = [attributes["id"] for _, attributes in seen.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in seen.tags:
        href = attributes.get("href") or ""
        if href.startswith("#"):
            assert href[1:] in ids
        if target := attributes.get("popovertarget"):
            assert target in ids


@settings(deadline=None, max_examples=25)  # two whole pages for each example
@given(st.text(max_size=60))
def test_no_text_makes_a_tag(text: str) -> None:
    """The page of any title has the tags of the page of a plain one."""
    plain = Seen(page.render(table(judged(text="x")), NOW))
    other = Seen(page.render(table(judged(text=f"x{text}{HOSTILE}")), NOW))
    assert [tag for tag, _ in other.tags] == [tag for tag, _ in plain.tags]
    assert other.ends == plain.ends


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_unprintable_and_no_mark_of_direction_is_on_the_page(lang: str) -> None:
    text = page.render(table(EVIL), NOW, lang=lang)
    assert not [line for line in text.splitlines() if not line.isprintable()]
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\x1b]", text)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "ftp://evil.example",
        " https://evil.example",
        "https://",
        "",
    ],
)
def test_what_is_no_web_address_is_no_link(url: str) -> None:
    assert view.web(url) is None


def test_an_address_cannot_leave_its_attribute() -> None:
    assert view.web("https://a.example/\"'<>\n\u202e") == "https://a.example/%22'%3C%3E"


def test_both_titles_stand_in_both_languages() -> None:
    for lang in ("en", "zh"):
        text = page.render(table(PLAIN), NOW, lang=lang)
        assert f'<html lang="{lang}">' in text
        assert "A Paper" in text
        assert "论文" in text


def test_the_languages_lead_to_each_other() -> None:
    english, chinese = (page.render(table(PLAIN), NOW, lang=lang) for lang in ("en", "zh"))
    assert '<a class="other" lang="zh" hreflang="zh" href="index.zh.html">中文</a>' in english
    assert '<a class="other" lang="en" hreflang="en" href="index.html">English</a>' in chinese


def test_as_of_and_not_looked_at_since_are_said_plainly() -> None:
    english = "".join(Seen(page.render(table(PLAIN), NOW)).words)
    assert "As of 2026-11-22. Last looked at on 2026-11-20, not looked at since." in english
    chinese = "".join(Seen(page.render(table(PLAIN), NOW, lang="zh")).words)
    assert "最近一次查看：2026-11-20，此后未再查看。" in chinese


def test_the_counts_at_the_top_are_those_of_the_rows() -> None:
    many = table(
        judged(paper="arxiv:1"),
        judged(paper="arxiv:2", depth=("complete",), license_=("MIT", "conflict")),
        judged(paper="arxiv:3", depth=("inference",), promise="partly"),
        judged(paper="arxiv:4", depth=("placeholder",), license_=("NONE",)),
    )
    counts = {figure.label: figure.number for figure in view.figures(many)}
    assert counts["papers"] == 4
    assert counts["with training code"] == 2
    assert counts["with inference code only"] == 1
    assert counts["under one clear licence"] == 2
    assert counts["kept all they promised"] == 3
    assert counts["headline reproduced here"] == 0


def test_executed_notebooks_are_linked() -> None:
    text = page.render(table(PLAIN), NOW, notebooks={"2503.00001": "../notebooks/2503.00001.ipynb"})
    assert '<a href="../notebooks/2503.00001.ipynb">executed notebook</a>' in text
    assert ">executed notebook</a>" not in page.render(table(PLAIN), NOW)


def test_an_empty_registry_is_said_plainly() -> None:
    assert "No paper is registered." in page.render((), None)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(KeyError, match="xx"):
        page.render(table(PLAIN), NOW, lang="xx")


def test_the_same_rows_give_the_same_page() -> None:
    assert page.render(table(PLAIN, EVIL), NOW) == page.render(table(PLAIN, EVIL), NOW)


def test_of_thousands_of_papers_the_page_says_what_is_left_out() -> None:
    papers = [
        msgspec.structs.replace(
            PLAIN, paper=msgspec.structs.replace(PLAIN.paper, id=f"arxiv:2503.{number:05d}")
        )
        for number in range(4_000)
    ]
    many = rows(papers)
    text = page.render(many, NOW)
    assert "4000 of 4000 papers shown" in text
    assert "All of it is in status.json." in text
    assert text.count("<article") == 0


def test_of_many_words_of_a_filter_six_are_seen_and_the_others_a_click_away() -> None:
    names = ("MIT", "ISC", "Zlib", "0BSD", "MPL-2.0", "Apache-2.0", "BSL-1.0", "Unlicense")
    many = table(*(judged(license_=(name,), paper=f"arxiv:{name}") for name in names))
    facet = page.render(many, NOW).partition('data-facet="license"')[2].partition("</fieldset>")[0]
    seen, _, folded = facet.partition('<details class="others">')
    assert (seen.count("<input"), folded.count("<input")) == (6, 2)
    assert "<summary>2 more</summary>" in folded
    few = page.render(table(PLAIN), NOW)
    assert '<details class="others">' not in few
