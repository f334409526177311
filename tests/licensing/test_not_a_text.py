"""What is no text is said to be none; whatever a file holds, its reader says something."""

import hashlib
import zlib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracker.jobs import licenses
from tracker.licensing.concluded import conclude
from tracker.licensing.declared import declarations
from tracker.licensing.reading import Kind, read
from tracker.licensing.source import BYTES_LIMIT, is_text
from tracker.model.verdict import NOASSERTION

ROOT = Path(__file__).parents[2]
APACHE = (ROOT / "LICENSE").read_text(encoding="utf-8")
PACKED = zlib.compress(b"".join(hashlib.sha256(bytes([n])).digest() for n in range(150)))
NO_TEXTS = {
    "an executable": b"\x7fELF\x02\x01\x01" + b"\0" * 9 + bytes(range(256)) * 20,
    "what is packed": PACKED,
    "a PDF": b"%PDF-1.7\n%MIT License\n",
    "UTF-16 without its mark": APACHE.encode("utf-16-le"),
    "broken UTF-16": b"\xff\xfe" + b"\x00\xd8\x41\x00" * 20,
    "control characters": b"\x01\x02\x03MIT License\x04\x05\x06",
}
TEXTS = {
    "nothing": b"",
    "UTF-8": "© Müller, 北京大学".encode(),
    "UTF-16": APACHE.encode("utf-16"),
    "Latin-1": ("© Andr\xe9\n\n" + APACHE).encode("latin-1"),
    "Windows quotes": b"\x93AS IS\x94, without warranty\x85",
    "Chinese, GBK": "本项目采用以下许可证发布,仅供学术研究使用。".encode("gbk"),
    "page breaks": b"GNU GENERAL PUBLIC LICENSE\n\f\nVersion 3\n",
    "a stray NUL": APACHE.encode() + b"\0",
}


@pytest.mark.parametrize("data", NO_TEXTS.values(), ids=NO_TEXTS.keys())
def test_what_is_no_text_is_said_to_be_none(data: bytes) -> None:
    assert not is_text(data)
    for kind in ("text", "readme", "card"):
        said = read("LICENSE", data, kind)
        assert (said.license, said.class_) == (NOASSERTION, "not-a-text")
        assert said.problem == "it is not a text"
        assert said.commercial == "unknown"
        assert said.matched == ()


@pytest.mark.parametrize("data", TEXTS.values(), ids=TEXTS.keys())
def test_a_text_is_one_in_whatever_encoding(data: bytes) -> None:
    assert is_text(data)
    assert read("LICENSE", data).problem is None


def test_the_encoding_of_a_licence_changes_no_answer() -> None:
    for name in ("UTF-16", "Latin-1", "a stray NUL"):
        assert read("LICENSE", TEXTS[name]).license == "Apache-2.0", name


@pytest.mark.parametrize("data", NO_TEXTS.values(), ids=NO_TEXTS.keys())
def test_a_repository_with_a_binary_licence_file_has_one_that_was_not_read(data: bytes) -> None:
    """Neither a custom licence nor none at all is concluded."""
    found = conclude(declarations({"LICENSE": data, "README.md": b"# A model\n"}))
    assert found.expression == NOASSERTION
    assert found.reason == "LICENSE is there and was not read"


def test_a_badge_without_words_ends_no_reading() -> None:
    """As in a real README: an image without `alt` whose address says the licence."""
    text = (
        '# A\n\n<a href="LICENSE"><img src="https://img.shields.io/badge/license-MIT-blue"></a>\n'
    )
    said = read("README.md", text.encode())
    assert (said.license, said.problem) == ("MIT", None)


MARKUP = st.sampled_from(
    [
        "![", "](", ")", "[", "]", "<img ", "src=", "alt=", '"', "'", ">", "<a href=", "</a>",
        "https://img.shields.io/badge/license-MIT-blue.svg", "LICENSE", "## License\n", "\n",
        "license: ", "---\n", "license: other\n", "license_name: ", "base_model: ", "- ", "tags:\n",
        "MIT", "Apache 2.0", "CC BY-NC 4.0", "The code is under the ", "It is ", "weights", "data",
        "许可证", "ライセンス", " | ", "|---|---|\n", "`", "**", "#", "    ", "non-commercial", "{",
        "[x]: ", "<!--", "-->", "\t", ":", "&", "*", "!!", "?", "%", "\x00", "\u2028", "\ufeff",
    ]
)  # fmt: skip
WRITTEN = st.lists(st.one_of(MARKUP, st.text(max_size=12)), max_size=60).map("".join)
CARD = st.builds("---\n{}\n---\n{}".format, WRITTEN, WRITTEN)


@settings(max_examples=150)
@given(
    text=st.one_of(st.text(max_size=400), WRITTEN, CARD),
    kind=st.sampled_from(["text", "readme", "card", None]),
)
@example(text='<img src="https://img.shields.io/badge/license-MIT-blue">', kind="readme")
@example(text="---\nlicense: [\n---\n", kind="card")
def test_no_text_ends_a_reading_with_an_error(text: str, kind: Kind | None) -> None:
    data = text.encode("utf-8", "surrogatepass")
    assert read("README.md", data, kind).file == "README.md"
    for name in ("README.md", "LICENSE", "NOTICE", "setup.py"):
        declarations({name: data})


def test_each_file_is_answered_on_its_own(tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text(APACHE)
    (tmp_path / "packed").write_bytes(PACKED)
    (tmp_path / "long").write_text("MIT License\n" * BYTES_LIMIT)
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    names = ["packed", "missing", "LICENSE/x", "folder", "loop", "long", "n" * 300, "LICENSE"]
    found = licenses.of_files([tmp_path / name for name in names])
    assert [Path(one.file) for one in found] == [tmp_path / name for name in names]
    assert {(one.license, one.class_) for one in found[:-1]} == {(NOASSERTION, "not-a-text")}
    assert [one.problem for one in found] == [
        "it is not a text",
        "it does not exist",
        "it is, or lies below, a file where a folder is needed",
        "it is a folder where a file is needed",
        "it is a link that leads back to itself",
        "it is longer than 300,000 bytes, as no licence is",
        "it has too long a name",
        None,
    ]
    assert found[-1].license == "Apache-2.0"

    (one,) = licenses.of_files([tmp_path / "a\0b"])  # an error that nobody has foreseen here
    assert one.problem == "it could not be judged: ValueError: embedded null byte"
    assert list(licenses.report_lines([one])) == [f"{tmp_path}/ab: not read: {one.problem}"]
