"""What is not read of a text never makes the answer more permissive."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licensing.shipped_texts import MIT, shipped
from soak import amount
from tracker.hosts.texts import listing
from tracker.licensing import conclude
from tracker.licensing.known import commercial
from tracker.licensing.reading import read
from tracker.licensing.source import BYTES_LIMIT, README_LIMIT
from tracker.model.verdict import NONE

_TAKEN = (
    "This project is for non-commercial research only.",
    "The code and the model are released under CC BY-NC 4.0.",
    "本项目的代码仅供学术研究使用，禁止商业用途。",
)
_GIVEN = (
    "# Thing\n\n## License\nThis project is MIT licensed.\n",
    "---\nlicense: mit\n---\n# Thing\n",
    "# Thing\n![license](https://img.shields.io/badge/license-MIT-blue)\n",
    "# Thing\n",
)
_BULK = st.sampled_from(
    ["word ", "word\n", "\n", " ", "This code is MIT licensed.\n", "- item\n", "| a | b |\n", "x",
     "![license](https://img.shields.io/badge/license-MIT-blue)\n", "The code is MIT licensed. ",
     "许可", "<!-- -->\n", "# Title\n", "    License :: OSI Approved :: MIT License\n"]
)  # fmt: skip


def _concluded(name: str, text: str) -> str:
    files = {name: text.encode()}
    if name != "LICENSE":
        files["LICENSE"] = MIT.encode()
    facts = listing.describe(list(files), files)
    return conclude(facts.licenses or ()).expression


def _permits(expression: str) -> bool:
    return expression == NONE or commercial(expression) == "yes"


@settings(max_examples=amount(12, 400), deadline=None)
@given(
    name=st.sampled_from(["README.md", "LICENSE"]),
    head=st.sampled_from(_GIVEN),
    bulk=_BULK,
    size=st.sampled_from([30_000, BYTES_LIMIT + 1, 2_000_000]),
    taken=st.sampled_from(_TAKEN),
)
def test_a_restriction_after_any_bulk_is_never_overlooked(
    name: str, head: str, bulk: str, size: int, taken: str
) -> None:
    filling = bulk * (size // len(bulk.encode()) + 1)
    text = f"{head}\n{filling}\n\n## License\n\n{taken}\n"
    assert not _permits(_concluded(name, text))
    alone = read(name, text.encode())
    assert alone.commercial != "yes"


@settings(max_examples=amount(6, 200), deadline=None)
@given(head=st.sampled_from(_GIVEN), bulk=_BULK, more=st.text(max_size=200))
def test_what_stands_beyond_the_limit_allows_nothing(head: str, bulk: str, more: str) -> None:
    text = head + bulk * (README_LIMIT // len(bulk.encode()) + 1) + more
    assert not _permits(_concluded("README.md", text))


@pytest.mark.parametrize("gap", [" " * 500, "\n" * 2, " and so on" * 60])
def test_what_a_long_sentence_withholds_at_its_end_is_told(gap: str) -> None:
    text = f"# A\n\n## License\nBSD license applies{gap} for non-commercial use only.\n"
    files = {"README.md": text.encode(), "LICENSE": shipped("idna").encode()}
    facts = listing.describe(list(files), files)
    found = conclude(facts.licenses or ())
    assert not _permits(found.expression)


def test_more_classifiers_than_are_read_leave_the_licence_open() -> None:
    many = ",".join(f"'License :: Other {at}'" for at in range(400))
    text = f"setup(license='MIT', classifiers=[{many}, 'License :: OSI Approved :: GPL'])"
    assert _concluded("setup.py", text) == "NOASSERTION"


def test_more_licences_than_a_card_may_list_leave_it_open() -> None:
    names = "\n".join("  - mit" for _ in range(30))
    text = f"---\nlicense:\n{names}\n---\n# Card\n"
    assert read("README.md", text.encode()).license == "NOASSERTION"
