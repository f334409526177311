"""A repository as GitHub's GraphQL API describes it: its HEAD, the branches asked for, its tags."""

import datetime as dt
import hashlib
from collections.abc import Iterator

import msgspec

from tracker.hosts.github.graphql_answers import Repository
from tracker.model.release import Release, newest
from tracker.transport.git.protocol import Head


class _Entry(msgspec.Struct):
    name: str
    mode: int
    type: str
    oid: str


class _Tree(msgspec.Struct):
    oid: str | None = None
    entries: list[_Entry] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether its entries are all there: a tree is known by the hash of them."""
        listed = sorted(
            (f"{entry.name}/" * (entry.type == "tree") or entry.name, entry)
            for entry in self.entries or ()
        )
        try:
            body = b"".join(
                f"{entry.mode:o} {entry.name}\0".encode("utf-8", "surrogateescape")
                + bytes.fromhex(entry.oid)
                for _, entry in listed
            )
        except ValueError:
            return False
        name = hashlib.sha1(b"tree %d\0" % len(body) + body, usedforsecurity=False)
        return name.hexdigest() == self.oid


class _Commit(msgspec.Struct, rename="camel"):
    oid: str
    committed_date: dt.datetime | None = None
    tree: _Tree | None = None


class _Branch(msgspec.Struct):
    name: str
    target: _Commit | None = None


class _Target(msgspec.Struct):
    oid: str | None = None
    target: "_Target | None" = None


class _Tag(msgspec.Struct):
    name: str
    target: _Target | None = None


class _Tags(msgspec.Struct):
    nodes: list[_Tag | None] | None = None


class _Blob(msgspec.Struct, rename="camel"):
    oid: str
    is_binary: bool | None = None
    is_truncated: bool | None = None
    text: str | None = None


class Described(Repository, rename="camel"):
    """A repository with its HEAD."""

    default_branch_ref: _Branch | None = None
    refs: _Tags | None = None
    t0: _Blob | None = None
    t1: _Blob | None = None
    t2: _Blob | None = None
    t3: _Blob | None = None
    t4: _Blob | None = None
    b0: _Branch | None = None
    b1: _Branch | None = None
    b2: _Branch | None = None
    b3: _Branch | None = None
    b4: _Branch | None = None
    b5: _Branch | None = None
    named_commit: _Commit | None = None

    @property
    def named(self) -> Head | None:
        """What is known of the branch that was asked for, or of the commit; None: nothing."""
        branches = (self.b0, self.b1, self.b2, self.b3, self.b4, self.b5)
        branch = next((one for one in branches if one and one.target), None)
        commit = branch.target if branch else self.named_commit
        if commit is None or commit.committed_date is None:
            return None  # what has no date is no commit
        return Head(
            commit=commit.oid,
            branch=branch.name if branch else None,
            committed_at=commit.committed_date,
        )

    @property
    def head(self) -> Head | None:
        """What is known of HEAD; None where there is no commit."""
        branch = self.default_branch_ref
        if branch is None or branch.target is None:
            return None
        commit = branch.target
        entries = commit.tree.entries if commit.tree and commit.tree.is_whole else None
        whole = entries is not None and all(entry.type != "tree" for entry in entries)
        return Head(
            commit=commit.oid,
            branch=branch.name,
            committed_at=commit.committed_date,
            listing={
                entry.name: (f"{entry.mode:o}", entry.oid)
                for entry in sorted(entries or (), key=lambda entry: entry.name)
                if entry.type in ("blob", "commit")
            }
            if whole
            else None,
            texts=dict(self._texts()),
        )

    @property
    def releases(self) -> tuple[Release, ...] | None:
        """The newest tags; None where they were not told."""
        if self.refs is None or self.refs.nodes is None:
            return None
        return newest({tag.name: _commit(tag.target) for tag in self.refs.nodes if tag})

    def _texts(self) -> Iterator[tuple[str, bytes]]:
        for blob in (self.t0, self.t1, self.t2, self.t3, self.t4):
            if blob is not None and blob.text is not None:
                data = blob.text.encode("utf-8", "surrogatepass")
                name = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False)
                if name.hexdigest() == blob.oid:
                    yield blob.oid, data


def _commit(target: _Target | None) -> str | None:
    """Return the commit that a tag names, be it annotated or not."""
    return (target.target or target).oid if target else None
