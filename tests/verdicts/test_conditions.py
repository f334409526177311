"""Are the licences' own conditions met: what others must keep, and what a release owes."""

from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from tests.licensing.shipped_texts import APACHE, MIT
from tests.verdicts.expected_conditions import answered, expected, observed, on_the_hub, states
from tests.verdicts.made import REPOSITORY, look, stored, tree
from tracker.hosts.texts import listing
from tracker.licensing.conditions import Condition, Kind
from tracker.model import swhid
from tracker.model.evidence import Declaration, Facts, Observation, Place, Reach
from tracker.model.paper import Role
from tracker.model.unread import Piece, Unread
from tracker.verdicts.conditions import QUESTION
from tracker.verdicts.conditions.finding import Fulfilment, noun
from tracker.verdicts.conditions.release import SeenRelease
from tracker.verdicts.trail import trail

MET, NOT_MET, UNREAD, ELSEWHERE = (
    Fulfilment.MET,
    Fulfilment.NOT_MET,
    Fulfilment.UNREAD,
    Fulfilment.ELSEWHERE,
)
HOLDER = next(line for line in MIT.split("\n") if line.startswith("Copyright"))
TEMPLATE = MIT.replace(HOLDER, "Copyright (c) [year] [fullname]")
NOTICE = "Made by Them, Inc.\nThis product includes the works of many.\n"
LLAMA_NOTICE = (
    "Llama 3.1 is licensed under the Llama 3.1 Community\nLicense, "
    "Copyright © Meta Platforms, Inc. All Rights Reserved.\n"
)
LLAMA = "meta-llama/Llama-3.1-8B"
BASE = "them/base"


def card(body: str = "", **front: str) -> dict[str, str]:
    head = "".join(f"{key}: {value}\n" for key, value in front.items())
    return {"README.md": f"---\n{head}---\n{body}"}


def model(texts: Mapping[str, str], name: str = "lab/model") -> Observation:
    """Return a look at a model that read all it holds."""
    return on_the_hub("model", name, ["model.safetensors"], texts)


def code(texts: Mapping[str, str], *more: str) -> Observation:
    """Return a look at a repository of code that read all it holds."""
    data = {path: text.encode() for path, text in texts.items()}
    facts = listing.describe([*texts, "train.py", *more], data)
    return msgspec.structs.replace(look("2026-01-01", facts=facts).observation, unread=())


def less(seen: Observation, piece: Piece, what: str) -> Observation:
    """Return a look that did not read one thing."""
    gap = Unread(piece=piece, what=what, why="was not read")
    return msgspec.structs.replace(seen, unread=(*(seen.unread or ()), gap))


def old(seen: Observation) -> Observation:
    """Return a look of a time when nobody asked for the lines that keep a notice."""
    return msgspec.structs.replace(seen, facts=msgspec.structs.replace(seen.facts, credits=None))


# What others must keep ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "notice", "answer"),
    [
        (MIT, MET, "met by the release"),
        (TEMPLATE, NOT_MET, "not met by the release + others met"),
        (MIT.replace(HOLDER, ""), NOT_MET, "not met by the release + others met"),
    ],
    ids=["filled in", "still the template's", "no line"],
)
def test_a_text_without_its_holder_leaves_a_user_no_notice_to_keep(
    text: str, notice: Fulfilment, answer: str
) -> None:
    seen = code({"LICENSE": text, "README.md": "# W"})
    assert states(Role.CODE, seen) == {"own notice": notice, "own text": MET}
    assert answered(Role.CODE, seen).answer == answer


@pytest.mark.parametrize(
    ("how", "text"),
    [
        ("exact", MIT),
        ("normalised", MIT.replace("sublicense", "sublicence")),
        ("near", MIT.replace("free of charge", "free of any charge")),
        ("contained", f"{MIT}\n\n{APACHE}"),
    ],
)
def test_a_text_is_one_in_whatever_way_it_was_recognised(how: str, text: str) -> None:
    seen = code({"LICENSE": text})
    assert [one.how for one in seen.facts.licenses or ()] == [how]
    assert states(Role.CODE, seen)["own text"] is MET


def test_the_reason_says_for_whom_a_condition_holds_and_which_clause_asks() -> None:
    verdict = answered(Role.CODE, code({"LICENSE": TEMPLATE}))
    assert verdict.reason.startswith("What you must keep under MIT – here: the licence's text")
    assert "not here: the copyright line (paragraph 2), LICENSE:1 is still the template's" in (
        verdict.reason
    )
    asks = "LICENSE:1 is still the template's (MIT paragraph 2: The above copyright notice"
    assert any(one.quote and one.quote.startswith(asks) for one in verdict.evidence)
    kept = answered(Role.CODE, code({"LICENSE": MIT})).evidence[0]
    assert kept.quote is not None
    assert kept.quote.startswith(HOLDER)


def test_a_card_that_only_names_a_licence_gives_no_text_to_pass_on() -> None:
    seen = model(card(license="mit"))
    assert states(Role.MODEL, seen) == {"own notice": NOT_MET, "own text": NOT_MET}
    assert answered(Role.MODEL, seen).answers == ("not met by the release",)


def test_a_copyright_line_of_a_readme_may_be_about_anything() -> None:
    seen = code({"LICENSE": TEMPLATE, "README.md": "# W\nCopyright (c) 2022 NVIDIA\n"})
    assert states(Role.CODE, seen)["own notice"] is UNREAD
    whole = model(card(f"# m\n{MIT}", license="mit"))
    assert states(Role.MODEL, whole) == {"own notice": MET, "own text": MET}


def test_a_notice_is_there_to_be_kept_where_there_is_one_and_missed_nowhere_else() -> None:
    assert states(Role.CODE, code({"LICENSE": APACHE})) == {"own text": MET}
    with_one = code({"LICENSE": APACHE, "NOTICE": NOTICE})
    assert states(Role.CODE, with_one) == {"own text": MET, "own notice file": MET}
    assert states(Role.CODE, old(with_one)) == {"own text": MET, "own notice file": MET}


def test_creative_commons_asks_for_a_name_and_an_address_and_no_text() -> None:
    seen = on_the_hub("dataset", "lab/data", ["a.csv"], card(license="cc-by-4.0"))
    assert states(Role.DATASET, seen) == {"own creator": MET, "own link": MET}
    assert answered(Role.DATASET, seen).answers == ("met by the release",)


@pytest.mark.parametrize(
    "texts", [{"README.md": "# W"}, card(license="cc0-1.0"), card(license="mit-0")],
    ids=["no licence", "CC0-1.0", "MIT-0"],
)  # fmt: skip
def test_where_no_licence_asks_anything_nothing_is_asked(texts: Mapping[str, str]) -> None:
    assert answered(Role.MODEL, model(texts)).answers == ("nothing is asked",)


def test_of_licences_to_choose_from_the_one_that_is_met_best_counts() -> None:
    texts = card(license="[apache-2.0, mit]") | {"LICENSE-APACHE": APACHE}
    both = {"LICENSE-APACHE": APACHE, "pyproject.toml":
            "[project]\nname = 'w'\nlicense = 'MIT OR Apache-2.0'\n"}  # fmt: skip
    assert "own notice" in states(Role.MODEL, model(texts)), "of a list all hold"
    assert set(states(Role.CODE, code(both)).values()) <= {MET, UNREAD}


def test_of_licences_of_a_base_to_choose_from_the_one_that_is_met_best_counts() -> None:
    seen = model(card(license="mit"), BASE)
    choice = Declaration(place=Place.CARD, quote="MIT or CC0", expression="MIT OR CC0-1.0")
    base = msgspec.structs.replace(
        seen, facts=msgspec.structs.replace(seen.facts, licenses=(choice,))
    )
    assert states(Role.MODEL, model(card(license="cc0-1.0", base_model=BASE)), base) == {}
    own = msgspec.structs.replace(
        seen, facts=msgspec.structs.replace(seen.facts, licenses=(choice,))
    )
    assert states(Role.MODEL, own) == {}


# What was not looked at --------------------------------------------------------------------------


def test_nothing_is_missing_where_it_was_not_looked_at() -> None:
    seen = code({"LICENSE": TEMPLATE})
    assert states(Role.CODE, old(seen)) == {"own notice": UNREAD, "own text": MET}
    verdict = answered(Role.CODE, old(seen))
    assert verdict.answers == ("cannot say",)
    assert "not looked at for this" in verdict.reason
    named = old(code({"LICENSE": MIT}))
    assert states(Role.CODE, named)["own notice"] is MET, "an old line tells the holder"
    assert f"LICENSE names {HOLDER.split(maxsplit=3)[3]}" in answered(Role.CODE, named).reason


@pytest.mark.parametrize("piece", [Piece.LISTING, Piece.LICENSE, Piece.README, Piece.CARD])
def test_nothing_is_missing_where_not_all_was_read(piece: Piece) -> None:
    seen = less(model(card(license="mit")), piece, "something")
    assert set(states(Role.MODEL, seen).values()) == {UNREAD}
    assert answered(Role.MODEL, seen).answers == ("cannot say",)
    met = less(code({"LICENSE": MIT}), piece, "something")
    assert answered(Role.CODE, met).answers == ("cannot say",), "and nothing is all met"


def test_the_licence_file_of_a_folder_that_was_not_read_may_ask_for_anything() -> None:
    for seen in (model({"README.md": "# W"}), code({"LICENSE": MIT})):
        part = less(seen, Piece.INNER_LICENSE, "lib/LICENSE")
        assert answered(Role.MODEL, part).answers == ("cannot say",)
    seen = code({"LICENSE": MIT})
    unread = Declaration(place=Place.FILE, path="lib/LICENSE", quote="")
    facts = msgspec.structs.replace(
        seen.facts, tree=tree("LICENSE", "lib/LICENSE"),
        licenses=(*(seen.facts.licenses or ()), unread),
    )  # fmt: skip
    verdict = answered(Role.CODE, msgspec.structs.replace(seen, facts=facts))
    assert "not told: its terms were not read, on" in verdict.reason, "and said once"


def test_nobody_looked_or_nothing_was_visible() -> None:
    gone = look("2026-01-01", Reach.UNREACHABLE, note="no network").observation
    verdict = answered(Role.CODE, gone)
    assert verdict.answers == ("cannot say",)
    assert verdict.reason == "Not looked at yet."
    assert [one.source for one in verdict.evidence] == ["registry"], "where the link was found"
    page = answered(Role.CODE, look("2026-01-01").observation)
    assert page.answers == ("cannot say",)
    assert page.reason == "Its licence was not asked for."


def test_a_licence_that_was_not_reviewed_or_cannot_be_told_leaves_it_open() -> None:
    unknown = {"own terms": UNREAD}
    assert states(Role.MODEL, model(card(license="bigcode-openrail-m"))) == unknown
    assert states(Role.CODE, code({"LICENSE": "To be decided.\n"})) == unknown
    base = model(card(license="bigcode-openrail-m"), BASE)
    mine = model(card(license="cc0-1.0", base_model=BASE))
    assert states(Role.MODEL, mine, base) == {"upstream terms": UNREAD}


# What it owes the works that it was made from ----------------------------------------------------


def test_a_derivative_of_llama_owes_text_notice_name_and_a_word_shown() -> None:
    bare = model(card(license="llama3.1", base_model=LLAMA))
    assert states(Role.MODEL, bare) == {
        "upstream text": NOT_MET, "upstream shown words": ELSEWHERE,
        "upstream name": NOT_MET, "upstream notice words": NOT_MET,
    }  # fmt: skip
    verdict = answered(Role.MODEL, bare)
    assert verdict.answers == ("not met by the release",), (
        "its own, and nobody else's, are not asked for twice"
    )
    owing = f"Owed to {LLAMA} under LicenseRef-Llama-3.1-Community – not met: the licence's text"
    assert verdict.reason.startswith(owing)
    assert "; not to be seen here: “Built with Llama” shown to users (1.b.i(B))" in verdict.reason
    texts = card("# m\n**Built with Llama**\n", license="llama3.1", base_model=LLAMA)
    told = model(texts | {"NOTICE": LLAMA_NOTICE}, "lab/Llama-3.1-8B-tuned")
    found = states(Role.MODEL, told)
    assert found["upstream name"] is MET
    assert found["upstream notice words"] is MET, "though the line is broken"
    assert found["upstream shown words"] is MET
    assert answered(Role.MODEL, told).answers == ("not met by the release", "others met"), (
        "the text is missing"
    )


def test_a_card_that_is_not_understood_is_no_file_that_may_hold_a_text() -> None:
    unclear = model(card(license="other", license_name="unheard-of", base_model=LLAMA))
    found = states(Role.MODEL, unclear)
    assert (found["own terms"], found["upstream text"]) == (UNREAD, NOT_MET)
    file = model(card(license="llama3.1", base_model=LLAMA) | {"LICENSE": "Some other words.\n"})
    assert states(Role.MODEL, file)["upstream text"] is UNREAD


def test_a_long_notice_may_say_it_further_below() -> None:
    texts = card(license="llama3.1", base_model=LLAMA)
    short = states(Role.MODEL, model(texts | {"NOTICE": "Thanks to all.\n" * 7}))
    assert short["upstream notice words"] is NOT_MET
    long = states(Role.MODEL, model(texts | {"NOTICE": "Thanks to all.\n" * 20}))
    assert long["upstream notice words"] is UNREAD


def test_whoever_has_a_licence_that_its_makers_alone_grant_passes_on_their_work() -> None:
    assert states(Role.MODEL, model(card(license="llama3.2")))["upstream name"] is NOT_MET
    own = model(card(license="llama3.2"), "meta-llama/Other-1B")
    assert states(Role.MODEL, own) == {"own text": NOT_MET}, "Meta owes itself no name"


def test_a_name_binds_models_only_and_begins_with_the_word() -> None:
    data = on_the_hub("dataset", "lab/data", ["a.csv"], card(license="llama3.1"))
    assert "upstream name" not in states(Role.DATASET, data)
    assert "owed to meta-llama under" in answered(Role.DATASET, data).reason.lower()
    for name, state in {"lab/llama_3-x": MET, "lab/My-Llama": NOT_MET, "llama/x": NOT_MET}.items():
        seen = model(card(license="llama3.1"), name)
        assert states(Role.MODEL, seen)["upstream name"] is state, name
    third = model(card(license="llama3"), "lab/Llama-2")
    assert states(Role.MODEL, third)["upstream name"] is NOT_MET, "Llama 3 asks for its number"


def test_gemma_is_passed_on_under_its_own_restrictions() -> None:
    base = "google/gemma-3-4b"
    kept = states(Role.MODEL, model(card(license="gemma", base_model=base)))
    assert kept["upstream restrictions"] is MET
    freed = states(Role.MODEL, model(card(license="mit", base_model=base)))
    assert freed["upstream restrictions"] is NOT_MET
    none = states(Role.MODEL, model(card(base_model=base)))
    assert none["upstream restrictions"] is NOT_MET, "no licence passes nothing on"
    unclear = card(license="other", license_name="unheard-of", base_model=base)
    assert states(Role.MODEL, model(unclear))["upstream restrictions"] is UNREAD


def test_the_notices_of_the_original_are_asked_for_where_it_has_some() -> None:
    base = model(card(license="apache-2.0") | {"LICENSE": APACHE, "NOTICE": NOTICE}, BASE)
    plain = model(card(license="apache-2.0") | {"LICENSE": APACHE}, BASE)
    texts = card(license="apache-2.0", base_model=BASE, base_model_relation="finetune")
    mine = model(texts | {"LICENSE": APACHE})
    assert states(Role.MODEL, mine, base)["upstream notice file"] is NOT_MET
    kept = model(texts | {"LICENSE": APACHE, "NOTICE": NOTICE + "Changed by us.\n"})
    assert states(Role.MODEL, kept, base)["upstream notice file"] is MET
    other = model(texts | {"LICENSE": APACHE, "NOTICE": "Ours alone.\n"})
    assert states(Role.MODEL, other, base)["upstream notice file"] is UNREAD
    assert "upstream notice file" not in states(Role.MODEL, mine, plain), "it has none to keep"
    assert states(Role.MODEL, mine, old(base))["upstream notice file"] is UNREAD, "its words"
    assert states(Role.MODEL, mine, old(plain))["upstream notice file"] is UNREAD
    assert states(Role.MODEL, mine) == {"own text": MET, "upstream terms": UNREAD}, "not looked at"


def test_the_right_holder_of_the_original_is_named() -> None:
    base = model(card(license="mit") | {"LICENSE": MIT}, BASE)
    texts = card(license="mit", base_model=BASE)
    same = states(Role.MODEL, model(texts | {"LICENSE": MIT}), base)
    assert same["upstream notice"] is MET
    ours = MIT.replace(HOLDER, "Copyright (c) 2026 Lab")
    assert states(Role.MODEL, model(texts | {"LICENSE": ours}), base)["upstream notice"] is NOT_MET
    both = MIT.replace(HOLDER, f"Copyright (c) 2026 Lab\n{HOLDER}")
    assert states(Role.MODEL, model(texts | {"LICENSE": both}), base)["upstream notice"] is MET
    nobody = model(card(license="mit") | {"LICENSE": TEMPLATE}, BASE)
    assert "upstream notice" not in states(Role.MODEL, model(texts), nobody)


@pytest.mark.parametrize(
    ("relation", "asked"),
    [
        ("finetune", {"notice", "text"}),
        ("quantized", {"notice", "text"}),
        ("adapter", set()),
        ("distilled", set()),
    ],
)
def test_what_asks_to_go_with_copies_does_not_bind_what_holds_none(
    relation: str, asked: set[str]
) -> None:
    base = model(card(license="mit") | {"LICENSE": MIT}, BASE)
    mine = model(card(license="cc0-1.0", base_model=BASE, base_model_relation=relation))
    assert set(states(Role.MODEL, mine, base)) == {f"upstream {kind}" for kind in asked}


def test_a_model_made_from_outputs_of_llama_owes_a_name_and_no_more() -> None:
    texts = card(license="mit", base_model=LLAMA, base_model_relation="distilled")
    found = states(Role.MODEL, model(texts))
    assert {name for name in found if name.startswith("upstream")} == {"upstream name"}


def test_a_word_of_what_was_done_is_a_word_of_change() -> None:
    base = model(card(license="cc-by-sa-4.0"), BASE)
    said = {"license": "cc-by-sa-4.0", "base_model": BASE}
    named = states(Role.MODEL, model(card(**said)), base)
    assert named["upstream changes"] is ELSEWHERE
    assert named["upstream creator"] is MET
    told = states(Role.MODEL, model(card(**said, base_model_relation="finetune")), base)
    assert told["upstream changes"] is MET
    assert told["upstream same terms"] is MET
    reason = answered(Role.MODEL, model(card(**said, base_model_relation="finetune")), base).reason
    assert f"the card says finetune of {BASE}" in reason
    assert f"the card names {BASE}" in reason
    assert told["upstream link"] is MET, "its name is enough"
    other = states(Role.MODEL, model(card(license="cc-by-4.0", base_model=BASE)), base)
    assert other["upstream same terms"] is NOT_MET
    assert other["upstream link"] is NOT_MET
    stricter = states(Role.MODEL, model(card(license="cc-by-nc-sa-4.0", base_model=BASE)), base)
    assert stricter["upstream same terms"] is NOT_MET


@pytest.mark.parametrize("piece", [Piece.LISTING, Piece.LICENSE])
def test_a_notice_that_may_be_there_is_not_missed(piece: Piece) -> None:
    mine = less(model(card(license="llama3.1", base_model=LLAMA)), piece, "something")
    assert states(Role.MODEL, mine)["upstream notice words"] is UNREAD
    base = model(card(license="apache-2.0") | {"LICENSE": APACHE, "NOTICE": NOTICE}, BASE)
    mine = less(model(card(license="apache-2.0", base_model=BASE)), piece, "something")
    assert states(Role.MODEL, mine, base)["upstream notice file"] is UNREAD
    base = model(card(license="mit") | {"LICENSE": MIT}, BASE)
    assert states(Role.MODEL, mine, base)["upstream notice"] is UNREAD


def test_the_text_of_another_licence_is_not_the_one_that_is_asked_for() -> None:
    seen = model(card(license="mit") | {"LICENSE-CODE": APACHE})
    assert states(Role.MODEL, seen)["own text"] is NOT_MET


def test_a_card_that_holds_the_text_of_another_licence_does_not_hold_the_one_asked_for() -> None:
    seen = model(card(f"# m\n{APACHE}", license="cdla-permissive-2.0"))
    texts = {line.names for line in seen.facts.credits or () if line.kind == "text"}
    assert texts == {"Apache-2.0"}
    assert "own text" not in [name for name, state in states(Role.MODEL, seen).items()
                              if state is MET]  # fmt: skip


def test_where_places_disagree_the_conditions_of_all_hold() -> None:
    verdict = answered(Role.MODEL, model(card(license="apache-2.0", base_model=LLAMA)))
    assert verdict.reason.startswith("What you must keep under Apache-2.0 – not here")
    assert f"owed to {LLAMA}" in verdict.reason


def test_a_look_that_lists_files_and_says_not_which_it_read() -> None:
    seen = code({"LICENSE": MIT})
    facts = Facts(tree=tree("LICENSE", "lib/LICENSE"), licenses=seen.facts.licenses)
    found = states(Role.CODE, msgspec.structs.replace(seen, facts=facts))
    assert found == {"own notice": MET, "own text": MET, "lib/ terms": UNREAD}


def test_terms_that_were_not_reviewed_may_carry_what_is_asked() -> None:
    texts = card(license="[mit, bigcode-openrail-m]", base_model="google/gemma-2-9b")
    assert states(Role.MODEL, model(texts))["upstream restrictions"] is UNREAD


def test_nobody_owes_anything_to_himself() -> None:
    base = model(card(license="apache-2.0"), "Lab/base")
    mine = model(card(license="cc0-1.0", base_model="Lab/base"))
    assert states(Role.MODEL, mine, base) == {}
    assert answered(Role.MODEL, mine, base).answers == ("nothing is asked",)


def test_what_one_has_from_others_is_owed_through_ones_own_works_too() -> None:
    base = model(card(license="llama3.1"), "lab/base")
    mine = model(card(license="llama3.1", base_model="lab/base"))
    assert states(Role.MODEL, mine, base)["upstream name"] is NOT_MET
    first = model(card(license="mit") | {"LICENSE": MIT}, "them/first")
    base = model(card(license="mit", base_model="them/first"), "lab/base")
    texts = card(license="cc0-1.0", base_model="lab/base", base_model_relation="adapter")
    assert states(Role.MODEL, model(texts), base, first) == {}, "an adapter holds no copy"


def test_more_steps_up_than_are_followed_leave_it_open() -> None:
    chain = [model(card(license="cc0-1.0", base_model=f"them/m{number + 1}"), f"them/m{number}")
             for number in range(12)]  # fmt: skip
    mine = model(card(license="cc0-1.0", base_model="them/m0"))
    verdict = answered(Role.MODEL, mine, *chain)
    assert verdict.answers == ("cannot say",)
    assert "works further up under terms that are not known – not told: there are more" in (
        verdict.reason
    )


def test_what_the_base_was_made_from_is_owed_as_well() -> None:
    root = model(card(license="cc-by-4.0"), "root/first")
    base = model(card(license="cc0-1.0", base_model="root/first"), BASE)
    mine = model(card(license="cc0-1.0", base_model=BASE, base_model_relation="merge"))
    assert states(Role.MODEL, mine, base, root) == {
        "upstream creator": ELSEWHERE, "upstream changes": MET, "upstream link": NOT_MET,
    }  # fmt: skip
    reason = answered(Role.MODEL, mine, base, root).reason
    assert f"the card says merge of {BASE}" in reason
    assert f"the card names {BASE}, which comes from it" in reason


# Folders with licence files of their own ---------------------------------------------------------


def test_a_folder_keeps_the_text_and_the_notice_of_the_work_in_it() -> None:
    kept = states(Role.CODE, code({"README.md": "# W", "lib/them/LICENSE": MIT}))
    assert kept == {"lib/them/ notice": MET, "lib/them/ text": MET}
    bare = states(Role.CODE, code({"README.md": "# W", "lib/LICENSE": TEMPLATE}))
    assert bare == {"lib/ notice": NOT_MET, "lib/ text": MET}
    beside = states(Role.CODE, code({"LICENSE": TEMPLATE, "a/LICENSE": MIT, "b/LICENSE": TEMPLATE}))
    assert beside["a/ notice"] is MET
    assert beside["b/ notice"] is NOT_MET
    assert beside["own notice"] is NOT_MET, "the notice of a folder is not that of the whole"
    for text in (TEMPLATE, MIT.replace(HOLDER, "")):
        assert states(Role.CODE, old(code({"lib/LICENSE": text})))["lib/ notice"] is UNREAD
    apache = states(Role.CODE, code({"README.md": "# W", "lib/LICENSE": APACHE}))
    assert apache == {"lib/ text": MET, "lib/ changes": ELSEWHERE, "lib/ notice file": ELSEWHERE}


def test_a_folder_whose_file_only_names_a_licence_lacks_its_text() -> None:
    header = "Licensed under the Apache License, Version 2.0 (the “License”).\n"
    bare = states(Role.CODE, code({"LICENSE": MIT, "lib/LICENSE": header}))
    assert bare["lib/ text"] is NOT_MET
    whole = states(Role.CODE, code({"LICENSE": APACHE, "lib/LICENSE": header}))
    assert whole["lib/ text"] is MET, "one copy is enough"
    named = "This work is licensed under CC BY 4.0.\n"
    assert states(Role.CODE, code({"lib/LICENSE": named}))["lib/ link"] is MET
    other = code({"LICENSE": MIT, "lib/package.json": '{"license": "SEE IT IN X"}'})
    assert states(Role.CODE, other) == {"own notice": MET, "own text": MET}, "no licence file"


def test_a_title_is_no_text() -> None:
    seen = code({"LICENSE": MIT})
    title = Declaration(place=Place.FILE, path="LICENSE", line=1, quote="S-Lab License 1.0",
                        expression="LicenseRef-S-Lab-1.0", how="title")  # fmt: skip
    facts = msgspec.structs.replace(seen.facts, licenses=(title,))
    found = states(Role.CODE, msgspec.structs.replace(seen, facts=facts))
    assert found["own text"] is UNREAD


def test_a_folder_of_licence_texts_is_no_work_of_others() -> None:
    seen = code({"LICENSE": MIT, "LICENSES/Apache-2.0.txt": APACHE})
    assert states(Role.CODE, seen) == {"own notice": MET, "own text": MET}
    named = code({"LICENSE": MIT, "LICENSES/LICENSE-APACHE.txt": APACHE})
    assert states(Role.CODE, named) == {"own notice": MET, "own text": MET}
    inner = code({"LICENSE": MIT, "lib/licenses/LICENSE": MIT})
    assert "lib/ text" in states(Role.CODE, inner)


def test_the_licence_file_of_a_folder_that_is_not_understood_leaves_it_open() -> None:
    seen = code({"LICENSE": MIT, "lib/LICENSE": "To be decided.\n"})
    assert states(Role.CODE, seen)["lib/ terms"] is UNREAD
    assert "what must stay with lib/ under terms that are not known – not told: its terms" in (
        answered(Role.CODE, seen).reason
    )


def test_a_licence_file_too_deep_to_be_read_leaves_it_open() -> None:
    deep = states(Role.CODE, code({"LICENSE": MIT}, "a/b/c/d/LICENSE.txt", "x/y/z/license.py"))
    assert deep == {"own notice": MET, "own text": MET, "a/b/c/d/ terms": UNREAD}
    cut = code({"LICENSE": MIT})
    listed = cut.facts.tree
    assert listed is not None
    cut = msgspec.structs.replace(
        cut, facts=msgspec.structs.replace(
            cut.facts, tree=msgspec.structs.replace(listed, omitted=1)))  # fmt: skip
    assert states(Role.CODE, cut)["further folders terms"] is UNREAD


# The answer --------------------------------------------------------------------------------------


def test_a_stored_copy_is_said_to_be_one() -> None:
    seen = stored("2025-06-01", code({"LICENSE": MIT}).facts).observation
    verdict = answered(Role.CODE, msgspec.structs.replace(seen, unread=()))
    assert verdict.answers == ("met by the release",)
    assert verdict.reason.endswith(", in a stored copy not older than 2025-06-01.")


def test_something_missing_is_said_though_not_all_was_read() -> None:
    seen = model(card(license="mit", base_model=BASE))
    verdict = answered(Role.MODEL, seen)
    assert verdict.answers == ("not met by the release", "in part"), "of the base nothing is known"
    assert verdict.remedy == QUESTION.remedy_for("not met by the release")
    assert f"owed to {BASE} under terms that are not known – not told: it was not looked at" in (
        verdict.reason
    )


def test_each_work_and_each_licence_is_told_apart_the_first_of_them() -> None:
    folders = {f"lib/{name}/LICENSE": MIT for name in "abcde"}
    reason = answered(Role.CODE, code({"LICENSE": MIT, **folders})).reason
    assert reason.count("What you must keep under MIT – ") == 1
    assert reason.count("what must stay with lib/") == 2
    assert "; and of 3 more works, on 2026-01-01." in reason
    two = answered(Role.MODEL, model(card(license="[mit, apache-2.0]"))).reason
    assert "must keep under MIT – not here: the copyright line (paragraph 2), no copyright" in two
    assert "must keep under Apache-2.0 – not here: the licence's text (4(a)), no file" in two


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.TEXT, "the licence's text (1)"),
        (Kind.LINK, "the licence by its name, text or address (1)"),
        (Kind.NOTICE, "the copyright line (1)"),
        (Kind.EXISTING_NOTICES, "the original's copyright lines (1)"),
        (Kind.NOTICE_FILE, "the NOTICE file (1)"),
        (Kind.NOTICE_WORDS, "a “Notice” file that says “W” (1)"),
        (Kind.SHOWN_WORDS, "“W” shown to users (1)"),
        (Kind.NAME, "a name that begins with “W” (1)"),
        (Kind.CREATOR, "who made it (1)"),
        (Kind.CHANGES, "that it was changed (1)"),
        (Kind.RESTRICTIONS, "its use restrictions, passed on (1)"),
        (Kind.SAME_TERMS, "the same terms (1)"),
    ],
)
def test_what_is_asked_is_said_in_plain_words(kind: Kind, words: str) -> None:
    asks = Condition(kind=kind, clause="1", words="w", reach="copies", says="W")
    assert noun(asks) == words


def test_the_evidence_leads_to_the_line_and_to_the_looks() -> None:
    verdict = answered(Role.MODEL, model(card(license="mit") | {"LICENSE": MIT}))
    assert [one.url.rpartition("/")[2] for one in verdict.evidence] == ["model", "model"]
    seen = code({"LICENSE": MIT, "NOTICE": "N"})
    facts = msgspec.structs.replace(seen.facts, revision="swh:1:rev:" + "1" * 40)
    seen = msgspec.structs.replace(seen, facts=facts)
    places = [one.url.rpartition("/blob/")[2] for one in answered(Role.CODE, seen).evidence]
    assert places == [f"{'1' * 40}/LICENSE#L1", f"{'1' * 40}/LICENSE#L1"]
    verdict = answered(Role.CODE, seen)
    assert verdict.evidence[1].revision == swhid.content(MIT.encode()), "of the file"
    assert verdict.derived_from == (seen.id,)
    asked, credited = old(seen), msgspec.structs.replace(
        seen, facts=msgspec.structs.replace(facts, licenses=None))  # fmt: skip
    both = (("2026-01-01", asked), ("2026-01-02", credited))
    trail_ = trail(REPOSITORY, [look(day, facts=one.facts) for day, one in both])
    assert len(SeenRelease(trail_).looks) == 2


def test_where_places_contradict_each_other_the_concluded_licence_asks() -> None:
    metadata = "[project]\nname = 'w'\nlicense = 'Apache-2.0'\n"
    seen = code({"LICENSE": MIT, "pyproject.toml": metadata})
    assert states(Role.CODE, seen) == {"own notice": MET, "own text": NOT_MET}
    assert answered(Role.CODE, seen).answers == ("not met by the release", "others met")


@pytest.mark.parametrize("part", ["repositories", "hub", "cards"])
def test_it_answers_as_a_careful_reader_does(part: str, shared: Path) -> None:
    wrong = {}
    for name, wanted in expected(part).items():
        role, seen = observed(part, name, shared)
        found = states(role, seen)
        missing = {each for each, state in found.items() if state is NOT_MET}
        kept = {each for each, state in found.items() if state is MET}
        got = (answered(role, seen).answer, missing, kept)
        if (
            got[0] != wanted["answer"]
            or missing != set(wanted.get("missing", ()))
            or not kept >= set(wanted.get("kept", ())) - missing
        ):
            wrong[name] = got
    assert not wrong
