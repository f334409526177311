"""Adding an entry: what is written, and that nothing else changes."""

import difflib
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import RegistryError, UsageError
from tracker.model.paper import Artifact, Paper, Relation, Role
from tracker.registry import add, lint, load

TWO = """\
# What a person wrote here stays.
papers:
  # The first one.
  - id: arxiv:2503.14476   # spaced   oddly
    titles: {en: DAPO, zh: '论文'}
    artifacts:
      - role: code
        url: https://github.com/a/b  # official?
        relation: official
        seen_in: abstract
        # A thought about this one.
    note: >-
      folded
      text

  - id: arxiv:2503.12533
    titles:
      en: "Being-0"
    note: x
    # A last word about Being-0.

# The end of the file.
"""


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    path = tmp_path / "registry.yaml"
    path.write_text(TWO)
    return path


@pytest.mark.parametrize(
    ("target", "version"),
    [
        ("2503.16219", None),
        ("2503.16219v2", "v2"),
        ("arXiv:2503.16219", None),
        ("arxiv:2503.16219v10", "v10"),
        ("https://arxiv.org/abs/2503.16219", None),
        ("https://arxiv.org/pdf/2503.16219v2.pdf", "v2"),
        ("http://export.arxiv.org/abs/2503.16219v3", "v3"),
        ("https://doi.org/10.48550/arXiv.2503.16219", None),
        ("doi:10.48550/ARXIV.2503.16219v2", "v2"),
    ],
)
def test_an_arxiv_target_becomes_a_paper_that_passes_lint(
    registry: Path, target: str, version: str | None
) -> None:
    paper = add(registry, target)
    assert isinstance(paper, Paper)
    assert (paper.id, paper.version) == ("arxiv:2503.16219", version)
    [left] = lint(registry)
    assert left.remark, "a registry with TODOs can be used"
    lines = registry.read_text().split("\n")
    assert left.line == 1 + next(number for number, line in enumerate(lines) if "TODO" in line)
    assert left.problem.startswith(f"{registry.read_text().count('TODO')} TODOs are left")
    assert load(registry).papers[2] == paper


@pytest.mark.parametrize(
    ("target", "identifier"),
    [
        ("math.AG/0301001", "math/0301001"),
        ("arXiv:HEP-TH/9901001v2", "hep-th/9901001"),
        ("solv-int/9901001", "solv-int/9901001"),
        ("https://arxiv.org/abs/math.AG/0301001v1", "math/0301001"),
        ("doi.org/10.48550/arXiv.HEP-TH/9901001", "hep-th/9901001"),
    ],
)
def test_an_old_identifier_is_written_as_arxiv_does(
    registry: Path, target: str, identifier: str
) -> None:
    assert add(registry, target).id == f"arxiv:{identifier}"


def test_every_other_byte_of_the_file_stays(registry: Path) -> None:
    """Before the new entry and after it: comments, quotes, spacing."""
    add(registry, "2503.16219", title="Small: LLMs")
    text = registry.read_text()
    head, _, rest = text.partition("\n  - id: arxiv:2503.16219")
    assert head == TWO[: TWO.index("\n# The end")]
    assert rest.endswith("\n\n# The end of the file.\n")
    assert load(registry).papers[2].titles.en == "Small: LLMs"


def test_known_artifacts_are_written_with_the_paper(registry: Path) -> None:
    code = Artifact(
        role=Role.CODE,
        url="https://github.com/knoveleng/open-rs",
        relation=Relation.OFFICIAL,
        seen_in="abstract",
    )
    add(registry, "2503.16219", artifacts=[code])
    paper = load(registry).papers[2]
    assert paper.artifacts == (code,)
    assert paper.note is None


@pytest.mark.parametrize(
    ("url", "role"),
    [
        ("https://github.com/x/y", Role.CODE),
        ("https://gitlab.com/x/y/z", Role.CODE),
        ("https://huggingface.co/x/y", Role.MODEL),
        ("https://huggingface.co/datasets/x/y", Role.DATASET),
        ("https://huggingface.co/spaces/x/y", Role.SPACE),
        ("https://x.github.io/y", Role.PAGE),
        ("https://github.com/x", Role.PAGE),
    ],
)
@pytest.mark.parametrize("paper", ["2503.14476", "arxiv:2503.12533"])
def test_a_url_becomes_an_artifact_of_its_paper(
    registry: Path, url: str, role: Role, paper: str
) -> None:
    before = load(registry).paper(paper)
    artifact = add(registry, url, to=paper, relation=Relation.MIRROR, seen_in="README")
    after = load(registry).paper(paper)
    assert isinstance(artifact, Artifact)
    assert (artifact.role, artifact.url) == (role, url)
    assert before is not None
    assert after is not None
    assert after.artifacts == (*before.artifacts, artifact)
    assert (artifact.relation, artifact.seen_in) == (Relation.MIRROR, "README")
    changes = difflib.ndiff(TWO.split("\n"), registry.read_text().split("\n"))
    assert not [line for line in changes if line.startswith("-")]


def test_a_comment_stays_with_the_artifact_it_is_about(registry: Path) -> None:
    add(registry, "https://github.com/x/y", to="2503.14476", relation=Relation.OFFICIAL)
    lines = registry.read_text().split("\n")
    place = lines.index("        # A thought about this one.")
    assert lines[place + 1] == "      - role: code"


@pytest.mark.parametrize(
    ("target", "to", "message", "advice"),
    [
        ("2503.14476", None, r"registry\.yaml:4", "Edit"),
        ("https://arxiv.org/abs/2503.12533v2", None, r"registry\.yaml:16", "Edit"),
        ("https://www.github.com/a/b.git", "2503.14476", r"registry\.yaml:7", "Edit"),
        ("https://github.com/x/y", None, "Which paper", "--to ARXIV-ID"),
        ("https://github.com/x/y", "2503.99999", "no paper `2503.99999`", "Add it first"),
        ("https://github.com/x/y。", "2503.14476", "ends in `。`", "Write https://github.com/x/y"),
        ("https://user:word@github.com/x/y", "2503.14476", "user name", "https://"),
        ("x/y", None, "neither an arXiv identifier nor a web address", "2503.14476"),
        ("2513.14476", None, "neither an arXiv identifier", "2503.14476"),
        ("https://arxiv.org/abs/9999.99999", None, "neither an arXiv identifier", "2503.14476"),
        ("2503.16219", "2503.14476", "an entry of its own", "Leave out"),
        (
            "https://github.com/x/y",
            "2503.14476",
            "How does .*x/y stand to arxiv:2503.14476",
            "--relation official, upstream, mirror, third-party or base-model",
        ),
    ],
)
def test_what_cannot_be_added_is_said_and_nothing_changes(
    registry: Path, target: str, to: str | None, message: str, advice: str
) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        add(registry, target, to=to)
    assert advice in caught.value.advice
    assert registry.read_text() == TWO


def test_a_title_does_not_go_with_an_artifact(registry: Path) -> None:
    with pytest.raises(UsageError, match="belong to a new paper"):
        add(registry, "https://github.com/x/y", title="x", to="2503.14476")


def test_a_registry_with_faults_is_not_added_to(registry: Path) -> None:
    registry.write_text(TWO + "other: 1\n")
    with pytest.raises(RegistryError, match="is no field"):
        add(registry, "2503.16219")


@pytest.mark.parametrize(
    "text",
    [
        "papers: []\n",
        "papers: [ ]   # none yet\n",
        "# x\npapers:\n- id: arxiv:2503.14476\n  titles: {en: x}\n  note: |\n    a\n\n    b\n\n",
        "papers:\n    -   id: arxiv:2503.14476\n        titles:\n          en: x\n        note: n",
        "papers:\r\n  - id: arxiv:2503.14476\r\n    titles: {en: 'x'}\r\n    note: 论文\r\n",
        "\ufeffpapers:\n  - {id: 'arxiv:2503.14476', titles: {en: x}, note: n}\n",
    ],
)
def test_other_layouts_are_extended_too(tmp_path: Path, text: str) -> None:
    path = tmp_path / "registry.yaml"
    path.write_bytes(text.encode())
    old = load(path).papers
    new = add(path, "2503.16219", title="New")
    assert load(path).papers == (*old, new)
    content = path.read_bytes()
    if old:
        assert content.startswith(text.rstrip().encode())
    assert (b"\r\n" in content) == ("\r\n" in text)
    assert content.count(b"\n") == content.count(b"\r\n") or b"\r" not in content


@pytest.mark.parametrize(
    "text", ["{}\n", "papers: [{id: 'arxiv:2503.14476', titles: {en: x}, note: n}]\n"]
)
def test_a_layout_that_cannot_be_extended_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "registry.yaml"
    path.write_text(text)
    with pytest.raises(UsageError, match="laid out"):
        add(path, "2503.16219")
    assert path.read_text() == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_title_is_kept_as_one_line(
    tmp_path_factory: pytest.TempPathFactory, title: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "titles.yaml"
    path.write_text("papers: []\n")
    if title.split():
        add(path, "2503.16219", title=title)
        assert load(path).papers[0].titles.en == " ".join(title.split())


def test_a_crash_while_writing_leaves_the_old_file(
    registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        add(registry, "2503.16219")
    assert registry.read_text() == TWO
    assert [one.name for one in registry.parent.iterdir()] == ["registry.yaml"]


def test_the_files_permissions_and_a_link_to_it_stay(registry: Path, tmp_path: Path) -> None:
    registry.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(registry)
    add(link, "2503.16219")
    assert link.is_symlink()
    assert stat.S_IMODE(registry.stat().st_mode) == 0o640
    assert len(load(registry).papers) == 3
