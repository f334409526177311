"""Whatever an index answers: nothing is said of a package that was not seen."""

import hashlib
from collections.abc import Callable, Mapping
from typing import TypeAlias

import pytest

from servers import Page, World
from servers.packages import (
    CODE,
    FOLDER,
    JSON,
    WHEEL,
    answer,
    index,
    listed,
    metadata,
    page,
    wheel,
)
from tracker.model.evidence import Observation, Reach, Sighting
from tracker.model.paper import Artifact, Relation, Role
from tracker.verdicts.depth import judge_depth
from tracker.verdicts.license import judge_license
from tracker.verdicts.trail import Trail, trail

Inhabit: TypeAlias = Callable[..., World]
Sight: TypeAlias = Callable[..., Observation]

HOME = "https://packages.example.net/simple"
URL = "pkg:pypi/phi-decoding"
FULL = wheel("License-Expression: MIT", files=CODE)
_AT = 30 + len(f"{FOLDER}/METADATA")
"""Where the bytes of the first file begin."""
CODE_OF_IT = Artifact(role=Role.CODE, url=URL, relation=Relation.OFFICIAL, seen_in="README")
PAGE_OF_IT = Artifact(role=Role.PAGE, url=URL, relation=Relation.OFFICIAL, seen_in="README")


def kept(look: Observation) -> Trail:
    seen = Sighting(id=look.id, observation=look, observed_at=look.observed_at)
    return trail(look.subject, [seen])


def wheel_of(name: str, **files: str) -> bytes:
    return wheel(files={f"{FOLDER}/METADATA": metadata(name=name), **files})


UNLUCKY: Mapping[str, tuple[Page, Mapping[str, bytes], str]] = {
    "a page that was cut short": (page(WHEEL, end=""), {WHEEL: FULL}, "cut short"),
    "a page cut within a link": (page(WHEEL, end='<a href="phi_dec'), {WHEEL: FULL}, "cut short"),
    "a page that is no HTML": (page(WHEEL, end="<![x<![y</body>"), {WHEEL: FULL}, "cannot be read"),
    "a page that is too long": (page(WHEEL, end=" " * 5_000_000 + "</body>"), {}, "longer"),
    "a page that is another": (Page(body="<html><title>Log in</title></html>"), {}, "no file"),
    "JSON that is another": (Page(body='{"files": []}', type="application/json"), {}, "neither"),
    "JSON of another project": (answer(listed(WHEEL), name="psi"), {WHEEL: FULL}, "another"),
    "JSON of a later version": (answer(listed(WHEEL), meta={"api-version": "2.0"}), {}, "newer"),
    "JSON that was cut short": (Page(body='{"files": [{"filename"', type=JSON), {}, "cannot"),
    "files of another project": (answer(listed("psi-1.0-py3-none-any.whl"), name=None), {},
                                 "other projects"),
    "a project in quarantine": (answer(**{"project-status": {"status": "quarantined"}}), {},
                                "quarantine"),
    "an egg only": (answer(listed("phi_decoding-0.0.2-py2.7.egg")), {}, "older archive"),
    "an installer only": (answer(listed("phi-decoding-0.0.2.win32-py2.7.exe")), {}, "older arch"),
    "a .tgz only": (answer(listed("phi-decoding-0.0.2.tgz")), {}, "source distribution"),
    "a .tgz only, in HTML": (page("phi-decoding-0.0.2.tgz"), {}, "source distribution"),
    "no version to speak of": (answer(listed("phi-decoding-2004d.tar.gz")), {}, "no file has"),
    "withdrawn versions only": (answer(listed(WHEEL, FULL, yanked="broken")), {WHEEL: FULL},
                                "withdrawn"),
    "withdrawn versions, in HTML": (
        Page(body=f'<body><a data-yanked="" href="../../files/{WHEEL}">{WHEEL}</a></body>'),
        {WHEEL: FULL}, "withdrawn"),
    "another size": (answer(listed(WHEEL, FULL, size=7)), {WHEEL: FULL}, "another size"),
    "another digest": (answer(listed(WHEEL, FULL, hashes={"sha256": "0" * 64})), {WHEEL: FULL},
                       "another digest"),
    "another digest, in HTML": (page(f"{WHEEL}#sha256={'0' * 64}"), {WHEEL: FULL},
                                "another digest"),
    "a digest that is none": (page(f"{WHEEL}#sha256=0"), {WHEEL: FULL}, "another digest"),
    "a file that is not there": (answer(listed(WHEEL)), {}, "HTTP 404"),
    "an address that is none": (answer(listed(WHEEL, url="https://[broken/x.whl")), {}, ""),
    "no zip": (answer(listed(WHEEL)), {WHEEL: b"PK no zip"}, "no wheel"),
    "a zip that was cut": (answer(listed(WHEEL)), {WHEEL: FULL[:-30]}, "no wheel"),
    "damage within": (answer(listed(WHEEL)), {WHEEL: FULL[:_AT] + b"\xff" * 8 + FULL[_AT + 8 :]},
                      "no wheel"),
    "metadata of another project": (answer(listed(WHEEL)), {WHEEL: wheel_of("psi")}, "another"),
    "two metadata folders": (
        answer(listed(WHEEL)), {WHEEL: wheel(files={"psi-1.dist-info/METADATA": ""})}, "no wheel"),
    "one empty wheel of two": (
        answer(listed("phi_decoding-0.0.2-cp39-cp39-win32.whl", size=10**6),
               listed("phi_decoding-0.0.2-cp39-cp39-win_amd64.whl", wheel())),
        {"phi_decoding-0.0.2-cp39-cp39-win_amd64.whl": wheel()}, "installs nothing"),
}  # fmt: skip


@pytest.mark.parametrize("case", UNLUCKY)
def test_nothing_is_concluded_from_what_was_not_seen(
    inhabit: Inhabit, sight: Sight, case: str
) -> None:
    told, files, words = UNLUCKY[case]
    inhabit(pages=index(HOME, told, files))
    look = sight(URL, package_index=HOME)
    assert words in (look.note or "")
    assert look.facts.tree is None
    assert look.reach is not Reach.NOT_VISIBLE
    assert "packages.example.net" not in repr(look)
    for artifact in (CODE_OF_IT, PAGE_OF_IT):
        assert judge_depth(artifact, kept(look)).answers == ("unknown",)
    if case != "one empty wheel of two":
        assert look.facts.licenses is None
        assert judge_license(CODE_OF_IT, kept(look)).answers == ("NOASSERTION",)


def test_a_wheel_that_was_read_says_why_it_is_what_it_is(inhabit: Inhabit, sight: Sight) -> None:
    """The measure of the table above: the same package, with luck."""
    inhabit(pages=index(HOME, answer(listed(WHEEL, FULL)), {WHEEL: FULL}))
    look = sight(URL, package_index=HOME)
    assert judge_depth(CODE_OF_IT, kept(look)).answers == ("inference",)
    found = judge_license(CODE_OF_IT, kept(look))
    assert found.answers == ("MIT",)
    assert found.reason.startswith(f"{FOLDER}/METADATA says MIT")


def test_a_project_that_the_index_says_has_no_files_holds_nothing(
    inhabit: Inhabit, sight: Sight
) -> None:
    inhabit(pages=index(HOME, answer()))
    look = sight(URL, package_index=HOME)
    assert (look.reach, look.facts.is_empty) == (Reach.VISIBLE, True)


def test_files_of_other_projects_are_passed_over(inhabit: Inhabit, sight: Sight) -> None:
    foreign = ("phi_decoding_extra-9.0-py3-none-any.whl", "phi-decoding-tools-9.0.tar.gz")
    told = answer(*map(listed, foreign), listed(WHEEL, FULL))
    inhabit(pages=index(HOME, told, {WHEEL: FULL}))
    assert sight(URL, package_index=HOME).facts.title == "phi-decoding 0.0.2"


@pytest.mark.parametrize(
    ("names", "newest", "offered"),
    [
        (["1.10", "1.9"], "1.10", ["1.10", "1.9"]),
        (["6.1", "5.2.19"], "6.1", ["6.1", "5.2.19"]),
        (["1.0", "2.0rc1", "2.0.dev3"], "1.0", ["2.0rc1", "2.0.dev3", "1.0"]),
        (["2.0a1", "2.0b1"], "2.0b1", ["2.0b1", "2.0a1"]),
        (["1.0", "1.0.post1"], "1.0.post1", ["1.0.post1", "1.0"]),
        (["2022.1", "1!1.0"], "1!1.0", ["1!1.0", "2022.1"]),
        (["1.0", "-2.0"], "1.0", ["1.0"]),
        (["1.0rc1", "-1.0"], "1.0rc1", ["1.0rc1"]),
    ],
)
def test_the_newest_version_is_that_of_pep_440(
    inhabit: Inhabit, sight: Sight, names: list[str], newest: str, offered: list[str]
) -> None:
    """Not the last one uploaded; early versions come after all others, withdrawn ones (-) last."""
    files = [
        listed(
            f"phi-decoding-{name.lstrip('-')}.tar.gz",
            yanked=name.startswith("-"),
            **{"upload-time": f"2025-04-{day:02}T00:00:00.5Z"},
        )
        for day, name in enumerate(names, 1)
    ]
    inhabit(pages=index(HOME, answer(*files)))
    facts = sight(URL, package_index=HOME).facts
    assert facts.title == f"phi-decoding {newest}"
    assert [each.name for each in facts.releases or ()] == offered


def test_an_answer_that_was_kept_and_is_not_the_file_is_asked_for_again(
    inhabit: Inhabit, sight: Sight, tmp_path: object
) -> None:
    """A login page in place of a file, kept under an address that never changes."""
    world = inhabit(pages=index(HOME, answer(listed(WHEEL, FULL)), {WHEEL: b"Please log in"}))
    assert sight(URL, package_index=HOME, cache=tmp_path).facts.tree is None
    address = f"{HOME.rpartition('/')[0]}/files/{WHEEL}"
    world.pages[address] = Page(body=FULL, type="application/octet-stream")
    assert sight(URL, package_index=HOME, cache=tmp_path).facts.tree is not None


def test_a_page_of_the_trial_site_is_asked_for_there(inhabit: Inhabit, sight: Sight) -> None:
    """What the index that was chosen has under this name is another project."""
    trial = "https://test.pypi.example.org"
    digest = hashlib.sha256(FULL).hexdigest()
    inhabit(
        pages={
            **index(HOME, answer(listed(WHEEL, FULL)), {WHEEL: FULL}),
            **index(f"{trial}/simple", page(f"phi_decoding-0.0.9.tar.gz#sha256={digest}")),
        }
    )
    look = sight(f"{trial}/project/phi-decoding/", package_index=HOME)
    assert look.facts.title == "phi-decoding 0.0.9"


def test_metadata_over_the_limit_leave_the_licence_open(inhabit: Inhabit, sight: Sight) -> None:
    long = metadata("License: MIT", *(f"Requires-Dist: d{number}" for number in range(20_000)))
    full = wheel(files={f"{FOLDER}/METADATA": long, **CODE})
    inhabit(pages=index(HOME, answer(listed(WHEEL, full)), {WHEEL: full}))
    look = sight(URL, package_index=HOME)
    assert judge_license(CODE_OF_IT, kept(look)).answers == ("NOASSERTION",)
    assert "larger than what is read" in (look.note or "")
    assert judge_depth(CODE_OF_IT, kept(look)).answers == ("inference",)
