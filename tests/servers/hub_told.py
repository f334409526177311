"""What the Hub tells of a repository and its files."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from servers import hub_card
from servers.described import HubRepository, Weights, utc


def moment(iso: str) -> str:
    """Return a moment as the Hub prints it."""
    return utc(iso).replace("Z", ".000Z")


def as_bytes(file: str | bytes) -> bytes:
    """Return the bytes of a text."""
    return file.encode() if isinstance(file, str) else file


def files(repository: HubRepository) -> Mapping[str, str | bytes | Weights]:
    """Return all files, the card among them."""
    card = {} if repository.card is None else {"README.md": repository.card}
    return {".gitattributes": "*.safetensors filter=lfs\n", **card, **repository.files}


def digest(path: str, file: Weights) -> str:
    """Return the SHA-256 of a large file, made up from its path and size."""
    return hashlib.sha256(f"{path} {file.size}".encode()).hexdigest()


def blob(file: str | bytes | Weights) -> str:
    """Return the git id of a file, or of what stands in its place."""
    body = (
        f"large file of {file.size} bytes".encode() if isinstance(file, Weights) else as_bytes(file)
    )
    return hashlib.sha1(b"blob %d\0" % len(body) + body, usedforsecurity=False).hexdigest()


def commit(name: str, repository: HubRepository) -> str:
    """Return the id of the head commit; it changes with any file."""
    listing = "".join(f"{path} {blob(file)}\n" for path, file in files(repository).items())
    told = f"{name} {repository.changed} {listing}"
    return hashlib.sha1(told.encode(), usedforsecurity=False).hexdigest()


def at(name: str, repository: HubRepository, revision: str) -> HubRepository | None:
    """Return the repository as it is on a branch or at a commit; None where there is none."""
    branches = {"main": repository} | {
        branch: replace(
            repository, card=other.card, files=other.files, changed=other.changed, branches={}
        )
        for branch, other in repository.branches.items()
    }
    return next(
        (one for branch, one in branches.items() if revision in (branch, commit(name, one))), None
    )


def tree(repository: HubRepository) -> Iterator[Mapping[str, Any]]:
    """Yield the files as the tree API lists them."""
    for path, file in sorted(files(repository).items()):
        if isinstance(file, Weights):
            lfs = {"oid": digest(path, file), "size": file.size, "pointerSize": 134}
            yield {"type": "file", "oid": blob(file), "size": file.size, "path": path, "lfs": lfs}
        else:
            size = len(as_bytes(file))
            yield {"type": "file", "oid": blob(file), "size": size, "path": path}


def _siblings(repository: HubRepository, *, blobs: bool) -> Iterator[Mapping[str, Any]]:
    for entry in tree(repository):
        sibling: dict[str, Any] = {"rfilename": entry["path"]}
        if blobs:
            sibling |= {"size": entry["size"], "blobId": entry["oid"]}
            if lfs := entry.get("lfs"):
                sibling["lfs"] = {**lfs, "sha256": lfs["oid"]}
        yield sibling


def described(
    kind: str, name: str, repository: HubRepository, *, blobs: bool = False
) -> Mapping[str, Any]:
    """Return all the Hub can tell of a repository."""
    card = hub_card.metadata(repository.card)
    paths = list(files(repository))
    made = hashlib.sha256(f"{kind}/{name}".encode()).hexdigest()[:24]
    told: dict[str, Any] = {
        "_id": repository.id or made,
        "id": name,
        "author": name.partition("/")[0],
        "private": repository.private,
        "gated": repository.gated,
        "disabled": bool(repository.disabled),
        "sha": commit(name, repository),
        "createdAt": moment(repository.created),
        "lastModified": moment(repository.changed or repository.created),
        "tags": hub_card.tags(kind, repository.card, paths),
        "likes": 0,
        "siblings": list(_siblings(repository, blobs=blobs)),
    }
    if card is not None:
        told["cardData"] = card
    if kind != "spaces":
        told["downloads"] = 0
    if kind == "models":
        told["modelId"] = name
        told |= {key: card[key] for key in ("pipeline_tag", "library_name") if card and key in card}
        if bases := hub_card.several((card or {}).get("base_model")):
            models = [
                {"_id": hashlib.sha256(each.encode()).hexdigest()[:24], "id": each}
                for each in bases
            ]
            told["baseModels"] = {
                "relation": hub_card.relation(card or {}, paths),
                "models": models,
            }
    if kind == "spaces":
        told["sdk"] = (card or {}).get("sdk")
        told["runtime"] = {
            "stage": repository.stage,
            "hardware": {"current": "cpu-basic", "requested": "cpu-basic"},
            "storage": None,
            "gcTimeout": 172_800,
        }
    return told
