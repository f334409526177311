"""Imports of a repository's own code that lead nowhere: told, and never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.hosts.texts.listing import describe
from tracker.hosts.texts.scripts import OWN, unresolved

TRAINER = b"""\
import os
import lpips
from utils import util_net
from models.script_util import Writer
from models.cmmd import loss
"""
RSD = ("README.md", "trainer.py", "utils/util_net.py", "configs/RSD.yaml")


def named(
    text: bytes, *paths: str, path: str = "train.py", declared: tuple[str, ...] = ()
) -> list[str]:
    found = unresolved({path: text}, (path, *paths), declared)
    assert found is not None
    return [each.about for each in found]


def test_a_package_that_the_trainer_imports_and_nobody_shipped_is_told_with_its_line() -> None:
    facts = describe(RSD, {"README.md": b"# RSD", "trainer.py": TRAINER})
    assert facts.unresolved is not None
    assert [(each.path, each.line, each.about) for each in facts.unresolved] == [
        ("trainer.py", 4, "models")
    ]


@pytest.mark.parametrize("path", ["models/unet.py", "models.py", "src/models/a.py", "models.pyx"])
def test_what_lies_where_python_looks_is_there(path: str) -> None:
    assert named(TRAINER, path, "utils/a.py") == []


def test_a_package_inside_another_one_is_not_the_one_imported() -> None:
    assert named(TRAINER, "ldm/models/autoencoder.py", "utils/a.py") == ["models"]


def test_a_package_inside_another_one_is_there_where_the_search_path_is_set() -> None:
    inside = ("ldm/models/autoencoder.py", "utils/a.py")
    assert named(b"import sys\nsys.path.append('ldm')\n" + TRAINER, *inside) == []
    told = b"PYTHONPATH=ldm python train.py"
    assert unresolved({"train.py": TRAINER}, ("train.py", *inside), readmes=told) == ()
    installed = ("pkg/setup.py", "pkg/models/a.py", "utils/a.py")
    assert named(TRAINER, *installed) == []


def test_a_package_that_the_requirements_name_is_somebody_elses() -> None:
    texts = {"trainer.py": TRAINER, "requirements.txt": b"Models==1.0\ntorch"}
    facts = describe((*RSD, "requirements.txt"), texts)
    assert facts.unresolved == ()


@pytest.mark.parametrize(
    "text",
    [
        b"import torch, lpips\nfrom diffusers.models import x",
        b"try:\n    import models\nexcept ImportError:\n    models = None",
        b"def f():\n    import models",
        b"if fast:\n    import models",
        b"from . import x",
        b"from ._version import v",
        b"from ... import x",
        b"from ....up import x",
    ],
)
def test_an_import_that_need_not_fail_says_nothing(text: bytes) -> None:
    assert named(text) == []


def test_what_only_the_main_part_imports_counts() -> None:
    assert named(b"if __name__ == '__main__':\n    import models.a") == ["models"]


def test_a_module_beside_the_script_is_missing_by_its_path() -> None:
    text = b"from .net import a\nfrom ..core.b import c\nfrom .here import d"
    assert named(text, "src/x/here.py", path="src/x/train.py") == ["src/x/net", "src/core"]


def test_submodules_may_hold_it() -> None:
    assert unresolved({"train.py": TRAINER}, ("train.py", ".gitmodules")) is None


@pytest.mark.parametrize("text", [b"print 'two'", b"\x00", b"(" * 10_000, b"x = 1\n" * 60_000])
def test_a_script_that_cannot_be_parsed_was_not_asked(text: bytes) -> None:
    assert unresolved({"train.py": text}, ("train.py",)) is None


def test_scripts_that_were_not_read_were_not_asked() -> None:
    assert describe(("README.md", "train.py"), {"README.md": b"# a"}).unresolved is None
    assert describe(("README.md", "model.py"), {"README.md": b"# a"}).unresolved == ()


@given(text=st.binary(max_size=300), name=st.sampled_from(sorted(OWN)))
def test_no_text_breaks_the_look_and_what_is_there_is_never_missing(text: bytes, name: str) -> None:
    script = b"import " + name.encode() + b"\n" + text
    found = unresolved({"train.py": script}, ("train.py", f"{name}/a.py"))
    assert name not in [each.about for each in found or ()]
