"""Creative Commons in whatever order of words, version and jurisdiction."""

import pytest

from tracker.licensing.creative import creative_commons, creative_name

PORTS = {
    "Australia": "AU", "Austria": "AT", "Brazil": "BR", "Canada": "CA", "Chile": "CL",
    "China Mainland": "CN", "Colombia": "CO", "Croatia": "HR", "Denmark": "DK", "Estonia": "EE",
    "Finland": "FI", "France": "FR", "Germany": "DE", "Greece": "GR", "Hungary": "HU",
    "India": "IN", "Ireland": "IE", "Israel": "IL", "Italy": "IT", "Japan": "JP", "Korea": "KR",
    "South Korea": "KR", "Luxembourg": "LU", "Mexico": "MX", "Netherlands": "NL",
    "New Zealand": "NZ", "Norway": "NO", "Poland": "PL", "Portugal": "PT", "Romania": "RO",
    "Serbia": "RS", "Singapore": "SG", "Slovenia": "SI", "South Africa": "ZA", "Spain": "ES",
    "Sweden": "SE", "Switzerland": "CH", "Taiwan": "TW", "Thailand": "TH", "England": "UK",
    "United Kingdom": "UK", "United States": "US",
}  # fmt: skip


@pytest.mark.parametrize(("country", "code"), PORTS.items())
def test_each_jurisdiction_by_its_name_and_its_code(country: str, code: str) -> None:
    for named in (country, code):
        found = creative_commons(f"Creative Commons Attribution 2.5 {named}")
        assert found is not None
        assert found.removeprefix("LicenseRef-") == f"CC-BY-2.5-{code}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CC BY 4.0", "CC-BY-4.0"),
        ("CC-BY-SA 4.0", "CC-BY-SA-4.0"),
        ("CCBY-NC 4.0", "CC-BY-NC-4.0"),
        ("cc by-nd 4.0", "CC-BY-ND-4.0"),
        ("Creative Commons 4.0 NC SA", "CC-BY-NC-SA-4.0"),
        ("Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International License",
         "CC-BY-NC-SA-4.0"),
        ("Creative Commons Attribution - Non Commercial - No Derivatives 3.0 Unported",
         "CC-BY-NC-ND-3.0"),
        ("Attribution-NonCommercial 2.0 Generic", "CC-BY-NC-2.0"),
        ("BY-NC-SA 4.0", "CC-BY-NC-SA-4.0"),
        ("Attribution ShareAlike 3.0", "CC-BY-SA-3.0"),
        ("CC BY, version 4.0", "CC-BY-4.0"),
        ("CC BY 2.1 Japan", "LicenseRef-CC-BY-2.1-JP"),
        ("CC BY-NC", "LicenseRef-CC-BY-NC"),
        ("CC BY, of 4.0 or 3.0", "LicenseRef-CC-BY"),
        ("CC BY 4.0 and CC BY-NC 4.0", None),
        ("CC BY 4.0, that is CC-BY-4.0", "CC-BY-4.0"),
        ("CC", None),
        ("Creative Commons", None),
        ("attribution is due", None),
        ("success by all", None),
        ("CC BY 4.0 Foo", "CC-BY-4.0"),
        ("CC BY 4.0 Ar", "CC-BY-4.0"),
        ("CC BY on page 14.0.1", "LicenseRef-CC-BY"),
    ],
)  # fmt: skip
def test_the_one_licence_that_a_text_names(text: str, expected: str | None) -> None:
    assert creative_commons(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It is under CC BY-NC 4.0, as is that.", "CC BY-NC 4.0"),
        ("Creative Commons, and then CC BY", "CC BY"),
        ("None", ""),
    ],
)
def test_the_words_of_the_name(text: str, name: str) -> None:
    assert creative_name(text) == name
