"""A study tries what can be tried, says what cannot, and shows what became of it."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given as example
from hypothesis import strategies as st

from reproduce.small_project import ROOM, check, given, paper
from servers import Page
from servers.plugin import NewWorld
from tracker.errors import UsageError
from tracker.model.check import Input
from tracker.model.paper import Paper, Titles
from tracker.model.reproduction import Measurement, Used
from tracker.reproduce.kit import VARIABLE, Kit, Missing, Supplied
from tracker.reproduce.study import Study, begin

TEXT = b"0.9"
FILE = Input(
    name="log.txt", url="https://raw.example.org/log.txt", sha256=hashlib.sha256(TEXT).hexdigest()
)
OTHER = Input(name="log.txt", url="https://raw.example.org/other.txt", sha256="0" * 64)
BARE = Paper(id="p", titles=Titles(en="A Paper"))


def nothing(given_: Input) -> Missing:
    return Missing(
        name=given_.name, source="raw.example.org", why="offline", remedy="Run again with network."
    )


def of(root: Path, *checks: str, supplier: Callable[..., Supplied | Missing] = nothing) -> Study:
    return Study(paper(root, *checks)[0], supplier, root / ROOM)


def lay(root: Path, name: str, text: str) -> None:
    """Write a file into the room."""
    path = root / ROOM / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def result(name: str, share: float, without: float) -> SimpleNamespace:
    return SimpleNamespace(
        measurements=(
            Measurement(name=f"{name} share", value=share),
            Measurement(name=f"{name} share without it", value=without),
        )
    )


def test_an_attempt_records_what_its_experiment_measured(tmp_path: Path) -> None:
    study = of(tmp_path, check("one"))
    found = study.attempt("one", lambda share: result("one", share, 0.2), share=0.8)
    assert found is not None
    assert study.measured["one share"].value == 0.8
    assert "mechanism holds" in repr(study.judge())


def test_an_experiment_is_named_by_its_place(tmp_path: Path) -> None:
    study = of(tmp_path, check("one"))
    lay(tmp_path, "experiment/parts.py", "from reproduce.test_study import result")
    lay(tmp_path, "experiment/whole.py", "from .parts import result as shown")
    study.attempt("one", "experiment.whole:shown", name="one", share=0.1, without=0.2)
    assert "no control shows that this measurement can succeed" in repr(study.judge())
    for nowhere in ("experiment.whole:no_such_function", "experiment.none:f", "none:f", "math:pi"):
        with pytest.raises(UsageError, match="no experiment"):
            study.attempt("one", nowhere)


def test_rooms_with_equal_file_names_are_told_apart(tmp_path: Path) -> None:
    """Two projects that one process looks at, too, though their rooms have one name."""
    found = []
    for folder, share in (("a", 0.9), ("b", 0.1)):
        (tmp_path / folder).mkdir()
        study = of(tmp_path / folder, check("one"))
        lay(
            tmp_path / folder,
            "experiment.py",
            "from reproduce.test_study import result\n"
            f"def run(): return result('one', {share}, 0.2)\n",
        )
        study.attempt("one", "experiment:run")
        found.append(study.measured["one share"].value)
    assert found == [0.9, 0.1]


def test_a_blocked_attempt_imports_nothing_and_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = of(
        tmp_path, check("one", given(FILE)), check("two", "requires: [no-such-package-anywhere]")
    )
    assert study.attempt("one", "no.such.module:experiment") is None
    assert study.attempt("two", "no.such.module:experiment") is None
    told = capsys.readouterr().out
    assert "one is blocked: it needs log.txt from raw.example.org (offline). Run again" in told
    assert "pip install 'no-such-package-anywhere'" in told
    assert not study.ready("one")
    assert repr(study).count("blocked: needs") == 2
    assert repr(study.judge()).count("Blocked: needs") == 2


def test_a_package_that_no_requirement_names_blocks_its_check_when_it_is_missing(
    tmp_path: Path,
) -> None:
    lay(tmp_path, "needy_experiment.py", "import no_such_package.part")
    lay(tmp_path, "own_experiment.py", "import tracker.no_such_module")
    study = of(tmp_path, check("one"), check("two"))
    assert study.attempt("one", "needy_experiment:run") is None
    assert "Blocked: needs no-such-package. Install it" in repr(study.judge())
    with pytest.raises(ModuleNotFoundError):
        study.attempt("two", "own_experiment:run")


def test_what_an_import_warns_of_is_seen_but_for_a_missing_progress_bar(
    tmp_path: Path,
) -> None:
    lay(
        tmp_path,
        "warning_experiment.py",
        "import warnings\n"
        "warnings.warn('IProgress not found. Please update jupyter and ipywidgets.')\n"
        "warnings.warn('this release is old')\n"
        "from reproduce.test_study import result\n",
    )
    study = of(tmp_path, check("one"))
    with pytest.warns(UserWarning, match="old") as seen:
        study.attempt("one", "warning_experiment:result", name="one", share=0.9, without=0.1)
    assert [str(each.message) for each in seen] == ["this release is old"]


def test_many_files_that_are_missing_for_one_reason_are_told_as_one(tmp_path: Path) -> None:
    files = [f'{{name: {name}, url: "{FILE.url}", sha256: "{FILE.sha256}"}}' for name in "abcd"]
    study = of(tmp_path, check("one", f"inputs: [{', '.join(files)}]"))
    blocked = study.blocked("one")
    assert blocked is not None
    assert blocked.needs == "a, b and 2 more files from raw.example.org (offline)"


def test_a_control_that_did_not_fail_makes_the_result_say_nothing(tmp_path: Path) -> None:
    study = of(tmp_path, check("one"))
    study.attempt("one", lambda: result("one", 0.9, 0.9))
    assert "inconclusive" in repr(study.judge())


def test_what_the_registry_says_is_escaped(tmp_path: Path) -> None:
    study = of(tmp_path, check("one"))
    for page in (study._repr_html_(), study.judge()._repr_html_()):
        assert "<i>better" not in page
        assert "<b>paper" not in page
    assert "It is &lt;i&gt;better&lt;/i&gt;." in study._repr_html_()


@example(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 1000), st.integers(1, 1000))
def test_two_seeds_of_a_notebook_share_no_seed(one: int, other: int, few: int, many: int) -> None:
    mine, theirs = Study(BARE, nothing, Path(), seed=one), Study(BARE, nothing, Path(), seed=other)
    assert len(set(mine.seeds(few))) == few
    if one != other:
        assert not set(mine.seeds(few)) & set(theirs.seeds(many))
    else:
        assert mine.seeds(few)[: min(few, many)] == theirs.seeds(many)[: min(few, many)]


def test_sizes_follow_scale_and_quick() -> None:
    assert Study(BARE, nothing, Path(), scale=0.25).size(2000, quick=500) == 500
    assert Study(BARE, nothing, Path(), scale=1e-9).size(2000, quick=500) == 1
    assert Study(BARE, nothing, Path(), scale=4, quick=True).size(2000, quick=50) == 50


def test_a_name_that_means_two_files_is_refused(tmp_path: Path) -> None:
    study = of(tmp_path, check("one", given(FILE)), check("two", given(OTHER)))
    with pytest.raises(UsageError, match="different files"):
        study.input("log.txt")
    with pytest.raises(UsageError, match="name no input"):
        study.input("missing.txt")


@pytest.mark.parametrize("wrong", [{"seed": -1}, {"scale": 0}])
def test_parameters_that_make_no_sense_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(UsageError, match="cannot be run"):
        begin("2501.00001", **wrong)  # type: ignore[arg-type]


def test_in_the_sandbox_everything_comes_from_the_kit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, _ = paper(tmp_path, check("one", given(FILE)), check("two", given(OTHER)))
    (tmp_path / "log.txt").write_bytes(TEXT)
    (tmp_path / "registry.yaml").unlink()
    used = Used(name=FILE.name, url=FILE.url, sha256=FILE.sha256 or "", swhid="swh:1:cnt:0")
    here = Supplied(place=str(tmp_path / "log.txt"), used=used)
    kit = Kit(paper=known, supplies=((FILE, here),), notebook="n.ipynb", room="r", seconds=1)
    kit.write(tmp_path / "kit.json")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "kit.json"))
    study = begin("arxiv:2501.00001")
    assert (study.ready("one"), study.ready("two")) == (True, False)
    with pytest.raises(UsageError, match="no paper"):
        begin("2501.00002")


def test_by_hand_files_are_fetched_when_they_are_asked_for(
    tmp_path: Path, inhabit: NewWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper(tmp_path, check("one", given(FILE)))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)
    world = inhabit(pages={FILE.url: Page(body=TEXT)})
    study = begin("2501.00001")
    assert world.requests == []
    assert study.input("log.txt").read_bytes() == TEXT
    assert study.ready("one")


def test_by_hand_a_notebook_finds_its_experiment_from_any_folder_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """JupyterLab stands in the room, papermill where it was called."""
    paper(tmp_path, check("one"))
    lay(tmp_path, "experiment.py", "from reproduce.test_study import result")
    monkeypatch.delenv(VARIABLE, raising=False)
    for place in (tmp_path, tmp_path / ROOM):
        monkeypatch.chdir(place)
        study = begin("2501.00001")
        study.attempt("one", "experiment:result", name="one", share=0.9, without=0.2)
        assert study.measured["one share"].value == 0.9


def test_a_check_that_there_is_not_names_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no check 'three'") as caught:
        of(tmp_path, check("one"), check("two")).ready("three")
    assert caught.value.advice == "Its checks are: one, two."
