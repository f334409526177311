"""What must hold of an exact run, so that a script can be printed from it and a result judged."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from packaging.requirements import InvalidRequirement, Requirement

from tracker.model.check import Bearing, Check, Tier
from tracker.model.exact import Exact
from tracker.model.locator import shown
from tracker.model.protocol import HUB_NAME, Harness, HubModel, Protocol
from tracker.registry import check_rules
from tracker.registry.common_rules import address, blanks
from tracker.registry.values import FieldPath, YamlFault

_COMMIT = re.compile(r"[0-9a-f]{40}")
_PYTHON = re.compile(r"3\.\d{1,2}", re.ASCII)
_HASHES = {
    Harness.LIGHTEVAL: {"hash_examples", "hash_full_prompts"},
    Harness.LM_EVAL: {"task_hash"},
    Harness.SCRIPT: set[str](),
}
"""What each harness says of its questions."""


def faults(path: FieldPath, exact: Exact) -> Iterator[YamlFault]:
    """Yield what is wrong with what an exact run takes."""
    for name in ("script", "weights", "data", "hardware", "basis"):
        text = getattr(exact, name)
        if text is not None and not text.strip():
            yield YamlFault((*path, name), "is empty", "Leave it out where nobody knows.")
    for number, reason in enumerate(exact.blocked):
        if not reason.strip():
            yield YamlFault((*path, "blocked", number), "is empty", "Say what is in the way.")
    if exact.hours is not None and not 0 < exact.hours[0] <= exact.hours[1]:
        yield YamlFault(
            (*path, "hours"), "are no span", "Write the least and the most: `hours: [4, 8]`."
        )
    if exact.hours is not None and exact.basis is None:
        yield YamlFault(
            (*path, "hours"),
            "are said by nobody",
            "Write under `basis` whether a log, the authors, or an estimate says so.",
        )
    if exact.check is not None:
        yield from _block((*path, "check"), exact.check, blocked=bool(exact.blocked))


def _block(path: FieldPath, check: Check, *, blocked: bool) -> Iterator[YamlFault]:
    yield from check_rules.faults(path, check)
    if check.protocol is None:
        yield YamlFault(
            (*path, "protocol"), "is missing, so that nobody can run it", "Write how it is run."
        )
    else:
        yield from _protocol((*path, "protocol"), check.protocol)
    if check.tier is not Tier.EXACT:
        yield YamlFault((*path, "tier"), f"is `{check.tier.value}`", "Write `tier: exact`.")
    if check.bears_on is not Bearing.CLAIM:
        yield YamlFault(
            (*path, "bears_on"),
            "is not the claim",
            "An exact run bears on its claim: leave it out.",
        )
    for name in ("notebook", "inputs", "requires"):
        if getattr(check, name):
            yield YamlFault(
                (*path, name), "belongs to a notebook, and this runs elsewhere", "Leave it out."
            )
    if blocked:
        yield YamlFault(
            path,
            "says how it is run, and `blocked` that nobody can",
            "Keep one of the two.",
        )


def _protocol(path: FieldPath, protocol: Protocol) -> Iterator[YamlFault]:
    yield from blanks(path, protocol)
    if not _PYTHON.fullmatch(protocol.python):
        yield YamlFault((*path, "python"), "is no version", "Write it as `'3.11'`.")
    for number, text in enumerate(protocol.requires):
        if not _pinned(text):
            yield YamlFault(
                (*path, "requires", number),
                f"`{shown(text)}` pins no version",
                "Write `NAME==VERSION`, or `NAME @ git+https://…@COMMIT` with all 40 digits.",
            )
    for name in ("model", "base"):
        yield from _model((*path, name), getattr(protocol, name))
    if protocol.model.id == protocol.base.id:
        yield YamlFault((*path, "base", "id"), "is the model itself", "Name the base model.")
    yield from _code(path, protocol)
    yield from _counts(path, protocol)
    for number, stated in enumerate(protocol.hashes):
        yield from blanks((*path, "hashes", number), stated)
        if stated.name not in _HASHES[protocol.harness]:
            yield YamlFault(
                (*path, "hashes", number, "name"),
                f"is `{shown(stated.name)}`, which {protocol.harness.value} does not tell",
                "Leave it out.",
            )


def _code(path: FieldPath, protocol: Protocol) -> Iterator[YamlFault]:
    if protocol.code is not None:
        yield from address((*path, "code"), protocol.code)
        if not protocol.code.startswith("https://"):
            yield YamlFault((*path, "code"), "is no https address", "Write it with https://.")
    if protocol.revision is not None and not _COMMIT.fullmatch(protocol.revision):
        yield YamlFault((*path, "revision"), "is no commit", "Write its 40 hexadecimal digits.")
    for place in ("{model}", "{output}", "{revision}"):
        if not any(place in word for word in protocol.command):
            yield YamlFault(
                (*path, "command"), f"has no {place}", f"Write {place} where it belongs."
            )


def _counts(path: FieldPath, protocol: Protocol) -> Iterator[YamlFault]:
    for name, least in (("samples", 1), ("few_shot", 0), ("seed", 0)):
        if getattr(protocol, name) < least:
            yield YamlFault((*path, name), f"is less than {least}", "Write how many there are.")
    if not protocol.unit_factor > 0:
        yield YamlFault((*path, "unit_factor"), "is not above zero", "Write `100` for per cent.")


def _model(path: FieldPath, model: HubModel) -> Iterator[YamlFault]:
    if not HUB_NAME.fullmatch(model.id):
        yield YamlFault(
            (*path, "id"), f"`{shown(model.id)}` is no name on the Hub", "Write OWNER/NAME."
        )
    if model.revision is not None and not _COMMIT.fullmatch(model.revision):
        yield YamlFault((*path, "revision"), "is no commit", "Write its 40 hexadecimal digits.")


def _pinned(text: str) -> bool:
    """Whether pip would install the same today and next year."""
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return False
    if requirement.url is not None:
        address, _, commit = requirement.url.rpartition("@")
        known = urlsplit(address).scheme == "git+https"
        return known and _COMMIT.fullmatch(commit) is not None
    operators = [specifier.operator for specifier in requirement.specifier]
    return operators == ["=="] and "*" not in str(requirement.specifier)
