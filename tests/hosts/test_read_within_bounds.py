"""A text that costs too much, or comes in part, is not read; the others of the look count."""

from pathlib import Path

import pytest

from tracker.hosts.texts import listing
from tracker.hosts.texts.reading import read
from tracker.jobs import licenses
from tracker.licensing import conclude
from tracker.model.evidence import Declaration, Facts, Place

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""Where the interruption comes just while Hypothesis counts what the collector takes, it is
swallowed there, and comes again."""
LICENSE = (Path(__file__).parents[2] / "LICENSE").read_bytes()
SLOW = b"# r\n" + b"word\n" * 198_000
"""A README that takes about two seconds, and a licence file that takes one."""
SLOW_LICENSE = b"# r\n" + b"\n" * 290_000 + b"x"
BUDGET = 0.2


@pytest.fixture(autouse=True)
def _loaded() -> None:
    """Load the index of licences, which is nobody's text."""
    listing.describe(
        ["LICENSE"], {"LICENSE": LICENSE, "README.md": b"# r\nThis code is MIT licensed."}
    )


def _declared(facts: Facts, path: str) -> list[Declaration]:
    return [one for one in facts.licenses or () if one.path == path]


def test_a_text_over_its_time_is_not_read_and_the_others_are() -> None:
    texts = {"LICENSE": LICENSE, "README.md": SLOW, "requirements.txt": b"torch==2.0\n"}
    seen = read([*texts, "train.py"], texts, seconds=BUDGET)
    facts = seen.facts
    assert {file.path for file in facts.read or ()} == {"LICENSE", "requirements.txt"}
    assert [one.expression for one in _declared(facts, "LICENSE")] == ["Apache-2.0"]
    assert _declared(facts, "README.md") == [
        Declaration(place=Place.README, path="README.md", quote="")
    ]
    assert facts.announced is None
    assert facts.absent is None
    assert [each.pinned for each in facts.environments or ()] == [1]
    assert seen.note == f"README.md could not be read within {BUDGET} s of processor time"
    concluded = conclude(facts.licenses or ())
    assert (concluded.expression, concluded.conflict) == ("NOASSERTION", False)
    assert "README.md is there and was not read" in concluded.reason


@pytest.mark.parametrize("name", ["README.md", "LICENSE", "COPYING"])
def test_alone_it_is_never_no_licence(name: str) -> None:
    seen = read([name], {name: SLOW if name == "README.md" else SLOW_LICENSE}, seconds=BUDGET)
    assert conclude(seen.facts.licenses or ()).expression == "NOASSERTION"
    assert seen.facts.read == ()


def test_a_file_of_this_disk_that_costs_too_much_has_a_problem(tmp_path: Path) -> None:
    slow, plain = tmp_path / "COPYING", tmp_path / "LICENSE"
    slow.write_bytes(SLOW_LICENSE)
    plain.write_bytes(LICENSE)
    first, second = licenses.of_files([slow, plain], seconds=BUDGET)
    assert first.problem == f"it could not be read within {BUDGET} s of processor time"
    assert (first.license, second.license) == ("NOASSERTION", "Apache-2.0")


@pytest.mark.parametrize("name", ["README.md", "LICENSE", "setup.py", "NOTICE"])
def test_a_file_that_did_not_come_is_named(name: str) -> None:
    seen = read([name, "a.py"], {}, {name: "is longer than what is read"})
    assert seen.note == f"{name} is longer than what is read"
    assert conclude(seen.facts.licenses or ()).expression == "NOASSERTION"


def test_what_is_read_in_part_is_named() -> None:
    texts = {"README.md": b"# r\n" + b"word\n" * 201_000, "LICENSE": LICENSE}
    seen = read(list(texts), texts)
    assert seen.note == "README.md was not read whole"
    assert conclude(seen.facts.licenses or ()).expression == "NOASSERTION"
    assert seen.facts.announced is None


def test_a_picture_in_a_readme_is_no_text() -> None:
    picture = b"![logo](data:image/png;base64," + b"iVBORw0KGgo" * 90_000 + b")\n"
    texts = {"README.md": b"# r\n" + picture, "LICENSE": LICENSE}
    seen = read(list(texts), texts)
    assert seen.note is None
    assert seen.facts.announced == ()
    assert conclude(seen.facts.licenses or ()).expression == "Apache-2.0"


def test_links_beyond_those_that_are_kept_are_told_of() -> None:
    text = "# r\n" + "".join(f"https://github.com/o{n}/r{n}\n" for n in range(50))
    seen = read(["README.md"], {"README.md": text.encode()})
    assert seen.note == "of the links of its README the first 40 were kept"


def test_where_requirements_were_not_read_no_module_is_said_to_be_missing() -> None:
    texts = {"train.py": b"import utils\n"}
    paths = ["train.py", "requirements.txt"]
    assert listing.describe(paths, texts).unresolved
    assert listing.describe(paths, texts, ["requirements.txt"]).unresolved is None


def test_a_script_that_was_not_read_may_import_anything() -> None:
    paths = ["train.py", "eval.py"]
    assert listing.describe(paths, {"train.py": b"import os\n"}, ["eval.py"]).unresolved is None
