"""Badges as shields.io reads them."""

import json

from tests.tables.made_rows import EVIL, PLAIN, judged, table
from tracker.tables import badges


def test_a_badge_says_code_and_licence() -> None:
    assert json.loads(badges.render(table(PLAIN)[0])) == {
        "schemaVersion": 1,
        "label": "released code",
        "message": "training · MIT",
        "color": "green",
    }


def test_the_colour_is_that_of_the_code() -> None:
    (row,) = table(judged(depth=("placeholder",)))
    assert json.loads(badges.render(row))["color"] == "red"


def test_hostile_text_makes_one_short_printable_line() -> None:
    (row,) = table(EVIL)
    message = json.loads(badges.render(row))["message"]
    assert message.isprintable()
    assert len(message) <= 60
