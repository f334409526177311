"""Build the index of licence fingerprints from the texts of two packages, SPDX's and ScanCode's.

    npm pack spdx-license-list && tar xzf spdx-license-list-*.tgz
    pip download --no-deps scancode-toolkit
    python tools/build_license_index.py package scancode_toolkit-*.whl

writes ``tracker/licensing/data/fingerprints.json``: digests and hashed pairs of words, no text.

To add a licence: put its SPDX id into `LICENSES`, or its ScanCode key and the name it shall have
into `SCANCODE`, run the lines above, and add its usual spellings to
``tracker/licensing/data/spellings.toml`` and what it allows to ``licenses.toml`` beside it. Where
copies are commonly shipped without a part of the official text (an appendix, a preamble), add that
passage to `FORMS`.
"""

import argparse
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tracker.licensing.known import known
from tracker.licensing.matching import Fingerprint, Index, fingerprint
from tracker.licensing.words import rules, words

LICENSES = (
    "0BSD", "AFL-2.0", "AFL-2.1", "AFL-3.0", "AGPL-3.0-only", "Apache-1.1", "Apache-2.0", "APL-1.0",
    "APSL-2.0", "Artistic-1.0", "Artistic-2.0", "Beerware", "blessing", "BlueOak-1.0.0",
    "BSD-1-Clause", "BSD-2-Clause", "BSD-2-Clause-Patent", "BSD-2-Clause-Views", "BSD-3-Clause",
    "BSD-3-Clause-Clear", "BSD-3-Clause-LBNL", "BSD-3-Clause-No-Nuclear-License", "BSD-4-Clause",
    "BSD-4-Clause-UC", "BSD-Source-Code", "BSL-1.0", "BUSL-1.1", "bzip2-1.0.6", "C-UDA-1.0",
    "CAL-1.0", "CC-BY-1.0", "CC-BY-2.0", "CC-BY-2.5", "CC-BY-3.0", "CC-BY-4.0", "CC-BY-NC-2.0",
    "CC-BY-NC-2.5", "CC-BY-NC-3.0", "CC-BY-NC-4.0", "CC-BY-NC-ND-3.0", "CC-BY-NC-ND-4.0",
    "CC-BY-NC-SA-2.0", "CC-BY-NC-SA-2.5", "CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-2.0",
    "CC-BY-ND-3.0", "CC-BY-ND-4.0", "CC-BY-SA-1.0", "CC-BY-SA-2.0", "CC-BY-SA-2.5", "CC-BY-SA-3.0",
    "CC-BY-SA-4.0", "CC-PDDC", "CC0-1.0", "CDDL-1.0", "CDDL-1.1", "CDLA-Permissive-1.0",
    "CDLA-Permissive-2.0", "CDLA-Sharing-1.0", "CECILL-2.0", "CECILL-2.1", "CECILL-B", "CECILL-C",
    "CERN-OHL-P-2.0", "CERN-OHL-S-2.0", "CERN-OHL-W-2.0", "CNRI-Python", "CPAL-1.0", "CPL-1.0",
    "curl", "DL-DE-BY-2.0", "ECL-2.0", "Elastic-2.0", "EPL-1.0", "EPL-2.0", "etalab-2.0",
    "EUPL-1.0", "EUPL-1.1", "EUPL-1.2", "Fair", "FTL", "GFDL-1.1-only", "GFDL-1.2-only",
    "GFDL-1.3-only", "GPL-1.0-only", "GPL-2.0-only", "GPL-3.0-only", "Hippocratic-2.1", "HPND",
    "ICU", "IJG", "Info-ZIP", "Intel", "ISC", "ISC-Veillard", "JSON", "LAL-1.3", "LGPL-2.0-only",
    "LGPL-2.1-only", "LGPL-3.0-only", "LGPLLR", "Libpng", "libpng-2.0", "LPPL-1.3a", "LPPL-1.3c",
    "MIT", "MIT-0", "MIT-advertising", "MIT-CMU", "MIT-feh", "MIT-Festival", "MIT-Modern-Variant",
    "MPL-1.0", "MPL-1.1", "MPL-2.0", "MS-PL", "MS-RL", "MulanPSL-1.0", "MulanPSL-2.0", "NASA-1.3",
    "NCSA", "NIST-PD", "NLOD-2.0", "NPOSL-3.0", "NTP", "O-UDA-1.0", "ODbL-1.0", "ODC-By-1.0",
    "OFL-1.0", "OFL-1.1", "OGL-UK-2.0", "OGL-UK-3.0", "OLDAP-2.8", "OpenSSL", "OSL-2.1", "OSL-3.0",
    "PDDL-1.0", "PHP-3.01", "PolyForm-Noncommercial-1.0.0", "PolyForm-Small-Business-1.0.0",
    "PostgreSQL", "PSF-2.0", "Python-2.0", "QPL-1.0", "RPL-1.5", "Ruby", "SGI-B-2.0", "SISSL",
    "Sleepycat", "SSPL-1.0", "TCL", "Unicode-3.0", "Unicode-DFS-2016", "Unlicense", "UPL-1.0",
    "Vim", "W3C", "W3C-20150513", "WTFPL", "X11", "XFree86-1.1", "Zlib", "ZPL-2.1",
)  # fmt: skip

SCANCODE = {
    "llama-license-2023": "LicenseRef-LLaMA-1",
    "llama-2-license-2023": "LicenseRef-Llama-2-Community",
    "llama-3.1-license-2024": "LicenseRef-Llama-3.1-Community",
    "llama-3.2-license-2024": "LicenseRef-Llama-3.2-Community",
    "llama-3.3-license-2024": "LicenseRef-Llama-3.3-Community",
    "llama-4-cla-2025": "LicenseRef-Llama-4-Community",
    "gemma-tou-2024-04-01": "LicenseRef-Gemma",
    "gemma-tou-2025-03-24": "LicenseRef-Gemma",
    "qwen-2024": "LicenseRef-Qwen",
    "tongyi-qianwen-2023": "LicenseRef-Tongyi-Qianwen",
    "deepseek-la-1.0": "LicenseRef-DeepSeek-Model",
    "bigscience-open-rail-m": "LicenseRef-BigScience-OpenRAIL-M",
    "bigscience-open-rail-m2": "LicenseRef-OpenRAIL++-M",
    "bigscience-rail-1.0": "LicenseRef-BigScience-BLOOM-RAIL-1.0",
    "bigcode-open-rail-m-v1": "LicenseRef-BigCode-OpenRAIL-M",
    "stable-diffusion-2022-08-22": "LicenseRef-CreativeML-OpenRAIL-M",
    "falcon-2-11b-1.0": "LicenseRef-Falcon-2-11B-TII",
    "apple-ml-ferret-2023": "LicenseRef-Apple-Sample-Code",
    "apple-excl": "LicenseRef-Apple-Sample-Code",
    "nvidia-open-model-2025-04-28": "LicenseRef-NVIDIA-Open-Model",
    "s-lab-1.0": "LicenseRef-S-Lab-1.0",
    "stability-ai-community-2024": "LicenseRef-Stability-AI-Community",
    "stability-ai-nc-2023-12-06": "LicenseRef-Stability-AI-Non-Commercial",
    "flux-1-nc": "LicenseRef-FLUX-1-dev-Non-Commercial",
    "openmdw-1.0": "LicenseRef-OpenMDW-1.0",
    "exaone-ai-model-1.1-nc": "LicenseRef-EXAONE-1.1-NC",
    "chameleon-research-2024": "LicenseRef-Chameleon-Research",
    "gaussian-splatting-2024": "LicenseRef-Gaussian-Splatting-Research",
    "fair-ai-public-1.0-sd": "LicenseRef-Fair-AI-Public-1.0-SD",
    "cmu-flite": "LicenseRef-CMU-Flite",
}  # fmt: skip
"""ScanCode's key → our name, for what SPDX does not list."""

_CC = (r"^.*?(?=By exercising the Licensed Rights)", r"Creative Commons is not a party.*$")
FORMS = {
    "Apache-2.0": ((r"APPENDIX: How to apply.*$",), (r"END OF TERMS AND CONDITIONS.*$",)),
    "GPL-2.0-only": ((r"How to Apply These Terms to Your New Programs.*$",),
                     (r"END OF TERMS AND CONDITIONS.*$",)),
    "GPL-3.0-only": ((r"How to Apply These Terms to Your New Programs.*$",),
                     (r"END OF TERMS AND CONDITIONS.*$",)),
    "AGPL-3.0-only": ((r"How to Apply These Terms to Your New Programs.*$",),),
    "LGPL-2.1-only": ((r"How to Apply These Terms to Your New Libraries.*$",),
                      (r"END OF TERMS AND CONDITIONS.*$",)),
    "LGPL-3.0-only": ((r"GNU GENERAL PUBLIC LICENSE\s+Version 3, 29 June 2007.*$",),),
    "MPL-2.0": ((r"Exhibit A - Source Code.*$",),),
    "CC0-1.0": ((r"^.*?(?=Statement of Purpose)",),),
    "OFL-1.1": ((r"^.*?(?=PREAMBLE)",),),
    **{
        f"CC-BY{kind}-4.0": (_CC[:1], _CC[1:], _CC)
        for kind in ("", "-SA", "-NC", "-ND", "-NC-SA", "-NC-ND")
    },
}  # fmt: skip
"""Licence → the forms in which it is also shipped, each as the passages it leaves out."""

REWORDINGS = {
    "ISC": ((r"\bISC(?= DISCLAIMS)", "THE AUTHOR"), (r"(?<=SHALL )ISC\b", "THE AUTHOR")),
}
"""Licence → names of one holder that stand in the text SPDX keeps."""

_TEXTS = "licensedcode/data/licenses/"
TARGET = Path(__file__).parent.parent / "tracker" / "licensing" / "data" / "fingerprints.json"


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


def build(package: Path, wheel: Path) -> Index:
    """Read an unpacked `spdx-license-list` and a wheel of `scancode-toolkit`, return the index.

    Raises
    ------
    KeyError
        If one of the licences is not in its package.
    """
    about = json.loads((package / "package.json").read_text("utf-8"))
    texts = json.loads((package / "spdx-full.json").read_text("utf-8"))
    found: dict[tuple[str, str], Fingerprint] = {}
    for license_id in LICENSES:
        for form in forms(license_id, texts[license_id]["licenseText"]):
            made = fingerprint(license_id, form)
            found.setdefault((made.license, made.normalised), made)
    sizes = {made.license: made.words for made in reversed(found.values())}
    with zipfile.ZipFile(wheel) as archive:
        for license_id, text in _same(archive):
            made = fingerprint(license_id, text)
            if 2 * made.words > sizes[license_id]:
                found.setdefault((license_id, made.normalised), made)
        for key, license_id in SCANCODE.items():
            raw = archive.read(f"{_TEXTS}{key}.LICENSE").decode("utf-8")
            made = fingerprint(license_id, raw.split("\n---\n", 1)[1])
            found.setdefault((made.license, made.normalised), made)
    return Index(
        source=f"{about['name']} {about['version']}, {' '.join(wheel.name.split('-')[:2])}",
        rules=rules(),
        fingerprints=tuple(found.values()),
    )


def _same(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield ScanCode's wording of the licences that SPDX lists: copies differ in small things."""
    for name in sorted(archive.namelist()):
        if name.startswith(_TEXTS) and name.endswith(".LICENSE"):
            head, _, text = archive.read(name).decode("utf-8").partition("\n---\n")
            key = re.search(r"^spdx_license_key: (\S+)$", head, re.MULTILINE)
            if key and key[1] in LICENSES and text.strip():
                yield key[1], text


def misquoted(package: Path, wheel: Path) -> Iterator[str]:
    """Yield each clause of ``licenses.toml`` whose words stand in no text of its licence.

    Licences whose text neither package has are passed over: their quotes rest on their sources.
    """
    spdx = json.loads((package / "spdx-full.json").read_text("utf-8"))
    texts = [(name, spdx[name]["licenseText"]) for name in LICENSES]
    with zipfile.ZipFile(wheel) as archive:
        for key, name in SCANCODE.items():
            texts.append((name, archive.read(f"{_TEXTS}{key}.LICENSE").decode("utf-8")))
    for name in dict.fromkeys(name for name, _ in texts):
        said = [" ".join(words(text)) for other, text in texts if other == name]
        license_ = known(name)
        for clause in (license_.clauses or ()) if license_ else ():
            if not any(" ".join(words(clause.words)) in text for text in said):
                yield f"{name}: no such words: {clause.words}"


def main() -> int:
    """Write the index."""
    parser = argparse.ArgumentParser(description="Build the index of licence fingerprints.")
    parser.add_argument("package", type=Path, help="folder of the unpacked npm package")
    parser.add_argument("wheel", type=Path, help="the wheel of scancode-toolkit")
    given = parser.parse_args()
    index = build(given.package, given.wheel)
    TARGET.write_bytes(msgspec.json.format(msgspec.json.encode(index), indent=1) + b"\n")
    names = len({made.license for made in index.fingerprints})
    print(f"{TARGET.name}: {len(index.fingerprints)} forms of {names} licences", end=", ")
    print(f"{TARGET.stat().st_size:,} bytes, from {index.source}")
    wrong = list(misquoted(given.package, given.wheel))
    print("\n".join(wrong) or "All quoted clauses stand in their licences.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
