"""The script that a person runs where the hardware is: `tracker reproduce PAPER --recipe`.

Names come from a registry that others may have written, so every word of it that gets into the
script is quoted, and none gets into the program that the script carries.
"""

import re
import shlex
import textwrap
from collections.abc import Iterator, Mapping
from importlib import resources

from tracker.errors import UsageError
from tracker.model.base import Value
from tracker.model.check import Check
from tracker.model.locator import locate
from tracker.model.paper import Claim, Paper
from tracker.model.protocol import PLACES, HubModel, Protocol
from tracker.tables.text import clean
from tracker.verdicts.reproduction.needs import exact_run

_WIDTH = 96
_END = "TRACKER_COLLECT"
_PLACE = re.compile("|".join(map(re.escape, PLACES)))


class Pin(Value, frozen=True, kw_only=True):
    """The commit at which something is used, and who says so."""

    revision: str | None
    """None: nobody does."""
    by: str


def chosen(paper: Paper, claim: str | None) -> tuple[Claim, Check, Protocol]:
    """Return the claim that a person means, and the block of its exact run.

    Raises
    ------
    UsageError
        If there is no such claim, or no block; the message says what is in the way.
    """
    known = {one.id: one for one in paper.claims}
    if claim:
        asked = known.get(claim)
        if asked is None:
            raise UsageError(
                f"{paper.id} has no claim {claim!r}",
                advice=f"Its claims are: {', '.join(known) or 'none yet'}.",
            )
    else:
        asked = next((one for one in paper.claims if one.headline), None)
        if asked is None:
            raise UsageError(
                f"{paper.id} has no headline claim",
                advice=f"Name one: --recipe CLAIM, of {', '.join(known) or 'none yet'}.",
            )
    check = asked.exact.check if asked.exact else None
    if asked.exact is None or check is None or check.protocol is None:
        why = exact_run(asked.exact) if asked.exact else "what an exact run takes is not known"
        stuck = asked.exact is not None and asked.exact.blocked
        raise UsageError(
            f"there is no recipe for {asked.id} of {paper.id}: {why}",
            advice="Ask the authors for what is missing; once it is there, write the block: "
            "docs/exact.md."
            if stuck
            else "Write the block under `exact: check:` of the claim; docs/exact.md tells how.",
        )
    return asked, check, check.protocol


def pin(url: str, named: str | None, pins: Mapping[str, str]) -> Pin:
    """Return at which commit something is used: the block's own, else the history's.

    Parameters
    ----------
    named
        What the block names.
    pins
        Subject → commit, of the history.
    """
    if named is not None:
        return Pin(revision=named, by="the block names it")
    if revision := pins.get(locate(url).url):
        return Pin(revision=revision, by="the history pinned it when it was first seen")
    return Pin(revision=None, by="NOT PINNED: the history knows no commit of it")


def script(paper: Paper, claim: Claim, check: Check, pins: Mapping[str, str]) -> str:
    """Return the shell script of an exact run, from the environment to the command that imports.

    Raises
    ------
    UsageError
        If the block has no protocol.
    """
    if check.protocol is None:
        raise UsageError(f"{check.id} has no protocol", advice="Write one under its block.")
    return "\n".join(_lines(paper, claim, check, check.protocol, pins)) + "\n"


def _lines(
    paper: Paper, claim: Claim, check: Check, protocol: Protocol, pins: Mapping[str, str]
) -> Iterator[str]:
    yield "#!/usr/bin/env bash"
    for text in (*_head(paper, claim, check), *_pinned(protocol, pins)):
        yield from _comment(text)
    yield "set -euo pipefail"
    yield ""
    yield ': "${RUN_BY:?Set RUN_BY to your name or handle, as it is to be published}"'
    yield "export RUN_BY"
    yield f"USUAL_PYTHON={shlex.quote(f'python{protocol.python}')}"
    yield 'PYTHON="${PYTHON:-$USUAL_PYTHON}"'
    yield f"NAME={shlex.quote(_plain(f'exact-{paper.slug}-{check.id}'))}"
    yield 'WORK="${WORK:-$PWD/$NAME}"'
    yield f"SEED={protocol.seed}"
    yield 'STARTED="$(date -u +%Y-%m-%dT%H:%M:%SZ)"'
    yield 'mkdir -- "$WORK" "$WORK/model" "$WORK/base"'
    yield ""
    yield "# The environment"
    yield '"$PYTHON" -m venv "$WORK/venv"'
    yield 'export PATH="$WORK/venv/bin:$PATH"'
    yield "pip install \\"
    yield from (f"  {shlex.quote(wanted)} \\" for wanted in protocol.requires)
    yield "  huggingface_hub"
    yield f"cat > \"$WORK/collect.py\" <<'{_END}'"
    yield resources.files(__name__).joinpath("collect.py").read_text(encoding="utf-8").rstrip()
    yield _END
    yield ""
    yield from _code(protocol, pins)
    for side, model in (("model", protocol.model), ("base", protocol.base)):
        yield from _resolved(side, model, pins)
    for side, model in (("model", protocol.model), ("base", protocol.base)):
        yield from _measured(side, model, protocol)
    yield "# What is brought back"
    yield 'python "$WORK/collect.py" sheet --work "$WORK" --seed "$SEED" --started "$STARTED" \\'
    yield f"  --harness {shlex.quote(protocol.harness.value)} --paper {shlex.quote(paper.id)} \\"
    yield f"  --check {shlex.quote(check.id)} --block {shlex.quote(check.digest)} \\"
    yield f"  --task {shlex.quote(protocol.task)} --metric {shlex.quote(protocol.metric)} \\"
    yield f'  --code {shlex.quote(protocol.code or "")} --code-revision "$CODE_REVISION"'
    imported = f"tracker reproduce {shlex.quote(paper.slug)} --import"
    yield "echo 'Copy the folder into the project that keeps the registry, and run there:'"
    yield f'echo {shlex.quote(imported)} "$WORK/result"'


def _head(paper: Paper, claim: Claim, check: Check) -> Iterator[str]:
    """Yield what a person must know before running it."""
    yield f"{paper.id}: {paper.titles.en}"
    yield f"Claim {claim.id}: {claim.statement}"
    yield f"Asked: {check.statement}"
    yield f"Expected: {check.measured} {check.expected} {check.unit or ''}"
    for control in check.controls:
        yield f"Control, {control.case}: {control.measured} must be {control.expected}"
    yield f"If it does not hold: {check.failure}"
    for name, text in claim.exact.parts() if claim.exact else ():
        yield f"{name}: {text}"
    yield f"Block {check.digest}"


def _pinned(protocol: Protocol, pins: Mapping[str, str]) -> Iterator[str]:
    """Yield at which commit everything is used, and what follows where nobody pinned one."""
    used = [(model.url, model.revision) for model in (protocol.model, protocol.base)]
    used += [(protocol.code, protocol.revision)] if protocol.code else []
    at = [(url, pin(url, named, pins)) for url, named in used]
    for url, one in at:
        yield f"{url} at {one.revision or 'the commit of the day'}: {one.by}"
    if any(one.revision is None for _, one in at):
        yield (
            "Not all of it is pinned: a result as expected will be told as within tolerance, and "
            "never as reproduced."
        )


def _comment(text: str) -> Iterator[str]:
    """Yield a text as comments; whatever is in it, no line of it is a command."""
    wrapped = textwrap.wrap(clean(text, 2000), _WIDTH, break_on_hyphens=False) or [""]
    yield from (f"# {line}" for line in wrapped)


def _code(protocol: Protocol, pins: Mapping[str, str]) -> Iterator[str]:
    if protocol.code is None:
        yield 'CODE="$WORK"'
        yield "CODE_REVISION=''"
        yield ""
        return
    at = pin(protocol.code, protocol.revision, pins)
    yield f"# The released code: {at.by}"
    yield 'CODE="$WORK/code"'
    yield f'git clone --no-checkout -- {shlex.quote(protocol.code)} "$CODE"'
    if at.revision:
        yield f'git -C "$CODE" checkout --quiet --detach {shlex.quote(at.revision)}'
    else:
        yield 'git -C "$CODE" checkout --quiet --detach HEAD'
    yield 'CODE_REVISION="$(git -C "$CODE" rev-parse HEAD)"'
    yield ""


def _resolved(side: str, model: HubModel, pins: Mapping[str, str]) -> Iterator[str]:
    at = pin(model.url, model.revision, pins)
    name = f"{side.upper()}_REVISION"
    yield f"# The {side}: {at.by}"
    yield f'{name}="$(python "$WORK/collect.py" resolve {shlex.quote(model.id)} \\'
    yield f'  {shlex.quote(at.revision or "")} "$WORK/{side}.json")"'
    yield ""


def _measured(side: str, model: HubModel, protocol: Protocol) -> Iterator[str]:
    values = {
        "{model}": shlex.quote(model.id),
        "{revision}": f'"${side.upper()}_REVISION"',
        "{seed}": '"$SEED"',
        "{output}": f'"$WORK/{side}"',
    }
    yield "# The control: the same with the base model" if side == "base" else "# The run itself"
    yield "("
    yield '  cd -- "$CODE"'
    *words, last = (_word(word, values) for word in protocol.command)
    yield from (f"  {word} \\" for word in words)
    yield f"  {last}"
    yield ")"
    yield ""


def _word(word: str, values: Mapping[str, str]) -> str:
    """Return one word of the command: what the block says is quoted, places are filled in.

    Examples
    --------
    >>> _word("pretrained={model},rm -rf", {"{model}": "lab/m"})
    "pretrained=lab/m',rm -rf'"
    """
    pieces, start = [], 0
    for match in _PLACE.finditer(word):
        pieces += [shlex.quote(word[start : match.start()])] if match.start() > start else []
        pieces.append(values[match[0]])
        start = match.end()
    pieces += [shlex.quote(word[start:])] if start < len(word) or not word else []
    return "".join(pieces)


def _plain(name: str) -> str:
    """Return a name as part of a file name."""
    return re.sub(r"[^A-Za-z0-9.-]+", "-", name)
