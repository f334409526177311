"""What lint complains about, with the line; a line that deserves it ends in ``#!``."""

from pathlib import Path

import pytest

from tracker.errors import Complaint, RegistryError
from tracker.model.paper import Role
from tracker.project import Project
from tracker.registry import lint, load
from tracker.registry.document import Document

GOOD = """\
papers:
  - id: arxiv:2503.14476
    version: v1
    titles: {en: DAPO}
    artifacts:
      - role: code
        url: https://github.com/BytedTsinghua-SIA/DAPO
        relation: official
        seen_in: README
    promises:
      - quote: We will release our code soon.
        role: code
        depth: training
        made_on: 2025-03-18
        due: 2025-12-31
        source: {where: README}
    claims:
      - id: c1
        statement: It works.
        value: 50
        source:
          where: Table 1
          url: https://arxiv.org/abs/2503.14476
        checks:
          - id: loss
            tier: mechanism
            notebook: notebooks/reproductions/a.ipynb
            statement: The two means differ.
            measured: gap
            expected:
              relation: ">"
              value: 1
              tolerance: 0.5
            control:
              removes: the lengths
              measured: gap without lengths
              expected: {relation: "==", value: 0}
            failure: The loss is another one.
            inputs:
              - name: log.json
                url: https://raw.githubusercontent.com/o/r/0123456/log.json
                sha256: "0000000000000000000000000000000000000000000000000000000000000000"
"""


def wrong(path: Path) -> tuple[Complaint, ...]:
    """Lint a file; that its claims stand in the registry, and not in a room, is no fault."""
    return tuple(each for each in lint(path) if not each.remark)


def complaints(path: Path, text: str) -> list[Complaint]:
    """Lint `text`, after checking that the marked lines are those complained about."""
    path = path / "registry.yaml"
    path.write_text(text)
    found = wrong(path)
    marked = [number for number, line in enumerate(text.split("\n"), 1) if line.endswith("#!")]
    assert [one.line for one in found] == marked, "\n".join(map(str, found))
    return list(found)


def altered(old: str, new: str) -> str:
    """Change one thing in a good registry."""
    assert GOOD.count(old) >= 1
    return GOOD.replace(old, new, 1)


def test_the_projects_own_registry_has_no_fault(pytestconfig: pytest.Config) -> None:
    path = Project(root=pytestconfig.rootpath).registry
    assert lint(path) == ()
    assert len(load(path).papers) >= 3


def test_a_good_registry_has_no_fault(tmp_path: Path) -> None:
    assert complaints(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("change", "field", "problem", "remedy"),
    [
        pytest.param(case[1:3], *case[3:], id=case[0])
        for case in [
            (
                "unknown field", "depth: training", "deepth: training  #!",
                "papers[0].promises[0].deepth", "is no field", "Did you mean `depth`?",
            ),
            (
                "unknown field, nothing near", "version: v1", "colour: red  #!",
                "papers[0].colour", "is no field", "Known here: id, version, titles",
            ),
            (
                "unknown choice", "role: code", "role: coda  #!",
                "papers[0].artifacts[0].role", "`coda` is not one of code, model",
                "Did you mean `code`?",
            ),
            (
                "number where text is meant", "id: arxiv:2503.14476", "id: 2503.1448  #!",
                "papers[0].id", "`2503.1448` is read as a number", 'quotes: "2503.1448"',
            ),
            (
                "text where a day is meant", "2025-03-18", "18 March  #!",
                "papers[0].promises[0].made_on", "`18 March` is not a day", "2025-03-18",
            ),
            (
                "field twice", "    promises:", "    version: v2  #!\n    promises:",
                "papers[0].version", "stands here twice", "Keep one",
            ),
            (
                "yes for true", "value: 50", "headline: yes  #!",
                "papers[0].claims[0].headline", "`yes` is not true or false", "true or false",
            ),
            (
                "fields where text is meant", "statement: It works.", "statement: {a: b}  #!",
                "papers[0].claims[0].statement", "is fields with values", "a text",
            ),
            (
                "null where text is meant", "statement: It works.", "statement:  #!",
                "papers[0].claims[0].statement", "has no value", "a text",
            ),
            (
                "bad URL", "https://github.com/BytedTsinghua-SIA/DAPO", "ext::sh -c id  #!",
                "papers[0].artifacts[0].url", "has a space", "https://",
            ),
            (
                "bad URL of a source", "url: https://arxiv.org/abs/2503.14476",
                "url: ftp://x.org/a  #!",
                "papers[0].claims[0].source.url", "is not an http(s) address", "https://",
            ),
            (
                "glued full stop", "SIA/DAPO", "SIA/DAPO。  #!",
                "papers[0].artifacts[0].url", "ends in `。`",
                "Write https://github.com/BytedTsinghua-SIA/DAPO",
            ),
            (
                "glued dots", "SIA/DAPO", "SIA/DAPO..  #!",
                "papers[0].artifacts[0].url", "ends in `..`", "SIA/DAPO",
            ),
            (
                "organisation page", "SIA/DAPO", "SIA  #!",
                "papers[0].artifacts[0].url", "is the page of `BytedTsinghua-SIA`", "role: page",
            ),
            (
                "role and URL disagree", "role: code", "role: space  #!",
                "papers[0].artifacts[0].role", "the URL is a repository on github", "code",
            ),
            (
                "address of this machine", "due: 2025-12-31",
                "artifact: http://127.1/x  #!",
                "papers[0].promises[0].artifact", "leads to this machine", "public address",
            ),
            (
                "letters that look like others", "due: 2025-12-31",
                "artifact: https://g\u0456thub.com/a/b  #!",
                "papers[0].promises[0].artifact", "`https://g\\u0456thub.com/a/b` has letters",
                "ASCII",
            ),
            (
                "letters that nobody sees", "due: 2025-12-31",
                "artifact: https://example.org/a%E2%80%AEb  #!",
                "papers[0].promises[0].artifact", "nobody sees", "public address",
            ),
            (
                "due before made", "due: 2025-12-31", "due: 2025-01-01  #!",
                "papers[0].promises[0].due", "lies before the promise was made (2025-03-18)", "two",
            ),
            (
                "empty source", "{where: README}", '{where: " "}  #!',
                "papers[0].promises[0].source.where", "is empty", "Fill",
            ),
            (
                "empty title", "{en: DAPO}", '{en: ""}  #!',
                "papers[0].titles.en", "is empty", "Fill",
            ),
            (
                "malformed arXiv id", "arxiv:2503.14476", "arxiv:2513.14476  #!",
                "papers[0].id", "`2513.14476` is no arXiv identifier", "arxiv:2503.14476",
            ),
            (
                "version in the id", "arxiv:2503.14476", "arxiv:2503.14476v2  #!",
                "papers[0].id", "no arXiv identifier", "Write `arxiv:2503.14476`;",
            ),
            (
                "id without scheme", "arxiv:2503.14476", '"2503.14476"  #!',
                "papers[0].id", "has no scheme", "Write `arxiv:2503.14476`",
            ),
            (
                "id that is no file name", "arxiv:2503.14476", "doi:../../x  #!",
                "papers[0].id", "cannot name a paper", "letters",
            ),
            (
                "malformed version", "version: v1", "version: second  #!",
                "papers[0].version", "`second` is no version", "`v1`",
            ),
            (
                "folder outside", "seen_in: README", "seen_in: x\n        path: ../up  #!",
                "papers[0].artifacts[0].path", "no folder inside", "recipe/dapo",
            ),
            (
                "tolerance below zero", "tolerance: 0.5", "tolerance: -1  #!",
                "papers[0].claims[0].checks[0].expected.tolerance", "below zero", "off",
            ),
            (
                "control that the check would pass", '"==", value: 0}',
                '">", value: 1, tolerance: 0.5}  #!',
                "papers[0].claims[0].checks[0].control.expected", "the check would pass",
                "known good",
            ),
            (
                "no such notebook", "notebook: notebooks/reproductions/a.ipynb",
                "notebook: ../a.py  #!",
                "papers[0].claims[0].checks[0].notebook", "no reproduction notebook", "NAME.ipynb",
            ),
            (
                "input that is a folder", "name: log.json", "name: ../log.json  #!",
                "papers[0].claims[0].checks[0].inputs[0].name", "no plain file name", "no folder",
            ),
            (
                "digest of another kind", f'sha256: "{"0" * 64}"', "sha256: 00x  #!",
                "papers[0].claims[0].checks[0].inputs[0].sha256", "is no SHA-256", "64 hexadecimal",
            ),
            (
                "promise about something else", "due: 2025-12-31",
                "artifact: pkg:pypi/dapo  #!",
                "papers[0].promises[0].artifact", "is no artifact of this paper", "`artifacts:`",
            ),
            (
                "promise about a bad URL", "due: 2025-12-31", "artifact: the repository  #!",
                "papers[0].promises[0].artifact", "has a space", "https://",
            ),
            (
                "quote too long", "We will release our code soon.", f"{'x' * 301}  #!",
                "papers[0].promises[0].quote", "has 301 characters", "300",
            ),
        ]
    ],
)  # fmt: skip
def test_each_fault_is_named_with_line_field_and_remedy(
    tmp_path: Path, change: tuple[str, str], field: str, problem: str, remedy: str
) -> None:
    text = altered(*change)
    path = tmp_path / "registry.yaml"
    path.write_text(text)
    matching = [one for one in lint(path) if one.field == field]
    assert len(matching) == 1, lint(path)
    marked = [number for number, line in enumerate(text.split("\n"), 1) if line.endswith("#!")]
    assert [matching[0].line] == marked
    assert problem in matching[0].problem
    assert remedy in matching[0].remedy


def test_a_claim_without_source_is_told_at_the_claim(tmp_path: Path) -> None:
    text = GOOD[: GOOD.index("        source:\n")].replace("- id: c1", "- id: c1  #!")
    (complaint,) = complaints(tmp_path, text)
    assert (complaint.field, complaint.problem) == ("papers[0].claims[0].source", "is missing")


def test_a_promise_without_source_is_told_at_the_promise(tmp_path: Path) -> None:
    text = altered("        source: {where: README}\n", "").replace("soon.", "soon.  #!")
    (complaint,) = complaints(tmp_path, text)
    assert (complaint.field, complaint.problem) == ("papers[0].promises[0].source", "is missing")


def test_the_same_thing_twice_is_told_at_the_second(tmp_path: Path) -> None:
    text = """\
papers:
  - id: arxiv:2503.14476
    titles: {en: DAPO}
    artifacts:
      - {role: code, url: "https://github.com/a/b", relation: official, seen_in: abstract}
      - role: code
        url: http://www.github.com/a/b.git  #!
        relation: official
        seen_in: README
      - {role: code, url: "https://github.com/a/B", relation: official, seen_in: other case}
      - {role: dataset, url: "https://github.com/a/b", relation: official, seen_in: other role}
      - role: code
        url: https://github.com/a/b
        path: other/folder
        relation: official
        seen_in: README
    claims:
      - {id: c1, statement: x, source: {where: Table 1}, headline: true}
      - {id: c2, statement: y, source: {where: Table 2}, headline: true}
      - id: c1  #!
        statement: z
        source: {where: Table 3}
  - id: arXiv:2503.14477  #!
    titles: {en: Not the scheme's spelling}
    note: Nothing was found.
  - id: arxiv:2503.14476  #!
    titles: {en: DAPO again}
    note: Nothing was found.
"""
    found = complaints(tmp_path, text)
    assert found[0].problem == "says the same as papers[0].artifacts[0].url"
    assert found[1].problem == "says the same as papers[0].claims[0].id"
    assert found[3].problem == "says the same as papers[0].id"


def test_a_promise_may_name_the_one_artifact_it_is_about(tmp_path: Path) -> None:
    """Another spelling of the address is the same artifact; another role is a mistake."""
    url = "https://github.com/BytedTsinghua-SIA/DAPO.git"
    named = altered("due: 2025-12-31", f"artifact: {url}")
    assert complaints(tmp_path, named) == []
    other = named.replace("role: code\n        depth", "role: model\n        depth").replace(
        url, f"{url}  #!"
    )
    (complaint,) = complaints(tmp_path, other)
    assert complaint.problem == "is registered as code, but the promise is about model"


def test_a_paper_needs_an_artifact_or_a_note(tmp_path: Path) -> None:
    text = 'papers:\n  - id: arxiv:2503.14476  #!\n    titles: {en: x}\n    note: " "\n'
    (complaint,) = complaints(tmp_path, text)
    assert complaint.problem == "has no artifacts and no note"


@pytest.mark.parametrize(
    ("url", "roles"),
    [
        ("https://huggingface.co/a/b", {"model", "code"}),
        ("https://huggingface.co/datasets/a/b", {"dataset", "log"}),
        ("https://huggingface.co/spaces/a/b", {"space", "page"}),
        ("https://github.com/a/b", {"code", "model", "dataset", "page", "log", "list"}),
        ("https://gitlab.com/a/b", {"code", "model", "dataset", "page", "log", "list"}),
        ("https://arxiv.org/abs/2503.14476", {"page"}),
        ("https://github.com/a", {"page", "log"}),
        ("https://huggingface.co/RWKV", {"page", "log"}),
        ("https://example.org/a", {"code", "model", "dataset", "space", "page", "log", "list"}),
    ],
)
def test_the_role_fits_the_kind_of_address(tmp_path: Path, url: str, roles: set[str]) -> None:
    fitting = set()
    for role in Role:
        text = altered("role: code", f"role: {role}").replace(
            "https://github.com/BytedTsinghua-SIA/DAPO", url
        )
        path = tmp_path / "registry.yaml"
        path.write_text(text)
        if not wrong(path):
            fitting.add(role.value)
    assert fitting == roles


def test_all_complaints_come_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    """A fault hides no other: not the second in an entry, not those of the entries around it."""
    text = """\
papers:
  - id: arxiv:2503.14476
    version: 1  #!
    titles: {en: DAPO, de: DAPO}  #!
    note: x
    artifacts:
      - role: cod  #!
        url: https://github.com/a/b
        relation: official
        seen_in: abstract
      - role: dataset  #!
        url: https://huggingface.co/a/b
        relation: official
        seen_in: abstract
    promises:
      - quote: soon  #!
        role: code
        depth: all  #!
    claims:
      - id: c1
        statement: ""  #!
        source: {where: Table 1}
  - id: nonsense  #!
    titles: {en: ""}  #!
    note: x
  - 12  #!
  - titles: {en: x}  #!
    id: arxiv:2503.1
    note: [x]  #!
other: 1  #!
"""
    found = complaints(tmp_path, text.replace("arxiv:2503.1\n", "arxiv:2503.11111\n").replace(
        "  - titles: {en: x}  #!", "  - titles: {en: x}"
    ))  # fmt: skip
    assert len(found) == 12


def test_load_refuses_what_lint_complains_about(tmp_path: Path) -> None:
    path = tmp_path / "registry.yaml"
    path.write_text(altered("SIA/DAPO", "SIA/DAPO。"))
    with pytest.raises(RegistryError) as caught:
        load(path)
    assert caught.value.complaints == wrong(path)
    assert f"{path}:7: papers[0].artifacts[0].url: ends in `。`" in str(caught.value)


def test_load_keeps_every_field_and_the_order(tmp_path: Path) -> None:
    path = tmp_path / "registry.yaml"
    path.write_text(GOOD + GOOD.removeprefix("papers:\n").replace("14476", "14477", 1))
    registry = load(path)
    assert [paper.arxiv_id for paper in registry.papers] == ["2503.14476", "2503.14477"]
    paper = registry.papers[0]
    assert paper.promises[0].due is not None
    assert paper.promises[0].due.isoformat() == "2025-12-31"
    assert paper.claims[0].value == 50
    assert paper.claims[0].source.where == "Table 1"


def test_a_place_is_looked_up_only_for_a_complaint(tmp_path: Path) -> None:
    """Composing the node tree doubles the time: a good file never pays for it."""
    path = tmp_path / "registry.yaml"
    path.write_text(GOOD)
    document = Document(path)
    assert document.readable
    assert "root" not in vars(document)
