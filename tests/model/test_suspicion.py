"""An address in a registry leads where it seems to lead, and never to the reader's own machine."""

import pytest

from tracker.model.suspicion import printable, suspicious


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "10.0.0.8", "192.168.1.1",
     "169.254.169.254", "172.16.0.1", "0.0.0.1", "224.0.0.1", "[::1]", "[fe80::1]",
     "[::ffff:127.0.0.1]", "localhost", "metadata.google.internal", "nas.local"],
)  # fmt: skip
def test_this_machine_and_its_network_are_told_in_every_spelling(host: str) -> None:
    assert suspicious(f"http://{host}:8080/x") == "leads to this machine or to a private network"


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("https://example.org/a\u202egpj.exe", "nobody sees"),
        ("https://example.org/a%E2%80%AEb", "nobody sees"),
        ("https://example.org/a\u200bb", "nobody sees"),
        ("https://g\u0456thub.com/a/b", "host name"),
        ("https://github.com/\u043eo/b", "its name"),
        ("https://www.github.com/%D0%BEo/b", "its name"),
    ],
)
def test_what_does_not_read_as_it_looks_is_told(url: str, what: str) -> None:
    assert what in (suspicious(url) or "")


@pytest.mark.parametrize(
    "url",
    ["https://8.8.8.8/x", "https://xn--mnchen-3ya.de/", "https://example.org/论文",
     "https://zh.wikipedia.org/wiki/%E8%AE%BA%E6%96%87", "https://1.example.org/2",
     "https://github.com/a/b", "https://gitlab.com/\u043eo/b", "https://[2001:4860:4860::8888]/"],
)  # fmt: skip
def test_a_plain_address_is_none(url: str) -> None:
    assert suspicious(url) is None


@pytest.mark.parametrize(
    "url",
    ["https://github.com/a/b", "https://8.8.8.8/x", "https://[2606:4700::1111]/",
     "https://example.org/\u0434", "https://local.example.org/", "https://x0x.example/",
     "https://github.com.example.org/%D0%BE"],
)  # fmt: skip
def test_an_ordinary_address_is_not_suspected(url: str) -> None:
    assert suspicious(url) is None


@pytest.mark.parametrize(
    "host",
    ["a.localhost", "a.local", "a.internal", "a.lan", "a.home.arpa", "localhost.",
     "[2002:7f00:1::]", "0x7F000001", "1.2.3.4.5"],
)  # fmt: skip
def test_names_and_numbers_of_private_networks_are_told(host: str) -> None:
    assert suspicious(f"https://{host}/") == "leads to this machine or to a private network"


@pytest.mark.parametrize("host", ["github.com", "huggingface.co", "hf.co", "arxiv.org"])
def test_on_hosts_of_plain_names_other_letters_are_told(host: str) -> None:
    assert suspicious(f"https://{host}/\u043eo") == "has letters in its name that look like others"


def test_a_suspicious_address_can_be_printed() -> None:
    assert printable("https://g\u0456thub.com/\u200b") == "https://g\\u0456thub.com/\\u200b"
