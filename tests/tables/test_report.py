"""The report of a run: what changed, what could not be seen, the table; bounded and inert."""

from tests.tables.made_rows import EVIL, HOSTILE, NOW, PLAIN, judged, table
from tracker.model.evidence import Observation, Reach
from tracker.tables import report
from tracker.tables.changes import compare


def unseen(note: str) -> Observation:
    return Observation(
        subject="https://github.com/lab/code",
        reach=Reach.UNREACHABLE,
        via="git",
        agent="tracker",
        observed_at=NOW,
        note=note,
    )


def test_everything_a_reader_asks_first_is_there() -> None:
    text = report.render(
        table(PLAIN),
        NOW,
        changes=compare(table(PLAIN), table(judged(available="removed"))),
        unreached=[unseen("no answer in time")],
        failures={"arxiv:2503.00001": "RuntimeError: broken"},
    )
    assert "- **worse**: arxiv:2503.00001, availability of github.com/lab/code" in text
    assert "[github.com/lab/code](<https://github.com/lab/code>): no answer in time" in text
    assert "RuntimeError: broken" in text
    assert "## Status\n\nAs of 2026-11-22." in text
    assert "A Paper" in text


def test_a_quiet_run_says_that_nothing_changed() -> None:
    text = report.render(table(PLAIN), NOW, changes=[], unreached=[], failures={})
    assert text.startswith("## What changed\n\n- Nothing.\n\n## Status\n")


def test_text_from_outside_is_inert() -> None:
    text = report.render(
        table(EVIL), NOW,
        changes=compare(table(), table(EVIL)),
        unreached=[unseen(HOSTILE)],
        failures={HOSTILE: HOSTILE},
    )  # fmt: skip
    assert "<script" not in text
    assert "\x1b" not in text
    assert "](javascript:" not in text.replace("\\]", "")


def test_a_report_stays_within_what_github_shows() -> None:
    """Cut at the end of a line, and said so."""
    long = judged(text="论文" * 280)
    text = report.render(table(*[long] * 1_500), NOW, changes=[], unreached=[], failures={})
    assert len(text.encode()) <= report.LIMIT
    assert text.endswith("|\n\nThe rest did not fit: see `status/STATUS.md`.\n")
