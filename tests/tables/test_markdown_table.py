"""STATUS.md, whole, and with every text hostile."""

import re

import msgspec

from tests.tables.made_rows import EVIL, NOW, PLAIN, table
from tracker.model.evidence import Evidence
from tracker.tables import markdown
from tracker.tables.splice import END

EXPECTED = """\
# Status

As of 2026-11-22. Last looked at on 2026-11-20, not looked at since.

| Paper | What you get | Code | Models | Datasets | Licence | Use | Promises | Reproduction | \
Since | Last looked |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| [A Paper](<https://arxiv.org/abs/2503.00001>) 论文 | A Paper; since 2025-03-17 | 🟢 training | \
⚪ none named | ⚪ none named | 🟢 MIT | ⚪ cannot say | 🟢 1 kept | ⚪ not attempted | \
2025-03-17 | 2026-11-20 |

🟢 there · 🟡 partly, with limits, or not in agreement · 🔴 not there · ⚪ nobody knows

## Evidence

<details><summary>arxiv:2503.00001: A Paper</summary>

- **summary**: A Paper; since 2025-03-17. So it is.
- **license**: MIT. So it is.
- **promise**: kept. So it is.
- **reproduction**: not attempted. So it is.
- **elsewhere**: nothing new. So it is.
  - “q” [github.com/lab/code](<https://github.com/lab/code>), swh:1:rev:abc (looked 2026-11-20)
- **github.com/lab/code, availability**: available. A Paper
  - “A Paper” [github.com/lab/code](<https://github.com/lab/code>), swh:1:rev:abc \
(looked 2026-11-20)
- **github.com/lab/code, depth**: training. So it is.
  - “q” [github.com/lab/code](<https://github.com/lab/code>), swh:1:rev:abc (looked 2026-11-20)
- **github.com/lab/code, since**: 2025-03-17. So it is.
  - “q” [github.com/lab/code](<https://github.com/lab/code>), swh:1:rev:abc (looked 2026-11-20)
- **github.com/lab/code, identity**: same. So it is.
  - “q” [github.com/lab/code](<https://github.com/lab/code>), swh:1:rev:abc (looked 2026-11-20)
- **github.com/lab/code, archived**: not archived. So it is.
  - “q” [github.com/lab/code](<https://github.com/lab/code>), swh:1:rev:abc (looked 2026-11-20)
- **github.com/lab/code, license**: MIT. So it is.
  - “q” [github.com/lab/code](<https://github.com/lab/code>), swh:1:rev:abc (looked 2026-11-20)
- **promise “A Paper”**: kept. So it is.
  - “q” [github.com/lab/code](<https://github.com/lab/code>), swh:1:rev:abc (looked 2026-11-20)

</details>
"""


def test_the_page_is_exactly_this() -> None:
    assert markdown.render(table(PLAIN), NOW) == EXPECTED


def test_hostile_text_makes_no_cell_no_tag_no_link_and_no_mark() -> None:
    page = markdown.render(table(EVIL), NOW)
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in rows} == {12}
    assert "<script" not in page
    assert END not in page
    markdown_lines = "\n".join(line for line in page.splitlines() if "<summary>" not in line)
    assert "[x](" not in markdown_lines
    assert not re.search(r"https?://evil", markdown_lines)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", page)
    assert not [line for line in page.splitlines() if line.startswith("# [")]
    assert page.count("</summary>") == 1


def test_an_address_that_is_no_web_address_becomes_no_link() -> None:
    assert markdown.link("x", "javascript:alert(1)") == "x"
    assert (
        markdown.link("x", "https://a.example/b)>|c d")
        == "[x](<https://a.example/b%29%3E%7Cc%20d>)"
    )


def test_an_empty_registry_is_said_plainly() -> None:
    assert markdown.table((), None) == "No paper is registered.\n"


def test_a_piece_of_evidence_is_named_by_its_repository_and_leads_to_its_line() -> None:
    url = "https://github.com/lab/code/blob/abc/LICENSE#L1"
    piece = Evidence(url=url, quote="MIT", revision="swh:1:rev:abc", observed_at=NOW,
                     source="looked")  # fmt: skip
    [artifact] = PLAIN.artifacts
    licensed = msgspec.structs.replace(artifact.license, evidence=(piece,))
    made = msgspec.structs.replace(
        PLAIN, artifacts=(msgspec.structs.replace(artifact, license=licensed),)
    )
    told = markdown.render(table(made), NOW)
    assert f"[github.com/lab/code](<{url}>), swh:1:rev:abc" in told
