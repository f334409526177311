"""Where a secret begins and ends, in each form in which it may come back."""

import base64
import itertools
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.blotting import FREE, Blotter, blotted

SECRET = 'hf_0/é"&<\\+9xyz'
AROUND = ("", " ", "see ", "(", "…", "key=")


@pytest.mark.parametrize("character", "/é\"&<\\+'\n\t~:@#%")
def test_a_character_is_known_as_texts_addresses_json_and_html_write_it(character: str) -> None:
    code = ord(character)
    ways = [
        character, quote(character, safe=""), quote(character, safe="").lower(),
        *(() if character.isalnum() else (
            f"&#{code};", f"&#x{code:x};", f"&#x{code:X};", f"\\u{code:04x}", f"\\u{code:04X}",
        )),
    ]  # fmt: skip
    for way in ways:
        assert Blotter([f"abcd{character}efgh"])(f"a abcd{way}efgh b") == "a *** b", way


def test_named_forms_of_html_and_short_ones_of_json_are_known() -> None:
    blot = Blotter(['abcd"&<>efgh', "abcd\\\n\tefgh"])
    assert blot("a abcd&quot;&amp;&lt;&gt;efgh b") == "a *** b"
    assert blot('a abcd\\"&<>efgh b') == "a *** b"
    assert blot(r"a abcd\\\n\tefgh b") == "a *** b"


@given(
    st.lists(st.sampled_from("abcdefghijklmnop0123456789?>~"), unique=True, min_size=FREE).map(
        "".join
    ),
    st.binary(max_size=4), st.binary(max_size=4),
)  # fmt: skip
def test_in_base64_no_more_than_half_a_character_at_its_ends_is_left(
    secret: str, before: bytes, after: bytes
) -> None:
    blot = Blotter([secret])
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        whole = encode(before + secret.encode() + after).decode()
        left, mark, right = blot(whole).partition("***")
        assert mark, whole
        assert len(left) <= -(-len(before) * 8 // 6)
        assert len(right.rstrip("=")) <= -(-len(after) * 8 // 6) + 1


@pytest.mark.parametrize("length", range(1, 12))
def test_a_short_secret_is_blotted_where_it_can_be_nothing_else(length: int) -> None:
    secret = "qwertzuiopas"[:length]
    blot = Blotter([secret])
    assert blot(f"http://me:{secret}@h") == "http://me:***@h"
    assert blot(f"{{'k': '{secret}'}}") == "{'k': '***'}"
    assert blot(f'"{secret}"') == '"***"'
    assert blot(f"?k={secret}&a") == "?k=***&a"
    alone, inside = blot(f"a {secret} b"), blot(f"x{secret}x")
    assert alone == ("a *** b" if length > 3 else f"a {secret} b")
    assert inside.startswith("x***" if length >= 8 else "xq")


@pytest.mark.parametrize("length", [9, 12, 20])
def test_eight_characters_of_a_beginning_or_an_end_give_a_secret_away(length: int) -> None:
    secret = "abcdefghijklmnopqrstuvwxyz"[:length]
    blot = Blotter([secret])
    assert blot(f"said {secret[:8]}… no") == "said ***… no"
    assert blot(f"said …{secret[-8:]} no") == "said …*** no"
    assert blot(f"said {secret[:7]}… no") == f"said {secret[:7]}… no"
    assert blot(f"said …{secret[-7:]} no") == f"said …{secret[-7:]} no"
    for piece in ("%2F", "+x", "/x", "=", "~x", ".x", "-x", "_x"):
        assert blot(f"said {secret[:8]}{piece} no") == "said *** no", piece
        assert blot(f"said {piece}{secret[-8:]} no") == "said *** no", piece


def test_of_secrets_within_each_other_the_longest_is_blotted_whole() -> None:
    secrets = ["abcdefgh", "abcdefghij-klm", "fghij-klm"]
    for order in itertools.permutations(secrets):
        assert blotted("a abcdefghij-klm b, abcdefgh c, fghij-klm d", order) == (
            "a *** b, *** c, *** d"
        )


@pytest.mark.parametrize("before", AROUND)
@pytest.mark.parametrize("after", AROUND)
def test_what_stands_around_a_secret_stays(before: str, after: str) -> None:
    assert blotted(f"{before}{SECRET}{after}", [SECRET]) == f"{before}***{after}"


def test_no_secret_is_no_pattern_and_an_empty_one_is_none() -> None:
    assert Blotter(["", "a-long-secret", "a-long-secret"]).secrets == ("a-long-secret",)
    assert Blotter([""])("as it was") == "as it was"
