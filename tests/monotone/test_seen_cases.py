"""Halves from which a whole answer was once concluded: each fell to the law."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import TypeAlias

import msgspec
import pytest
import stamina

from monotone import worlds
from monotone.degrading import WAYS
from servers import HubRepository, Page, Repository, World, link, packages, submodule
from servers.described import Special, Weights
from servers.wire import Call, Reply, as_json
from tests.verdicts.made import look, tree
from tracker.hosts import hosts
from tracker.model.evidence import Facts, Observation, Reach, Sighting
from tracker.model.locator import archive_of, locate
from tracker.model.paper import Artifact, Relation, Role
from tracker.model.verdict import ArtifactVerdicts, PaperVerdicts
from tracker.sweep.looks import sweep
from tracker.transport import Door, Settings
from tracker.verdicts import judge

Inhabit: TypeAlias = Callable[..., World]

CODE, GIT = "https://github.com/lab/code", "https://codeberg.org/lab/code"
MODEL, PAGE = "https://huggingface.co/lab/model", "https://a.example.org/page"
PACKAGE = f"pkg:pypi/{packages.NAME}"
LONG = "# Work\n" + "word\n" * 210_000
MIT = worlds.WHOLE["LICENSE"]
PINS = "torch==2.1.0\n"
GIVEN = pytest.mark.parametrize("given", [False, True], ids=["stranger", "token"])


def artifact(url: str, role: Role = Role.CODE, path: str | None = None) -> Artifact:
    return Artifact(role=role, url=url, relation=Relation.OFFICIAL, seen_in="abstract", path=path)


@pytest.fixture
def seen(inhabit: Inhabit) -> Callable[..., PaperVerdicts]:
    """Return a function that looks at an artifact of a world, and judges it."""
    stamina.set_testing(True, attempts=2)

    def judged(
        one: Artifact, *, given: bool = False, archives: bool = False, **parts: object
    ) -> PaperVerdicts:
        otherwise = parts.pop("otherwise", None)
        lively = parts.pop("lively", None)
        world = inhabit(**parts)
        world.otherwise += [otherwise] if otherwise else []  # type: ignore[list-item]
        if callable(lively):
            lively(world)
        tokens = {"github_token": world.github_token, "hf_token": world.hub_token} if given else {}
        settings = Settings(package_index=worlds.INDEX, total_timeout=60, **tokens)  # type: ignore[arg-type]
        url = locate(one.url).url
        with Door(settings) as door:
            looks = list(sweep([url], door, hosts()))
            if archives and (page := archive_of(locate(one.url))):
                revision = (looks[0].facts.revision or "").rpartition(":")[2]
                looks += sweep([page], door, hosts(), {page: revision} if revision else {})
        book = {
            each.subject: [Sighting(id=each.id, observation=each, observed_at=each.observed_at)]
            for each in looks
        }
        return judge(worlds.paper(one), book)

    return judged


def of(judged: PaperVerdicts) -> ArtifactVerdicts:
    return judged.artifacts[0]


Files: TypeAlias = Mapping[str, str | bytes | Special]

LICENSES: Mapping[str, tuple[Files, str]] = {
    "README over the limit": ({"README.md": LONG}, "README.md"),
    "README that is a link": ({"README.md": link("docs/a.md"), "docs/a.md": "MIT"}, "README.md"),
    "LICENSE that is a link": ({"LICENSE": link("docs/a"), "docs/a": "MIT"}, "LICENSE"),
    "LICENSE that is a folder": ({"LICENSE/MIT.txt": "MIT", "a.py": "1"}, "LICENSE/"),
    "REUSE": ({"LICENSES/MIT.txt": "MIT", "README.md": "# W"}, "LICENSES/"),
    "text after 300 kB": ({"LICENSE": "\n" * 310_000 + "MIT License"}, "LICENSE"),
    "a fifth README": (
        {
            **{f"README.{each}.md": "# W" for each in ("a", "b", "c", "d")},
            "README_of_terms.md": "## License\nCC BY-NC 4.0",
        },
        "README_of_terms.md",
    ),
}


@pytest.mark.parametrize(
    ("url", "given"), [(CODE, False), (CODE, True), (GIT, False)], ids=["git", "API", "forge"]
)
@pytest.mark.parametrize("case", LICENSES)
def test_no_licence_is_said_where_all_was_read(
    seen: Callable[..., PaperVerdicts], url: str, case: str, given: bool
) -> None:
    files, what = LICENSES[case]
    place = url.removeprefix("https://")
    judged = seen(artifact(url), given=given, repositories={place: Repository(files=files)})
    license_ = of(judged).license
    assert license_.answers == ("NOASSERTION",)
    assert what in license_.reason
    assert any(what == each.what for each in license_.unread)
    assert "no licence" not in judged.summary.answer
    assert {each.verdict.answer for each in of(judged).uses} == {"cannot say"}


@pytest.mark.parametrize(
    ("files", "licence", "use"),
    [
        ({"LICENSE": MIT}, ("MIT",), "yes"),
        ({"LICENSE": MIT, "README.md": "# W"}, ("MIT",), "yes"),
        ({"train.py": "1"}, ("NOASSERTION",), "cannot say"),
        ({"LICENSE": "MIT License\n"}, ("NOASSERTION",), "cannot say"),
        ({"README.md": "## License\nMIT License.\n"}, ("NOASSERTION",), "cannot say"),
    ],
)
def test_a_guess_of_the_host_is_missed_where_there_is_no_text_of_which_it_is_one(
    seen: Callable[..., PaperVerdicts], files: Files, licence: tuple[str, ...], use: str
) -> None:
    judged = seen(
        artifact(CODE),
        given=True,
        repositories={"github.com/lab/code": Repository(files=files)},
        otherwise=("api.github.com", "*", WAYS["broken"]),
    )
    assert of(judged).license.answers == licence
    assert {str(each.use): each.verdict.answer for each in of(judged).uses}["research"] == use
    guessed = "what GitHub takes the licence for was not told by its API"
    assert (guessed in of(judged).license.reason) == (licence == ("NOASSERTION",))


def test_a_long_card_of_a_model_may_say_anything(seen: Callable[..., PaperVerdicts]) -> None:
    hub = {"models/lab/model": HubRepository(card=LONG, files={"a.bin": Weights(9)})}
    judged = seen(artifact(MODEL, Role.MODEL), hub=hub)
    assert of(judged).license.answers == ("NOASSERTION",)
    assert of(judged).depth.answers == ("complete",), "its weights were seen"


@pytest.mark.parametrize(
    "way", ["accepted", "no content", "partial", "soft 404", "login", "captcha", "empty"]
)
@pytest.mark.parametrize("role", [Role.PAGE, Role.MODEL, Role.CODE])
def test_a_page_that_is_another_is_no_page(
    seen: Callable[..., PaperVerdicts], way: str, role: Role
) -> None:
    page = {PAGE: Page(body="<html><title>A project</title></html>")}
    there = seen(artifact(PAGE, role), pages=page)
    assert of(there).availability.answers == ("available",)
    served = {Role.PAGE: "complete"}.get(role, "unknown")
    assert of(there).depth.answers == (served,)
    other = seen(artifact(PAGE, role), pages=page, otherwise=("a.example.org", "*", WAYS[way]))
    assert of(other).availability.answers == ("unknown",)
    assert of(other).depth.answers == ("unknown",)
    assert {each.verdict.answers for each in other.promises} <= {("cannot tell",)}


@pytest.mark.parametrize("kind", ["a source distribution only", "a large wheel, never in pieces"])
def test_a_package_that_was_not_read_holds_nobody_knows_what(
    seen: Callable[..., PaperVerdicts], kind: str
) -> None:
    wheel = packages.wheel("License-Expression: MIT", files=packages.CODE)
    listed = packages.listed(packages.WHEEL, wheel, size=9_000_000)
    if kind.startswith("a source"):
        listed = packages.listed("phi_decoding-0.0.2.tar.gz")
    pages = packages.index(worlds.INDEX, packages.answer(listed), {packages.WHEEL: wheel})
    for role in (Role.CODE, Role.MODEL, Role.LOG):
        judged = seen(artifact(PACKAGE, role), pages=pages)
        assert of(judged).depth.answers == ("unknown",)
        assert "version 0.0.2 is" in of(judged).depth.reason or "larger" in of(judged).depth.reason
        assert of(judged).license.answers == ("NOASSERTION",)
        assert {each.verdict.answers for each in judged.promises} == {("cannot tell",)}


def _refuses(status: int, said: Mapping[str, str], **headers: str) -> Callable[..., Reply]:
    return lambda *_: as_json(said, status, **headers)


@GIVEN
@pytest.mark.parametrize(
    "said", [{"error": "Please pass the gateway"}, {"message": "Unauthorized"}, {}]
)
def test_a_401_with_unknown_words_is_not_the_hubs_word_on_a_repository(
    seen: Callable[..., PaperVerdicts], said: Mapping[str, str], given: bool
) -> None:
    otherwise = ("huggingface.co", "/api/*", _refuses(401, said))
    hub = {"models/lab/model": HubRepository(card="# m")}
    judged = seen(artifact(MODEL, Role.MODEL), given=given, hub=hub, otherwise=otherwise)
    assert of(judged).availability.answers == ("unknown",)
    assert ("our token was refused" in of(judged).availability.reason) == given


@pytest.mark.parametrize("url", [CODE, GIT, PAGE, MODEL])
def test_a_firewall_takes_nothing_down(seen: Callable[..., PaperVerdicts], url: str) -> None:
    host = url.split("/")[2]
    judged = seen(
        artifact(url, Role.PAGE),
        repositories={f"{host}/lab/code": worlds.CODE["whole"]},
        pages={PAGE: Page(body="<title>A</title>")},
        otherwise=(host, "*", WAYS["firewall"]),
    )
    assert of(judged).availability.answers == ("unknown",)


@pytest.mark.parametrize("way", ["proxy", "no end"])
@pytest.mark.parametrize("url", [CODE, GIT])
def test_git_that_did_not_answer_whole_says_nothing(
    seen: Callable[..., PaperVerdicts], url: str, way: str
) -> None:
    host = url.split("/")[2]
    path = "*/git-upload-pack" if way == "no end" else "*"
    judged = seen(
        artifact(url),
        repositories={f"{host}/lab/code": worlds.CODE["whole"]},
        otherwise=(host, path, WAYS[way]),
    )
    assert of(judged).availability.answers == ("unknown",)


def test_a_page_where_git_was_asked_says_nothing(seen: Callable[..., PaperVerdicts]) -> None:
    judged = seen(
        artifact(GIT),
        repositories={"codeberg.org/lab/code": worlds.CODE["whole"]},
        otherwise=("codeberg.org", "*/code.git/*", WAYS["login"]),
        lively=lambda world: world.otherwise.append(
            ("codeberg.org", "*/lab/code/info/refs", _refuses(404, {}))
        ),
    )
    assert of(judged).availability.answers == ("unknown",)


@pytest.mark.parametrize("error", [False, True])
def test_entries_that_the_api_left_out_are_not_absent(
    seen: Callable[..., PaperVerdicts], error: bool
) -> None:
    def emptied(_: Call, true: Callable[[], Reply]) -> Reply:
        document = json.loads(true().body)
        document["data"]["r0"]["defaultBranchRef"]["target"]["tree"]["entries"] = []
        if error:
            path = ["r0", "defaultBranchRef", "target", "tree", "entries"]
            document["errors"] = [{"message": "Something went wrong", "path": path}]
        return as_json(document)

    judged = seen(
        artifact(CODE),
        given=True,
        repositories={"github.com/lab/code": Repository(files={"LICENSE": "MIT", "train.py": "1"})},
        otherwise=("api.github.com", "/graphql", emptied),
    )
    assert of(judged).availability.answers == ("available",)
    assert of(judged).depth.answers[0] == "training"


ARCHIVED: Mapping[str, tuple[str, str, Callable[[dict[str, object]], object]]] = {
    "no word of the revision": ("archive.softwareheritage.org", "*/known/", lambda _: {}),
    "another place": ("archive.softwareheritage.org", "*/visit/latest/",
                      lambda told: {**told, "origin": "https://github.com/LAB/Code"}),
    "a visit that failed": ("archive.softwareheritage.org", "*/visit/latest/",
                            lambda told: {**told, "status": "failed"}),
    "a visit of a part": ("archive.softwareheritage.org", "*/visit/latest/",
                          lambda told: {**told, "status": "partial"}),
}  # fmt: skip


@pytest.mark.parametrize("case", ARCHIVED)
def test_an_archive_that_did_not_tell_has_not_said_no(
    seen: Callable[..., PaperVerdicts], case: str
) -> None:
    host, path, change = ARCHIVED[case]

    def otherwise(_: Call, true: Callable[[], Reply]) -> Reply:
        return as_json(change(json.loads(true().body)))

    def visited(world: World) -> None:
        if case != "no word of the revision":
            world.archives.visits[CODE] = "2026-01-02T00:00:00+00:00"

    judged = seen(
        artifact(CODE), archives=True, repositories={"github.com/lab/code": worlds.CODE["whole"]},
        otherwise=(host, path, otherwise), lively=visited,
    )  # fmt: skip
    assert of(judged).archived.answers == ("unknown",)


@pytest.mark.parametrize("change", [{"status": "404"}, {"url": "http://web.archive.org/web/1/x"}])
def test_a_copy_of_an_error_or_of_another_page_is_none_of_the_page(
    seen: Callable[..., PaperVerdicts], change: Mapping[str, str]
) -> None:
    def otherwise(_: Call, true: Callable[[], Reply]) -> Reply:
        told = json.loads(true().body)
        told["archived_snapshots"]["closest"] |= change
        return as_json(told)

    judged = seen(
        artifact(PAGE, Role.PAGE), archives=True, pages={PAGE: Page(body="<title>A</title>")},
        otherwise=("archive.org", "*", otherwise),
        lively=lambda world: world.archives.copies.update({PAGE: "20260103040506"}),
    )  # fmt: skip
    assert of(judged).archived.answers == ("unknown",)


def test_a_folder_with_nothing_but_data_holds_it(seen: Callable[..., PaperVerdicts]) -> None:
    files = {"README.md": "# W", "sets/a.csv": "a", "sets/b.parquet": "b", "pictures/a.png": "c"}
    parts = {"repositories": {"github.com/lab/code": Repository(files=files)}}

    def held(path: str, role: Role) -> tuple[str, ...]:
        return of(seen(artifact(CODE, role, path), **parts)).depth.answers

    assert held("sets", Role.DATASET) == ("complete",)
    assert held("pictures", Role.DATASET) == ("placeholder",)
    assert held("sets", Role.CODE) == ("placeholder",)
    assert held("nowhere", Role.DATASET) == ("nothing",)


def test_more_kinds_of_files_than_are_counted_may_be_of_data(
    seen: Callable[..., PaperVerdicts],
) -> None:
    many = {f"a{n}.x{n}": "1" for n in range(120)} | {f"b{n}.x{n}": "1" for n in range(120)}
    parts = {"repositories": {"github.com/lab/code": Repository(files={**many, "z.arrow": "1"})}}
    judged = seen(artifact(CODE, Role.DATASET), **parts)
    assert of(judged).depth.answers == ("unknown",)
    assert "kinds of files" in of(judged).depth.reason


WHOLE: Files = {"README.md": "# W", "requirements.txt": PINS, "train.py": "import torch",
         "infer.py": "1"}  # fmt: skip


@pytest.mark.parametrize(
    ("files", "answers", "what"),
    [
        ({}, ("complete",), ""),
        ({"train.py": "#" * 400_000}, ("training", "in part"), "train.py"),
        ({"requirements.txt": PINS + "#" * 200_000}, ("training", "in part"), "requirements.txt"),
        ({"README.md": LONG}, ("training", "in part"), "README.md"),
        ({"core": submodule("1" * 40)}, ("complete",), ""),
        # A package that only its metadata would name may be what the script imports.
        (
            {"train.py": "import trainers", "setup.py": LONG},
            ("training", "in part"),
            "setup.py",
        ),
        ({"setup.py": LONG}, ("complete",), ""),
    ],
)
def test_what_code_holds_is_at_least_what_was_seen(
    seen: Callable[..., PaperVerdicts],
    files: Files,
    answers: tuple[str, ...],
    what: str,
) -> None:
    made = Repository(files={**WHOLE, **files})
    judged = seen(artifact(CODE), repositories={"github.com/lab/code": made})
    depth = of(judged).depth
    assert depth.answers == answers
    assert what in depth.reason
    assert "no file lists" not in depth.reason
    assert [each.what for each in depth.unread] == ([what] if what else [])


def test_what_may_be_a_copy_is_not_said_to_be_more_than_a_page(
    seen: Callable[..., PaperVerdicts],
) -> None:
    """A README that was not read may credit the project of which a folder is a copy."""

    def looked(readme: str) -> ArtifactVerdicts:
        files = {"README.md": readme, "docs/index.html": "<p>", "bigproject/setup.py": "setup()"}
        return of(
            seen(artifact(CODE), repositories={"github.com/lab/code": Repository(files=files)})
        )

    assert looked("# W").availability.answers == ("placeholder",)
    half = looked(LONG)
    assert half.depth.answers == ("unknown",)
    assert half.availability.answers == ("available", "in part")
    assert "README.md is longer than what is read" in half.availability.reason


def test_a_submodule_may_hold_the_code(seen: Callable[..., PaperVerdicts]) -> None:
    files: Files = {"README.md": "# W", ".gitmodules": "", "core": submodule("1" * 40)}
    judged = seen(artifact(CODE), repositories={"github.com/lab/code": Repository(files=files)})
    assert of(judged).depth.answers == ("unknown",)
    assert "core was not read: submodules are not followed" in of(judged).depth.reason
    assert of(judged).availability.answers == ("available", "in part")
    assert {each.verdict.answers for each in judged.promises} == {("cannot tell",)}


@pytest.mark.parametrize(
    ("apart", "answers"),
    [(1, ("not-visible",)), (3_600, ("not-visible",)), (25_200, ("removed",))],
)
def test_what_is_removed_was_not_found_hours_apart(apart: int, answers: tuple[str, ...]) -> None:
    there = look("2026-01-01", facts=Facts(tree=tree("a.py")))
    gone = look("2026-02-01", Reach.NOT_VISIBLE)
    again = (gone.observed_at or dt.datetime.now(dt.UTC)) + dt.timedelta(seconds=apart)
    confirmed = msgspec.structs.replace(gone, observed_at=again)
    judged = judge(worlds.paper(artifact(CODE)), {CODE: _at(CODE, there, confirmed)})
    assert of(judged).availability.answers == answers


def test_a_fact_carries_the_day_on_which_it_was_told() -> None:
    told = look("2024-01-01", facts=Facts(archived=True, tree=tree("a.py")))
    later = look("2026-01-01", facts=Facts(tree=tree("a.py", "b.py")))
    judged = judge(worlds.paper(artifact(CODE)), {CODE: _at(CODE, told, later)})
    reason = of(judged).availability.reason
    assert reason == "Its owner archived it (as told on 2024-01-01), seen on 2026-01-01."


def _at(subject: str, *sightings: Sighting) -> list[Sighting]:
    moved = []
    for each in sightings:
        seen: Observation = msgspec.structs.replace(each.observation, subject=subject)
        moved.append(msgspec.structs.replace(each, id=seen.id, observation=seen))
    return moved
