"""What must be installed: counted as pinned only where one exact version is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.hosts.texts.environments import LIMIT, environments, names_environment
from tracker.model.evidence import Environment

SHA = "0123456789abcdef0123456789abcdef01234567"


def counted(path: str, text: str) -> tuple[int | None, int | None]:
    """Return pinned and listed."""
    (found,) = environments([path], {path: text.encode()})
    return found.pinned, found.listed


@pytest.mark.parametrize(
    ("line", "pinned"),
    [
        ("torch==2.1.0", 1),
        ("torch == 2.1.0+cu121  # cuda", 1),
        ("trl[vllm]===0.14.0 ; python_version > '3.8'", 1),
        ("numpy=1.26.4=py311h64a7726_0", 1),
        (f"lighteval @ git+https://example.org/lighteval.git@{SHA}", 1),
        ("torch", 0),
        ("torch>=2.0", 0),
        ("torch==2.*", 0),
        ("torch~=2.1", 0),
        ("numpy @ file:///croot/numpy_1234", 0),
        ("git+https://example.org/lighteval.git", 0),
    ],
)
def test_an_exact_version_is_a_pin(line: str, pinned: int) -> None:
    assert counted("requirements.txt", f"# head\n--extra-index-url x\n\n{line}\n") == (pinned, 1)


def test_conda_counts_what_pip_installs_under_it() -> None:
    text = "name: rsd\ndependencies:\n- python=3.10\n- pip\n- pip:\n  - torch==2.1\n  - timm\n"
    assert counted("rsd.yml", text) == (2, 4)
    assert environments(["mkdocs.yml"], {"mkdocs.yml": b"site_name: x\n"}) == ()


def test_a_container_is_pinned_by_digest_alone() -> None:
    text = f"FROM a/b:1 AS base\nFROM base\nFROM c@sha256:{'0' * 64}\nRUN FROM nothing\n"
    assert counted("docker/Dockerfile", text) == (1, 2)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("setup.py", "_deps = ['a==1', 'b>=2']\nsetup(install_requires=deps, extras=['c==1'])"),
        ("setup.py", "setup(install_requires=['a==1', 'b'], packages=['x'])"),
        ("setup.cfg", "[options]\ninstall_requires =\n  a==1\n  b\n"),
        ("pyproject.toml", "[project]\ndependencies = ['a==1', 'b<3']\n"),
        ("pyproject.toml", "[tool.poetry.dependencies]\npython='3.11'\na='1.0'\nb='^2'\n"),
    ],
)
def test_package_metadata_list_dependencies_too(path: str, text: str) -> None:
    assert counted(path, text) == (1, 2)


def test_a_lock_is_known_by_its_name_and_an_unread_list_is_not_counted() -> None:
    found = environments(["uv.lock", "requirements.txt", "docs/requirements.txt", "rsd.yml"], {})
    assert found == (
        Environment(path="uv.lock", locked=True),
        Environment(path="requirements.txt"),
    )


def test_a_file_that_the_readme_installs_from_counts_whatever_its_name() -> None:
    assert environments(["rsd.yml", "other.yml"], {}, ["rsd.yml"]) == (Environment(path="rsd.yml"),)


@pytest.mark.parametrize(
    "path",
    ["docs/requirements.txt", "requirements-dev.txt", "requirements-test.txt", ".github/ci.yml",
     "a/b/requirements.txt", "configs/train.yaml", "train.py"],
)  # fmt: skip
def test_what_installs_no_experiment_is_not_read(path: str) -> None:
    assert not names_environment(path)


@given(st.sampled_from(["requirements.txt", "environment.yml", "setup.py", "setup.cfg",
                        "pyproject.toml", "Dockerfile"]), st.text(max_size=300))  # fmt: skip
def test_any_text_is_counted_or_passed_over(path: str, text: str) -> None:
    for found in environments([path], {path: text.encode("utf-8", "surrogatepass")}):
        assert found.listed is None or 0 <= (found.pinned or 0) <= found.listed


def test_what_is_kept_is_bounded() -> None:
    paths = [f"r{number}/requirements.txt" for number in range(99)]
    assert len(environments(paths, {})) == LIMIT


@pytest.mark.parametrize(
    "path", ["Manifest.toml", "JuliaManifest.toml", "renv.lock", "flake.lock", "Cargo.lock"]
)
def test_a_lock_of_another_language_is_one(path: str) -> None:
    assert environments([path], {}) == (Environment(path=path, locked=True),)


@pytest.mark.parametrize("path", ["Project.toml", "DESCRIPTION", "Cargo.toml", "go.mod"])
def test_a_list_of_another_language_is_there_and_its_packages_are_not_counted(path: str) -> None:
    assert environments([path], {path: b"a = 1"}) == (Environment(path=path),)
    assert environments([path.swapcase()], {}) == ()
