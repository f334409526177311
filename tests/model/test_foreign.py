"""What strangers wrote is read within bounds; what is not read is no file that says nothing."""

import contextlib
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import exponent
from tracker.hosts.texts import environments, listing, packaging
from tracker.licensing import conclude, declarations
from tracker.licensing.carded import card_answer
from tracker.licensing.source import Source
from tracker.model import foreign
from tracker.model.verdict import NOASSERTION

_BOMB = "a: &a [x]\n" + "".join(
    f"a{level}: &a{level} [{', '.join([f'*a{level - 1 or str()}'] * 9)}]\n"
    for level in range(1, 30)
)
_MERGED = "base: &base {a: 1}\nmore:\n  <<: *base\n"


@pytest.mark.parametrize("text", [_BOMB, _MERGED, "a:\n  <<: {b: 1}\n", "a: !!python/name:os.x\n"])
def test_yaml_that_shares_merges_or_makes_things_is_not_read(text: str) -> None:
    with pytest.raises(foreign.NotRead):
        foreign.from_yaml(text)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (foreign.from_yaml, "[" * 1_000), (foreign.from_yaml, "- " * 1_000 + "a"),
        (foreign.from_yaml, "a: 1\na: 2\n"),
        (foreign.from_toml, ".".join("a" * 40_000) + " = 1"),
        (foreign.from_toml, "['a' . \"b\"" + " . c" * 50 + "]"),
        (foreign.from_toml, "a = " + "[" * 900 + "]" * 900),
        (foreign.from_toml, "a = " + "{b=" * 900 + "1" + "}" * 900),
        (foreign.from_ini, "[a]\nb" + " " * 100_000 + "c"),
        *((each, "x" * 400_000) for each in (
            foreign.from_yaml, foreign.from_toml, foreign.from_json, foreign.from_ini,
        )),
    ],
)  # fmt: skip
def test_what_is_too_deep_too_long_or_open_to_doubt_is_not_read(
    read: Callable[[str], object], text: str
) -> None:
    with pytest.raises(foreign.NotRead):
        read(text)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (foreign.from_yaml, "a: b: c"), (foreign.from_yaml, "\x00"), (foreign.from_yaml, "\ud800"),
        (foreign.from_toml, "= 1"), (foreign.from_toml, "a = " + "9" * 5_000),
        (foreign.from_json, "{"), (foreign.from_json, "\ud800"), (foreign.from_json, "[" * 9_000),
        (foreign.from_ini, "a = 1"),
    ],
)  # fmt: skip
def test_what_nobody_could_read_is_malformed(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(foreign.Malformed):
        read(text)


@pytest.mark.parametrize(
    "read", [foreign.from_yaml, foreign.from_toml, foreign.from_json, foreign.from_ini]
)
@given(text=st.text() | st.text("[]{}&*<>:-.=,'\"\\n a#!|", max_size=60))
def test_any_text_is_read_or_refused(read: Callable[[str], object], text: str) -> None:
    try:
        read(text)
    except (foreign.NotRead, foreign.Malformed) as error:
        assert str(error)  # noqa: PT017


def test_names_of_fields_may_be_numbers() -> None:
    assert foreign.from_yaml("1: a\nyes: b\n2025-01-01: c") == {
        "1": "a", "yes": "b", "2025-01-01": "c",
    }  # fmt: skip


@pytest.mark.parametrize("deep", [b"[" * 5_000, b'{"a":' * 5_000, b'["]", ' * 200 + b"1"])
def test_a_host_that_nests_without_end_is_not_understood(deep: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        foreign.decoded(deep, object)


def test_brackets_in_texts_are_no_nesting() -> None:
    body = msgspec.json.encode(['[{"\\' * 500, '"[[[' * 500])
    assert not foreign.nested(body)
    assert foreign.nested(b'["' + b"\\\\" * 9 + b'", ' + b"[" * 101)


@pytest.mark.parametrize(
    ("read", "piece"),
    [
        (foreign.from_yaml, "- a\n"), (foreign.from_yaml, "a "), (foreign.from_yaml, "'"),
        (foreign.from_yaml, "a\n"), (foreign.from_yaml, "["), (foreign.from_yaml, "&a "),
        (foreign.from_yaml, "? "), (foreign.from_yaml, "- "), (foreign.from_yaml, "\n"),
        (foreign.from_toml, "a-"), (foreign.from_toml, "'a'."), (foreign.from_toml, "a.b \t"),
        (foreign.from_toml, "[[a.b]]\n"), (foreign.from_toml, "\"'"), (foreign.from_toml, "["),
        (foreign.from_toml, "#\n"), (foreign.from_toml, " "), (foreign.from_toml, "a={"),
        (foreign.from_ini, "a\n"), (foreign.from_ini, "[a]\n"), (foreign.from_ini, "[a]\nb=c\n"),
        (foreign.from_ini, "[a]\nb\n c\n"), (foreign.from_json, "["), (foreign.from_json, '"'),
        (foreign.from_json, '["\\'), (foreign.from_json, '{"a":'),
    ],
)  # fmt: skip
def test_the_work_grows_with_the_text(read: Callable[[str], object], piece: str) -> None:
    def work(size: int) -> Callable[[], object]:
        text = piece * (size // len(piece))

        def done() -> None:
            with contextlib.suppress(foreign.NotRead, foreign.Malformed):
                read(text)

        return done

    assert exponent(work, 20_000, times=8) < 1.5


# What follows from it -----------------------------------------------------------------------------


def _license(**texts: str) -> str:
    given = {path.replace("_", "."): text.encode() for path, text in texts.items()}
    return conclude(declarations(given)).expression


def test_metadata_that_are_not_read_do_not_declare_nothing() -> None:
    cited = "license: &l MIT\nreferences: [{license: *l}]\n"
    assert _license(CITATION_cff=cited) == NOASSERTION
    assert _license(CITATION_cff="license: MIT\n") == "MIT"
    assert (
        _license(pyproject_toml=".".join("a" * 30) + "=1\n[project]\nlicense='MIT'") == NOASSERTION
    )
    assert _license(pyproject_toml="#" * 250_000) == NOASSERTION
    assert _license(CITATION_cff="a: b: c") == "NONE", "nobody could read it"


def test_front_matter_that_is_not_read_is_not_known() -> None:
    card = "---\nlicense: &l mit\nbase: *l\n---\n# Model\n"
    answer = card_answer(Source.read("README.md", card.encode()))
    assert answer.license == NOASSERTION
    assert answer.commercial == "unknown"
    assert "was not read" in answer.conflicts[0]


def test_an_environment_that_is_not_read_is_there_and_not_counted() -> None:
    text = b"x: &x numpy\ndependencies: [*x, torch=2.1]\n"
    (found,) = environments.environments(["environment.yml"], {"environment.yml": text})
    assert (found.path, found.listed) == ("environment.yml", None)
    plain = b"dependencies: [numpy, torch=2.1]\n"
    (read,) = environments.environments(["environment.yml"], {"environment.yml": plain})
    assert read.listed == 2


def test_where_requirements_are_not_read_no_import_leads_nowhere() -> None:
    texts = {"train.py": b"import models\n", "environment.yml": b"- &a\n- *a\n"}
    assert environments.words(texts) is None
    assert listing.describe([*texts], texts).unresolved is None
    explained = {**texts, "train.py": b"import torch\n"}
    assert listing.describe([*explained], explained).unresolved == ()


def test_where_metadata_are_not_read_no_package_is_missing() -> None:
    text = (".".join("a" * 40) + "=1\n[tool.setuptools]\npackages=['gone']").encode()
    assert packaging.missing({"pyproject.toml": text}, ["pyproject.toml"]) is None
