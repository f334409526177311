"""What the looks at one release show of licence texts, notices and names, place by place."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from tests.verdicts.made import REPOSITORY, look, tree
from tracker.licensing.conditions import Kind
from tracker.model.evidence import Credit, CreditKind, Declaration, Facts, FileSeen, Place
from tracker.model.unread import Piece, Unread
from tracker.verdicts.conditions.finding import Fulfilment
from tracker.verdicts.conditions.kept import own
from tracker.verdicts.conditions.release import AS_TEXT, SeenRelease, Spot, owner
from tracker.verdicts.trail import trail

LLAMA = "LicenseRef-Llama-3.1-Community"
TEMPLATE = "[name of copyright owner]"


def declared(path: str | None = "LICENSE", expression: str | None = "MIT", **more: Any) -> Any:
    given = {"place": Place.FILE, "line": 1, "quote": "A quote", "how": "exact"} | more
    return Declaration(path=path, expression=expression, **given)


def line(kind: CreditKind, path: str, names: str | None = None, number: int = 7) -> Credit:
    return Credit(kind=kind, path=path, line=number, quote=f"{kind.value} in {path}", names=names)


def holder(path: str, names: str | None) -> Credit:
    return line(CreditKind.COPYRIGHT, path, names)


def release(
    declarations: Sequence[Declaration] | None = (),
    credits_: Sequence[Credit] | None = (),
    *,
    paths: Sequence[str] = (),
    read: Sequence[str] = (),
    missing: Sequence[Unread] = (),
    subject: str = REPOSITORY,
    omitted: int = 0,
) -> SeenRelease:
    facts = Facts(
        licenses=None if declarations is None else tuple(declarations),
        credits=None if credits_ is None else tuple(credits_),
        tree=tree(*paths, omitted=omitted),
        read=tuple(FileSeen(path=path, swhid="swh:1:cnt:" + "1" * 40) for path in read),
    )
    seen = look("2026-01-01", facts=facts, subject=subject)
    observation = msgspec.structs.replace(seen.observation, unread=tuple(missing))
    return SeenRelease(trail(subject, [msgspec.structs.replace(seen, observation=observation)]))


def words(spot: Spot | None) -> str | None:
    return spot.words if spot else None


def names_of(spots: Any) -> list[tuple[str, str]]:
    return [(name, spot.words) for name, spot in spots]


# How much was looked at ---------------------------------------------------------------------------


def test_what_was_not_looked_at_is_said_before_what_was_not_read() -> None:
    gap = Unread(piece=Piece.README, what="README.md", why="was not read")
    assert release(None).unread() == "it was not looked at"
    assert release((), None).unread() == "it was not looked at for this"
    assert release(missing=[gap]).unread() == "README.md was not read"
    assert release().unread() is None
    assert release(missing=[gap]).unread(Piece.LICENSE) is None
    assert release(missing=[gap]).unread(Piece.LICENSE, Piece.README) == "README.md was not read"


@pytest.mark.parametrize("piece", Piece)
def test_notices_of_the_whole_stand_in_these_and_a_text_may_stand_deeper(piece: Piece) -> None:
    partly = release(missing=[Unread(piece=piece, what="x", why="was not read")])
    roots = {Piece.LISTING, Piece.LICENSE, Piece.README, Piece.CARD}
    assert (partly.unread() is not None) is (piece in roots)
    assert (partly.no_text() is not None) is (piece in roots | {Piece.INNER_LICENSE, Piece.PATHS})


def test_one_look_that_told_both_is_named_once() -> None:
    assert len(release().looks) == 1
    assert not SeenRelease(trail(REPOSITORY, ())).looks
    facts = Facts(licenses=()), Facts(credits=())
    both = [look(day, facts=one) for day, one in zip(("2026-01-01", "2026-01-02"), facts,
                                                     strict=True)]  # fmt: skip
    assert [one.id for one in SeenRelease(trail(REPOSITORY, both)).looks] == [
        one.id for one in both
    ]


@pytest.mark.parametrize(
    ("subject", "account"),
    [
        ("https://huggingface.co/datasets/Lab/data", "lab"),
        ("https://github.com/Them/Code", "them"),
        ("pkg:pypi/dapo", ""),
        ("https://", ""),
    ],
)
def test_a_release_belongs_to_the_account_in_its_address(subject: str, account: str) -> None:
    assert owner(subject) == account
    assert SeenRelease(trail(subject, ())).owner == account


# The text of a licence ----------------------------------------------------------------------------


@pytest.mark.parametrize("how", [*sorted(AS_TEXT), "name", "title", "seen", None])
def test_a_file_holds_a_text_where_it_was_recognised_by_its_words(how: str | None) -> None:
    shown = release([declared(how=how)])
    assert words(shown.text("MIT")) == ("LICENSE:1" if how in AS_TEXT else None)
    assert shown.text("Apache-2.0") is None
    assert words(shown.named("MIT")) == "LICENSE:1"
    assert shown.named("Apache-2.0") is None
    understood = how != "title"
    assert shown.no_text() == (None if understood else "LICENSE:1 was not recognised")


def test_only_a_file_holds_a_text_and_any_place_may_name_it() -> None:
    card = release([declared("README.md", place=Place.CARD, how="exact")])
    assert card.text("MIT") is None
    assert words(card.named("MIT")) == "README.md:1"
    unclear = release([declared("README.md", None, place=Place.CARD)])
    assert unclear.no_text() is None, "a card holds no text anyway"
    assert release([declared(expression=None)]).no_text() == "LICENSE:1 was not recognised"
    assert release([declared(expression=None)]).named("MIT") is None
    second = release([declared("A", "Apache-2.0"), declared("B", "MIT OR Apache-2.0")])
    assert words(second.text("MIT")) == words(second.named("MIT")) == "B:1"
    assert words(second.text("Apache-2.0")) == "A:1", "the first"
    nowhere = release([declared(None, place=Place.DETECTOR, line=None)])
    assert words(nowhere.named("MIT")) == Place.DETECTOR.value


def test_a_readme_holds_the_text_of_the_licences_that_share_it() -> None:
    shown = release((), [holder("README.md", "MIT"), line(CreditKind.TEXT, "README.md", "MIT")])
    assert words(shown.text("MIT")) == "README.md:7"
    assert shown.text("Apache-2.0") is None
    assert shown.text("LicenseRef-Unheard-Of") is None
    other = release((), [line(CreditKind.TEXT, "README.md", None)])
    assert other.text("MIT") is None


# Whom copyright lines name ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "names", "whole", "anywhere"),
    [
        ("LICENSE", "Jo Doe", True, True),
        (".github/NOTICE", "Jo Doe", True, True),
        ("lib/LICENSE", "Jo Doe", False, True),
        ("README.md", "Jo Doe", False, True),
        ("docs/readme", "Jo Doe", False, True),
        ("LICENSE", TEMPLATE, False, True),
        ("LICENSE", None, False, False),
    ],
)
def test_a_holder_of_the_whole_is_named_at_the_root_and_not_in_a_readme(
    path: str, names: str | None, *, whole: bool, anywhere: bool
) -> None:
    shown = release((), [holder(path, names)])
    told = [(names, f"{path}:7 names {names}")]
    assert names_of(shown.holders()) == (told if whole else [])
    assert names_of(shown.all_holders()) == (told if anywhere else [])
    filled_in = bool(names) and names != TEMPLATE
    assert words(shown.holder_in(path)) == (told[0][1] if filled_in else None)
    assert shown.holder_in("other") is None


def test_a_readme_that_holds_the_text_names_the_holder_of_it() -> None:
    lines = [holder("README.md", "Jo Doe"), line(CreditKind.TEXT, "README.md", "MIT")]
    assert names_of(release((), lines).holders()) == [("Jo Doe", "README.md:7 names Jo Doe")]


def test_an_old_look_tells_the_holder_with_the_licence() -> None:
    for path, names, whole in (("LICENSE", "Jo", True), ("lib/LICENSE", "Jo", False),
                               ("LICENSE", TEMPLATE, False), ("LICENSE", None, False)):  # fmt: skip
        shown = release([declared(path, holder=names)])
        told = [(names, f"{path} names {names}")]
        assert names_of(shown.holders()) == (told if whole else [])
        assert names_of(shown.all_holders()) == (told if names else [])
        assert words(shown.holder_in(path)) == (told[0][1] if names and names != TEMPLATE else None)
        assert shown.holder_in("other") is None
    card = release([declared(None, place=Place.CARD, holder="Jo", line=None)])
    assert names_of(card.holders()) == [("Jo", "card metadata names Jo")]


def test_a_line_of_a_readme_and_a_template_are_told_as_what_they_are() -> None:
    lines = [holder("lib/LICENSE", TEMPLATE), holder("LICENSE", TEMPLATE), holder("README", "Jo")]
    shown = release((), lines)
    assert shown.uncertain_holder() == "README:7 names Jo, of what is not known"
    assert shown.template() == "LICENSE:7 is still the template's"
    assert release((), lines[:1]).template() is None
    assert release((), lines[:2]).uncertain_holder() is None


# Notices, and words that are shown ----------------------------------------------------------------


def test_lines_of_a_notice_are_those_at_the_root() -> None:
    lines = [line(CreditKind.NOTICE, path) for path in ("NOTICE", "lib/NOTICE", ".github/NOTICE")]
    lines += [line(CreditKind.SHOWN, "README.md", "W"), holder("NOTICE", "Jo")]
    shown = release((), lines)
    assert shown.notices() == (lines[0], lines[2])
    assert shown.shown() == (lines[3],)


@pytest.mark.parametrize(
    ("path", "is_notice"),
    [
        ("NOTICE", True), ("Notice.md", True), ("NOTICES.txt", True), (".github/notice.rst", True),
        ("lib/NOTICE", False), ("NOTICE.py", False), ("NOTICE_OLD", False), ("MYNOTICE", False),
    ],
)  # fmt: skip
def test_a_notice_is_known_by_its_name(path: str, *, is_notice: bool) -> None:
    assert release(paths=["a.py", path]).notice_path() == (path if is_notice else None)


def test_without_a_look_nothing_is_shown() -> None:
    nobody = SeenRelease(trail(REPOSITORY, ()))
    assert nobody.notice_path() is None
    assert not nobody.is_cut
    assert nobody.unread_folders() == ()
    assert list(nobody.folders()) == []
    assert list(nobody.all_holders()) == []


# Folders with licence files of their own ----------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("lib/LICENSE", "lib/"),
        ("a/b/COPYING", "a/b/"),
        ("lib/licenses/MIT", "lib/"),
        ("lib/LICENCES/license/MIT", "lib/"),
        ("licenses/lib/MIT", "licenses/lib/"),
        ("LICENSES/MIT", None),
        ("LICENSE", None),
        (".github/LICENSE", None),
    ],
)
def test_a_licence_file_is_for_its_folder_and_one_of_texts_for_the_folder_above(
    path: str, folder: str | None
) -> None:
    [file] = [declared(path)]
    assert list(release([file]).folders()) == ([(folder, file)] if folder else [])
    card = declared(path, place=Place.CARD)
    assert list(release([card]).folders()) == []


def test_each_licence_of_a_folder_is_told_once() -> None:
    files = [declared("lib/A"), declared("lib/B"), declared("lib/C", "Apache-2.0"),
             declared(None), declared("other/A")]  # fmt: skip
    assert [(folder, file.path) for folder, file in release(files).folders()] == [
        ("lib/", "lib/A"), ("lib/", "lib/C"), ("other/", "other/A"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "is_licence"),
    [
        ("LICENSE", True), ("licence.txt", True), ("COPYING.md", True), ("NOTICE.rst", True),
        ("LICENSE-APACHE", True), ("LICENSE_OLD.txt", True), ("THIRD-PARTY-LICENSE", True),
        ("my.license", True), ("license.py", False), ("LICENSES.txt", False),
        ("unlicensed", False), ("a.md", False),
    ],
)  # fmt: skip
def test_a_licence_file_that_nobody_read_is_known_by_its_name(
    name: str, *, is_licence: bool
) -> None:
    path = f"a/b/{name}"
    assert release(paths=[path]).unread_folders() == (("a/b/",) if is_licence else ())
    assert release(paths=[name]).unread_folders() == (), "that of the whole"
    assert release(paths=[path], read=[path]).unread_folders() == ()
    assert release([declared(path)], paths=[path]).unread_folders() == ()


def test_a_folder_is_named_once_and_a_list_that_was_cut_may_hold_more() -> None:
    shown = release(paths=["a/LICENSE", "a/NOTICE", "b/COPYING"])
    assert shown.unread_folders() == ("a/", "b/")
    assert not shown.is_cut
    assert release(omitted=1).is_cut


# Places as evidence -------------------------------------------------------------------------------


def test_a_place_is_quoted_with_its_line_and_the_identifier_of_its_file() -> None:
    file = declared(swhid="swh:1:cnt:" + "2" * 40)
    shown = release([file], [holder("LICENSE", "Jo"), line(CreditKind.SHOWN, "README.md", "W")])
    spot = shown.of_declaration(file)
    assert (spot.evidence.quote, spot.evidence.revision) == ("A quote", file.swhid)
    assert shown.of_declaration(file, names="Jo").words == "LICENSE names Jo"
    assert shown.of_declaration(declared(quote="")).evidence.quote is None
    assert shown.of_credit(shown.shown()[0]).words == "README.md:7", "words, and no holder"
    assert shown.of_credit(holder("LICENSE", "Jo")).evidence.quote == "copyright in LICENSE"
    assert shown.as_a_whole("Nothing").quote == "Nothing"


def test_what_asks_to_be_named_is_not_met_where_no_place_names_it() -> None:
    """The paper may say it, and the release itself does not."""
    by_kind = {one.condition.kind: one for one in own("CC-BY-4.0", release()) if one.condition}
    link = by_kind[Kind.LINK]
    assert (link.state, link.detail) == (Fulfilment.UNREAD, "no place names it")
    named = {one.condition.kind: one for one in own("MIT", release([declared()])) if one.condition}
    assert named[Kind.TEXT].state is Fulfilment.MET
    [unreviewed] = own("LicenseRef-Unheard-Of", release())
    assert (unreviewed.condition, unreviewed.state) == (None, Fulfilment.UNREAD)
