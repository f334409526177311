"""Build the catalog of known licences from the data of two packages and from published texts.

    npm pack spdx-license-list && tar xzf spdx-license-list-*.tgz
    pip download --no-deps scancode-toolkit
    python -m tools.build_license_index package scancode_toolkit-*.whl published

writes ``tracker/licensing/data/catalog.bin``: digests, hashed pairs of words, names; no text.
``published`` holds the files of `PUBLISHED` as their makers put them into their repositories,
``owner/name/path``; what is not there is left out, and told.

All of SPDX's list and of ScanCode's data is taken. To add a licence that neither has, put its name
and where its text is published into `PUBLISHED`; for one that ScanCode has, put its key and the
name it shall have into `SCANCODE`. What it allows goes to
``tracker/licensing/data/licenses.toml``, its spellings to ``spellings.toml`` beside it. Where
copies are commonly shipped without a part of the official text (an appendix, a preamble), add that
passage to `FORMS`.
"""

import argparse
import json
import re
import struct
import sys
import zipfile
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from tools.license_sources import FORMS, LESS, PUBLISHED, REWORDINGS, SCANCODE
from tracker.licensing.catalog import (
    KINDS,
    OPENING,
    SHORT_FORM,
    SHORTEST,
    SKETCH,
    Form,
    Head,
    Kind,
    Passage,
    Rolling,
    pairs,
)
from tracker.licensing.conditions import conditions_of
from tracker.licensing.covering import page_words
from tracker.licensing.grammar import WITHHOLDS, sense, sentences
from tracker.licensing.known import NAMELESS, SAYS_NOTHING, known
from tracker.licensing.matching import form
from tracker.licensing.spelling import address, fold
from tracker.licensing.words import rules, weighty, words

TARGET = Path(__file__).parent.parent / "tracker" / "licensing" / "data" / "catalog.bin"
_DATA = "licensedcode/data/"
_FREE = frozenset(("Permissive", "Copyleft", "Copyleft Limited", "Public Domain"))
"""ScanCode's categories of licences that allow any use."""
_LEAST = 90
"""The least relevance, as ScanCode has it, of a passage that says something."""
_NAMED = re.compile(r"[A-Za-z0-9.+-]+(?:_[A-Za-z0-9.+_-]+)?")
_GNU = re.compile(r"GPL-|GFDL-|AND|OR")
"""Licences that notices name: of those every word counts, and they stand as passages."""
_NOTICE = 12
"""Words; a name is shorter, whatever ScanCode calls it."""
_LONGEST = 900
"""Words of the longest other wording that is kept."""
_DOUBLE = 0.97
"""The least similarity, with the same weights, of a wording that another one stands for."""
_COMMON = 100
"""Forms; a pair in more of them tells little."""
_MOST_WORDS = 60
"""Words; of a longer passage nobody can tell by its sentences what it restricts."""


class Sources:
    """What is read: an unpacked `spdx-license-list`, a wheel of `scancode-toolkit`, a folder."""

    def __init__(self, package: Path, wheel: Path, published: Path) -> None:
        """Open them."""
        about = json.loads((package / "package.json").read_text("utf-8"))
        self.spdx: Mapping[str, Mapping[str, Any]] = json.loads(
            (package / "spdx-full.json").read_text("utf-8")
        )
        self.source = f"{about['name']} {about['version']}, {' '.join(wheel.name.split('-')[:2])}"
        self.published = published
        with zipfile.ZipFile(wheel) as archive:
            names = sorted(archive.namelist())
            self.licenses = {
                head["key"]: (head, text)
                for name in names
                if name.startswith(f"{_DATA}licenses/") and name.endswith(".LICENSE")
                for head, text in [_parted(archive.read(name).decode("utf-8"))]
            }
            self.rules = [
                _parted(archive.read(name).decode("utf-8"))
                for name in names
                if name.startswith(f"{_DATA}rules/") and name.endswith(".RULE")
            ]

    def name(self, key: str) -> str:
        """Return our name for a key of ScanCode's."""
        if key in SCANCODE:
            return SCANCODE[key]
        listed = self.licenses.get(key, ({}, ""))[0].get("spdx_license_key", "")
        return listed if listed in self.spdx else listed or f"LicenseRef-scancode-{key}"

    def expression(self, raw: str) -> str:
        """Return an expression of ScanCode's keys in our names."""
        spelled = re.sub(
            r"\b(?:and|or|with)\b", lambda word: word[0].upper(), raw, flags=re.IGNORECASE
        )
        return " ".join(
            _NAMED.sub(
                lambda one: one[0] if one[0] in ("AND", "OR", "WITH") else self.name(one[0]), piece
            )
            for piece in spelled.split()
        )

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield each licence and a text of it, the surest source first."""
        for license_id, entry in self.spdx.items():
            if license_id not in LESS and "-with-" not in license_id:
                ours = f"LicenseRef-{license_id}"
                name = ours if ours in SCANCODE.values() else license_id
                yield from ((name, each) for each in forms(license_id, entry["licenseText"]))
        for name, (owner, path) in PUBLISHED.items():
            file = self.published / owner / path
            if file.is_file():
                yield name, file.read_text("utf-8", errors="replace")
            else:
                print(f"not there, left out: {name} ({owner}, {path})")
        for key, (head, text) in self.licenses.items():
            if text.strip() and not head.get("is_deprecated") and not head.get("is_exception"):
                yield self.name(key), text


def _parted(raw: str) -> tuple[dict[str, Any], str]:
    """Return the head and the text of one of ScanCode's files; of lists only the first line."""
    _, _, rest = raw.partition("---\n")
    head, _, text = rest.partition("\n---\n")
    said: dict[str, Any] = {}
    key = ""
    for line in head.split("\n"):
        if found := re.match(r"(\w+):\s*(.*)$", line):
            key = found[1]
            said[key] = found[2].strip("'\" ") if found[2] else []
        elif (item := re.match(r"\s*-\s+(.*)$", line)) and isinstance(said.get(key), list):
            said[key].append(item[1].strip("'\" "))
    return said, text


def forms(license_id: str, text: str) -> Iterator[str]:
    """Yield the text and the usual shorter forms of it.

    Raises
    ------
    ValueError
        If a passage of `FORMS` is not in the text: the source has changed.
    """
    for pattern, holder in REWORDINGS.get(license_id, ()):
        text = re.sub(pattern, holder, text)
    yield text
    for passages in FORMS.get(license_id, ()):
        shorter = text
        for passage in passages:
            shorter, count = re.subn(passage, "", shorter, flags=re.DOTALL | re.IGNORECASE)
            if not count:
                raise ValueError(f"{license_id}: no such passage: {passage}")
        yield shorter


def all_forms(sources: Sources) -> list[Form]:
    """Return every form of every text, each once, of the surest source."""
    found: dict[tuple[str, int], Form] = {}
    sizes: dict[str, int] = {}
    seen: dict[int, str] = {}
    for name, text in sources.texts():
        made = form(name, text)
        other = seen.setdefault(made.exact, name)
        short = 2 * made.words <= sizes.setdefault(name, made.words)
        says = not SAYS_NOTHING.fullmatch(name)
        if says and made.words >= SHORTEST and not short and other == name:
            found.setdefault((name, made.normalised), made)
    return [*found.values(), *_variants(sources, list(found.values()))]


def _variants(sources: Sources, texts: list[Form]) -> Iterator[Form]:
    """Yield other wordings of texts, as ScanCode's people met them; near doubles are left out.

    A long text differs from its licence by what is accounted for without it.
    """
    known_forms: dict[str, list[tuple[set[int], Form]]] = {}
    for text in texts:
        known_forms.setdefault(text.license, []).append((set(text.pairs), text))
    for head, wording in sources.rules:
        if head.get("is_deprecated") or not head.get("is_license_text"):
            continue
        license_id = sources.expression(head["license_expression"])
        doubtful = int(head.get("relevance") or 100) < 100 or NAMELESS.match(license_id)
        doubtful = doubtful or bool(SAYS_NOTHING.fullmatch(license_id) or _GNU.search(license_id))
        made = form(license_id, wording)
        if doubtful or not SHORT_FORM <= made.words <= _LONGEST:
            continue
        own = set(made.pairs)
        alike = known_forms.setdefault(license_id, [])
        if not any(
            made.weights == other.weights
            and 2 * len(own & theirs) >= _DOUBLE * (len(own) + len(theirs))
            for theirs, other in alike
        ):
            alike.append((own, made))
            yield made


def all_passages(sources: Sources) -> list[Passage]:
    """Return every passage that somebody reviewed, each once; those in doubt are left out."""
    found: dict[int, Passage] = {}
    doubtful: set[int] = set()
    for head, text in sources.rules:
        if head.get("is_deprecated"):
            continue
        sequence = page_words(text)
        kind = _kind(head, len(sequence))
        if kind is None or len(sequence) < SHORTEST:
            continue
        license_id = "" if kind == "harmless" else sources.expression(head["license_expression"])
        if license_id and _restricts(text, len(sequence), license_id):
            continue
        made = _passage(license_id, kind, sequence)
        if found.setdefault(made.whole, made).license != license_id:
            doubtful.add(made.whole)
    for name, text in sources.texts():  # short texts stand word for word, or not at all
        sequence = page_words(text)
        if SHORTEST <= len(sequence) < SHORT_FORM:
            made = _passage(name, "text", sequence)
            found.setdefault(made.whole, made)
    return [each for each in found.values() if each.whole not in doubtful]


def _passage(license_id: str, kind: Kind, sequence: list[str]) -> Passage:
    rolling = Rolling(sequence)
    return Passage(
        license=license_id, kind=kind, words=len(sequence), pair=next(pairs(sequence)),
        first=rolling.of(0, min(OPENING, len(sequence))), whole=rolling.of(0, len(sequence)),
    )  # fmt: skip


def _kind(head: Mapping[str, Any], count: int) -> Kind | None:
    if head.get("is_false_positive") or head.get("is_license_intro"):
        return "harmless"
    if int(head.get("relevance") or 100) < _LEAST:
        return None
    for key in KINDS[:4]:
        if head.get(f"is_license_{key}"):
            return "notice" if key == "reference" and count >= _NOTICE else key
    return None


def _restricts(text: str, count: int, license_id: str) -> bool:
    """Tell whether a short passage takes back what its licence gives."""
    review = known(license_id)
    return (
        count <= _MOST_WORDS
        and review is not None
        and review.commercial == "yes"
        and any(sense(sentence) in WITHHOLDS for _, sentence in sentences(text))
    )


def names_of(sources: Sources) -> tuple[dict[str, str], dict[str, str]]:
    """Return names and addresses that mean one licence, and no other."""
    names: dict[str, set[str]] = {}
    addresses: dict[str, set[str]] = {}
    renamed = _renamed(sources)
    for license_id, entry in sources.spdx.items():
        for raw in (license_id, entry["name"]):
            names.setdefault(fold(raw), set()).add(renamed.get(license_id, license_id))
    for raw, license_id in renamed.items():
        names.setdefault(fold(raw), {license_id})
    for key, (head, _) in sources.licenses.items():
        if head.get("is_deprecated") or head.get("is_exception"):
            continue
        for raw in (head.get("name"), head.get("short_name"), key):
            if isinstance(raw, str) and len(fold(raw).split()) > 1:
                names.setdefault(fold(raw), set()).add(sources.name(key))
        listed = [head.get("homepage_url"), head.get("osi_url")]
        listed += [*(head.get("text_urls") or ()), *(head.get("other_urls") or ())]
        for raw in listed:
            if isinstance(raw, str) and (plain := address(raw)) and "/" in plain:
                addresses.setdefault(plain, set()).add(sources.name(key))
    return _single(names), _single(addresses)


def _renamed(sources: Sources) -> dict[str, str]:
    """Return ids that SPDX had before, or that others write, with the id of today."""
    listed = {head.get("spdx_license_key") for head, _ in sources.licenses.values()}
    renamed: dict[str, str] = {}
    for key, (head, _) in sources.licenses.items():
        if head.get("is_deprecated") or head.get("is_exception"):
            continue
        for raw in head.get("other_spdx_license_keys") or ():
            if raw not in listed and not raw.startswith("LicenseRef-"):
                renamed[raw] = sources.name(key)
    return renamed


def _single(found: Mapping[str, set[str]]) -> dict[str, str]:
    one = {key: next(iter(ids)) for key, ids in found.items() if len(ids) == 1 and key}
    families = {
        key: {re.sub(r"-(?:only|or-later)$", "", each) for each in ids}
        for key, ids in found.items()
    }
    only = {
        key: f"{next(iter(group))}-only"
        for key, group in families.items()
        if len(group) == 1 and key and key not in one
    }
    return dict(sorted((one | only).items()))


def commercial_of(sources: Sources) -> dict[str, str]:
    """Return what the kinds of licences tell of commercial use, by name."""
    found: dict[str, str] = {}
    for key, (head, _) in sources.licenses.items():
        name = sources.name(key)
        closed = re.search(
            r"\bnon-?comm|\bnc\b|noncommercial|academic|research|evaluation|personal",
            f"{key} {head.get('name')}",
            re.IGNORECASE,
        )
        if head.get("category") in _FREE and not closed:
            found[name] = "yes"
        elif closed and head.get("category") not in _FREE:
            found[name] = "no"
    return dict(sorted(found.items()))


def pack(sources: Sources) -> bytes:
    """Return the catalog as it is stored."""
    made, passages = all_forms(sources), all_passages(sources)
    names, addresses = names_of(sources)
    licenses = sorted({each.license for each in (*made, *passages)})
    place = {name: at for at, name in enumerate(licenses)}
    sketched = _sketches(made)
    sketches = sorted((number, at) for at, sketch in enumerate(sketched) for number in sketch)
    passages.sort(key=lambda each: each.whole)
    exact = sorted((form.exact, at) for at, form in enumerate(made))
    normalised = sorted((form.normalised, at) for at, form in enumerate(made))
    openings = sorted({(one.first, one.words) for one in passages if one.words >= OPENING})
    ends, total = [], 0
    for each in made:
        total += len(each.pairs)
        ends.append(total)
    arrays: dict[str, array[int]] = {
        "form_license": array("H", (place[each.license] for each in made)),
        "form_words": array("I", (each.words for each in made)),
        "form_weights": array("B", b"".join(each.weights for each in made)),
        "form_foreign": array("I", (each.foreign for each in made)),
        "form_sketch": array("B", map(len, sketched)),
        "form_end": array("I", ends),
        "exact_digest": array("Q", (number for number, _ in exact)),
        "exact_place": array("H", (at for _, at in exact)),
        "normalised_digest": array("Q", (number for number, _ in normalised)),
        "normalised_place": array("H", (at for _, at in normalised)),
        "sketch_hash": array("I", (number for number, _ in sketches)),
        "sketch_place": array("H", (at for _, at in sketches)),
        "passage_license": array("H", (place[each.license] for each in passages)),
        "passage_kind": array("B", (KINDS.index(each.kind) for each in passages)),
        "passage_words": array("H", (each.words for each in passages)),
        "passage_pair": array("I", (one.pair for one in passages)),
        "opening_hash": array("Q", (number for number, _ in openings)),
        "opening_words": array("H", (count for _, count in openings)),
        "passage_whole": array("Q", (each.whole for each in passages)),
        "pairs": array("I", (number for each in made for number in each.pairs)),
    }  # fmt: skip
    offsets: dict[str, tuple[str, int, int]] = {
        name: (each.typecode, 0, 0) for name, each in arrays.items()
    }
    head = Head(
        source=sources.source, rules=rules(), licenses=tuple(licenses),
        commercial=commercial_of(sources),  # type: ignore[arg-type]
        names=names, addresses=addresses, weighty=weighty(), arrays=offsets,
    )  # fmt: skip
    return _laid_out(head, arrays)


def _sketches(made: Sequence[Form]) -> list[list[int]]:
    """Return the pairs that stand for each form: few of those that stand in hundreds of others."""
    often = Counter(number for form in made for number in form.pairs)
    return [
        sorted(form.pairs, key=lambda number: (often[number] > _COMMON, number))[:SKETCH]
        for form in made
    ]


def _laid_out(head: Head, arrays: Mapping[str, "array[int]"]) -> bytes:
    """Return head and arrays as one file; the arrays' places stand in the head."""
    room = len(msgspec.json.encode(head)) + 24 * len(arrays)
    room += -room % 8
    offsets, blob = {}, bytearray()
    for name, each in arrays.items():
        blob += b"\0" * (-len(blob) % 8)
        raw = each.tobytes()
        offsets[name] = (each.typecode, 16 + room + len(blob), len(raw))
        blob += raw
    told = msgspec.json.encode(msgspec.structs.replace(head, arrays=offsets)).ljust(room)
    return struct.pack("<8sQ", b"licences", room) + told + bytes(blob)


def misquoted(sources: Sources) -> Iterator[str]:
    """Yield each clause of our data whose words stand in no text of its licence.

    Licences of which no text is at hand are passed over: their quotes rest on their sources.
    """
    said: dict[str, list[str]] = {}
    for name, text in sources.texts():
        said.setdefault(name, []).append(" ".join(words(text)))
    for name, texts in said.items():
        review, group = known(name), conditions_of(name)
        clauses = (review.clauses or ()) if review else ()
        for clause in (*clauses, *(group.conditions if group else ())):
            if not any(" ".join(words(clause.words)) in text for text in texts):
                yield f"{name}: no such words: {clause.words}"


def main() -> int:
    """Write the catalog."""
    parser = argparse.ArgumentParser(description="Build the catalog of known licences.")
    parser.add_argument("package", type=Path, help="folder of the unpacked npm package")
    parser.add_argument("wheel", type=Path, help="the wheel of scancode-toolkit")
    parser.add_argument("published", type=Path, help="folder of the published texts")
    given = parser.parse_args()
    sources = Sources(given.package, given.wheel, given.published)
    TARGET.write_bytes(pack(sources))
    counted = Counter(name for name, _ in sources.texts())
    print(
        f"{TARGET.name}: {len(counted)} licences, {TARGET.stat().st_size:,} bytes, {sources.source}"
    )
    wrong = list(misquoted(sources))
    print("\n".join(wrong) or "All quoted clauses stand in their licences.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
