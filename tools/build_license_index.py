"""Build the index of licence fingerprints from the SPDX texts of `spdx-license-list`.

    npm pack spdx-license-list && tar xzf spdx-license-list-*.tgz
    python tools/build_license_index.py package

writes ``tracker/licensing/data/fingerprints.json``: digests and hashed pairs of words, no text.

To add a licence: put its SPDX id into `LICENSES` below, run the two lines above, and add its usual
spellings to ``tracker/licensing/data/spellings.toml``. Where copies are commonly shipped without a
part of the official text (an appendix, a preamble), add that passage to `FORMS`.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tracker.licensing.matching import Fingerprint, Index, fingerprint
from tracker.licensing.words import rules

LICENSES = (
    "0BSD", "AFL-3.0", "AGPL-3.0-only", "Apache-2.0", "Artistic-2.0", "BSD-2-Clause",
    "BSD-3-Clause", "BSD-3-Clause-Clear", "BSD-4-Clause", "BSL-1.0", "CC-BY-3.0", "CC-BY-4.0",
    "CC-BY-NC-4.0", "CC-BY-NC-ND-4.0", "CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0",
    "CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC0-1.0", "CDLA-Permissive-1.0", "CDLA-Permissive-2.0",
    "CDLA-Sharing-1.0", "C-UDA-1.0", "ECL-2.0", "EPL-1.0", "EPL-2.0", "EUPL-1.2", "GPL-2.0-only",
    "GPL-3.0-only", "HPND", "ISC", "LGPL-2.1-only", "LGPL-3.0-only", "MIT", "MIT-0", "MPL-2.0",
    "MS-PL", "MulanPSL-2.0", "NCSA", "ODC-By-1.0", "ODbL-1.0", "OFL-1.1", "OSL-3.0", "PDDL-1.0",
    "PostgreSQL", "PSF-2.0", "Unlicense", "WTFPL", "Zlib",
)  # fmt: skip

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


def build(package: Path) -> Index:
    """Read an unpacked `spdx-license-list` and return the index."""
    about = json.loads((package / "package.json").read_text("utf-8"))
    texts = json.loads((package / "spdx-full.json").read_text("utf-8"))
    found: dict[str, Fingerprint] = {}
    for license_id in LICENSES:
        for form in forms(license_id, texts[license_id]["licenseText"]):
            known = fingerprint(license_id, form)
            found.setdefault(known.normalised, known)
    return Index(
        source=f"{about['name']} {about['version']}",
        rules=rules(),
        fingerprints=tuple(found.values()),
    )


def main() -> int:
    """Write the index."""
    parser = argparse.ArgumentParser(description="Build the index of licence fingerprints.")
    parser.add_argument("package", type=Path, help="folder of the unpacked npm package")
    index = build(parser.parse_args().package)
    TARGET.write_bytes(msgspec.json.format(msgspec.json.encode(index), indent=1) + b"\n")
    print(f"{TARGET.name}: {len(index.fingerprints)} forms of {len(LICENSES)} licences", end=", ")
    print(f"{TARGET.stat().st_size:,} bytes, from {index.source}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
