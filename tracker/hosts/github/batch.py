"""Many repositories in one GraphQL query: what they are, where HEAD stands, the files of the root.

A query costs one point of the allowance however many repositories it names. It may be too much for
GitHub: for its ten seconds, or for limits that it does not publish. Then it is halved, down to one
repository; what is too much even so is left to git. It asks for the branches that addresses name,
too; tags, and that there is no such branch, git tells. What is told of a file is its text; whether
that is the file's content, its id says.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from tracker.errors import Fault, TransportFault
from tracker.hosts.answers import message, refusal
from tracker.hosts.github.described import Described
from tracker.hosts.github.graphql_answers import (
    ApiAnswer,
    Error,
    Reply,
    about_repository,
    is_too_much,
)
from tracker.model.foreign import decoded
from tracker.model.locator import Locator
from tracker.transport import Door
from tracker.transport.answer import Response

SIZE = 15
"""Repositories in one query; those of fifty with their texts are reported to be too much."""
_TELLING = ("README.md", "LICENSE", "LICENSE.md", "LICENSE.txt", "COPYING")
"""Files of the root whose text comes along; git brings those under other names."""
_TRIES = 3
"""Queries for one repository, in a row, that were too much, after which the API is left alone."""
_SLOW = ("timeout", "timed out", "something went wrong while executing your query")
_TOO_MUCH = "a query for one repository is too much for the API"
_FIELDS = (
    """
fragment fields on Repository {
  databaseId nameWithOwner isArchived isDisabled isEmpty isPrivate createdAt pushedAt
  licenseInfo { spdxId name }
  refs(refPrefix: "refs/tags/", first: 20, orderBy: {field: TAG_COMMIT_DATE, direction: DESC}) {
    nodes { name target { oid ... on Tag { target { oid } } } }
  }
  defaultBranchRef {
    name
    target {
      oid
      ... on Commit { committedDate tree { oid entries { name mode type oid } } }
    }
  }
"""
    + "\n".join(
        f'  t{index}: object(expression: "HEAD:{name}") {{ ...content }}'
        for index, name in enumerate(_TELLING)
    )
    + """
}
fragment content on GitObject { oid ... on Blob { isBinary isTruncated text } }
"""
)
_NAMED = """fragment named on Ref { name target { ...dated } }
fragment dated on GitObject { oid ... on Commit { committedDate } }
"""


class _Raw(msgspec.Struct):
    data: dict[str, msgspec.Raw] | None = None
    errors: list[Error] = []


class _Told(NamedTuple):
    """What came of one query."""

    answers: Mapping[str, ApiAnswer]
    """By subject; in part where an error stands beside the data."""
    heavy: Sequence[Locator]
    """Those that were too much for GitHub; fewer at once may not be."""
    fault: TransportFault
    """What to say if nothing of it was told."""


class _TooMuchError(Exception):
    """The query was too much for GitHub; half of it may not be."""

    def __init__(self, fault: TransportFault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def ask(asked: Sequence[Locator], door: Door) -> dict[str, ApiAnswer]:
    """Return what the API says, by subject; a repository it says nothing of is left out.

    Raises
    ------
    TransportFault
        If it says nothing at all, because our token is refused or its allowance used up, say. Git
        needs neither, so the look goes on without the API.
    """
    answers: dict[str, ApiAnswer] = {}
    waiting = [list(asked)]
    refused: TransportFault | None = None
    refused_alone = 0
    again: set[str] = set()
    while waiting and refused_alone < _TRIES:
        part = waiting.pop(0)
        try:
            answer = _ask(part, door)
        except TransportFault as fault:
            refused = refused or fault
            break
        answers |= answer.answers
        if answer.heavy:
            refused = answer.fault
            waiting[:0] = _lighter(part, answer.heavy)
        refused_alone = 0 if answer.answers else refused_alone + (len(part) == 1)
        left_out = [
            one for one in part if one.url not in answer.answers and one not in answer.heavy
        ]
        if left_out := [one for one in left_out if one.url not in again]:
            again.update(one.url for one in left_out)
            waiting += [left_out] if answer.answers else []
    if refused and not answers:
        raise refused
    return answers


def _lighter(part: Sequence[Locator], heavy: Sequence[Locator]) -> list[list[Locator]]:
    """Return what to ask instead of `part`, of which `heavy` was too much; nothing below one."""
    middle = (len(heavy) + 1) // 2 if len(part) > 1 else 0
    return [list(half) for half in (heavy[:middle], heavy[middle:]) if middle and half]


def _ask(asked: Sequence[Locator], door: Door) -> _Told:
    by_alias = {f"r{index}": locator for index, locator in enumerate(asked)}
    token = door.settings.github_token
    try:
        reply = _read(
            door.http.post_json(
                door.settings.github_graphql,
                _query(by_alias),
                headers={"authorization": f"Bearer {token}"},
            )
        )
    except _TooMuchError as error:
        return _Told({}, asked, error.fault)
    except TransportFault as fault:
        if fault.kind in (Fault.SLOW, Fault.LONG):
            return _Told({}, asked, fault)
        raise
    too_much = tuple(filter(is_too_much, reply.errors))
    named = {error.path[0] for error in too_much if error.path}
    answers: dict[str, ApiAnswer] = {}
    heavy: list[Locator] = []
    for alias, locator in by_alias.items():
        if (api_answer := about_repository(alias, reply)) is not None:
            answers[locator.url] = api_answer
        if alias in named or (too_much and api_answer is None):
            heavy.append(locator)
    return _Told(answers, heavy, TransportFault(_TOO_MUCH, reach="unreachable"))


def _read(answer: Response) -> Reply:
    if answer.status in (502, 504):
        raise _TooMuchError(TransportFault(refusal(answer).words, reach="unreachable"))
    if answer.status != 200:
        raise TransportFault(refusal(answer).words, reach="error")
    try:
        raw = decoded(answer.body, _Raw)
    except msgspec.DecodeError as error:
        note = message(answer) or "the answer cannot be read"
        raise TransportFault(note, reach="error") from error
    if any(error.type == "RATE_LIMITED" and not error.path for error in raw.errors):
        raise TransportFault("the allowance is used up", reach="rate-limited")
    words = " ".join(error.message for error in raw.errors).lower()
    data = {
        alias: repository
        for alias, part in (raw.data or {}).items()
        if (repository := _decoded(part))
    }
    if not data and any(sign in words for sign in _SLOW):
        raise _TooMuchError(TransportFault("the API did not finish in time", reach="unreachable"))
    return Reply(data=dict(data), errors=raw.errors)


def _decoded(part: msgspec.Raw) -> Described | None:
    """Read one repository; one that cannot be read is as one that was left out."""
    try:
        return decoded(bytes(part), Described | None)
    except msgspec.DecodeError:
        return None


def _query(asked: Mapping[str, Locator]) -> dict[str, object]:
    """Return one query for all of them; names travel as variables, never inside the query."""
    variables: dict[str, str] = {}
    blocks: list[str] = []
    for alias, locator in asked.items():
        owner, _, own = locator.name.partition("/")
        variables |= {f"{alias}o": owner, f"{alias}n": own}
        named = dict(_named(alias, locator))
        variables |= {variable: name for variable, (name, _) in named.items()}
        fields = "".join(f" {field}" for _, field in named.values())
        blocks.append(
            f"{alias}: repository(owner: ${alias}o, name: ${alias}n) {{ ...fields{fields} }}"
        )
    declared = ", ".join(f"${variable}: String!" for variable in variables)
    query = f"query({declared}) {{\n" + "\n".join(blocks) + "\n}" + _FIELDS
    if any("...named" in block for block in blocks):
        query += _NAMED
    return {"query": query, "variables": variables}


def _named(alias: str, locator: Locator) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield variables for what an address names, each with its value and the field that uses it."""
    named = locator.named
    if named is None:
        return
    for number, name in enumerate(named.candidates if not named.commit else ()):
        variable = f"{alias}b{number}"
        field = f"b{number}: ref(qualifiedName: ${variable}) {{ ...named }}"
        yield variable, (f"refs/heads/{name}", field)
    if named.shortened:
        variable = f"{alias}c"
        field = f"namedCommit: object(expression: ${variable}) {{ ...dated }}"
        yield variable, (named.shortened, field)
