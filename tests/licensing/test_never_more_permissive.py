"""No answer is more permissive than the text: whatever is added, whatever is left out."""

import random
import re
import textwrap
from collections.abc import Callable, Iterator

import pytest

from tests.licensing.shipped_texts import APACHE, MIT, shipped
from tests.soak import amount
from tracker.licensing.grammar import sense
from tracker.licensing.known import known, licenses
from tracker.licensing.reading import Reading, read
from tracker.licensing.uses import Allowed, Use, rule

ORDER = ("yes", "conditional", "unknown", "no")
TEXTS = {"MIT": MIT, "Apache-2.0": APACHE, "BSD-3-Clause": shipped("httpx2")}
RESTRICTING = """
For non-commercial use only.
Companies must buy a licence before they use this.
It may be used for teaching and for nothing else.
You may not use the weights in a product.
The permission above does not extend to companies.
Do not redistribute.
You are not granted any rights.
Use in hospitals is out of the question.
This is proprietary and confidential.
Whoever earns money with it owes us a share.
Not to be used for surveillance.
Nur für Forschungszwecke.
Die gewerbliche Nutzung ist untersagt.
Toute utilisation commerciale est interdite.
Réservé à la recherche.
Solo para uso académico.
Queda prohibido el uso comercial.
Apenas para fins de pesquisa.
É proibido o uso comercial.
Solo per uso non commerciale.
Vietata la vendita.
Только для некоммерческого использования.
Распространение не допускается.
仅可用于学术研究。
未经许可，不得用于商业目的。
商用利用は禁止です。
研究目的に限り使用できます。
상업적 이용은 금지되어 있습니다.
연구 목적으로만 사용할 수 있습니다.
""".strip().splitlines()
PLACES = ("above", "below", "between lines", "in a line")


def placed(text: str, sentence: str, place: str, dice: random.Random) -> str:
    if place == "above":
        return f"{sentence}\n\n{text}"
    if place == "below":
        return f"{text}\n\n{sentence}\n"
    if place == "between lines":
        lines = text.split("\n")
        at = dice.randrange(len(lines))
        return "\n".join([*lines[:at], "", sentence, "", *lines[at:]])
    ends = [found.end() for found in re.finditer(r"[.;]", text)]
    at = dice.choice(ends)
    return f"{text[:at]} {sentence}{text[at:]}"


def license_file(text: str) -> Reading:
    return read("LICENSE", text.encode(), "text")


def more_strict(after: Reading, before: Reading) -> bool:
    return after.license != before.license and ORDER.index(after.commercial) > ORDER.index(
        before.commercial
    )


def tries() -> Iterator[tuple[str, str, str, int]]:
    dice = random.Random(16)  # noqa: S311
    every = [(name, each, place) for name in TEXTS for each in RESTRICTING for place in PLACES]
    for name, each, place in dice.sample(every, amount(90, len(every))):
        yield name, each, place, dice.randrange(1 << 30)


@pytest.mark.soak
def test_a_restriction_anywhere_in_a_known_text_is_never_passed_over() -> None:
    before = {name: license_file(text) for name, text in TEXTS.items()}
    assert {name: said.license for name, said in before.items()} == {name: name for name in TEXTS}
    for name, sentence, place, seed in tries():
        dice = random.Random(seed)  # noqa: S311
        after = license_file(placed(TEXTS[name], sentence, place, dice))
        assert more_strict(after, before[name]), (name, sentence, place, seed, after.license)


@pytest.mark.parametrize("sentence", RESTRICTING)
def test_a_sentence_that_takes_something_back_is_never_harmless(sentence: str) -> None:
    assert sense(sentence) not in (None, "grant")


@pytest.mark.parametrize("sentence", RESTRICTING[:5] + RESTRICTING[-6:])
def test_a_card_is_never_freer_than_what_its_section_about_licences_says(sentence: str) -> None:
    text = f"---\nlicense: mit\n---\n# A model\n\n## License\n\n{sentence}\n"
    assert read("README.md", text.encode(), "card").commercial in ("unknown", "no")


@pytest.mark.parametrize(
    "sentence",
    [
        "It is freely available for both non-commercial and commercial use.",
        "You can use it in commercial products.",
        "Free for commercial use.",
        "本模型允许商用。",
    ],
)
def test_a_permission_is_no_restriction(sentence: str) -> None:
    assert sense(sentence) == "grant"


@pytest.mark.parametrize("use", [use for use in Use if use is not Use.RESEARCH])
def test_what_forbids_commerce_is_never_a_yes_outside_research(use: Use) -> None:
    """For every row of the data, whatever its clauses are."""
    strict = [name for name in licenses() if (row := known(name)) and row.commercial == "no"]
    assert len(strict) > 20
    for name in strict:
        assert rule(name, use).allowed is not Allowed.YES, name
        if use in (Use.INTERNAL, Use.PRODUCT):
            assert rule(name, use).allowed is Allowed.NO, name


@pytest.mark.soak
def test_a_text_with_a_clause_less_is_never_freer() -> None:
    text = TEXTS["Apache-2.0"]
    pieces = [found.span() for found in re.finditer(r"[^.;]{40,}[.;]", text)]
    before = license_file(text)
    dice = random.Random(3)  # noqa: S311
    for start, end in dice.sample(pieces, amount(12, len(pieces))):
        after = license_file(text[:start] + text[end:])
        assert ORDER.index(after.commercial) >= ORDER.index(before.commercial)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: "\n".join(textwrap.wrap(re.sub(r"\s+", " ", text), 900)),
        lambda text: text.replace('"', "“"),
        lambda text: text.replace("Copyright (c)", "Copyright ©"),
        lambda text: re.sub(r"(?m)^", "# ", text),
        lambda text: re.sub(r"(?m)^", "// ", text),
        lambda text: f"{text}\n\nCopyright (c) 2024 Somebody Else\n",
    ],
)
@pytest.mark.parametrize("name", TEXTS)
def test_layout_changes_no_answer(name: str, change: Callable[[str], str]) -> None:
    after = license_file(change(TEXTS[name]))
    assert (after.license, after.commercial) == (name, "yes")
