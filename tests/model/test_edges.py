"""The edges of what is read: one step inside is read, one step outside is told."""

import datetime as dt
from collections.abc import Callable

import msgspec
import pytest

from tracker.errors import UsageError
from tracker.model import foreign, python_text, swhid
from tracker.model.decoding import converted, decoded, unpacked
from tracker.model.instant import read_instant, read_past
from tracker.model.locator import fault, glued, locate, shown, traits_of
from tracker.model.package_file import PackageFile
from tracker.model.paper import (
    Artifact,
    Claim,
    Depth,
    Paper,
    Promise,
    Registry,
    Relation,
    Role,
    Source,
    Titles,
)
from tracker.model.plain_yaml import scalar
from tracker.model.release import newest, version
from tracker.model.verdict import ArtifactVerdicts, PaperVerdicts, Verdict

NOW = dt.datetime(2025, 6, 30, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("read", "text", "told"),
    [
        (foreign.from_yaml, "a: 1 #", {"a": 1}), (foreign.from_toml, "a = 1 #", {"a": 1}),
        (foreign.from_json, '"', None),
    ],
)  # fmt: skip
def test_a_file_of_three_hundred_thousand_characters_is_read_and_one_more_is_not(
    read: Callable[[str], object], text: str, told: object
) -> None:
    close = '"' if text == '"' else ""
    whole = text + "x" * (300_000 - len(text) - len(close)) + close
    assert told is None or read(whole) == told
    read(whole)
    with pytest.raises(foreign.NotRead, match="longer than is read"):
        read(text + "x" * (300_001 - len(text) - len(close)) + close)


def test_an_ini_file_is_bounded_in_lines_and_in_their_length() -> None:
    head = "[a]\nb = "
    assert foreign.from_ini(head + "c" * 1_996).get("a", "b") == "c" * 1_996
    with pytest.raises(foreign.NotRead):
        foreign.from_ini(head + "c" * 1_997)
    assert foreign.from_ini(head + "c\n" + " c\n" * 9_998).has_option("a", "b")
    with pytest.raises(foreign.NotRead):
        foreign.from_ini(head + "c\n" + " c\n" * 9_999)


def test_nothing_is_put_in_place_of_a_name_in_an_ini_file_and_the_last_of_two_holds() -> None:
    assert foreign.from_ini("[a]\nb = %(c)s ${d}\n[a]\nb = 2\nc = %(b)s").items("a") == [
        ("b", "2"), ("c", "%(b)s"),
    ]  # fmt: skip


@pytest.mark.parametrize("wrap", [("[", "]"), ('{"a":', "}")])
def test_json_may_nest_a_hundred_levels(wrap: tuple[str, str]) -> None:
    def nested(levels: int) -> str:
        return wrap[0] * levels + "1" + wrap[1] * levels

    assert foreign.from_json(nested(100)) is not None
    with pytest.raises(foreign.Malformed):
        foreign.from_json(nested(101))
    beside = f"[{', '.join([nested(50)] * 9)}]"
    assert not foreign.nested(beside.encode())


@pytest.mark.parametrize(
    ("read", "nested"),
    [
        (foreign.from_yaml, lambda levels: "[" * levels + "]" * levels),
        (foreign.from_yaml, lambda levels: "".join(" " * at + "a:\n" for at in range(levels))),
        (foreign.from_toml, lambda levels: "a = " + "[" * (levels - 1) + "]" * (levels - 1)),
        (foreign.from_toml, lambda levels: ".".join("a" * levels) + " = 1"),
    ],
)
def test_what_people_write_may_nest_twenty_levels(
    read: Callable[[str], object], nested: Callable[[int], str]
) -> None:
    for levels in (2, 5, 19, 20):
        read(nested(levels))
    for levels in (23, 40, 200):
        with pytest.raises(foreign.NotRead, match="too deeply"):
            read(nested(levels))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: &x 1", "`&x` shares a value"), ("&x a: 1", "`&x` shares a value"),
        ("!!str a: 1", "is a tag"), ("a: !!str 1", "is a tag"),
        ("<<: {a: 1}", "merges fields"), ("a: 1\nb: {c: 1, c: 2}", "has a field twice: c"),
        ("--- a\n--- b", "a second document"), ("? [a]\n: 1", "no word"),
    ],
)  # fmt: skip
def test_why_a_yaml_file_is_not_read_is_said(text: str, why: str) -> None:
    with pytest.raises(foreign.NotRead, match=why):
        foreign.from_yaml(text)
    assert foreign.from_yaml('"<<": 1') == {"<<": 1}
    assert foreign.from_yaml("") is None


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None), ("nUll", "nUll"),
        ("true", True), ("True", True), ("TRUE", True), ("tRue", "tRue"), ("yes", "yes"),
        ("false", False), ("False", False), ("FALSE", False), ("off", "off"),
        ("12", 12), ("-12", -12), ("+12", 12), ("012", 12), ("9" * 18, 10**18 - 1),
        ("9" * 19, 1e19), ("1.5", 1.5), (".5", 0.5), ("1.", 1.0), ("1e3", 1000.0),
        ("1E+3", 1000.0), ("1e-3", 0.001), ("-.5", -0.5), (".", "."), ("1e", "1e"), ("e3", "e3"),
        ("1_000", "1_000"), ("0x1f", "0x1f"), (".inf", ".inf"), (".nan", ".nan"),
        ("1e999", "1e999"),
        ("12:30", "12:30"), ("2025-01-01", "2025-01-01"), ("\u0661", "\u0661"),
    ],
)  # fmt: skip
def test_what_an_unquoted_word_means(word: str, meaning: object) -> None:
    assert (type(scalar(word)), scalar(word)) == (type(meaning), meaning)


def test_half_a_pair_of_surrogates_costs_nothing_else() -> None:
    assert decoded(rb'["\ud83d\ude00", "\ud83d", "\ude00x", "\\ud83d"]', list[str]) == [
        "\U0001f600", "\ufffd", "\ufffdx", "\\ud83d",
    ]  # fmt: skip
    assert decoded('["a\ud800"]'.replace("\ud800", "\\ud800"), list[str]) == ["a\ufffd"]
    for broken in ('["a', '{"a" 1}', rb'["\ud800'):
        with pytest.raises(msgspec.DecodeError):
            decoded(broken, object)
    with pytest.raises(msgspec.ValidationError):
        decoded(rb'"\ud800"', int)


def test_what_was_packed_or_has_attributes_is_read() -> None:
    paper = Paper(id="arxiv:2503.00001", titles=Titles(en="T"))
    assert unpacked(msgspec.msgpack.encode(paper), Paper) == paper

    class Row:
        id, titles = "arxiv:2503.00001", {"en": "T"}

    assert converted(Row(), Paper, from_attributes=True) == paper
    with pytest.raises(msgspec.ValidationError):
        converted(Row(), Paper)


@pytest.mark.parametrize(
    ("text", "now", "told"),
    [
        ("2025-06-30", NOW, "2025-06-30T23:59:59"),
        ("2025-06-30", NOW.replace(hour=0), "2025-06-30T23:59:59"),
        ("2025-07-01", NOW, None), ("2025-07-01", NOW.replace(hour=23, minute=59), None),
        ("2025-06-30T12:00:00Z", NOW, "2025-06-30T12:00:00"),
        ("2025-06-30T12:00:01Z", NOW, None),
        ("2025-06-30T13:59:00+02:00", NOW, "2025-06-30T11:59:00"),
        ("1999-01-01", NOW, "1999-01-01T23:59:59"),
    ],
)  # fmt: skip
def test_of_a_day_that_has_begun_something_can_be_known(
    text: str, now: dt.datetime, told: str | None
) -> None:
    if told is None:
        with pytest.raises(UsageError, match="in the future") as caught:
            read_past(text, now)
        assert f"{now:%Y-%m-%dT%H:%M}" in caught.value.advice
    else:
        found = read_past(text, now)
        assert found is not None
        assert found.isoformat() == f"{told}+00:00"


def test_no_date_is_no_bound_and_what_the_calendar_has_not_is_told_why() -> None:
    assert (read_past("", NOW), read_past(None, NOW)) == (None, None)
    with pytest.raises(UsageError, match=r"is no date$"):
        read_instant("tomorrow")
    with pytest.raises(UsageError, match=r"is no date: .*(day|month)"):
        read_instant("2025-02-30")
    with pytest.raises(UsageError, match="is no date"):
        read_instant("0001-01-01T00:00:00+14:00")


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("pkg:pypi/verl@0.3.0?file_name=verl-0.3.0.tar.gz", ("verl", "0.3.0", "verl-0.3.0.tar.gz")),
        ("pkg:pypi/a@1%2Bcu1?file_name=a-1%2Bcu1.whl", ("a", "1+cu1", "a-1+cu1.whl")),
        ("pkg:pypi/A_b.c-d@1!2.0+x?file_name=_a+b.whl", ("A_b.c-d", "1!2.0+x", "_a+b.whl")),
        ("pkg:pypi/-a@1?file_name=a.whl", None), ("pkg:pypi/a-@1?file_name=a.whl", None),
        ("pkg:pypi/a?file_name=a.whl", None), ("pkg:pypi/a@1?file_name=../a.whl", None),
        ("pkg:pypi/a@1?file_name=.a", None), ("pkg:pypi/a@1?file_name=a.whl&x", None),
        ("pkg:npm/a@1?file_name=a.whl", None), ("pkg:pypi/a@1", None), ("", None),
        ("pkg:pypi/\u00e9@1?file_name=a.whl", None),
    ],
)  # fmt: skip
def test_a_file_of_a_package_is_named_by_version_and_file(
    url: str, parts: tuple[str, str, str] | None
) -> None:
    found = PackageFile.read(url)
    assert (found and (found.project, found.version, found.file)) == parts


def test_the_ids_of_software_heritage_hold_those_of_git() -> None:
    assert swhid.revision("ab" * 20) == "swh:1:rev:" + "ab" * 20
    assert swhid.git_id(swhid.content(b"")) == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"


def test_a_paper_is_begun_by_anything_that_somebody_entered_of_it() -> None:
    bare = Paper(id="arxiv:2503.00001", titles=Titles(en="T"))
    source = Source(where="abstract")
    assert not bare.begun
    assert msgspec.structs.replace(bare, promises_read_in=(source,)).begun
    promise = converted(
        {"quote": "Soon.", "role": "code", "depth": "partial", "source": {"where": "abstract"}},
        Promise,
    )
    assert msgspec.structs.replace(bare, promises=(promise,)).begun


def test_examples_are_no_claims_of_a_paper() -> None:
    own, example = (
        Claim(id=name, statement="s", source=Source(where="w"), example=name == "example")
        for name in ("own", "example")
    )
    paper = Paper(id="arxiv:2503.00001", titles=Titles(en="T"), claims=(own, example, own))
    assert paper.without_examples.claims == (own, own)
    assert paper.without_examples.without_examples.claims == (own, own)
    plain = msgspec.structs.replace(paper, claims=(own,))
    assert plain.without_examples is plain


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("doi:10.1/Vol", True), ("DOI:10.1/vol", True), ("doi:10.1/", False),
        ("2503.00001v", False), ("arxiv:2503.00001v2", False),
    ],
)  # fmt: skip
def test_an_id_is_found_by_its_whole_name(key: str, found: bool) -> None:
    papers = (Paper(id="doi:10.1/Vol", titles=Titles(en="T")),)
    assert (Registry(papers=papers).paper(key) is not None) == found


def test_three_tags_are_kept_and_names_of_a_hundred_characters() -> None:
    names = {f"v{number}": None for number in range(12)}
    assert [each.name for each in newest(names)] == ["v11", "v10", "v9"]
    assert [each.name for each in newest({"9" * 100: None, "8" * 101: None})] == ["9" * 100]
    assert newest({}) == ()
    assert version("v" + "9" * 5_000)[0] == (999_999_999,)


@pytest.mark.parametrize(
    "name", ["1.0rc1", "1.0-alpha", "1.0_beta2", "1.0a", "1.0b3", "1.0c1", "1.0.dev", "1.0+pre",
             "1.0-preview", "1.0RC"]
)  # fmt: skip
def test_an_early_version_comes_before_the_version(name: str) -> None:
    assert version("0.9") < version(name) < version("1.0") < version("1.0-post1")


def test_an_address_is_told_without_the_names_in_it() -> None:
    assert shown("http://a:b@c.example/ and //d:e@f/") == "http://***@c.example/ and //***@f/"
    assert [
        glued(f"https://e.org/a{each}") for each in "。，、；：！？）】》」』…,;!'\"<>`*."
    ] == list("。，、；：！？）】》」』…,;!'\"<>`*.")
    assert glued("https://e.org/a_(b)).") == ")."
    assert glued("https://e.org/a)b") == glued("https://e.org/(a)b") == ""
    assert glued("https://e.org/a_(b)!),") == "!),"


def test_the_answers_about_something_are_those_with_a_field_and_all_others() -> None:
    made = {
        name: Verdict(question=name, subject="s", answers=("a", "b"), reason="r", rule="r/1")
        for name in (
            "availability", "depth", "license", "since", "identity", "archived", "promise",
            "reproduction", "elsewhere", "summary", "other",
        )
    }  # fmt: skip
    about_artifact, about_paper = (
        {name: made[name] for name in names.split()}
        for names in (
            "availability depth license since identity archived",
            "promise license reproduction elsewhere summary",
        )
    )
    artifact = Artifact(
        role=Role.CODE, url="https://a.org/r", relation=Relation.OFFICIAL, seen_in="README"
    )
    one = ArtifactVerdicts(artifact=artifact, subject="s", more=(made["other"],), **about_artifact)
    paper = PaperVerdicts(
        paper=Paper(id="arxiv:1", titles=Titles(en="T")), artifacts=(one,), promises=(), claims=(),
        more=(made["other"],), **about_paper,
    )  # fmt: skip
    for judged, own in ((one, about_artifact), (paper, about_paper)):
        assert [each.question for each in judged.verdicts] == [*own, "other"]
    assert made["depth"].answer == "a + b"
    assert one.reached is None
    deep = msgspec.structs.replace(made["depth"], answers=("training", "pinned"))
    assert msgspec.structs.replace(one, depth=deep).reached is Depth.TRAINING


@pytest.mark.parametrize("sign", " \t\n\r\x00\x1f\x7f\x9f\u2003\ud800\udfff")
def test_no_address_has_blanks_or_signs_that_nobody_sees(sign: str) -> None:
    assert fault(f"https://example.org/a{sign}b") == "has a space or control character in it"


def test_a_port_and_a_query_are_parts_of_a_page_and_a_fragment_is_not() -> None:
    page = locate("HTTP://Example.ORG:8080/A/b//?q=1&r#f")
    assert (page.host, page.kind) == ("web", "page")
    assert (page.name, page.url) == (
        "example.org:8080/A/b?q=1&r",
        "http://example.org:8080/A/b?q=1&r",
    )
    assert locate("https://example.org").url == "https://example.org/"
    assert traits_of("https://user@github.com/o/r").host == "web"


def test_python_of_many_fields_is_read_up_to_a_bound() -> None:
    text = "f'" + "{x}" * 100 + "'"
    assert python_text.parsed(text) is not None
    assert python_text.parsed(text.encode()) is not None
    assert python_text.parsed("# " + "{" * 40_000) is not None, "no formatted string"
    for start in ("f'", 'f"', "F'", "rf'", "fr'", "Rf'", 'RF"'):
        many = f"x = {start}" + "{x}" * 30_000 + start[-1]
        with pytest.raises(foreign.NotRead, match="fields"):
            python_text.parsed(many)
    with pytest.raises(foreign.NotRead, match="nested"):
        python_text.parsed("-" * 100_000 + "1")
    assert python_text.parsed("print 'as in 2008'") is None
    assert python_text.parsed(b"\x00") is None
