"""A registry of several files is one registry, and every complaint names the file it is about."""

from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import RegistryError, UsageError
from tracker.model.paper import Relation
from tracker.registry import add, lint, load, schema
from tracker.registry.document import Document

PAPER = "  - id: arxiv:2503.{number:05d}\n    titles: {{en: P}}\n    note: n\n"


def papers(*numbers: int) -> str:
    return "papers:\n" + "".join(PAPER.format(number=number) for number in numbers)


def lay(folder: Path, **files: str) -> Path:
    """Write files, ``__`` standing for a slash, and return the main one."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder / "registry.yaml"


def ids(path: Path) -> list[int]:
    return [int(paper.id.rpartition(".")[2]) for paper in load(path).papers]


def told(path: Path, folder: Path) -> list[tuple[str, int | None, str]]:
    """Return the complaints as (file, line, problem)."""
    found = lint(path)
    assert all(each.remedy for each in found)
    return [
        (Path(each.file).relative_to(folder).as_posix(), each.line, each.problem) for each in found
    ]


def test_papers_come_in_the_order_of_the_files_and_each_once(tmp_path: Path) -> None:
    main = lay(
        tmp_path,
        registry="include: [papers/b.yaml, papers/*.yaml]\n" + papers(9),
        papers__a="include:\n  - deep/c.yaml\n" + papers(1),
        papers__b=papers(2),
        papers__deep__c=papers(3),
    )
    assert lint(main) == ()
    assert ids(main) == [9, 2, 1, 3]
    assert load(main).paper("2503.00003") is not None


def test_a_file_may_hold_no_paper_of_its_own(tmp_path: Path) -> None:
    main = lay(tmp_path, registry="include: ['*/**/*.yaml']\n", sub__deep__a=papers(1))
    assert ids(main) == [1]


def test_a_complaint_names_the_included_file_and_its_line(tmp_path: Path) -> None:
    main = lay(
        tmp_path,
        registry="include: [a.yaml, b.yaml]\npapers:\n  - id: arxiv:2503.00001\n",
        a=papers(2) + "    colour: red\n",
        b="papers: [\n",
    )
    found = told(main, tmp_path)
    assert [(file, line) for file, line, _ in found] == [
        ("registry.yaml", 3),
        ("a.yaml", 5),
        ("b.yaml", 1),
    ]
    assert "no field" in found[1][2]
    with pytest.raises(RegistryError, match=r"a\.yaml:5"):
        load(main)


def test_a_paper_stands_in_one_file_only(tmp_path: Path) -> None:
    main = lay(tmp_path, registry="include: [a.yaml]\n" + papers(1), a=papers(2, 1))
    ((file, line, problem),) = told(main, tmp_path)
    assert (file, line) == ("a.yaml", 5)
    assert problem == f"says the same as papers[0].id in {main}:3"


def test_a_paper_twice_in_an_included_file_is_one_complaint(tmp_path: Path) -> None:
    main = lay(tmp_path, registry="include: [a.yaml]\n", a=papers(1, 1))
    assert told(main, tmp_path) == [("a.yaml", 5, "says the same as papers[0].id")]


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("none.yaml", "names no file"),
        ("none/*.yaml", "names no file"),
        ("..", "no path below"),
        ("../a.yaml", "no path below"),
        ("a/../../b.yaml", "no path below"),
        ("/etc/passwd", "no path below"),
        ("a\\\\b.yaml", "no path below"),
        ("", "is no path"),
        (" ", "is no path"),
        ("a**.yaml", "no pattern"),
        ("registry.yaml", "includes a file that leads here"),
        ("a.yaml", "includes a file that leads here"),
        ("out.yaml", "leads out of the project's folder"),
    ],
)
def test_what_cannot_be_included_is_named_with_its_line(
    tmp_path: Path, pattern: str, problem: str
) -> None:
    project = tmp_path / "project"
    lay(tmp_path, out=papers(7))
    main = lay(project, registry=f'include:\n  - "{pattern}"\n', a="include: [registry.yaml]\n")
    (project / "out.yaml").symlink_to(tmp_path / "out.yaml")
    ((file, line, said),) = told(main, project)
    assert problem in said
    assert line == (1 if file == "a.yaml" else 2)


def test_a_cycle_is_told_where_it_closes(tmp_path: Path) -> None:
    main = lay(
        tmp_path,
        registry="include: [a.yaml, b.yaml]\n",
        a="include: [b.yaml]\n" + papers(1),
        b="include:\n  - a.yaml\n" + papers(2),
    )
    assert told(main, tmp_path) == [("b.yaml", 2, "`a.yaml` includes a file that leads here")]


def test_a_long_chain_ends(tmp_path: Path) -> None:
    files = {f"f{n}": f"include: [f{n + 1}.yaml]\n" for n in range(200)}
    ((file, line, problem),) = told(
        lay(tmp_path, registry="include: [f0.yaml]\n", **files), tmp_path
    )
    assert (file, line) == ("f9.yaml", 1)
    assert "nested too deeply" in problem


def test_a_wrong_shape_elsewhere_hides_no_complaint_of_an_included_file(tmp_path: Path) -> None:
    main = lay(tmp_path, registry="include: [a.yaml, 3]\npapers: 5\n", a="papers: 6\n")
    files = [file for file, _, _ in told(main, tmp_path)]
    assert files == ["registry.yaml", "registry.yaml", "a.yaml"]


@given(
    placed=st.lists(st.integers(0, 4), max_size=12),
    order=st.permutations(range(1, 5)),
)
def test_however_papers_are_spread_they_are_those_of_one_file(
    tmp_path_factory: pytest.TempPathFactory, placed: list[int], order: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("spread")
    files = {
        f"f{number}": papers(*(paper for paper, file in enumerate(placed) if file == number))
        for number in range(5)
    }
    files = {name: text if "id" in text else "papers: []\n" for name, text in files.items()}
    include = ", ".join(f"f{number}.yaml" for number in order)
    one = lay(folder / "one", registry=papers(*range(len(placed))) if placed else "papers: []\n")
    main = lay(folder, registry=f"include: [{include}]\n" + files.pop("f0"), **files)
    assert lint(main) == ()
    assert set(load(main).papers) == set(load(one).papers)


def test_a_new_paper_goes_into_the_main_file_or_where_it_is_told(tmp_path: Path) -> None:
    main = lay(tmp_path, registry="include: [a.yaml]\n" + papers(1), a="# kept\n" + papers(2))
    add(main, "2503.00003")
    assert ids(main) == [1, 3, 2]
    add(main, "2503.00004", into=tmp_path / "a.yaml")
    assert ids(main) == [1, 3, 2, 4]
    text = (tmp_path / "a.yaml").read_text()
    assert text.startswith("# kept\n" + papers(2))
    assert "2503.00004" in text
    assert all(each.remark for each in lint(main))


def test_an_artifact_goes_where_its_paper_stands(tmp_path: Path) -> None:
    main = lay(tmp_path, registry="include: [a.yaml]\n" + papers(1), a=papers(2))
    before = main.read_text()
    add(main, "https://github.com/x/y", to="2503.00002", relation=Relation.UPSTREAM)
    assert main.read_text() == before
    assert "https://github.com/x/y" in (tmp_path / "a.yaml").read_text()
    with pytest.raises(UsageError, match=r"listed already: .*a\.yaml:6"):
        add(main, "https://github.com/x/y", to="2503.00002", relation=Relation.UPSTREAM)


def test_what_another_file_holds_is_not_added_again(tmp_path: Path) -> None:
    main = lay(tmp_path, registry="include: [a.yaml]\n" + papers(1), a=papers(2))
    with pytest.raises(UsageError, match=r"already: .*a\.yaml:2"):
        add(main, "2503.00002")
    with pytest.raises(UsageError, match="is no file of this registry") as caught:
        add(main, "2503.00003", into=tmp_path / "b.yaml")
    assert "include:" in caught.value.advice


def test_a_file_with_includes_is_valid_by_the_schema(tmp_path: Path) -> None:
    main = lay(tmp_path, registry="include: [a.yaml]\n" + papers(1), a=papers(2))
    jsonschema.validate(Document(main).data, schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"include": "a.yaml"}, schema())
