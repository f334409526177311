"""The seed tells what stored copies show, the same each time, and keeps none of their text."""

import datetime as dt
import json
from pathlib import Path

import pytest

from tools.seed_history import PURPOSE, main
from tools.seed_repositories import read_tree
from tracker.history import History
from tracker.model import swhid
from tracker.model.evidence import SPAN_LIMIT, Observation, Reach

NOW = "2026-11-22T00:00:00+00:00"
README = b"# Being made up\n\nA readme that nobody is to copy.\n"
LICENSE = b"A licence text that nobody is to copy.\n"
MASKED = b"[project]\nname = 'x'\nurl = 'https://package-registry.invalid/x'\n"


def blob(data: bytes) -> str:
    return swhid.git_id(swhid.content(data))


def stored(facts: Path, name: str, entries: dict[str, str], **files: bytes) -> Path:
    """Make one stored copy; `entries` is path → blob id."""
    folder = facts / name.replace("/", "__")
    folder.mkdir(parents=True)
    (folder / "meta.json").write_text(
        json.dumps(
            {
                "repo": name,
                "head_sha": "1" * 40,
                "head_date": "2025-06-19T20:47:03+08:00",
                "first_commit_date": "2025-05-29T18:37:10+08:00",
                "default_branch": "main",
                "commit_count": 10,
            }
        )
    )
    lines = [f"100644 blob {sha}      24\t{path}\n" for path, sha in entries.items()]
    lines.append(f"160000 commit {'2' * 40}       -\tvendored/submodule\n")
    (folder / "tree.txt").write_text("".join(lines))
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return folder


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    folder = tmp_path / "facts"
    stored(
        folder,
        "Owner/Repo",
        {
            "README.md": blob(README),
            "LICENSE": blob(LICENSE),
            "pkg/pyproject.toml": "3" * 40,
            "pkg/__init__.py": blob(b""),
            "a__LICENSE": blob(b"flat"),
            "a/LICENSE": blob(b"nested"),
            "src/deep/LICENSE": blob(b"deep"),
            r'"assets/\346\234\252.jpg"': blob(b"jpg"),
        },
        **{
            "README.md": README,
            "LICENSE": LICENSE,
            "pkg__pyproject.toml": MASKED,
            "a__LICENSE": b"nested",
            "files/src/deep/LICENSE": b"deep",
            "pkg____init__.py": b"",
            "notes_of_our_own.txt": b"not in the tree",
        },
    )
    stored(folder, "owner/repo", {})
    return folder


def run(facts: Path, out: Path, now: str = NOW) -> Path:
    assert main(["--facts", str(facts), "--out", str(out), "--now", now]) == 0
    (path,) = out.iterdir()
    return path


def looks(folder: Path) -> list[Observation]:
    history = History([folder])
    assert history.problems == ()
    return [record for record in history.records() if isinstance(record, Observation)]


def test_a_stored_copy_is_seen_as_it_was_and_never_as_looked_at(
    facts: Path, tmp_path: Path
) -> None:
    run(facts, tmp_path / "out")
    full, empty = looks(tmp_path / "out")
    assert full.subject == "https://github.com/Owner/Repo"
    assert empty.subject == "https://github.com/owner/repo"
    assert (full.reach, full.via, full.observed_at) == (Reach.VISIBLE, "stored-copy", None)
    assert full.not_before == dt.datetime(2025, 6, 19, 12, 47, 3, tzinfo=dt.UTC)
    assert full.not_before.utcoffset() == dt.timedelta(0)
    assert full.note
    assert full.facts.revision == "swh:1:rev:" + "1" * 40
    assert full.facts.first_commit == dt.datetime(2025, 5, 29, 10, 37, 10, tzinfo=dt.UTC)
    assert (full.facts.is_empty, empty.facts.is_empty) == (False, True)
    assert full.facts.archived is None
    assert full.facts.platform_id is None


def test_submodules_are_no_files_and_quoted_paths_are_read(facts: Path, tmp_path: Path) -> None:
    run(facts, tmp_path / "out")
    tree = looks(tmp_path / "out")[0].facts.tree
    assert tree is not None
    assert tree.files == 8
    assert tree.suffixes[".jpg"] == 1
    assert read_tree(f'100644 blob {"4" * 40}  3\t"\\346\\234\\252 \\"a\\".md"\n') == {
        '未 "a".md': "4" * 40
    }


def test_saved_names_are_resolved_against_the_listing(facts: Path, tmp_path: Path) -> None:
    run(facts, tmp_path / "out")
    read = looks(tmp_path / "out")[0].facts.read
    assert read is not None
    assert [(seen.path, seen.swhid) for seen in read] == [
        ("LICENSE", swhid.content(LICENSE)),
        ("README.md", swhid.content(README)),
        ("a/LICENSE", swhid.content(b"nested")),
        ("pkg/pyproject.toml", "swh:1:cnt:" + "3" * 40),
        ("src/deep/LICENSE", swhid.content(b"deep")),
    ]


def test_texts_are_not_copied(facts: Path, tmp_path: Path) -> None:
    content = run(facts, tmp_path / "out").read_text(encoding="utf-8")
    assert "A readme that nobody is to copy" not in content
    assert str(tmp_path) not in content


def test_twice_gives_the_same_lines_but_for_the_time_of_the_run(
    facts: Path, tmp_path: Path
) -> None:
    one = run(facts, tmp_path / "one")
    other = run(facts, tmp_path / "other")
    later = run(facts, tmp_path / "later", "2027-01-01T00:00:00+00:00")
    assert (one.name, one.read_bytes()) == (other.name, other.read_bytes())
    assert one.read_bytes().splitlines()[1:-1] == later.read_bytes().splitlines()[1:-1]
    assert one.stem[-6:] == later.stem[-6:]


def test_a_second_seed_is_refused(
    facts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = run(facts, tmp_path / "out")
    assert main(["--facts", str(facts), "--out", str(path.parent)]) == 1
    assert str(path) in capsys.readouterr().err
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("file", "content"), [("meta.json", "{}"), ("tree.txt", "what is this\n"), ("tree.txt", None)]
)
def test_a_folder_that_is_no_stored_copy_is_named(
    facts: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    file: str,
    content: str | None,
) -> None:
    broken = facts / "Owner__Repo" / file
    broken.unlink() if content is None else broken.write_text(content)
    assert main(["--facts", str(facts), "--out", str(tmp_path / "out")]) == 3
    assert "Owner__Repo" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    assert main(["--facts", str(tmp_path), "--out", str(tmp_path / "out")]) == 3


def test_the_committed_seed_is_what_the_tool_makes_of_the_stored_copies(
    shared: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    history = History([request.config.rootpath / "history"])
    (seed,) = (run for run in history.runs() if run.purpose == PURPOSE)
    kinds = ("repos", "more-repos", "hub")
    folders = [str(shared / "facts" / kind) for kind in kinds]
    given = ["--facts", *folders, "--out", str(tmp_path), "--now", seed.started.isoformat()]
    assert main(given) == 0
    (fresh,) = tmp_path.iterdir()
    assert fresh.name == Path(seed.path).name
    assert fresh.read_bytes() == Path(seed.path).read_bytes()


def test_the_committed_seed_holds_only_short_quotes(request: pytest.FixtureRequest) -> None:
    history = History([request.config.rootpath / "history"])
    (seed,) = (run for run in history.runs() if run.purpose == PURPOSE)
    seeded = [look for look in history.records(seed.run) if isinstance(look, Observation)]
    assert len(seeded) == seed.counts["observation"] > 0
    assert all(look.observed_at is None and look.via == "stored-copy" for look in seeded)
    assert all(look.not_before or look.unread for look in seeded), "a part may tell no day"
    quotes = [declared.quote for look in seeded for declared in look.facts.licenses or ()]
    assert max(map(len, quotes)) <= SPAN_LIMIT
    assert Path(seed.path).stat().st_size < 1_000_000
