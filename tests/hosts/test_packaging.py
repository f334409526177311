"""Metadata that name what nobody shipped: the beginning of a wheel that installs nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.hosts.texts import entry_points
from tracker.hosts.texts.listing import describe
from tracker.hosts.texts.packaging import missing


def lost(name: str, text: str, *paths: str) -> list[str] | None:
    found = missing({name: text.encode()}, [name, *paths])
    return None if found is None else [each.about for each in found]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("setup(packages=['phi'])", "phi/a.py"),
        ("setup(packages=['a.b'], package_dir={'': 'src'})", "src/a/b/c.py"),
        ("setup(packages=['phi'], package_dir={'phi': 'python'})", "python/x.py"),
        ("setup(py_modules=['phi'])", "phi.py"),
        ("setuptools.setup(packages=setuptools.find_packages())", "phi/__init__.py"),
        ("setup(packages=find_packages('src'))", "src/phi/__init__.py"),
        ("setup(packages=find_packages(where='src'))", "src/phi/__init__.py"),
    ],
)
def test_what_setup_py_installs_is_looked_for_where_it_says(text: str, place: str) -> None:
    assert lost("setup.py", text, place) == []
    assert lost("setup.py", text, "elsewhere.txt") != []
    assert lost("setup.py", text, "elsewhere.txt", ".gitmodules") is None


@pytest.mark.parametrize(
    ("name", "text", "place", "about"),
    [
        ("setup.cfg", "[options]\npackages = a\n", "a/x.py", "a"),
        ("setup.cfg", "[options]\npackages = find:\n", "a/x.py", "./"),
        ("setup.cfg", "[options]\npackages = find:\n[options.packages.find]\nwhere = src\n",
         "src/a/x.py", "src/"),
        ("pyproject.toml", "[tool.setuptools]\npackages = ['a']\n", "a/x.py", "a"),
        ("pyproject.toml", "[tool.setuptools.packages.find]\nwhere = ['src']\n", "src/a/x.py",
         "src/"),
        ("pyproject.toml", "[tool.hatch.build.targets.wheel]\npackages = ['src/a']\n",
         "src/a/x.py", "src/a"),
        ("pyproject.toml", "[tool.poetry]\npackages = [{include = 'a', from = 'lib'}]\n",
         "lib/a/x.py", "a"),
    ],
)  # fmt: skip
def test_other_metadata_are_read_as_well(name: str, text: str, place: str, about: str) -> None:
    assert lost(name, text, place) == []
    assert lost(name, text) == [about]


@pytest.mark.parametrize(
    "text",
    [
        "setup(packages=NAMES)",
        "setup(packages=[n for n in x])",
        "setup(name='a')",
        "setup(packages=['../up'])",
        "setup(",
        "x = '[tool",
    ],
)
def test_what_is_computed_or_not_said_is_not_missing(text: str) -> None:
    assert lost("setup.py", text) == []
    assert lost("pyproject.toml", text) == []


def test_a_package_in_a_sub_folder_is_looked_for_there_and_told_with_its_line() -> None:
    facts = describe(["x/setup.py", "phi/a.py"], {"x/setup.py": b"\nsetup(packages=['phi'])"})
    assert facts.unpackaged is not None
    assert [(each.path, each.line, each.about) for each in facts.unpackaged] == [
        ("x/setup.py", 2, "phi")
    ]


def test_metadata_that_were_not_read_were_not_asked() -> None:
    assert describe(["setup.py", "README.md"], {"README.md": b"# a"}).unpackaged is None
    assert describe(["README.md"], {"README.md": b"# a"}).unpackaged == ()


@given(name=st.sampled_from(["setup.py", "setup.cfg", "pyproject.toml"]), data=st.binary())
def test_no_bytes_break_it(name: str, data: bytes) -> None:
    assert missing({name: data}, [name]) is not None


def test_commands_stand_in_the_order_of_the_file_whatever_that_of_the_listing() -> None:
    text = b"[project.scripts]\nview = 'work.cli.view:main'\nserve = 'work.cli.serve:main'\n"
    paths = ["work/cli/serve.py", "work/cli/view.py"]
    for listed in (paths, paths[::-1]):
        passages, _ = entry_points.commands({"pyproject.toml": text}, listed)
        assert [one.about for one in passages] == ["work/cli/view.py", "work/cli/serve.py"]
