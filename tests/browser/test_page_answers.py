"""From a question to its answer: by a phrase, by a filter, by one click."""

import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser.conftest import Open
from tests.verdicts.made import CODE, at, look, tree
from tracker.model.evidence import Declaration, Facts, Place
from tracker.model.paper import Artifact, Depth, Paper, Promise, Relation, Role, Source, Titles
from tracker.tables import page as pages
from tracker.tables.rows import rows
from tracker.verdicts import judge_all

WEIGHTS = Artifact(
    role=Role.MODEL, url="https://huggingface.co/lab/weights", relation=Relation.OFFICIAL,
    seen_in="README",
)  # fmt: skip
WORDS = "The whole pipeline will follow after the camera-ready version."
MIT = Declaration(place=Place.FILE, path="LICENSE", expression="MIT", quote="MIT License")


def promise(quote: str, depth: Depth, made: str) -> Promise:
    return Promise(
        quote=quote, role=Role.CODE, depth=depth, made_on=dt.date.fromisoformat(made),
        source=Source(where="README", url=CODE.url),
    )  # fmt: skip


def paper(number: int, title: str, *promises: Promise, weights: bool = False) -> Paper:
    artifacts = (CODE, WEIGHTS) if weights else (CODE,)
    identifier = f"arxiv:2503.0000{number}"
    return Paper(
        id=identifier, titles=Titles(en=title, zh="论文"), artifacts=artifacts, promises=promises
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a page of three papers with one repository, of which one has weights nobody saw."""
    done = promise("Code is out.", Depth.INFERENCE, "2025-03-01")
    late = promise(WORDS, Depth.COMPLETE, "2025-03-02")
    papers = (
        paper(1, "All kept", done),
        paper(2, "Not looked at, kept", done, weights=True),
        paper(3, "The third", done, late, promise("Soon.", Depth.COMPLETE, "2025-03-03")),
    )
    facts = Facts(tree=tree("train.py"), licenses=(MIT,), first_commit=at("2025-03-17"))
    table = rows(judge_all(papers, {CODE.url: [look("2025-05-01", facts=facts)]}))
    folder = tmp_path_factory.mktemp("site")
    for lang, name in (("en", "index.html"), ("zh", "index.zh.html")):
        text = pages.render(table, None, lang=lang, title="My <own> list")
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def shown(page: Page) -> list[str]:
    return [each.inner_text() for each in page.locator("tbody .title").all() if each.is_visible()]


def search(page: Page, text: str) -> None:
    page.get_by_role("searchbox").fill(text)
    page.wait_for_function(
        "(text) => new URLSearchParams(location.search).get('q') === text", arg=text
    )


def test_a_search_takes_phrases_and_looks_into_what_is_quoted(site: Path, opened: Open) -> None:
    page = opened(site / "index.html").page
    for text, found in (
        ("third the", ["The third"]),
        ('"kept all"', []),
        ('"looked at, kept"', ["Not looked at, kept"]),
        ('"kept, looked at"', []),
        ("“whole pipeline will”", ["The third"]),
        ('"whole pipe', ["The third"]),
        ('third "pipeline will"', ["The third"]),
        ('third "pipeline shall"', []),
        ('"pipeline shall" | third the | "kept, looked at"', ["The third"]),
        ('"MIT License"', ["All kept", "Not looked at, kept", "The third"]),
    ):
        search(page, text)
        assert shown(page) == found, text


def test_on_the_chinese_page_phrases_and_quotes_are_found_as_well(site: Path, opened: Open) -> None:
    page = opened(site / "index.zh.html").page
    search(page, "「whole pipeline」")
    assert shown(page) == ["The third"]
    search(page, "「论文」 第")
    assert shown(page) == []
    search(page, "“尚未查看”")
    assert shown(page) == ["Not looked at, kept"]


def test_what_was_found_is_shown_and_a_click_leads_to_it(site: Path, opened: Open) -> None:
    seen = opened(site / "index.html", reduced_motion="reduce")
    page = seen.page
    search(page, '"camera-ready version"')
    hint = page.locator("tbody .found:visible")
    assert "camera-ready version" in hint.inner_text()
    quote = page.locator(".paper q").filter(has_text="camera-ready").first
    hint.click()
    page.wait_for_function(
        "() => { const box = document.querySelector('.marked').getBoundingClientRect();"
        " return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight; }"
    )
    assert quote.is_visible()
    search(page, "third")
    assert page.locator("tbody .found").count() == 0, "the row itself shows it"
    assert seen.trouble == []


@pytest.mark.parametrize("way", ["title", "enter"])
def test_one_step_leads_from_the_search_to_the_answers(site: Path, opened: Open, way: str) -> None:
    page = opened(site / "index.html", reduced_motion="reduce").page
    search(page, '"looked at, kept"')
    if way == "title":
        page.locator("tbody .title:visible").click()
    else:
        page.keyboard.press("Enter")
    brief = page.locator("[id='2503.00002'] .brief")
    page.wait_for_function(
        "() => { const box = document.querySelector('[id=\"2503.00002\"] .brief')"
        ".getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; }"
    )
    text = " ".join(brief.inner_text().split())
    assert "product, redistribution cannot say yes if not looked at" in text
    assert "Promises 1 kept" in text


def test_papers_are_filtered_by_what_one_may_do_with_them(site: Path, opened: Open) -> None:
    page = opened(site / "index.html").page
    group = page.locator("fieldset").filter(has=page.locator("[data-facet=use-product]"))
    assert group.locator("details[open]").count() == 1, "products first, the others folded"
    group.locator("[data-facet=use-product] input[value='yes if']").check()
    assert shown(page) == ["All kept", "The third"]
    group.get_by_text("research").click()
    group.locator("[data-facet=use-research] input[value='cannot say']").check()
    assert shown(page) == [], "uses narrow each other"
    again = opened(site / "index.html", fragment=page.evaluate("location.search")).page
    assert again.locator("[data-facet=use-research]").get_attribute("open") is not None
    assert again.locator("[data-facet=use-research] input[value='cannot say']").is_checked()


def test_filters_of_promises_speak_of_whole_papers(site: Path, opened: Open) -> None:
    page = opened(site / "index.html").page
    facet = page.locator("[data-facet=promise]")
    words = facet.locator("input").evaluate_all("all => all.map(one => one.value)")
    assert words == ["kept all", "partly"]
    facet.locator("input[value='kept all']").check()
    assert shown(page) == ["All kept", "Not looked at, kept"]


def test_each_promise_is_a_line_in_the_card_and_in_the_section(site: Path, opened: Open) -> None:
    page = opened(site / "index.html", viewport={"width": 1280, "height": 900}).page
    section = page.locator("[id='2503.00003'] .promise")
    lines = [" ".join(one.inner_text().split()) for one in section.locator("summary").all()]
    first = [line for line in lines if "promised on" in line]
    assert [line.partition(" ")[0] for line in first] == ["kept", "partly", "partly"]
    assert first[1].endswith("promised on 2025-03-02")
    assert WORDS in first[1]
    page.locator("tbody tr").nth(2).locator(".c-promise .open").click()
    card = page.locator(".evidence:popover-open .promises li")
    told = [" ".join(one.inner_text().split()) for one in card.all()]
    assert [line.replace("“", "").replace("”", "") for line in first] == [
        line.replace("“", "").replace("”", "") for line in told
    ]


@pytest.mark.parametrize("width", [390, 1280])
def test_what_is_pressed_is_at_least_24_pixels_in_both_directions(
    site: Path, opened: Open, width: int
) -> None:
    page = opened(site / "index.html", viewport={"width": width, "height": 900}).page
    search(page, '"camera-ready"')
    page.locator(".filters").evaluate("one => { one.open = true }")
    page.locator(".facets details").evaluate_all("all => all.forEach(one => { one.open = true })")
    small = page.locator(
        "main button, .facets label, .facets summary, .filters > summary, .promise > summary,"
        " .artifact > summary, .grounds > summary, .unseen > summary"
    ).evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => [one.className, one.innerText,"
        " one.getBoundingClientRect().width, one.getBoundingClientRect().height])"
        ".filter(([, , width, height]) => width < 23.99 || height < 23.99)"
    )
    assert small == []


def test_the_page_has_the_title_that_its_owner_gives_it(site: Path, opened: Open) -> None:
    for name in ("index.html", "index.zh.html"):
        page = opened(site / name).page
        assert page.title() == "My <own> list"
        assert page.get_by_role("heading", level=1).inner_text() == "My <own> list"


def test_what_nobody_looked_at_is_folded_in_one_line(site: Path, opened: Open) -> None:
    page = opened(site / "index.html").page
    section = page.locator("[id='2503.00002']")
    assert section.locator(".unseen > summary").inner_text() == "Not looked at 1"
    assert not section.get_by_text("huggingface.co/lab/weights").first.is_visible()
