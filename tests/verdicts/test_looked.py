"""What of a look was not read whole: what it lists, or what an old one shows."""

import pytest

from tracker.model.evidence import Declaration, Environment, Facts, Observation, Place, Reach, Tree
from tracker.model.unread import Piece, Unread
from tracker.verdicts.looked import cut, unread


def look(
    facts: Facts, *, via: str = "git", note: str | None = None,
    listed: tuple[Unread, ...] | None = None,
) -> Observation:  # fmt: skip
    return Observation(
        subject="https://github.com/lab/code", reach=Reach.VISIBLE, via=via, agent="test/1",
        facts=facts, note=note, unread=listed,
    )  # fmt: skip


def shown(facts: Facts, *, via: str = "git", note: str | None = None) -> list[tuple[Piece, str]]:
    return [(one.piece, str(one)) for one in unread(look(facts, via=via, note=note))]


def suffixes(kinds: int, *, more: int = 0) -> Tree:
    return Tree(files=kinds + more, suffixes={f".{n}": 1 for n in range(kinds)})


CUT = Facts(tree=Tree(files=9, suffixes={".py": 9}, paths=("a.py", ".gitmodules"), omitted=7))


def test_a_look_that_lists_what_it_did_not_read_is_taken_at_its_word() -> None:
    some = (Unread(piece=Piece.README, what="README.md", why="was not read"),)
    assert unread(look(CUT, listed=some)) == some
    assert unread(look(CUT, listed=())) == ()


def test_an_old_look_shows_what_its_listing_left_out() -> None:
    assert shown(CUT) == [
        (Piece.PATHS, "the list of files was cut: files beyond the first 2 have no room in it"),
        (Piece.PATHS, "what its submodules hold was not read"),
    ]
    assert all(one.part for one in unread(look(CUT)))
    cut_by_one = Facts(tree=Tree(files=1, suffixes={".py": 1}, omitted=1))
    assert len(shown(cut_by_one)) == 1


@pytest.mark.parametrize(
    ("tree", "is_cut"),
    [
        (suffixes(100, more=1), True),
        (suffixes(101, more=1), True),
        (suffixes(100), False),
        (suffixes(99, more=1), False),
    ],
)
def test_an_old_listing_counted_a_hundred_suffixes(tree: Tree, *, is_cut: bool) -> None:
    words = (
        f"the list of files was cut: there are more kinds of files than the {len(tree.suffixes)}"
    )
    assert [text.startswith(words) for _, text in shown(Facts(tree=tree))] == [True] * is_cut


def test_a_listing_that_counts_fewer_files_than_there_are_was_cut() -> None:
    (one,) = cut(suffixes(3, more=1))
    assert (one.piece, one.part) == (Piece.PATHS, True)
    assert list(cut(suffixes(3))) == []
    assert len(list(cut(suffixes(0, more=1)))) == 1
    assert len(list(cut(suffixes(3, more=1), 3))) == 1
    assert list(cut(suffixes(3, more=1), 4)) == []


def test_an_index_that_said_why_it_lists_no_files_did_not_list_them() -> None:
    note = "version 1 is a source distribution only, which is not unpacked"
    unlisted = [(Piece.LISTING, "its list of files was not read")]
    assert shown(Facts(), via="package-index", note=note) == unlisted
    assert shown(Facts(), via="package-index") == []
    assert shown(Facts(), note=note) == []
    assert shown(Facts(tree=suffixes(1)), via="package-index", note=note) == []


@pytest.mark.parametrize(
    ("place", "path", "piece"),
    [
        (Place.FILE, "LICENSE", Piece.LICENSE),
        (Place.FILE, ".github/LICENSE", Piece.LICENSE),
        (Place.FILE, "third_party/LICENSE", Piece.INNER_LICENSE),
        (Place.FILE, "a/.github/LICENSE", Piece.INNER_LICENSE),
        (Place.README, "README.md", Piece.README),
        (Place.README, "docs/README.md", Piece.README),
        (Place.PACKAGE, "pyproject.toml", Piece.METADATA),
        (Place.CARD, "README.md", None),
        (Place.FILE, None, None),
    ],
)
def test_an_old_look_that_names_a_file_without_a_word_of_it_did_not_read_it(
    place: Place, path: str | None, piece: Piece | None
) -> None:
    facts = Facts(licenses=(Declaration(place=place, path=path, quote=""),))
    assert shown(facts) == ([(piece, f"{path} was not read")] if piece else [])
    assert not any(one.part for one in unread(look(facts)))
    quoted = Facts(licenses=(Declaration(place=place, path=path, quote="MIT License"),))
    assert shown(quoted) == []


def test_a_file_of_which_a_part_was_read_was_read_in_part() -> None:
    facts = Facts(licenses=(Declaration(place=Place.FILE, path="LICENSE", quote="", how="part"),))
    (one,) = unread(look(facts))
    assert (str(one), one.part) == ("LICENSE was not read whole", True)


def test_requirements_that_were_not_counted_were_not_read() -> None:
    def of(**counts: bool | int) -> list[tuple[Piece, str]]:
        listed = Environment(path="environment.yml", **counts)  # type: ignore[arg-type]
        return shown(Facts(environments=(listed,)))

    assert of() == [(Piece.REQUIREMENTS, "environment.yml was not read")]
    assert of(listed=0) == of(locked=True) == of(listed=3) == []
