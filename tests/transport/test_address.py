"""No address from outside leads into this machine or its network; no secret is printed."""

import ipaddress
import socket
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import ConfigurationError, TransportFault
from tracker.transport import address
from tracker.transport.settings import Settings

_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no proxy carry the requests."""
    for name in _PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def proxied(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a proxy carry all requests."""
    for name in _PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("https_proxy", "http://proxy.example.org:3128")


def _resolves(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (text, 0)) for text in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)


_LOCAL = [
    "http://127.0.0.1/",
    "http://127.1/",
    "https://10.1.2.3/x",
    "https://192.168.0.1/",
    "https://172.16.5.4/",
    "http://169.254.169.254/latest/meta-data/",
    "https://0.0.0.0/",
    "https://0x7f.0.0.1/",
    "https://224.0.0.1/",
    "http://localhost:8080/",
    "https://printer.local/",
    "https://metadata.google.internal/",
    "https://a.localhost./",
]


@pytest.mark.parametrize("url", _LOCAL)
@pytest.mark.usefixtures("direct")
def test_a_local_address_is_refused(url: str) -> None:
    with pytest.raises(TransportFault, match="refused") as caught:
        address.check(url, Settings())
    assert caught.value.reach == "error"


@pytest.mark.parametrize("url", _LOCAL)
@pytest.mark.usefixtures("proxied")
def test_a_local_address_is_refused_even_where_a_proxy_would_resolve_it(url: str) -> None:
    with pytest.raises(TransportFault, match="refused"):
        address.check(url, Settings())


@pytest.mark.usefixtures("direct")
def test_a_name_that_resolves_to_a_private_address_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _resolves(monkeypatch, "93.184.215.14", "10.0.0.7")
    with pytest.raises(TransportFault, match=r"10\.0\.0\.7"):
        address.check("https://innocent.example.org/", Settings())


@pytest.mark.usefixtures("direct")
@pytest.mark.parametrize("found", ["2002:a00:7::", "::ffff:10.0.0.7", "fe80::1%eth0", "fd00::1"])
def test_a_private_address_inside_a_newer_one_is_refused(
    monkeypatch: pytest.MonkeyPatch, found: str
) -> None:
    _resolves(monkeypatch, found)
    with pytest.raises(TransportFault, match="private address"):
        address.check("https://innocent.example.org/", Settings())


_INSIDE = ("127.0.0.1", "10.0.0.7", "169.254.169.254", "192.168.1.1", "0.0.0.0")  # noqa: S104


def _around(inner: str) -> dict[str, str]:
    """Return the addresses behind which a gateway finds an IPv4 address, by their kind."""
    number = int(ipaddress.IPv4Address(inner))
    high, low = f"{number >> 16:x}", f"{number & 0xFFFF:x}"
    return {
        "mapped": f"::ffff:{inner}",
        "translated": f"::ffff:0:{inner}",
        "NAT64": f"64:ff9b::{inner}",
        "6to4": f"2002:{high}:{low}::1",
        "ISATAP": f"2606:2800::5efe:{inner}",
        "ISATAP, with its own bit": f"2606:2800::200:5efe:{inner}",
    }


@pytest.mark.usefixtures("direct")
@pytest.mark.parametrize("inner", _INSIDE)
def test_no_gateway_leads_to_a_private_address(monkeypatch: pytest.MonkeyPatch, inner: str) -> None:
    refused = {
        **_around(inner),
        "compatible": f"::{inner}",
        "Teredo": "2001:0:5db8:d70e::1",
        "NAT64 of a network's own": "64:ff9b:1::5db8:d70e",
        "site": "fec0::1",
        "nobody's": "5f00::1",
    }
    for text in refused.values():
        _resolves(monkeypatch, text)
        with pytest.raises(TransportFault, match="private address"):
            address.check("https://innocent.example.org/", Settings())


@pytest.mark.usefixtures("direct")
def test_a_gateway_may_lead_to_a_public_address(monkeypatch: pytest.MonkeyPatch) -> None:
    native = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
    for text in (native, *_around("93.184.215.14").values()):
        _resolves(monkeypatch, text)
        address.check("https://innocent.example.org/", Settings())
    _resolves(monkeypatch, "::93.184.215.14")
    with pytest.raises(TransportFault, match="private address"):
        address.check("https://innocent.example.org/", Settings())


@pytest.mark.usefixtures("direct")
def test_a_name_that_resolves_to_public_addresses_is_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _resolves(monkeypatch, "93.184.215.14")
    address.check("https://example.org/", Settings())


@pytest.mark.usefixtures("direct")
def test_a_name_that_does_not_resolve_is_out_of_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nothing)
    with pytest.raises(TransportFault) as caught:
        address.check("https://nowhere.example.org/", Settings())
    assert caught.value.reach == "unreachable"


@pytest.mark.usefixtures("proxied")
def test_a_proxy_resolves_names_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    _resolves(monkeypatch, "10.0.0.7")
    address.check("https://example.org/", Settings())


@pytest.mark.usefixtures("direct")
def test_a_configured_origin_may_be_private_but_not_its_neighbour() -> None:
    settings = Settings(hf_endpoint="http://127.0.0.1:8000")
    address.check("http://127.0.0.1:8000/api/models/a/b", settings)
    for url in ("http://127.0.0.1:8001/", "https://127.0.0.1:8000/"):
        with pytest.raises(TransportFault):
            address.check(url, settings)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ext::sh -c id", "-uhttps://a.example.org", "ftp://a.example.org/",
     "git://a.example.org/x", "ssh://git@a.example.org/x", "https://me:pw@a.example.org/", ""],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(TransportFault, match="refused") as caught:
        address.check(url, Settings())
    assert caught.value.reach == "error"


@given(st.ip_addresses(v=4).filter(lambda ip: not ip.is_global))
def test_no_private_address_is_let_through_in_any_spelling(ip: ipaddress.IPv4Address) -> None:
    for spelling in (str(ip), str(int(ip)) + ".", f"0x{int(ip):08x}."):
        with pytest.raises(TransportFault):
            address.check(f"https://{spelling}/", Settings())


_SECRET = st.text("abcdefghijklmnopqrstuvwxyzABCDEF0123456789_-", min_size=8)
_NAME = st.sampled_from(
    ["token", "access_token", "X-Amz-Signature", "sig", "key", "hf_auth", "pwd"]
)


@given(_SECRET, _NAME)
def test_a_secret_in_a_query_is_not_printed(secret: str, name: str) -> None:
    url = f"https://a.example.org/x?page=2&{urlencode({name: 'zq' + secret})}"
    printed = address.printable(url)
    assert "zq" + secret not in printed
    assert "page=2" in printed


def test_a_known_secret_is_not_printed_wherever_it_stands() -> None:
    url = "https://u:pw@a.example.org:8443/hf_1234/x?q=hf_1234#hf_1234"
    assert address.printable(url, ["hf_1234"]) == "https://a.example.org:8443/***/x?q=***"


def test_an_innocent_address_is_printed_as_it_is() -> None:
    url = "https://export.arxiv.org/api/query?id_list=2503.14476,2503.16219&max_results=2"
    assert address.printable(url) == url


@given(st.text())
def test_whatever_is_printed_is_ascii(text: str) -> None:
    assert address.printable("https://a.example.org/" + text).isascii()


def _own(url: str, **told: object) -> Settings:
    return Settings(package_index=url, **told)  # type: ignore[arg-type]


@pytest.mark.usefixtures("direct")
@pytest.mark.parametrize("place", ["10.1.2.3", "192.168.0.9", "198.51.100.7", "fd00::7"])
def test_a_file_that_the_index_lists_may_be_in_the_private_network(
    monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """As it may for pip; a link in anybody's text may not lead there."""
    settings = _own("https://packages.example.net/simple")
    _resolves(monkeypatch, place)
    assert address.places("files.example.net", 443, settings, 1, listed=True) == [place]
    with pytest.raises(TransportFault, match="private address"):
        address.places("files.example.net", 443, settings, 1)


@pytest.mark.parametrize("place", ["127.0.0.1", "169.254.169.254", "::", "::1", "224.0.0.1"])
def test_a_file_that_the_index_lists_is_not_on_this_machine_unless_the_index_is(
    monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    _resolves(monkeypatch, place)
    with pytest.raises(TransportFault, match="private address"):
        address.places("files.example.net", 443, _own("https://a.example.net/s"), 1, listed=True)
    assert address.places("a.example.net", 81, _own("https://a.example.net/s"), 1, listed=True)
    with pytest.raises(TransportFault, match="private address"):
        address.places("a.example.net", 81, _own("https://a.example.net/s"), 1)


@pytest.mark.usefixtures("direct")
def test_hosts_and_networks_that_were_allowed_may_be_asked_and_no_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    allowed = {"TRACKER_ALLOWED_NETWORKS": "10.1.0.0/16, intranet.example.org printer.local"}
    settings = Settings.from_environment(allowed)
    address.inspect("http://10.1.2.3/x", settings)
    address.inspect("http://printer.local/x", settings)
    with pytest.raises(TransportFault, match="refused"):
        address.inspect("http://10.2.2.3/x", settings)
    _resolves(monkeypatch, "10.2.2.3")
    assert address.places("intranet.example.org", 443, settings, 1) == ["10.2.2.3"]
    assert address.check("https://intranet.example.org/x", settings) == ("10.2.2.3",)
    with pytest.raises(TransportFault, match="private address"):
        address.places("www.intranet.example.org", 443, settings, 1)


@pytest.mark.parametrize("value", ["10.0.0.0/33", "10.0.0", "https://a.example.org", "a b/c"])
def test_what_is_neither_host_nor_network_is_refused(value: str) -> None:
    with pytest.raises(ConfigurationError, match="TRACKER_ALLOWED_NETWORKS"):
        Settings.from_environment({"TRACKER_ALLOWED_NETWORKS": value})
