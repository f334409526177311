"""The page as a reader gets it, line by line: a plain paper, and one whose claim was tried."""

import html
import re

from tests.tables.made_reproductions import row
from tests.tables.made_rows import NOW, PLAIN, table
from tests.verdicts.made_runs import USED, check, claim, measured, run
from tracker.model.check import AuthorsResponse
from tracker.tables import page

IDEA = check(
    response=AuthorsResponse(by="A. Author", text="Use more steps.", url="https://a.example/1")
)
LEFT = (measured("idea", 0.98, 0.95, 0.99, seeds=(1, 2, 3)), measured("idea_control", 0.2))
TRIED = row(claim(IDEA, headline=True), runs=(run([IDEA], LEFT, used=(USED,)),))
LOOKED = "q github.com/lab/code swh:1:rev:abc looked 2026-11-20 08:30 UTC"
AS_OF = "as of 2026-11-20 08:30 UTC"


def lines() -> list[str]:
    """Return the text of the page, without its style, its script and its tags."""
    kept = {one.run or "": "x.ipynb" for each in TRIED.verdicts.claims for one in each.checks}
    text = page.render([*table(PLAIN), TRIED], NOW, reproductions=kept)
    text = re.sub(r"<(style|script).*?</\1>", "", text, flags=re.DOTALL)
    text = html.unescape(re.sub(r"<[^>]+>", " ", text))
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def between(first: str, last: str, start: int = 0) -> list[str]:
    told = lines()
    begin = told.index(first, start)
    return told[begin + 1 : told.index(last, begin)]


def test_the_head_of_the_page() -> None:
    assert between("The reproducibility tracker", "Search")[1:] == [
        ("For every paper: what is really there, under which licence, and what can be checked. "
        "Each answer opens its evidence: the quote, the address, the revision, the time."),
        ("As of 2026-11-22 . Last looked at on 2026-11-20 , not looked at since. 1 paper was "
        "entered without any artifact."),
        "2 papers", "1 with training code", "0 with inference code only",
        "1 under one clear licence", "0 may go into a product", "1 kept all they promised",
        "1 with a claim checked here",
        "0 headline reproduced here",
    ]  # fmt: skip
    assert between("Filter", "2 of 2 papers shown") == [
        "Code", "training 1", "none entered 1", "Licence", "MIT 1", "NOASSERTION 1",
        "Use", "product", "cannot say 2", "research", "cannot say 2", "internal", "cannot say 2",
        "redistribution", "cannot say 2", "training", "cannot say 2", "Promises", "kept all 1",
        "promises not read yet 1", "Reproduction", "mechanism holds 1", "not attempted 1",
    ]  # fmt: skip


def test_the_cell_of_the_code_opens_its_evidence() -> None:
    assert between("rule summary/1 · everything about this paper", "Models") == [
        "training", "Close", "Code", "training", "lab/code: A Paper So it is.", LOOKED,
        f"A Paper{LOOKED[1:]}", "rule availability/1, depth/1 · everything about this paper",
        "none named", "Close",
    ]  # fmt: skip


def test_the_section_of_a_plain_paper() -> None:
    start = lines().index("Paper by paper")
    assert between("arXiv back to the table", "arxiv:2503.00001", start) == [
        "What you get A Paper; since 2025-03-17", "May I use it?", "cannot say", "Licence MIT",
        "Promises 1 kept", "Claims not attempted", "Last looked 2026-11-20",
        "Artifacts 1", "code official", "github.com/lab/code", "available · training",
        "https://github.com/lab/code · named in abstract",
        "Is it there? available", "A Paper", f"A Paper{LOOKED[1:]}",
        f"rule availability/1 · {AS_OF}",
        "What does it hold? training", "So it is.", LOOKED, f"rule depth/1 · {AS_OF}",
        "Since when? 2025-03-17", "So it is.", LOOKED, f"rule since/1 · {AS_OF}",
        "Is it still the same? same", "So it is.", LOOKED, f"rule identity/1 · {AS_OF}",
        "Is a copy kept in an archive? not archived", "So it is.", LOOKED,
        f"rule archived/1 · {AS_OF}",
        "Licences, side by side", "github.com/lab/code", "Concluded MIT", "So it is.", LOOKED,
        f"rule license/1 · {AS_OF}",
        "What may I do with it?", "Promises 1", "kept A Paper date not known",
        "code, at least training · README", "What became of it kept",
        "So it is.", "evidence 1", LOOKED, f"rule promise/1 · {AS_OF}",
        "Claims, and what a reproduction needs 0", "No claim is registered.",
        "Is there more of it elsewhere?", "Concluded nothing new", "So it is.", "evidence 1",
        LOOKED, f"rule elsewhere/1 · {AS_OF}",
    ]  # fmt: skip


def test_the_section_of_a_claim_that_was_tried() -> None:
    found = between("Claims, and what a reproduction needs 1", "Is there more of it elsewhere?")
    assert [each for each in found if not each.startswith("run:")] == [
        "headline c1 gains 5 points", "source Table 1",
        "hardware 8 × H100 Reproduction mechanism holds", "mechanism mechanism holds",
        "It learns.", "expected idea ≥ 0.9",
        ("measured 0.98 [0.95, 0.99] (n = 3), seeds 1–3 control without the idea: "
        "idea_control 0.2, must be ≤ 0.5"),
        "control with the answer given away: idea_given_away 1, must be ≥ 0.9",
        "if it fails The idea would not be what helps.", "Use more steps.",
        "The authors answer: A. Author", "evidence 3",
        ("Mechanism holds: idea 0.98 [0.95, 0.99] (n = 3), expected >= 0.9; control without the "
        "idea: idea_control 0.2, which must be <= 0.5; control with the answer given away: "
         "idea_given_away 1, which must be >= 0.9."),
        ("idea 0.98 [0.95, 0.99] (n = 3); idea_control 0.2; idea_given_away 1; seeds 1–3 "
        "notebooks/reproductions/2503.00001.ipynb run 2026-11-20 00:01 UTC"),
        (f"results.json github.com/lab/code/raw/abc/results.json {USED.swhid} "
        "run 2026-11-20 00:01 UTC"),
        "executed notebook · rule check/2 · as of 2026-11-20 00:01 UTC",
    ]  # fmt: skip


def test_a_check_that_was_not_tried_is_said_to_be_so() -> None:
    never = page.render([row(claim(IDEA))], NOW)
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", never)).split())
    assert "mechanism not attempted It learns." in text
