"""Under which licence? NONE, NOASSERTION and a conflict are three different things."""

import msgspec
import pytest

from tests.verdicts.made import CODE, PAPER, REPOSITORY, look
from tracker.model.evidence import Declaration, Facts, Place, Sighting
from tracker.model.paper import (
    Artifact,
    Depth,
    Paper,
    Promise,
    Relation,
    Reported,
    Role,
    Source,
)
from tracker.model.verdict import PaperVerdicts
from tracker.verdicts import judge

MIT = Declaration(
    place=Place.FILE, path="LICENSE", line=1, quote="MIT License", expression="MIT",
    swhid="swh:1:cnt:" + "b" * 40,
)  # fmt: skip
APACHE = Declaration(
    place=Place.PACKAGE, path="setup.py", line=9, quote='license="Apache"', expression="Apache-2.0"
)
MODEL = Artifact(
    role=Role.MODEL, url="https://huggingface.co/lab/m", relation=Relation.OFFICIAL, seen_in="card",
    reported=Reported(source=Source(where="a stored page"), license="mit"),
)  # fmt: skip


def judged(*sightings: Sighting, artifacts: tuple[Artifact, ...] = (CODE,)) -> PaperVerdicts:
    paper = Paper(id=PAPER.id, titles=PAPER.titles, artifacts=artifacts)
    book: dict[str, list[Sighting]] = {}
    for each in sightings:
        book.setdefault(each.observation.subject, []).append(each)
    return judge(paper, book)


def declares(*declarations: Declaration, subject: str = REPOSITORY) -> Sighting:
    facts = Facts(licenses=declarations, revision="swh:1:rev:" + "a" * 40)
    return look("2026-01-01", facts=facts, subject=subject)


def test_a_licence_that_was_looked_for_and_not_found_is_none() -> None:
    verdict = judged(declares()).artifacts[0].license
    assert verdict.answers == ("NONE",)
    assert verdict.remedy == "Ask the authors to add a LICENSE file."
    assert verdict.evidence


def test_a_licence_that_was_not_asked_for_is_no_assertion() -> None:
    verdict = judged(look("2026-01-01")).artifacts[0].license
    assert verdict.answers == ("NOASSERTION",)
    assert verdict.reason == "Its licence was not asked for."


def test_what_is_reported_is_named_and_not_believed() -> None:
    verdict = judged(artifacts=(MODEL,)).artifacts[0].license
    assert verdict.answers == ("NOASSERTION",)
    assert verdict.reason == ("Not looked at yet; reported as mit by a stored page, not verified.")
    assert verdict.evidence[-1].source == "reported"


def test_a_declaration_is_quoted_with_its_line_and_identifier() -> None:
    piece = judged(declares(MIT)).artifacts[0].license.evidence[0]
    assert piece.quote == "MIT License"
    assert piece.url == f"{REPOSITORY}/blob/{'a' * 40}/LICENSE#L1"
    assert piece.revision == MIT.swhid


def test_places_that_disagree_are_a_conflict_and_both_are_evidence() -> None:
    judgement = judged(declares(MIT, APACHE))
    verdict = judgement.artifacts[0].license
    assert verdict.answers[1:] == ("conflict",)
    assert {"MIT License", 'license="Apache"'} == {each.quote for each in verdict.evidence}
    assert judgement.license.answers == verdict.answers
    assert "MIT and Apache-2.0 declared, they disagree" in judgement.summary.answer


def test_a_paper_is_judged_by_its_official_code_first() -> None:
    weights = declares(APACHE, subject=MODEL.url)
    assert judged(declares(MIT), weights, artifacts=(CODE, MODEL)).license.answers == ("MIT",)
    assert judged(weights, artifacts=(CODE, MODEL)).license.answers == ("Apache-2.0",)


def test_upstream_code_lends_the_paper_no_licence() -> None:
    upstream = Artifact(
        role=Role.CODE, url=REPOSITORY, relation=Relation.UPSTREAM, seen_in="README"
    )
    assert judged(declares(MIT), artifacts=(upstream,)).license.answers == ("NOASSERTION",)


@pytest.mark.parametrize(
    ("holder", "said"),
    [
        ("Xinzhe Li", "the copyright line names Xinzhe Li"),
        ("[name of copyright owner]", "its copyright line is still the template's"),
        ("The Lab", None),
        ("Ada Lovelace, and others", None),
        (None, None),
    ],
)
def test_a_copyright_line_is_told_where_it_names_neither_account_nor_author(
    holder: str | None, said: str | None
) -> None:
    """The account is ``lab``, the author Ada Lovelace; the words blame nobody."""
    declaration = msgspec.structs.replace(MIT, holder=holder)
    code = msgspec.structs.replace(CODE, url="https://github.com/thelab/code")
    paper = Paper(
        id=PAPER.id, titles=PAPER.titles, artifacts=(code,), authors="Ada Lovelace et al."
    )
    seen = declares(declaration, subject=code.url)
    reason = judge(paper, {code.url: [seen]}).license.reason
    assert ("copyright line" in reason) == (said is not None)
    assert (said or "LICENSE says MIT") in reason


def test_a_badge_alone_is_said_as_a_badge() -> None:
    badge = Declaration(place=Place.BADGE, path="README.md", quote="MIT-blue", expression="MIT")
    judgement = judged(declares(badge))
    assert judgement.license.answers == ("NOASSERTION",)
    assert "an MIT badge, no licence file" in judgement.summary.answer


def test_code_that_nobody_saw_neither_adds_nor_hides_a_licence() -> None:
    unseen = Artifact(
        role=Role.CODE, url="https://github.com/lab/more", relation=Relation.OFFICIAL, seen_in="x"
    )
    verdict = judged(declares(MIT), artifacts=(CODE, unseen)).license
    assert verdict.answers == ("MIT", "in part")
    assert verdict.reason.endswith("; 1 more cannot be told.")


def promised(quote: str, *, artifact: str | None = None, seen: Sighting) -> PaperVerdicts:
    source = Source(where="abstract", url="https://arxiv.org/abs/2503.00001")
    promise = Promise(
        quote=quote, role=Role.CODE, depth=Depth.PARTIAL, source=source, artifact=artifact
    )
    paper = Paper(id=PAPER.id, titles=PAPER.titles, artifacts=(CODE,), promises=(promise,))
    return judge(paper, {REPOSITORY: [seen]})


def test_a_licence_that_the_paper_names_is_a_hint_with_its_place() -> None:
    verdict = promised("Our code is released under the MIT license.", seen=declares())
    licensed = verdict.artifacts[0].license
    assert licensed.answers == ("NOASSERTION",)
    assert "The paper says MIT; there is no licence file" in licensed.reason
    assert licensed.evidence[-1].url == "https://arxiv.org/abs/2503.00001"
    assert licensed.evidence[-1].source == "registry"


def test_a_licence_that_the_paper_names_can_contradict_the_file() -> None:
    quote = "The code is released under the Apache 2.0 license."
    verdict = promised(quote, seen=declares(MIT)).artifacts[0]
    assert verdict.license.answers == ("MIT", "conflict")
    assert "the paper says Apache-2.0" in verdict.license.reason
    same = promised("The code is released under the MIT license.", seen=declares(MIT))
    assert same.artifacts[0].license.answers == ("MIT",)


def test_what_the_paper_says_of_another_artifact_is_not_said_of_this_one() -> None:
    quote = "The code is released under the MIT license."
    verdict = promised(quote, artifact="https://github.com/lab/other", seen=declares())
    assert verdict.artifacts[0].license.answers == ("NONE",)
    assert promised("Code soon.", seen=declares()).artifacts[0].license.answers == ("NONE",)


def test_the_licence_of_a_papers_text_is_said_to_cover_nothing_else() -> None:
    text = Declaration(
        place=Place.ARTICLE, quote="https://creativecommons.org/licenses/by/4.0/",
        expression="CC-BY-4.0",
    )  # fmt: skip
    verdict = judged(declares(text)).artifacts[0].license
    assert verdict.answers == ("CC-BY-4.0",)
    assert "the paper's text is under CC-BY-4.0, which covers nothing else" in (
        verdict.reason[0].lower() + verdict.reason[1:]
    )


def test_that_no_text_is_shipped_is_a_fact_of_the_artifact_and_of_the_paper() -> None:
    for declared, unshipped in ((APACHE, True), (MIT, False)):
        made = judged(declares(declared))
        assert made.artifacts[0].license.unshipped is unshipped
        assert made.license.unshipped is unshipped


def test_code_speaks_for_a_paper_before_its_list_and_its_model() -> None:
    listed = Artifact(
        role=Role.LIST, url="https://github.com/lab/list", relation=Relation.OFFICIAL,
        seen_in="README",
    )  # fmt: skip
    looks = [declares(MIT), declares(APACHE, subject=listed.url)]
    assert judged(*looks, artifacts=(listed, CODE)).license.answers == ("MIT",)
    assert judged(looks[1], artifacts=(listed, MODEL)).license.answers == ("Apache-2.0",)
