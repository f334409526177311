"""Faults are planted where a test should notice them, the same ones for a seed, and are told."""

import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tools.mutants_plant import Mutant, mutants, optional_names
from tools.mutants_run import in_child

ROOT = Path(__file__).parents[2]
TOY: Mapping[str, str] = {
    "pyproject.toml": "[tool.pytest.ini_options]\npythonpath = ['.']\n",
    "pkg/__init__.py": "",
    "pkg/strong.py": "def old(age):\n    return age >= 18\n",
    "pkg/weak.py": "LIMIT = 18\n\n\ndef young(age):\n    return age < LIMIT\n",
    "pkg/alone.py": "def never_run(age):\n    return age == 1\n",
    "pkg/far.py": "def far(age):\n    return age < 3\n",
    "tests/other/test_z.py": (
        "from pkg.far import far\n\n\ndef test_z():\n    assert far(2)\n    assert not far(3)\n"
    ),
    **{
        f"tests/pkg/test_far_{name}.py": "from pkg.far import far\n\n\ndef test_it():\n    far(1)\n"
        for name in "abcd"
    },
    "tests/pkg/test_strong.py": (
        "from pkg.strong import old\n\n\ndef test_old():\n"
        "    assert [old(17), old(18), old(19)] == [False, True, True]\n"
    ),
    "tests/pkg/test_weak.py": (
        "from pkg.weak import young\n\n\ndef test_young():\n    assert young(1)\n\n\n"
        "def test_that_fails_anyway():\n    assert not young(1)\n"
    ),
}


def plant(source: str) -> list[Mutant]:
    """Return all faults of a module of which `left_out` may be left out of a call."""
    return mutants("m.py", source.encode(), frozenset({"left_out"}))


def changes(source: str) -> set[str]:
    return {each.change for each in plant(source)}


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("toy")
    for name, text in TOY.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def measured(toy: Path, *words: str) -> tuple[dict[str, Any], str, int]:
    told = toy.parent / "told.json"
    done = subprocess.run(
        [sys.executable, "-m", "tools.mutants", "pkg", "--root", str(toy),
         "--tests", "tests", "--json", str(told), *words],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.exists(), done.stderr
    report = json.loads(told.read_text("utf-8"))
    told.unlink()
    return report, done.stdout, done.returncode


def those(report: Mapping[str, Any], name: str) -> list[tuple[str, str]]:
    """Return the faults in one file, and what noticed each."""
    return [(each["change"], each["by"]) for each in report["all"] if name in each["path"]]


def test_a_strong_test_notices_what_a_weak_one_does_not(toy: Path) -> None:
    told, text, code = measured(toy, "--at-least", "90")
    [report] = told["reports"]
    assert those(report, "strong")
    assert {by for _, by in those(report, "strong")} == {"tests/pkg/test_strong.py::test_old"}
    survived = {change for change, by in those(report, "weak") if by is None}
    assert survived >= {"18 → (19)", "age < LIMIT → (age <= LIMIT)"}
    assert ("age < LIMIT → (age >= LIMIT)", "tests/pkg/test_weak.py::test_young") in those(
        report, "weak"
    )
    noticed_last = ("age < 3 → (age <= 3)", "tests/other/test_z.py::test_z")
    assert noticed_last in those(report, "far"), "after the four likeliest files"
    assert {each["tests"] for each in report["all"] if "alone" in each["path"]} == {0}
    assert "pkg/alone.py:2: age == 1 → (age != 1)  (no test runs it)" in text
    assert report["noticed"] == report["planted"] - len(report["survivors"])
    assert told["left_out"] == {
        "tests/pkg/test_weak.py::test_that_fails_anyway": "fails without a fault"
    }
    assert code == 1, "fewer than nine of ten were noticed"
    assert (toy / "pkg/weak.py").read_text() == TOY["pkg/weak.py"]


def test_a_seed_plants_the_same_faults_and_another_one_others(toy: Path) -> None:
    def planted(seed: str) -> Sequence[str]:
        told, text, code = measured(toy, "--sample", "4", "--seed", seed)
        [report] = told["reports"]
        assert f"(seed {seed};" in text
        assert (report["planted"], code) == (4, 0)
        return [each["change"] for each in report["all"]]

    assert planted("1") == planted("1") != planted("2")


def test_a_listed_fault_that_changes_nothing_is_not_planted(toy: Path) -> None:
    listed = toy / "tools/mutants_equivalent.toml"
    listed.parent.mkdir()
    entry = {"path": "pkg/weak.py", "line": "LIMIT = 18", "change": "18 → (19)", "why": "so"}
    listed.write_text(
        "[[equivalent]]\n" + "".join(f"{key} = {json.dumps(text, ensure_ascii=False)}\n"
                                     for key, text in entry.items()),
        "utf-8",
    )  # fmt: skip
    told, _, _ = measured(toy)
    listed.unlink()
    found = {change for change, _ in those(told["reports"][0], "weak")}
    assert "18 → (19)" not in found
    assert "18 → (17)" in found


def test_what_no_longer_ends_or_waits_without_end_is_stopped(tmp_path: Path) -> None:
    def forever() -> object:
        while True:
            pass

    def asleep() -> object:
        time.sleep(600)
        return None

    log = tmp_path / "log"
    for task in (forever, asleep):
        assert in_child(tmp_path, task, processor=1, output=log, waits=3) == "time-out"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = a < b", {"a < b → (a <= b)", "a < b → (a >= b)"}),
        ("x = a is None", {"a is None → (a is not None)"}),
        ("x = a and b", {"a and b → (a or b)", "a and b → (a)", "a and b → (b)"}),
        ("x = not a", {"not a → (a)"}),
        ("x = 1", {"1 → (2)", "1 → (0)"}),
        ("x = True", {"True → (False)"}),
        ("x = 'not kept'", {"'not kept' → ('not keptX')"}),
        ("x = a + b", {"a + b → (a - b)"}),
        ("x = min(a)", {"min → max"}),
        ("x = any(a)", {"any → all"}),
        ("x = {a, b}", {"{a, b} → ({b})", "{a, b} → ({a})"}),
        ("f(a)", {"f(a) → pass"}),
        ("x = f(left_out=a, needed=b)", {"left_out=a, → "}),
        ("if a:\n    b", {"a → (not a)", "b → pass"}),
        ("x = [a for a in b if c]", {"c → (True)", "c → (not c)"}),
        ("def f(a=1): ...", {"1 → (2)", "1 → (0)"}),
        ("def f():\n    return a", {"return a → return None"}),
        ("def f():\n    raise E('a word')", {"raise E('a word') → pass"}),
        ("for a in b:\n    continue", {"continue → break"}),
        ("x = a.startswith(b)", {"a.startswith → a.endswith"}),
        ("match a:\n    case 'yes' if b:\n        pass", {"'yes' → ('yesX')", "b → (not b)"}),
    ],
)
def test_these_faults_are_planted(source: str, expected: set[str]) -> None:
    assert changes(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        '"""A word."""\n__all__ = ["a", "b"]\n',
        "from a import b\nimport c\n",
        "def f(a: 'b' = c) -> 'd':\n    '''e'''\n    return None\n",
        "x: int | None = y\n",
        "@cache(1)\nclass A(B, frozen=True):\n    '''A.'''\n",
        "x = f(reason='a', zh='b', remedy='c')\n",
        "x = 'A sentence that people read.'\ny = f'{a} b'\nz = '可以'\n",
        "assert a == 1, 'b'\n",
        "x = a.split(b)\n",
        "def f():\n    return None\n",
    ],
)
def test_what_only_people_or_tools_read_is_left_alone(source: str) -> None:
    assert not plant(source)


def test_every_fault_of_a_real_module_is_python_and_changes_it() -> None:
    path = ROOT / "tracker/tables/page/view.py"
    source = path.read_bytes()
    found = mutants("view.py", source, optional_names([path]))
    assert len(found) > 100
    for each in found:
        changed = each.planted(source)
        assert changed != source
        compile(changed, "view.py", "exec")
        assert each.line in each.lines


def test_what_importing_executes_is_known() -> None:
    source = "A = 1\n\n\nclass B:\n    c = 2\n\n    def d(self, e=3):\n        return 4\n"
    told = {each.old: each.on_import for each in plant(source) if each.kind == "constant"}
    assert told == {"1": True, "2": True, "3": True, "4": False}
