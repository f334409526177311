"""Badges as shields.io reads them."""

import json

import msgspec

from tests.tables.made_rows import EVIL, PLAIN, judged, table
from tests.verdicts.made import PAPER
from tests.verdicts.made_runs import check, claim, result
from tracker.tables import badges
from tracker.tables.rows import rows
from tracker.verdicts import judge


def test_a_badge_says_code_and_licence() -> None:
    assert json.loads(badges.released(table(PLAIN)[0])) == {
        "schemaVersion": 1,
        "label": "released code",
        "message": "training · MIT",
        "color": "green",
    }


def test_the_colour_is_that_of_the_code() -> None:
    (row,) = table(judged(depth=("placeholder",)))
    assert json.loads(badges.released(row))["color"] == "red"


def test_a_badge_counts_the_claims_in_whole_words() -> None:
    one = check()
    claims = (claim(one), *(claim(name=f"c{each}") for each in range(6)), claim(headline=True))
    paper = msgspec.structs.replace(PAPER, claims=claims)
    (row,) = rows([judge(paper, {}, runs={paper.id: (result(one),)})])
    ((question, text),) = badges.of_questions(row)
    assert question == "reproduction"
    badge = json.loads(text)
    assert badge["message"] == "1 of 8 claims: mechanism holds; headline: not attempted"
    assert badge["color"] == "lightgrey"


def test_hostile_text_makes_one_short_printable_line() -> None:
    (row,) = table(EVIL)
    message = json.loads(badges.released(row))["message"]
    assert message.isprintable()
    assert len(message) <= 60
