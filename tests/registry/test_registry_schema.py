"""The JSON Schema for editors and other tools."""

import json

import jsonschema
import pytest

from tracker.project import Project
from tracker.registry import claims_schema, correction_schema, run_sheet_schema, schema
from tracker.registry.document import Document

SCHEMAS = {
    "registry": schema,
    "claims": claims_schema,
    "correction": correction_schema,
    "run-sheet": run_sheet_schema,
}
RENEW = (
    'python -c "import json; from tracker.registry import {0}; '
    'print(json.dumps({0}(), indent=2, ensure_ascii=False))" > docs/{1}.schema.json'
)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schema_is_the_one_the_types_give(
    pytestconfig: pytest.Config, name: str
) -> None:
    committed = pytestconfig.rootpath / "docs" / f"{name}.schema.json"
    made = json.dumps(SCHEMAS[name](), indent=2, ensure_ascii=False) + "\n"
    renew = RENEW.format(SCHEMAS[name].__name__, name)
    assert committed.read_text(encoding="utf-8") == made, f"Renew it: {renew}"


def test_the_projects_registry_names_it_and_is_valid_by_it(pytestconfig: pytest.Config) -> None:
    path = Project(root=pytestconfig.rootpath).registry
    document = Document(path)
    assert document.text.startswith("# yaml-language-server: $schema=docs/registry.schema.json\n")
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(
        document.data, schema(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


@pytest.mark.parametrize(
    "data",
    [
        {"papers": [{"id": "arxiv:2503.14476"}]},
        {"papers": [{"id": "x", "titles": {"en": "x"}, "colour": "red"}]},
        {"papers": [{"id": 2503.1448, "titles": {"en": "x"}}]},
    ],
)
def test_it_refuses_a_wrong_shape(data: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, schema())


def test_a_field_says_what_it_means() -> None:
    promise = schema()["$defs"]["Promise"]
    assert promise["properties"]["depth"]["description"] == "The least that keeps the promise."
    assert promise["description"].startswith("A sentence in which the authors say")
