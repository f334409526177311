"""The registry agrees with the facts it was entered from, where those are at hand."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tracker.model.locator import locate
from tracker.model.paper import Paper
from tracker.project import Project
from tracker.registry import load


@pytest.fixture
def entries(shared: Path, pytestconfig: pytest.Config) -> list[tuple[Paper, dict[str, Any]]]:
    """Pair each paper of the registry with its facts."""
    papers = load(Project(root=pytestconfig.rootpath).registry).papers
    folder = shared / "facts" / "papers"
    return [
        (paper, json.loads(file.read_text(encoding="utf-8")))
        for paper in papers
        if (file := folder / f"{paper.slug}.json").is_file()
    ]


def names(items: list[dict[str, Any]]) -> set[str]:
    """Return the names in a list of facts; one fact may name several."""
    return {name.strip() for one in items for name in one["id"].split(",")}


def test_titles_are_those_of_the_paper_and_of_its_digest(
    entries: list[tuple[Paper, dict[str, Any]]], shared: Path
) -> None:
    assert entries
    for paper, facts in entries:
        assert paper.titles.en == facts["title"]
        text = (shared / "facts" / "digests" / f"{paper.digest}.md").read_text(encoding="utf-8")
        assert f"[{paper.titles.zh}](https://arxiv.org/abs/{paper.arxiv_id})" in text


def test_every_repository_model_and_dataset_of_the_facts_is_listed(
    entries: list[tuple[Paper, dict[str, Any]]],
) -> None:
    for paper, facts in entries:
        listed = {locate(one.url).name for one in paper.artifacts}
        wanted = {one["repo"] for one in facts["code"]}
        wanted |= names(facts["models"]) | names(facts["datasets"])
        assert wanted - listed == set(), paper.id


def test_what_is_reported_is_what_the_facts_say(
    entries: list[tuple[Paper, dict[str, Any]]],
) -> None:
    """A licence or a gate that the facts do not establish is reported of no artifact."""
    for paper, facts in entries:
        known = {one["id"]: one for one in facts["models"] + facts["datasets"]}
        bases = {one.get("base") or one.get("base_model") for one in facts["models"]}
        for one in paper.artifacts:
            name = locate(one.url).name
            if one.reported and name not in bases:
                said = known.get(name, {})
                assert one.reported.license == said.get("licence"), name
                assert one.reported.gated == said.get("gated"), name


def test_a_quote_from_a_stored_readme_is_verbatim(
    entries: list[tuple[Paper, dict[str, Any]]], shared: Path
) -> None:
    """Quotes whose source names the stored head commit of a repository stand in its README."""
    checked = 0
    for paper, facts in entries:
        for promise in paper.promises:
            for repository in facts["code"]:
                url = promise.source.url or ""
                if repository["head_sha"] in url and url.endswith("README.md"):
                    folder = repository["repo"].replace("/", "__")
                    readme = shared / "facts" / "repos" / folder / "README.md"
                    words = " ".join(readme.read_text(encoding="utf-8").split())
                    assert promise.quote in words
                    checked += 1
    assert checked


def test_every_commit_in_a_url_is_one_the_facts_know(
    entries: list[tuple[Paper, dict[str, Any]]], shared: Path
) -> None:
    for paper, facts in entries:
        known = json.dumps(facts)
        for repository in facts["code"]:
            folder = shared / "facts" / "repos" / repository["repo"].replace("/", "__")
            known += (folder / "meta.json").read_text(encoding="utf-8")
        sources = [one.source for one in (*paper.promises, *paper.claims)]
        for url in (one.url for one in sources if one.url):
            for commit in re.findall(r"/(?:blob|commit)/([0-9a-f]{7,40})", url):
                assert commit in known, url
