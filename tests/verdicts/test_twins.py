"""One thing under two addresses is one thing, and two things of one name are two."""

from tests.verdicts.made import at, look
from tracker.model.evidence import Facts
from tracker.verdicts.aliases import twins
from tracker.verdicts.trail import Trail, trail

OLD, NEW = "https://github.com/KwaiVGI/ReCam", "https://github.com/Kling/ReCam"


def seen(subject: str, **facts: object) -> Trail:
    return trail(subject, [look("2026-01-01", facts=Facts(**facts), subject=subject)])  # type: ignore[arg-type]


def test_case_alone_makes_no_second_repository_where_the_host_ignores_it() -> None:
    one, other = "https://github.com/o/Being-0", "https://github.com/o/being-0"
    assert twins([seen(one), seen(other)]) == {one: one, other: one}
    model, again = "https://huggingface.co/Lab/M", "https://huggingface.co/lab/m"
    assert twins([seen(model), seen(again)]) == {model: model, again: model}
    forge, third = "https://gitlab.com/o/Being", "https://gitlab.com/o/being"
    assert twins([seen(forge), seen(third)]) == {forge: forge, third: third}
    page, second = "https://o.github.io/Being-0", "https://o.github.io/being-0"
    assert twins([seen(page), seen(second)]) == {page: page, second: second}


def test_a_former_name_is_told_by_the_move_by_the_id_and_by_the_history() -> None:
    day = at("2025-03-14")
    for was, now in (
        ({"moved_to": NEW}, {}),
        ({"platform_id": "7"}, {"platform_id": "7"}),
        ({"first_commit": day}, {"first_commit": day}),
    ):
        assert twins([seen(OLD, **was), seen(NEW, **now)]) == {OLD: OLD, NEW: OLD}
        assert twins([seen(NEW, **now), seen(OLD, **was)]) == {OLD: NEW, NEW: NEW}


def test_repositories_of_one_name_with_other_histories_are_two() -> None:
    one, other = seen(OLD, first_commit=at("2025-03-14")), seen(NEW, first_commit=at("2025-03-15"))
    assert twins([one, other]) == {OLD: OLD, NEW: NEW}
    assert twins([seen(OLD, platform_id="7"), seen(NEW, platform_id="8")])[NEW] == NEW
    assert twins([seen(OLD), seen(NEW)])[NEW] == NEW


def test_models_of_one_name_that_began_at_one_time_are_two() -> None:
    one, other = "https://huggingface.co/lab/m", "https://huggingface.co/fan/m"
    day = at("2025-03-14")
    both = [seen(one, first_commit=day), seen(other, first_commit=day)]
    assert twins(both) == {one: one, other: other}


def test_the_first_of_three_stands_for_all_and_what_is_no_address_for_itself() -> None:
    third = "https://github.com/other/ReCam"
    chain = [seen(OLD, moved_to=NEW), seen(NEW, platform_id="7"), seen(third, platform_id="7")]
    assert twins(chain) == {OLD: OLD, NEW: OLD, third: OLD}
    nowhere = "ftp://lab.example/x"
    odd = seen(nowhere, platform_id="7", moved_to=NEW)
    assert twins([odd, seen(NEW, platform_id="7")]) == {nowhere: nowhere, NEW: NEW}
    astray = seen(OLD, moved_to="ftp://lab.example/x", platform_id="8")
    assert twins([odd, astray]) == {nowhere: nowhere, OLD: OLD}


def test_one_id_on_two_hosts_or_of_two_kinds_is_two_things() -> None:
    places = (OLD, "https://huggingface.co/l/m", "https://huggingface.co/datasets/l/m")
    assert twins([seen(place, platform_id="7") for place in places]) == {
        place: place for place in places
    }


def test_one_history_makes_two_names_one_only_where_the_name_is_the_same() -> None:
    day = at("2025-03-14")
    other = "https://github.com/Kling/recam"
    assert twins([seen(OLD, first_commit=day), seen(other, first_commit=day)])[other] == OLD
    fork = "https://github.com/Kling/another"
    assert twins([seen(OLD, first_commit=day), seen(fork, first_commit=day)])[fork] == fork
