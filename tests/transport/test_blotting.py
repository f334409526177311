"""A secret is known again in every form, and nothing else is taken for one."""

import base64
import html
import io
import json
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cli.streams import BlottingStream
from tracker.model.blotting import Blotter
from tracker.transport.secrets import secrets_in, secrets_of

_PRINTABLE = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=12, max_size=60)
_AROUND = st.text(" \n.,:;\"'<>", max_size=5)


def _forms(secret: str, user: str) -> list[str]:
    """Return what a host may make of a secret."""
    basic = base64.b64encode(f"{user}:{secret}".encode()).decode()
    return [
        secret,
        quote(secret, safe=""),
        quote(secret).lower() if secret.islower() else quote(secret),
        quote_plus(secret),
        html.escape(secret),
        json.dumps(secret)[1:-1],
        basic,
        base64.urlsafe_b64encode(secret.encode()).decode(),
    ]


@given(_PRINTABLE, st.text("abcxyz", max_size=4), _AROUND, _AROUND)
def test_no_form_of_a_secret_is_let_through(
    secret: str, user: str, before: str, after: str
) -> None:
    blot = Blotter([secret])
    for form in _forms(secret, user):
        left = blot(before + form + after)
        kept = left.removeprefix(before).removesuffix(after)
        assert "***" in kept
        assert len(kept.replace("***", "")) <= 10  # of base64: the user, and half a character


@given(_PRINTABLE.filter(lambda text: len(text) > 20), st.integers(13, 20))
def test_where_a_text_was_cut_the_rest_of_the_secret_is_blotted(secret: str, length: int) -> None:
    blot = Blotter([secret])
    assert secret[:12] not in blot(f"it said: {secret[:length]}…")
    assert secret[-12:] not in blot(f"it said: …{secret[-length:]} is wrong")


@given(st.text(max_size=200))
def test_other_text_stays_as_it_is(text: str) -> None:
    assert Blotter(["ghp_0123456789abcdef", "pässwörd!", "pw"])(text) == text
    assert Blotter([])(text) == text


def test_a_short_password_is_no_word() -> None:
    blot = Blotter(["pw", "sesam"])
    assert blot("pwd of http://u:pw@h and {'password': 'pw'}") == (
        "pwd of http://u:***@h and {'password': '***'}"
    )
    assert blot("sesame sesam http://u:sesam@h") == "sesame *** http://u:***@h"


@pytest.mark.parametrize(
    ("url", "secrets"),
    [
        ("https://example.org/a?page=2", []),
        ("https://example.org:8080/@user/x", []),
        ("https://git@github.com/o/r", []),
        ("http://u:p%40ss@example.org/simple", ["p%40ss", "p@ss"]),
        ("http://u:p/a?s#s@example.org/x", ["p/a?s#s"]),
        ("https://ghp_0123456789@github.com/o/r", ["ghp_0123456789"]),
        ("zip://x.zip::s3://AKIA:wJalr@bucket/x?sas_token=b&endpoint=c", ["wJalr", "b"]),
        ("//[", []),
    ],
)
def test_the_secrets_of_an_address(url: str, secrets: list[str]) -> None:
    assert secrets_in(url) == secrets


def test_the_secrets_of_a_process(tmp_path: Path) -> None:
    hub, pip = tmp_path / ".cache" / "huggingface", tmp_path / ".config" / "pip"
    hub.mkdir(parents=True)
    pip.mkdir(parents=True)
    (hub / "token").write_text("hf_inAFile1\n")
    (hub / "stored_tokens").write_text("[one]\nhf_token = hf_inAFile2\n[two]\nhf_token = hf_3\n")
    (pip / "pip.conf").write_text("[global]\nindex-url = https://me:inPipConf@example.org/simple\n")
    environ = {
        "HOME": str(tmp_path),
        "GITHUB_TOKEN": "ghp_1",
        "GH_TOKEN": "ghp_2",
        "HUGGING_FACE_HUB_TOKEN": "hf_0",
        "PIP_EXTRA_INDEX_URL": "https://a.example.org https://me:inASecond@b.example.org",
        "UV_INDEX": "x=https://me:inUv@example.org/simple",
        "https_proxy": "http://me:inProxy@example.org:3128",
        "AWS_SECRET_ACCESS_KEY": "wJalrXUtn",
        "OPENAI_API_KEY": "sk-1",
        "TOKENIZERS_PARALLELISM": "false",
        "SSH_AUTH_SOCK": "/tmp/agent",  # noqa: S108
        "SSL_KEY": "/etc/ssl/key.pem",
        "USE_TOKEN": "1",
        "PATH": "/usr/bin",
    }
    words = ["tracker", "run", "--copy-to=ftp://me:inAWord@example.org/x"]
    assert set(secrets_of(environ, words)) == {
        "ghp_1", "ghp_2", "hf_0", "hf_inAFile1", "hf_inAFile2", "hf_3", "inPipConf", "inASecond",
        "inUv", "inProxy", "inAWord", "wJalrXUtn", "sk-1",
    }  # fmt: skip


def test_unreadable_files_hold_no_secrets(tmp_path: Path) -> None:
    (tmp_path / "stored_tokens").write_bytes(b"no section\xff")
    (tmp_path / "token").mkdir()
    assert secrets_of({"HF_HOME": str(tmp_path), "HOME": str(tmp_path)}) == ()


def test_a_stream_blots_and_is_a_stream() -> None:
    under = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    stream = BlottingStream(under, Blotter(["ghp_0123456789"]))
    print("a ghp_0123456789 b", file=stream, flush=True)
    assert under.buffer.getvalue() == b"a *** b\n"  # type: ignore[attr-defined]
    assert (stream.encoding, stream.isatty(), stream.writable()) == ("utf-8", False, True)
