"""Settings come from the variables of the hosts' own tools, and never show a token."""

import pytest

from tracker.errors import ConfigurationError
from tracker.transport.settings import Settings, origin


def test_nothing_set_means_the_public_hosts() -> None:
    assert Settings.from_environment({}) == Settings()


def test_an_empty_variable_counts_as_unset() -> None:
    assert Settings.from_environment({"GITHUB_TOKEN": "", "HF_ENDPOINT": " "}) == Settings()


def test_each_variable_has_its_place() -> None:
    settings = Settings.from_environment(
        {
            "GITHUB_SERVER_URL": "https://ghe.example.org/",
            "GITHUB_API_URL": "https://ghe.example.org/api/v3",
            "GITHUB_GRAPHQL_URL": "https://ghe.example.org/api/graphql",
            "HF_ENDPOINT": "https://hub.example.org",
            "HF_TOKEN": "hf_1",
            "GH_TOKEN": "second",
            "GITHUB_TOKEN": "first",
        },
        offline=True,
    )
    assert settings == Settings(
        github_server="https://ghe.example.org",
        github_api="https://ghe.example.org/api/v3",
        github_graphql="https://ghe.example.org/api/graphql",
        hf_endpoint="https://hub.example.org",
        hf_token="hf_1",
        github_token="first",
        offline=True,
    )


def test_gh_token_stands_in_for_github_token() -> None:
    assert Settings.from_environment({"GH_TOKEN": "t"}).github_token == "t"


@pytest.mark.parametrize("value", ["ftp://hub.example.org", "hub.example.org", "https://u:p@h.org"])
def test_an_address_that_is_none_is_refused_by_the_name_of_its_variable(value: str) -> None:
    with pytest.raises(ConfigurationError, match="HF_ENDPOINT") as caught:
        Settings.from_environment({"HF_ENDPOINT": value})
    assert "HF_ENDPOINT" in caught.value.advice


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("hub.example.org", "HF_ENDPOINT is not an http(s) address."),
        ("https://u:p@h.org", "HF_ENDPOINT carries a user name or password."),
        ("https://", "HF_ENDPOINT has no host name."),
        ("https://h.example.org:0", "HF_ENDPOINT has an impossible port."),
        ("https://[h", "HF_ENDPOINT cannot be read as a URL."),
    ],
)
def test_what_is_wrong_with_an_address_is_a_sentence(value: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Settings.from_environment({"HF_ENDPOINT": value})
    assert caught.value.message == said


def test_a_token_with_a_line_break_is_refused_without_being_shown() -> None:
    with pytest.raises(ConfigurationError, match="HF_TOKEN") as caught:
        Settings.from_environment({"HF_TOKEN": "hf_secret\nx"})
    assert "hf_secret" not in str(caught.value)


def test_no_token_is_shown() -> None:
    shown = repr(Settings(github_token="ghp_secret", hf_token="hf_secret"))
    assert "secret" not in shown
    assert "github_token='***'" in shown


def test_an_origin_has_its_port_even_where_it_is_not_written() -> None:
    assert origin("http://A.example.org/x") == "http://a.example.org:80"
    assert origin("https://a.example.org:8443") != origin("https://a.example.org")
