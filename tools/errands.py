"""Time what a person does to get an answer: python tools/errands.py [--root FOLDER] [--as before].

The machine's part is measured, in processor seconds: commands are run, the page is opened in
Chromium. The person's part
is counted, in clicks, keys and notches of the wheel, and timed by the keystroke-level model (Card,
Moran and Newell, "The keystroke-level model for user performance time with interactive systems",
Communications of the ACM 23(7), 1980). ``tools/errands.toml`` has the steps. Prints a table for
docs/errands.md; `--as before` takes the steps of the commit that lies in FOLDER.
"""

import argparse
import math
import os
import re
import resource
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
KEY, POINT, CLICK, HOME, THINK = 0.28, 1.1, 0.2, 0.4, 1.35
"""Seconds: K of an average typist, P, BB, H, M. A notch of the wheel counts as a key."""
NOTCH, LINES = 100, 3
"""What a notch moves: pixels of a page, lines of a terminal."""
WINDOW = {"width": 1280, "height": 800}
COLUMNS, ROWS = 80, 40
FIND = 4
"""Keys that open the search of a terminal and begin it."""
NEEDED = 30
"""Seconds in which an errand is to be done."""


@dataclass
class Cost:
    """What an errand came to."""

    clicks: int = 0
    keys: int = 0
    notches: int = 0
    screens: int = 0
    """Looked at, until the answer was in view."""
    machine: float = 0.0
    homes: int = 0
    """How often the hand went to the mouse or back."""

    @property
    def person(self) -> float:
        """Seconds of the person: each click is thought of and pointed at, each screen looked at."""
        return (
            self.clicks * (THINK + POINT + CLICK)
            + (self.keys + self.notches) * KEY
            + self.screens * THINK
            + self.homes * HOME
        )


def main() -> None:
    """Do every errand, and print what each came to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT)
    parser.add_argument("--as", dest="steps", choices=("before", "now"), default="now")
    given = parser.parse_args()
    errands = tomllib.loads((ROOT / "tools" / "errands.toml").read_text())["errand"]
    print(
        "| Errand | Way | Clicks | Keys | Notches | Screens | Person, s | Machine, s | Together |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for errand in errands:
        steps = errand[given.steps]
        on = on_page if errand["way"] == "page" else at_terminal
        cost = on(steps, given.root.resolve())
        both = cost.person + cost.machine
        late = "" if both <= NEEDED else f" (above {NEEDED})"
        figures = (cost.clicks, cost.keys, cost.notches, cost.screens)
        row = (errand["asks"], errand["way"], *figures, f"{cost.person:.0f}",
               f"{cost.machine:.1f}", f"{both:.0f} s{late}")  # fmt: skip
        print(f"| {' | '.join(map(str, row))} |", flush=True)


def at_terminal(steps: Sequence[Mapping[str, Sequence[str]]], root: Path) -> Cost:
    """Type each command; where its answer has left the window, turn back or let it be found."""
    cost = Cost()
    for step in steps:
        command, answers, word = step["run"]
        cost.keys += len(f"tracker {command}") + 1
        begun = _processor()
        done = subprocess.run(
            [sys.executable, "-m", "tracker.cli", *command.split()],
            cwd=root, capture_output=True, text=True, check=True, timeout=600,
            env={**os.environ, "PYTHONPATH": str(root), "COLUMNS": str(COLUMNS)},
        )  # fmt: skip
        cost.machine += _processor() - begun
        lines = done.stdout.splitlines()
        found = [number for number, text in enumerate(lines) if re.search(answers, text)]
        above = max(0, len(lines) - (ROWS - 1) - found[0])
        notches = math.ceil(above / LINES)
        screens = math.ceil(notches * LINES / ROWS)
        hits = sum(word in text for text in lines[found[0] :])
        turned = Cost(notches=notches, screens=screens, homes=2)
        sought = Cost(keys=FIND + len(word) + hits, screens=hits)
        cheaper = min(turned, sought, key=lambda way: way.person) if notches else Cost()
        cost.keys += cheaper.keys
        cost.notches += cheaper.notches
        cost.screens += 1 + cheaper.screens
        cost.homes += cheaper.homes
    return cost


def _processor() -> float:
    """Return the processor seconds of all commands so far: a shared machine changes them little."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def on_page(steps: Sequence[Mapping[str, str | Sequence[str]]], root: Path) -> Cost:
    """Open the page as it is committed, and take each step in it."""
    cost = Cost(screens=1)
    browser_path = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    if browser_path is None:
        sys.exit(
            "error: there is no Chromium here\nnext: install it, such as: apt install chromium"
        )
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport=WINDOW)  # type: ignore[arg-type]
        meter = page.context.new_cdp_session(page)
        meter.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto((root / "status" / "index.html").as_uri())
        cost.homes += 1
        for step in steps:
            ((kind, what),) = step.items()
            STEPS[kind](page, what, cost)
            page.evaluate("() => new Promise((done) => requestAnimationFrame(() => done()))")
        metrics = meter.send("Performance.getMetrics")["metrics"]
        cost.machine = next(one["value"] for one in metrics if one["name"] == "TaskDuration")
        browser.close()
    return cost


def _check(page: Page, what: Sequence[str], cost: Cost) -> None:
    facet, word = what
    box = page.locator(f'[data-facet="{facet}"] input[value="{word}"]')
    _turn(page, box, cost)
    box.check()
    cost.clicks += 1


def _type(page: Page, what: str, cost: Cost) -> None:
    _turn(page, page.locator("#q"), cost)
    page.locator("#q").click(click_count=3)  # what was sought before is replaced
    page.keyboard.type(what)
    cost.clicks += 1
    cost.keys += len(what)
    cost.homes += 2


def _click(page: Page, what: str, cost: Cost) -> None:
    thing = page.locator(what).first
    _turn(page, thing, cost)
    thing.click()
    cost.clicks += 1


def _see(page: Page, what: Sequence[str], cost: Cost) -> None:
    selector, words = what
    _turn(page, page.locator(selector).filter(has_text=re.compile(words)).first, cost)


def _turn(page: Page, thing: object, cost: Cost) -> None:
    """Turn the wheel until a thing is in view."""
    box = thing.evaluate(
        "(one) => { const b = one.getBoundingClientRect(); return [b.top, b.bottom]; }"
    )  # type: ignore[attr-defined]
    top, bottom = box
    height = WINDOW["height"]
    away = top - height + min(bottom - top, height) if bottom > height else min(0, top)
    notches = math.ceil(abs(away) / NOTCH)
    cost.notches += notches
    cost.screens += 1 + math.floor(notches * NOTCH / height) if notches else 1
    if notches:
        page.evaluate("(far) => window.scrollBy(0, far)", math.copysign(notches * NOTCH, away))


STEPS = {"check": _check, "type": _type, "click": _click, "see": _see}

if __name__ == "__main__":
    main()
