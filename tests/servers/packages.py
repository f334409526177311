"""What a package index has: wheels, made from their files, and the answers that list them."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping

from servers.described import Page

JSON = "application/vnd.pypi.simple.v1+json"
HTML = "text/html; charset=utf-8"
NAME = "phi-decoding"
FOLDER = "phi_decoding-0.0.2.dist-info"
WHEEL = "phi_decoding-0.0.2-py3-none-any.whl"
CODE = {"phi_decoding/__init__.py": "", "phi_decoding/decode.py": ""}


def metadata(*fields: str, name: str = NAME, version: str = "0.0.2", body: str = "") -> str:
    """Return the text of a ``METADATA`` file."""
    return "\n".join(("Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}", *fields,
                      "", body))  # fmt: skip


def wheel(*told: str, files: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return a wheel of phi-decoding 0.0.2.

    Parameters
    ----------
    told
        Fields of its metadata.
    files
        What else it holds, and what stands in place of its metadata.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        whole = {f"{FOLDER}/METADATA": metadata(*told), f"{FOLDER}/RECORD": "", **(files or {})}
        for name, text in whole.items():
            archive.writestr(name, text)
    return packed.getvalue()


def listed(name: str, data: bytes | None = None, **told: object) -> dict[str, object]:
    """Return the line of an index about a file; its digest and size are true unless told."""
    true: dict[str, object] = {}
    if data is not None:
        true = {"hashes": {"sha256": hashlib.sha256(data).hexdigest()}, "size": len(data)}
    return {"filename": name, "url": f"../../files/{name}", "hashes": {}, **true, **told}


def answer(*files: Mapping[str, object], name: str | None = NAME, **told: object) -> Page:
    """Return an index's answer in JSON."""
    named = {} if name is None else {"name": name}
    whole = {"meta": {"api-version": "1.1"}, **named, "files": files, **told}
    return Page(body=json.dumps(whole), type=JSON)


def page(*files: str, end: str = "</body></html>") -> Page:
    """Return an index's answer in HTML."""
    links = "".join(f'<a href="../../files/{each}">{each.partition("#")[0]}</a><br>'
                    for each in files)  # fmt: skip
    return Page(body=f"<!doctype html><html><body>{links}{end}")


def index(home: str, told: Page, files: Mapping[str, bytes] | None = None) -> dict[str, Page]:
    """Return the pages of an index that has phi-decoding, and pip as every index has."""
    base = home.rpartition("/")[0]
    return {
        f"{home}/pip/": answer(listed("pip-25.0-py3-none-any.whl"), name="pip"),
        f"{home}/{NAME}/": told,
        **{
            f"{base}/files/{name}": Page(body=data, type="application/octet-stream")
            for name, data in (files or {}).items()
        },
    }
