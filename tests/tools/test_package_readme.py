"""The README on a package index: no link leads nowhere, and no name is made up."""

import re
from pathlib import Path

import pytest

from tools.package_readme import packaged

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SOURCE = "https://github.com/lab/tracker"
TARGET = re.compile(r"\]\(([^)\s]+)\)")


def test_every_link_of_ours_leads_to_the_files_of_the_version() -> None:
    text = packaged(README, name="tracker", version="9.9", source=f"{SOURCE}/")
    ours = [target for target in TARGET.findall(README) if "://" not in target]
    led = [target for target in TARGET.findall(text) if target.startswith(SOURCE)]
    assert len(led) == len(ours) > 10
    for before, after in zip(ours, led, strict=True):
        assert after.endswith(f"/v9.9/{before}")
        assert (ROOT / before).exists()
    assert f"]({SOURCE}/raw/v9.9/docs/page.png)" in text
    assert f"]({SOURCE}/blob/v9.9/docs/cli.md)" in text
    assert "pip install tracker==9.9" in text


def test_without_a_home_the_words_stay_and_nothing_is_made_up() -> None:
    text = packaged(README, name="tracker", version="9.9", source=None)
    assert [target for target in TARGET.findall(text) if "://" not in target] == []
    assert "the weekly check" in text
    assert "pip install ." in text
    assert "![" not in text


@pytest.mark.parametrize("link", ["[a](https://example.org)", "[a](#your-own-list)"])
@pytest.mark.parametrize("source", [None, SOURCE])
def test_links_that_lead_somewhere_stay(link: str, source: str | None) -> None:
    assert packaged(link, name="t", version="1", source=source) == link
