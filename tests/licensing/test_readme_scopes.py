"""A README says of code, weights and data apart what holds; what agrees takes nothing back."""

import random
from collections.abc import Iterator

import pytest

from tests.licensing.shipped_texts import MIT
from tests.licensing.test_never_more_permissive import RESTRICTING
from tests.soak import amount
from tracker.licensing.reading import Reading, read


def readme(text: str) -> Reading:
    return read("README.md", text.encode(), "readme")


def section(text: str) -> Reading:
    return readme(f"# A\n\n## License\n\n{text}\n")


@pytest.mark.parametrize(
    ("text", "code", "weights", "data"),
    [
        ("The code is MIT, but the weights are under CC BY-NC 4.0.", "MIT", "CC-BY-NC-4.0", None),
        ("Source code: BSD-3-Clause; model checkpoints are under the Apache License 2.0.",
         "BSD-3-Clause", "Apache-2.0", None),
        ("Our scripts are released under GPL-3.0, and the corpus is available under CC0.",
         "GPL-3.0-only", None, "CC0-1.0"),
        ("本项目代码采用 MIT 协议，模型权重遵循 CC BY-NC 4.0 协议。", "MIT", "CC-BY-NC-4.0", None),
        ("コードは MIT ライセンスです。データは CC BY 4.0 です。", "MIT", None, "CC-BY-4.0"),
        ("Le code est sous licence MIT.", "MIT", None, None),
        ("Die Daten stehen unter CC BY 4.0.", None, None, "CC-BY-4.0"),
        ("| Part | License |\n| --- | --- |\n| Code | MIT |\n| Dataset | CC BY-SA 4.0 |",
         "MIT", None, "CC-BY-SA-4.0"),
        ("### Code\n\nMIT\n\n### Model weights\n\nOpenRAIL++",
         "MIT", "LicenseRef-OpenRAIL++-M", None),
        ("The model and the dataset are under the Apache 2.0 license.",
         None, "Apache-2.0", "Apache-2.0"),
    ],
)  # fmt: skip
def test_each_part_has_its_own_licence(
    text: str, code: str | None, weights: str | None, data: str | None
) -> None:
    answer = section(text)
    assert (answer.code, answer.weights, answer.data) == (code, weights, data)


@pytest.mark.parametrize(
    "text",
    [
        "The code is under the MIT License, but the models are for research only.",
        "The code is MIT licensed. The models in this library are for non-commercial use only.",
        "Code: MIT\n\n**The weights must not be used commercially.**",
        "代码采用 MIT 协议，模型权重仅供学术研究使用。",
    ],
)
def test_a_restriction_of_the_weights_leaves_the_licence_of_the_code(text: str) -> None:
    answer = section(text)
    assert (answer.code, answer.weights, answer.commercial) == ("MIT", "NOASSERTION", "no")


@pytest.mark.parametrize(
    ("text", "license_id"),
    [
        ("The data are under CC BY-NC 4.0. For commercial use, contact us.", "CC-BY-NC-4.0"),
        ("The dataset is CC BY-NC-SA 4.0 (no commercial use).", "CC-BY-NC-SA-4.0"),
        ("This model is under the Llama 2 Community License. Larger companies need permission.",
         "LicenseRef-Llama-2-Community"),
        ("Licensed under AGPL-3.0. For a closed-source product buy our commercial license.",
         "AGPL-3.0-only"),
        ("Two options:\n\n- **AGPL-3.0**: for all\n- **Enterprise License**: for commercial use",
         "AGPL-3.0-only"),
    ],
)  # fmt: skip
def test_what_agrees_with_the_licence_takes_nothing_back(text: str, license_id: str) -> None:
    assert section(text).license == license_id


@pytest.mark.parametrize(
    "text",
    [
        "This code is under GPL-3.0. Companies must not use it.",
        "The code is under the MIT License. A commercial license is needed by companies.",
        "This model is under the Llama 2 Community License, and for research only.",
        "The template of this page is under MIT.",
        "See the LICENSE of upstream. Bar is MIT.",
        "Our code is built on Foo, which is under the Apache 2.0 license.",
        "The license differs for each subset you use:\n\n- First: MIT",
        "An MIT-style license.",
        "Released under [your license, e.g. MIT].",
    ],
)
def test_what_does_not_agree_or_is_of_others_is_never_a_yes(text: str) -> None:
    answer = section(text)
    assert answer.commercial in ("unknown", "no")
    assert answer.license == "NOASSERTION"


@pytest.mark.parametrize("fence", ["", "```\n"])
def test_the_text_of_a_licence_in_a_readme_is_known(fence: str) -> None:
    answer = section(f"{fence}{MIT}\n{fence}")
    assert (answer.license, answer.commercial) == ("MIT", "yes")
    after = section(f"{fence}{MIT}\n{fence}\nNot for companies.")
    assert after.commercial in ("unknown", "no")


def test_a_notice_in_a_readme_puts_no_condition_of_its_own() -> None:
    answer = section(
        'Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file '
        "except in compliance with the License. You may obtain a copy of the License at\n\n"
        "    http://www.apache.org/licenses/LICENSE-2.0\n\n"
        "Unless required by applicable law or agreed to in writing, software distributed under the "
        'License is distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, '
        "either express or implied. See the License for the specific language governing "
        "permissions and limitations under the License."
    )
    assert (answer.license, answer.commercial) == ("Apache-2.0", "yes")


@pytest.mark.parametrize(
    ("words", "license_id"),
    [
        ("Computational Use of Data Agreement (C-UDA) License.", "C-UDA-1.0"),
        ('Creative Commons CC0 license ("no rights reserved")', "CC0-1.0"),
        ("Creative Commons Attribution 2.5 South Africa License", "LicenseRef-CC-BY-2.5-ZA"),
        ("Creative Commons 4.0 license (CC BY-NC-ND)", "CC-BY-NC-ND-4.0"),
        ("Attribution-NonCommercial-ShareAlike 4.0", "CC-BY-NC-SA-4.0"),
        ("the public domain", "LicenseRef-public-domain"),
        ("GNU Free Documentation License", "GFDL-1.1-or-later"),
        ("Tongyi Qianwen RESEARCH LICENSE AGREEMENT", "LicenseRef-Tongyi-Qianwen-Research"),
        ("the same license as Wikipedia, that is, CC BY-SA 4.0", "CC-BY-SA-4.0"),
    ],
)
@pytest.mark.parametrize("frame", ["{}", "The dataset is under {}."])
def test_names_are_read_with_what_stands_in_brackets(
    words: str, license_id: str, frame: str
) -> None:
    assert section(frame.format(words)).license == license_id


STATEMENTS = (
    "This project is licensed under the MIT License.", "MIT © Jane Doe", "License: BSD-3-Clause",
    "The code and models are released under the [Apache 2.0 license](LICENSE).", "- Code: MIT",
    "本项目采用 MIT 协议开源。", "This dataset is distributed under CC BY 4.0.",
)  # fmt: skip
FORMS = (
    "{0} {1}", "{1} {0}", "{0}\n\n{1}", "- {0}\n- {1}", "{2}, {3}", "{2}, but {3}",
    "{0}\n\n**{1}**", "{0}\n\n### Usage\n\n{1}",
)  # fmt: skip


def restricted() -> Iterator[str]:
    dice = random.Random(20)  # noqa: S311
    every = [(said, put, form) for said in STATEMENTS for put in RESTRICTING for form in FORMS]
    for said, put, form in dice.sample(every, amount(120, len(every))):
        yield form.format(said, put, said.rstrip(".。"), put[0].lower() + put[1:])


@pytest.mark.soak
def test_a_restriction_beside_a_statement_is_never_passed_over() -> None:
    for text in restricted():
        assert section(text).commercial in ("unknown", "no"), text


def test_an_address_that_is_defined_elsewhere_belongs_to_its_words() -> None:
    text = (
        "**Terms of Use**: [Terms][terms]\n\nWords.\n\n[terms]: https://ai.google.dev/gemma/terms\n"
    )
    assert readme(text).weights == "LicenseRef-Gemma"
    assert readme(text.replace("gemma/terms", "other")).weights is None


def test_what_kind_of_licence_a_licence_is_changes_nothing() -> None:
    words = "The CreativeML OpenRAIL-M license is an Open RAIL license, adapted from others' work."
    assert section(words).weights == "LicenseRef-CreativeML-OpenRAIL-M"


@pytest.mark.parametrize("slot", ["Foo Ltd. and its authors", "réservé à la recherche authors"])
def test_a_restriction_in_the_place_of_a_holder_is_seen(slot: str) -> None:
    text = MIT.replace("AUTHORS OR COPYRIGHT HOLDERS BE", f"{slot} BE")
    answer = read("LICENSE", text.encode(), "text")
    assert (answer.license == "MIT") == slot.startswith("Foo")
