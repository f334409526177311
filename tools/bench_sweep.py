"""Measure a sweep over many artifacts against the time that the limits allow at best.

A small internet on loopback answers every request after a fixed latency; each host gets ten
connections. The best possible time of a kind is its requests, as the servers counted them, times
the latency, over the connections. No network is asked.

    python tools/bench_sweep.py --artifacts 1000 --latency 0.05
    python tools/bench_sweep.py --artifacts 1000 10000 --latency 0 --whole
"""

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from servers import HubRepository, Page, Repository, World, forge  # noqa: E402
from servers.wire import Call, Reply  # noqa: E402
from tools.bench_report import Row, Table  # noqa: E402
from tracker.history import append_look, start  # noqa: E402
from tracker.hosts import hosts  # noqa: E402
from tracker.sweep.looks import sweep  # noqa: E402
from tracker.transport import Door, Settings  # noqa: E402

CONNECTIONS = 10
SUITE = "a sweep"
KINDS = {"git": 0.4, "hub": 0.3, "page": 0.3}
LINKCHECKER = """
from linkcheck.command import linkchecker
from linkcheck.director.aggregator import Aggregate
Aggregate.wait_time_min_default = Aggregate.wait_time_max_default = 0  # it asks as fast as we do
linkchecker.drop_privileges = lambda: None  # as root it would lose the right to read its settings
linkchecker.linkchecker()
"""
_TREE = {"README.md": "# r", "LICENSE": "some text", **{f"src/m{n}.py": "1" for n in range(40)}}
_CARD = "---\nlicense: mit\n---\n# m"


def urls(kind: str, count: int) -> list[str]:
    """Return the addresses of a kind of artifact."""
    place = {
        "git": "https://github.com/o/r{}",
        "hub": "https://huggingface.co/o/m{}",
        "page": "https://pages.example.org/{}",
    }
    return [place[kind].format(number) for number in range(count)]


def answer_once() -> None:
    """Let the servers run git once for each different question: the sweep is measured, not git."""
    known: dict[tuple[object, ...], Reply] = {}
    ask = forge._backend  # noqa: SLF001

    def answer(call: Call, folder: Path, rest: str) -> Reply:
        key = (folder, rest, call.query, call.body, call.headers.get("git-protocol"))
        if key not in known:
            known[key] = ask(call, folder, rest)
        return known[key]

    forge._backend = answer  # noqa: SLF001


@contextmanager
def world(counts: Mapping[str, int], latency: float) -> Iterator[World]:
    """Serve so many artifacts of each kind; repositories share one content, built beforehand."""
    repository = Repository(files=_TREE, last_commit="2025-04-01T00:00:00+00:00")
    made = World(
        repositories={"github.com/o/r": repository},
        hub={f"models/o/m{n}": HubRepository(card=_CARD) for n in range(counts["hub"])},
        pages={
            f"https://pages.example.org/{n}": Page(body=f"<title>{n}</title></html>")
            for n in range(counts["page"])
        },
    )
    with made as running:
        shelf = running.github.forge
        found = shelf.find("github.com", "o/r")
        if found is None:
            raise SystemExit("the world has lost its repository")
        for number in range(counts["git"]):
            running.repositories[f"github.com/o/r{number}"] = repository
            shelf.share(found, f"github.com/o/r{number}")
        running.huggingface.allowance = 10**9
        running.latency = latency
        yield running


class Swept(NamedTuple):
    """What a sweep cost."""

    wall: float
    cpu: float
    memory: int
    """The most bytes that the process held."""
    best: float
    """Seconds that the latency alone takes."""
    requests: int


def look(kinds: Mapping[str, int], token: str, cache: str = "") -> None:
    """Sweep, write the history as a run does, and print seconds and memory."""
    asked = [url for kind, count in kinds.items() for url in urls(kind, count)]
    most = 0

    def watch() -> None:
        nonlocal most
        while not done.wait(0.05):
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            most = max(most, pages * resource.getpagesize())

    done = threading.Event()
    threading.Thread(target=watch, daemon=True).start()
    silent: Counter[str] = Counter()
    settings = Settings(
        github_token=token or None,
        cache=Path(cache) if cache else None,
        read_timeout=60,
        total_timeout=300,
    )
    with tempfile.TemporaryDirectory() as folder, Door(settings) as door:
        now = door.now()
        begun, processor = time.perf_counter(), time.process_time()
        with start(Path(folder), purpose="measure", agent="bench", now=now) as writer:
            for seen in sweep(asked, door, hosts()):
                append_look(writer, {}, seen)
                silent[seen.note or ""] += not seen.reach.says_something
        took, spent = time.perf_counter() - begun, time.process_time() - processor
    done.set()
    silent += Counter()
    print(took, spent, most, sum(silent.values()), sep="\t")
    if silent:
        print(silent.most_common(3), file=sys.stderr)


def swept(
    there: World, counts: Mapping[str, int], latency: float, *, given: bool, cache: str = ""
) -> Swept:
    """Sweep a world in a process of its own."""
    before = len(there.requests)
    token = there.github_token if given else ""
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'tools')!r}); import bench_sweep; "
        f"bench_sweep.look({dict(counts)!r}, {token!r}, {cache!r})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **there.environment()},
        capture_output=True,
        text=True,
        check=True,
    )
    took, spent, most, silent = done.stdout.split("\t")
    if int(silent):
        raise SystemExit(f"{silent.strip()} looks saw nothing: {done.stderr}")
    places = Counter(request.host for request in there.requests[before:] if request.path)
    best = max((count * latency / CONNECTIONS for count in places.values()), default=0.0)
    print(f"  requests: {dict(places)}", file=sys.stderr)
    return Swept(float(took), float(spent), int(most), best, sum(places.values()))


def measured(counts: Mapping[str, int], latency: float, *, given: bool) -> Swept:
    """Make a world, and sweep it."""
    with world(counts, latency) as there:
        return swept(there, counts, latency, given=given)


def checked(there: World, count: int, packages: Path) -> float:
    """Let LinkChecker ask for the same pages with as many connections; return seconds."""
    environ = there.environment()
    with tempfile.TemporaryDirectory() as name:
        config = Path(name) / "linkcheckerrc"
        config.write_text(
            f"[checking]\nthreads={CONNECTIONS}\nmaxrequestspersecond=100000\n"
            f"sslverify={environ['SSL_CERT_FILE']}\nrecursionlevel=0\nrobotstxt=0\n"
        )
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", LINKCHECKER, "--config", str(config), "--stdin", "--no-status",
             "--check-extern", "--output", "none"],
            input="\n".join(urls("page", count)), capture_output=True, text=True, check=False,
            env={**os.environ, **environ, "PYTHONPATH": str(packages), "HOME": name},
        )  # fmt: skip
        took = time.perf_counter() - begun
    if done.returncode:
        raise SystemExit(f"LinkChecker gave up: {done.stdout[-500:]} {done.stderr[-500:]}")
    return took


def rows(
    rounds: int, artifacts: int, latencies: Sequence[float], peers: Mapping[str, Path]
) -> list[Row]:
    """Sweep all kinds beside the limit of the latency, and pages beside a link checker."""
    answer_once()
    mixed = {kind: round(artifacts * share) for kind, share in KINDS.items()}
    pages = {"git": 0, "hub": 0, "page": artifacts}
    found = []
    for latency in latencies:
        told = f"{artifacts:,} artifacts, {latency * 1e3:.0f} ms"
        if latency:
            with world(mixed, latency) as there:
                taken = [swept(there, mixed, latency, given=False) for _ in range(rounds)]
            found.append(
                Row(
                    suite=SUITE, work=told, ours=tuple(each.wall for each in taken),
                    peer=f"the latency itself, over {CONNECTIONS} connections a host",
                    theirs=tuple(each.best for each in taken), better="ours / peer",
                )
            )  # fmt: skip
        if "linkchecker" in peers:
            with world(pages, latency) as there:
                pairs = [
                    (
                        swept(there, pages, latency, given=False).wall,
                        checked(there, artifacts, peers["linkchecker"])
                        - checked(there, 1, peers["linkchecker"]),
                    )
                    for _ in range(rounds)
                ]
            found.append(
                Row(
                    suite=SUITE, work=f"{told}, pages only", peer="LinkChecker",
                    ours=tuple(one for one, _ in pairs),
                    theirs=tuple(other for _, other in pairs),
                    note=f"Both with {CONNECTIONS} connections; its pause of 0.1 to 0.6 s between "
                    "requests to one host is switched off. The start of neither is counted: of its "
                    "time, that for one page is taken off.",
                )
            )  # fmt: skip
    return found


def counted(artifacts: int) -> Table:
    """Count the requests of a first look and of a second one at an unchanged world."""
    answer_once()
    lines = []
    for given in (False, True):
        for kind in KINDS:
            counts = {each: artifacts if each == kind else 0 for each in KINDS}
            with world(counts, 0) as there, tempfile.TemporaryDirectory() as cache:
                cold = swept(there, counts, 0, given=given, cache=cache).requests
                warm = swept(there, counts, 0, given=given, cache=cache).requests
            each = [f"{number / artifacts:.2f}" for number in (cold, warm)]
            lines.append((kind, "yes" if given else "no", *each))
    return Table(
        suite="requests",
        heads=("kind", "token for GitHub", "for each artifact, cold", "warm"),
        lines=tuple(lines),
        note=f"As {artifacts} artifacts of a kind were asked for; warm: nothing has changed since.",
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--artifacts", type=int, nargs="+", default=[1000])
    parser.add_argument("--latency", type=float, default=0.05, help="seconds of every answer")
    parser.add_argument("--token", action="store_true", help="with a token for GitHub")
    parser.add_argument("--whole", action="store_true", help="only all kinds together")
    asked = parser.parse_args()
    answer_once()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
          f"latency {asked.latency * 1e3:.0f} ms, {CONNECTIONS} connections a host\n")  # fmt: skip
    print("| artifacts | time | best possible | ratio | processor | memory |")
    print("|---|---|---|---|---|---|")
    for total in asked.artifacts:
        all_kinds = {kind: round(total * share) for kind, share in KINDS.items()}
        rounds = [all_kinds] if asked.whole else [
            *({kind: all_kinds[kind] if kind == each else 0 for kind in KINDS} for each in KINDS),
            all_kinds,
        ]  # fmt: skip
        for counts in rounds:
            took, spent, most, best, _ = measured(counts, asked.latency, given=asked.token)
            named = " + ".join(f"{count} {kind}" for kind, count in counts.items() if count)
            ratio = f"{took / best:.2f}" if best else "–"
            print(f"| {named} | {took:.1f} s | {best:.1f} s | {ratio} | {spent:.1f} s "
                  f"| {most / 1e6:.0f} MB |", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
