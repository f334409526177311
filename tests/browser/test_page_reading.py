"""The page as a person uses it: search, sort, filter, open evidence, pass it on."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser.conftest import Open
from soak import part
from tests.tables.made_rows import NOW, judged, table
from tracker.tables import page as pages

TITLES = ("Alpha decoding", "Beta video", "Gamma survey", "Delta robots")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """Return a page of four papers that differ in every way a reader filters by."""
    kinds = (
        (("training",), ("MIT",), "kept", "available"),
        (("inference",), ("Apache-2.0",), "cannot tell", "available"),
        (("placeholder",), ("NONE",), "not kept", "placeholder"),
        (("partial", "evaluation only"), ("MIT", "conflict"), "partly", "archived"),
    )
    rows = table(
        *(
            judged(depth=depth, license_=license_, promise=promise, available=available,
                   text=title, paper=f"arxiv:2503.0000{number}")
            for number, (title, (depth, license_, promise, available)) in enumerate(
                zip(TITLES, kinds, strict=True)
            )
        )
    )  # fmt: skip
    for lang, name in (("en", "index.html"), ("zh", "index.zh.html")):
        text = pages.render(rows, NOW, lang=lang, notebooks={"2503.00001": "n/2503.00001.ipynb"})
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "index.html"


def shown(page: Page) -> list[str]:
    return [each.inner_text() for each in page.locator("tbody .title").all() if each.is_visible()]


def says(page: Page) -> str:
    return page.locator("#shown").inner_text()


def search(page: Page, text: str) -> None:
    page.get_by_role("searchbox").fill(text)
    written = "(text) => (new URLSearchParams(location.search).get('q') ?? '') === text"
    page.wait_for_function(written, arg=text.strip())


def test_nothing_is_asked_and_nothing_complains(made: Path, opened: Open) -> None:
    seen = opened(made)
    assert len(shown(seen.page)) == 4
    assert seen.foreign == []
    assert seen.trouble == []


def test_a_search_finds_title_chinese_title_and_repository(made: Path, opened: Open) -> None:
    page = opened(made).page
    search(page, "  BETA video ")
    assert shown(page) == ["Beta video"]
    assert says(page) == "1 of 4 papers shown"
    search(page, "论文")
    assert len(shown(page)) == 4
    search(page, "github.com/lab gamma")
    assert shown(page) == ["Gamma survey"]
    search(page, "nowhere")
    assert shown(page) == []
    assert page.locator("#nothing").is_visible()
    page.keyboard.press("Escape")
    assert len(shown(page)) == 4


def test_a_column_sorts_up_down_and_back(made: Path, opened: Open) -> None:
    page = opened(made).page
    head = page.get_by_role("columnheader", name="Code")
    before = shown(page)
    head.get_by_role("button").click()
    assert shown(page) == ["Alpha decoding", "Beta video", "Delta robots", "Gamma survey"]
    assert head.get_attribute("aria-sort") == "ascending"
    head.get_by_role("button").click()
    assert shown(page) == ["Gamma survey", "Delta robots", "Beta video", "Alpha decoding"]
    assert head.get_attribute("aria-sort") == "descending"
    head.get_by_role("button").click()
    assert shown(page) == before
    sorts = page.locator("thead th").evaluate_all("all => all.map(one => one.ariaSort)")
    assert set(sorts) == {"none"}


@pytest.mark.parametrize(
    ("facet", "word", "left"),
    [
        ("code", "placeholder", ["Gamma survey"]),
        ("code", "archived", ["Delta robots"]),
        ("license", "MIT", ["Alpha decoding", "Delta robots"]),
        ("promise", "not kept", ["Gamma survey"]),
        ("reproduction", "not attempted", list(TITLES)),
    ],
)
def test_a_filter_leaves_what_its_count_says(
    made: Path, opened: Open, facet: str, word: str, left: list[str]
) -> None:
    page = opened(made).page
    box = page.locator(f"fieldset[data-facet={facet}] label").filter(
        has=page.locator(f"input[value='{word}']")
    )
    assert box.locator(".count").inner_text() == str(len(left))
    box.locator("input").check()
    assert shown(page) == left
    hidden = [each for each in page.locator("article.paper").all() if not each.is_visible()]
    assert len(hidden) == 4 - len(left)


def test_words_of_one_question_add_up_and_questions_narrow(made: Path, opened: Open) -> None:
    page = opened(made).page
    page.locator("[data-facet=code] input[value=training]").check()
    page.locator("[data-facet=code] input[value=partial]").check()
    assert shown(page) == ["Alpha decoding", "Delta robots"]
    page.locator("[data-facet=license] input[value=conflict]").check()
    assert shown(page) == ["Delta robots"]
    page.get_by_role("button", name="Show all").click()
    assert len(shown(page)) == 4


def test_every_cell_opens_its_evidence_and_escape_closes_it(made: Path, opened: Open) -> None:
    page = opened(made).page
    cells = page.locator("tbody tr").first.locator("td .open")
    assert cells.count() == 10
    for cell in cells.all():
        cell.focus()
        page.keyboard.press("Enter")
        card = page.locator(".evidence:popover-open")
        assert card.count() == 1
        assert page.evaluate("document.activeElement.className") == "close"
        page.keyboard.press("Escape")
        assert card.count() == 0
        assert page.evaluate("document.activeElement.className.includes('open')")


def test_evidence_has_quote_address_revision_time_reason_and_rule(made: Path, opened: Open) -> None:
    page = opened(made).page
    page.locator("tbody tr").first.locator(".c-license .open").click()
    card = page.locator(".evidence:popover-open")
    text = card.inner_text()
    for piece in ("MIT", "So it is.", "swh:1:rev:abc", "2026-11-20 08:30 UTC", "license/1"):
        assert piece in text
    assert card.locator("q").inner_text().strip("“”") == "q"
    link = card.locator(".pieces a")
    assert link.get_attribute("href") == "https://github.com/lab/code"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_a_filtered_view_is_passed_on_by_its_address(made: Path, opened: Open) -> None:
    page = opened(made).page
    search(page, "robots")
    page.locator("[data-facet=license] input[value=MIT]").check()
    page.get_by_role("columnheader", name="Promises").get_by_role("button").click()
    again = opened(made, fragment=page.evaluate("location.search")).page
    assert shown(again) == ["Delta robots"]
    assert again.get_by_role("searchbox").input_value() == "robots"
    assert again.locator("[data-facet=license] input[value=MIT]").is_checked()
    again.get_by_role("link", name="中文").click()
    again.wait_for_url("**/index.zh.html?**")
    assert shown(again) == ["Delta robots"]
    assert says(again) == "显示 1 / 4 篇论文"


def test_an_address_of_a_paper_leads_to_its_section(made: Path, opened: Open) -> None:
    page = opened(made, fragment="?q=alpha#2503.00002").page
    section = page.locator("[id='2503.00002']")
    page.wait_for_function(
        "(id) => Math.abs(document.getElementById(id).getBoundingClientRect().top) < 200",
        arg="2503.00002",
    )
    assert section.is_visible()
    assert len(shown(page)) == 4, "a filter that hides what the address names is taken away"
    assert "2503.00001" in page.locator("[id='2503.00001']").inner_text()
    notebook = page.get_by_role("link", name="executed notebook")
    assert notebook.get_attribute("href") == "n/2503.00001.ipynb"


def test_without_javascript_table_and_evidence_are_read(made: Path, opened: Open) -> None:
    page = opened(made, java_script_enabled=False).page
    assert len(page.locator("tbody tr:visible").all()) == 4
    assert not page.get_by_role("searchbox").is_visible()
    page.locator("tbody tr").first.locator(".c-code .open").click()
    assert page.get_by_role("dialog").is_visible()
    assert "So it is." in page.get_by_role("dialog").inner_text()


def test_dark_is_chosen_by_system_or_reader_and_remembered(made: Path, opened: Open) -> None:
    page = opened(made, color_scheme="dark").page
    colour = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(colour) == "rgb(20, 22, 26)"
    page.locator("#theme").select_option("light")
    assert page.evaluate(colour) == "rgb(251, 250, 247)"
    page.reload()
    assert page.evaluate(colour) == "rgb(251, 250, 247)"


def test_slash_leads_to_the_search(made: Path, opened: Open) -> None:
    page = opened(made).page
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"


def test_print_shows_papers_and_no_controls(made: Path, opened: Open) -> None:
    page = opened(made).page
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert not page.get_by_role("searchbox").is_visible()
    assert page.locator("article.paper").first.is_visible()


@pytest.mark.soak
@pytest.mark.parametrize(
    ("name", "width"),
    part(
        [
            (name, width)
            for width in (320, 390, 768, 1280)
            for name in ("index.html", "index.zh.html")
        ],
        3,
    ),
)
def test_no_width_scrolls_sideways(real: Path, opened: Open, name: str, width: int) -> None:
    seen = opened(real / name, viewport={"width": width, "height": 800})
    seen.page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.trouble == []


def test_the_chinese_page_speaks_chinese_and_marks_what_is_english(
    real: Path, opened: Open
) -> None:
    page = opened(real / "index.zh.html").page
    assert page.evaluate("document.documentElement.lang") == "zh"
    assert page.get_by_role("columnheader", name="许可证").count() == 1
    heads = page.locator("thead th").all_inner_texts()
    assert not any(head.isascii() for head in heads)
    reasons = page.locator(".reason > span").evaluate_all("all => all.map(each => each.lang)")
    assert set(reasons) == {"en"}


@pytest.mark.soak
@pytest.mark.parametrize(
    "look",
    part(
        [
            ("index.html", "light", 1280),
            ("index.html", "light", 390),
            ("index.html", "dark", 1280),
            ("index.html", "dark", 390),
            ("index.zh.html", "light", 390),
            ("index.zh.html", "dark", 1280),
        ],
        4,
    ),
)
def test_axe_finds_no_serious_fault(
    real: Path, opened: Open, axe: str, look: tuple[str, str, int]
) -> None:
    name, scheme, width = look
    context = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    page = opened(real / name, bypass_csp=True, **context).page
    page.evaluate(
        "document.querySelectorAll('.filters, .artifact:first-of-type, .words details')"
        ".forEach((each) => each.open = true);"
        "document.querySelectorAll('.paper').forEach((each, at) => { if (at > 3) each.remove(); })"
    )
    page.locator("tbody tr").nth(1).locator(".c-license .open").click()
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    faults = {
        fault["id"]: [node["html"][:160] for node in fault["nodes"][:3]]
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
    }
    assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)
