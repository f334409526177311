"""The registry agrees with the facts it was entered from, where those are at hand."""

import json
import re
from functools import partial
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
    """Return the names on the Hub in a list of facts; one fact may name several."""
    words = {word for one in items for word in re.split(r", |\s", identifier(one))}
    return {word for word in words if re.fullmatch(r"[\w.-]+/[\w.-]+", word)} - {"in-repo"}


def identifier(fact: dict[str, Any]) -> str:
    """Return what a fact calls the model or dataset."""
    return str(fact.get("id") or fact.get("hf_id") or "")


def plain(markdown: str) -> str:
    """Return what a reader sees of a Markdown text, on one line."""
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"<[^>]*>", " ", markdown))
    return " ".join(re.sub(r"[*`\\]", "", words).split())


def stored(shared: Path, fact: dict[str, Any]) -> bool:
    """Whether a copy of the repository that a fact is about was kept."""
    return (shared / "facts" / "repos" / fact["repo"].replace("/", "__") / "meta.json").is_file()


def test_titles_are_those_of_the_paper_and_of_its_digest(
    entries: list[tuple[Paper, dict[str, Any]]], shared: Path
) -> None:
    assert entries
    for paper, facts in entries:
        assert paper.titles.en == facts["title"]
        text = (shared / "facts" / "digests" / f"{paper.digest}.md").read_text(encoding="utf-8")
        assert f"[{paper.titles.zh}](https://arxiv.org/abs/{paper.arxiv_id})" in text


def test_every_repository_model_and_dataset_of_the_facts_is_listed(
    entries: list[tuple[Paper, dict[str, Any]]], shared: Path
) -> None:
    """Of the repositories those that were read; the others were guessed at and not found."""
    for paper, facts in entries:
        listed = {locate(one.url).name for one in paper.artifacts}
        wanted = {one["repo"] for one in facts["code"] if stored(shared, one)}
        wanted |= names(facts["models"]) | names(facts["datasets"])
        assert wanted - listed == set(), paper.id


def test_what_is_reported_is_what_the_facts_say(
    entries: list[tuple[Paper, dict[str, Any]]],
) -> None:
    """A licence or a gate that the facts do not establish is reported of no artifact."""
    for paper, facts in entries:
        text = json.dumps(facts, ensure_ascii=False).casefold()
        known = {
            identifier(one) or str(number): one
            for number, one in enumerate(facts["models"] + facts["datasets"])
        }
        for one in paper.artifacts:
            if one.reported is None:
                continue
            name = locate(one.url).name
            if one.reported.license is not None:
                words = one.reported.license.casefold().partition(" (")[0]
                assert words in text, name
                assert name not in known or words in str(known[name]["licence"]).casefold(), name
            gates = [known[name]] if name in known else known.values()
            if name in known or one.reported.gated is not None:
                assert one.reported.gated in [each.get("gated") for each in gates], name


def test_a_quote_from_a_stored_readme_is_verbatim(
    entries: list[tuple[Paper, dict[str, Any]]], shared: Path
) -> None:
    """Quotes whose source names the stored head commit of a repository stand in its README.

    Markup aside: a reader sees none of it.
    """
    checked = 0
    for paper, facts in entries:
        for promise in paper.promises:
            for repository in filter(partial(stored, shared), facts["code"]):
                url = promise.source.url or ""
                if repository.get("head_sha", "?") in url and url.endswith("README.md"):
                    folder = repository["repo"].replace("/", "__")
                    readme = shared / "facts" / "repos" / folder / "README.md"
                    assert plain(promise.quote) in plain(readme.read_text(encoding="utf-8"))
                    checked += 1
    assert checked


def test_every_commit_in_a_url_is_one_the_facts_know(
    entries: list[tuple[Paper, dict[str, Any]]], shared: Path
) -> None:
    for paper, facts in entries:
        known = json.dumps(facts)
        for repository in filter(partial(stored, shared), facts["code"]):
            folder = shared / "facts" / "repos" / repository["repo"].replace("/", "__")
            known += (folder / "meta.json").read_text(encoding="utf-8")
        sources = [one.source for one in (*paper.promises, *paper.claims)]
        for url in (one.url for one in sources if one.url):
            for commit in re.findall(r"/(?:blob|commit)/([0-9a-f]{7,40})", url):
                assert commit in known, url
