"""status.json: everything, and readable again."""

import json

import msgspec
import pytest

from tests.tables.made_rows import EVIL, NOW, PLAIN, table
from tracker.tables import jsontable
from tracker.tables.changes import compare


def test_what_is_written_is_read_again_with_all_evidence() -> None:
    rows = table(PLAIN, EVIL)
    status = jsontable.read(jsontable.render(rows, NOW))
    assert status.papers == rows
    assert status.as_of == NOW


def test_a_stranger_finds_schema_day_and_verdicts() -> None:
    document = json.loads(jsontable.render(table(PLAIN), None))
    assert document["schema"] == "tracker-status/1"
    assert document["as_of"] is None
    paper = document["papers"][0]
    assert paper["paper"] == "arxiv:2503.00001"
    assert paper["code"]["evidence"][0]["revision"] == "swh:1:rev:abc"
    assert paper["verdicts"]["artifacts"][0]["license"]["answers"] == ["MIT"]


def test_a_document_with_unknown_fields_is_refused() -> None:
    altered = jsontable.render(table(PLAIN), NOW).replace('"schema"', '"schema_"', 1)
    with pytest.raises(msgspec.ValidationError):
        jsontable.read(altered)


def test_details_and_changes_are_json_too() -> None:
    assert json.loads(jsontable.dump(PLAIN))["paper"]["id"] == "arxiv:2503.00001"
    found = compare((), table(PLAIN))
    assert json.loads(jsontable.dump(found))[0]["before"] == "not asked"
