"""The files in which the commands begin that package metadata install."""

import pytest

from tracker.hosts.texts import listing
from tracker.hosts.texts.entry_points import commands
from tracker.model.evidence import Passage

PATHS = (
    "src/net/cli.py",
    "net/app/__main__.py",
    "other/net/cli.py",
    "tool/__init__.py",
    "x/y/z.py",
)


def found(name: str, text: str) -> list[str]:
    passages, understood = commands({name: text.encode()}, PATHS)
    assert understood
    return [passage.about for passage in passages]


@pytest.mark.parametrize(
    ("name", "text", "files"),
    [
        ("pyproject.toml", '[project.scripts]\nnet = "net.cli:main"', ["src/net/cli.py"]),
        ("pyproject.toml", '[project.gui-scripts]\nnet = "net.app:main"',
         ["net/app/__main__.py"]),
        ("pyproject.toml", '[tool.poetry.scripts]\nt = "tool:run"', ["tool/__init__.py"]),
        ("pyproject.toml", '[tool.poetry.scripts]\nt = {callable = "tool:run"}',
         ["tool/__init__.py"]),
        ("pyproject.toml", '[project.scripts]\na = "gone.cli:main"', []),
        ("pyproject.toml", '[project.entry-points.plugin]\na = "net.cli:main"', []),
        ("pyproject.toml", "[project.scripts]\na = 3", []),
        ("setup.cfg", "[options.entry_points]\nconsole_scripts =\n  net = net.cli:main\n",
         ["src/net/cli.py"]),
        ("setup.py", "setup(entry_points={'console_scripts': ['net=net.cli:main [x]']})",
         ["src/net/cli.py"]),
        ("setup.py", "setup(entry_points={'console_scripts': 'net=net.cli:main'})",
         ["src/net/cli.py"]),
        ("setup.py", "setup(entry_points='''[console_scripts]\nnet=net.cli:main''')",
         ["src/net/cli.py"]),
        ("setup.py", "setup(entry_points={'plugin': ['net=net.cli:main']})", []),
        ("setup.py", "setup(entry_points=computed())", []),
        ("x/setup.py", "setup(entry_points={'console_scripts': ['z=y.z:main']})", ["x/y/z.py"]),
        ("x/setup.py", "setup(entry_points={'console_scripts': ['n=net.cli:main']})", []),
        ("README.md", "[project.scripts]", []),
    ],
)  # fmt: skip
def test_a_command_begins_in_the_file_that_its_module_names(
    name: str, text: str, files: list[str]
) -> None:
    assert found(name, text) == files


def test_commands_come_in_the_order_in_which_they_are_named() -> None:
    """A history is written from them: the same files give the same lines."""
    rows = "".join(f"c{number} = 'm{number}:main'\n" for number in (3, 1, 2, 0))
    paths = frozenset(f"m{number}.py" for number in range(4))
    passages, _ = commands({"pyproject.toml": f"[project.scripts]\n{rows}".encode()}, paths)
    assert [passage.about for passage in passages] == ["m3.py", "m1.py", "m2.py", "m0.py"]


def test_a_passage_tells_the_line_of_the_metadata() -> None:
    text = b"[project]\nname = 'n'\n[project.scripts]\nn = 'net.cli:main'"
    ((passage,), _) = commands({"pyproject.toml": text}, PATHS)
    assert (passage.path, passage.line) == ("pyproject.toml", 4)


def test_metadata_that_were_not_read_say_nothing_and_none_at_all_say_that_there_is_none() -> None:
    def told(texts: dict[str, bytes], unread: tuple[str, ...] = ()) -> object:
        paths = ["a.py", *texts, *unread]
        facts = listing.describe(paths, {"README.md": b"# r", **texts}, unread)
        return facts.commands

    assert told({}) == ()
    assert told({"setup.py": b"setup()"}) == ()
    assert told({}, ("setup.py",)) is None
    assert told({"setup.py": b"setup()"}, ("pyproject.toml",)) is None
    assert told({"setup.py": b"#" * 200_001}) is None
    many = "".join(f"a{n} = 'm{n}.b:main'\n" for n in range(50)) + "z = 'a:main'\n"
    assert told({"pyproject.toml": f"[project.scripts]\n{many}".encode()}) == (
        Passage(path="pyproject.toml", line=52, about="a.py"),
    )
