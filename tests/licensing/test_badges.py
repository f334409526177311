"""What a badge claims, where it stands, and which badges claim nothing."""

import pytest

from tracker.licensing.badges import badges
from tracker.licensing.source import Source
from tracker.model.evidence import Place

STATIC = "https://img.shields.io/badge/"


def claims(text: str) -> list[tuple[int | None, str | None, str]]:
    found = badges(Source(path="README.md", text=text))
    return [(one.line, one.expression, one.quote) for one in found]


@pytest.mark.parametrize(
    ("badge", "expected"),
    [
        (f"![License]({STATIC}License-MIT-blue.svg)", "MIT"),
        (f"![x]({STATIC}license-Apache%202.0-blue)", "Apache-2.0"),
        (f"![x]({STATIC}license-Apache--2.0-green.png)", "Apache-2.0"),
        (f"![x]({STATIC}License-CC__BY__NC__4.0-blue)", "CC-BY-NC-4.0"),
        (f"![x]({STATIC}License-CC_BY_NC_4.0-blue)", "CC-BY-NC-4.0"),
        (f"![x]({STATIC}MIT-License-blue)", "MIT"),
        ("![x](https://img.shields.io/static/v1?label=license&message=ISC&color=red)", None),
        ("![license](https://img.shields.io/static/v1?label=x&message=ISC&color=red)", "ISC"),
        ("![License: MIT](badge.svg)", "MIT"),
        ("[![x](badge.svg)](https://opensource.org/licenses/MIT)", "MIT"),
        ("[![MIT](badge.svg)](LICENSE)", "MIT"),
        (f"![x](<{STATIC}License-MIT-blue.svg>)", "MIT"),
        (f"<img alt='License' src='{STATIC}License-MIT-blue.svg'>", "MIT"),
        (f'<a href="LICENSE"><img src="{STATIC}x-MIT-blue"></a>', "MIT"),
        (f'<a href="https://x.org"> <IMG ALT="License" SRC="{STATIC}x-ISC-b"> </a>', "ISC"),
        ("![许可证: MIT](badge.svg)", "MIT"),
        (f"![x]({STATIC}协议-MIT-blue)", "MIT"),
        (f"![x]({STATIC}ライセンス-MIT-blue)", "MIT"),
        (f"![x]({STATIC}python-MIT-blue)", None),
        ("![License](https://img.shields.io/github/license/a/b)", None),
        ("![License](x.svg)", None),
        (f"![License]({STATIC}License-Foo-blue.svg)", None),
    ],
)
def test_what_a_badge_claims(badge: str, expected: str | None) -> None:
    assert [name for _, name, _ in claims(badge)] == ([expected] if expected else [])


def test_each_badge_has_its_line_and_is_quoted_as_printed() -> None:
    one = f"[![License]({STATIC}License-MIT-blue)]()"
    two = f"<img alt='License' src='{STATIC}License-ISC-blue'>"
    three = f"![License]({STATIC}License-0BSD-blue)"
    assert claims(f"# X\n\n{one} text\n{two}\n\n{three} {one}\n") == [
        (3, "MIT", one), (4, "ISC", two), (6, "0BSD", three), (6, "MIT", one),
    ]  # fmt: skip


def test_of_more_badges_than_anybody_means_the_readme_was_read_in_part() -> None:
    line = f"![License]({STATIC}License-MIT-blue)\n"
    found = list(badges(Source(path="README.md", text=line * 102)))
    assert len(found) == 101
    assert [one.how for one in found[99:]] == ["name", "part"]
    assert found[100].place is Place.README
    assert len(list(badges(Source(path="README.md", text=line * 100)))) == 100
