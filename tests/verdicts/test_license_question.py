"""Under which licence? NONE, NOASSERTION and a conflict are three different things."""

import msgspec
import pytest

from tests.verdicts.made import CODE, PAPER, REPOSITORY, at, look
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
from tracker.model.unread import Piece, Unread
from tracker.model.verdict import PaperVerdicts, Verdict
from tracker.verdicts import Tone, judge
from tracker.verdicts.license import NEEDS, QUESTION, wording

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
        ("[fullname]", "its copyright line is still the template's"),
        ("[name of copyright owner]", None),
        ("{name of copyright owner}", None),
        ("<name of author>", None),
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


NC = Declaration(place=Place.FILE, path="LICENSE", quote="CC BY-NC 4.0", expression="CC-BY-NC-4.0")
SECOND = msgspec.structs.replace(CODE, url="https://github.com/lab/second")


def verdict(*answers: str, unshipped: bool = False) -> Verdict:
    return Verdict(
        question="license", subject="s", answers=answers, reason="So.", rule=QUESTION.rule,
        unshipped=unshipped,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "tone"),
    [
        (verdict("MIT"), Tone.GOOD),
        (verdict("MIT", unshipped=True), Tone.FAIR),
        (verdict("MIT", "conflict"), Tone.FAIR),
        (verdict("MIT", "Apache-2.0"), Tone.FAIR),
        (verdict("CC-BY-NC-4.0"), Tone.FAIR),
        (verdict("LicenseRef-own"), Tone.FAIR),
        (verdict("NONE"), Tone.POOR),
        (verdict("NONE", "conflict"), Tone.POOR),
        (verdict("NOASSERTION"), Tone.UNKNOWN),
        (verdict("NOASSERTION", "conflict"), Tone.POOR),
    ],
)
def test_only_a_free_licence_whose_text_is_there_and_that_nothing_speaks_against_is_good(
    given: Verdict, tone: Tone
) -> None:
    assert QUESTION.tone(given) is tone


def test_a_quote_of_the_paper_is_of_its_official_artifacts_of_that_role_alone() -> None:
    promise = Promise(
        quote="Our code is released under the MIT license.", role=Role.CODE, depth=Depth.PARTIAL,
        source=Source(where="abstract"),
    )  # fmt: skip
    others = (
        CODE,
        msgspec.structs.replace(CODE, relation=Relation.UPSTREAM),
        msgspec.structs.replace(CODE, role=Role.DATASET),
    )
    for artifact, said in zip(others, (True, False, False), strict=True):
        paper = Paper(id=PAPER.id, titles=PAPER.titles, artifacts=(artifact,), promises=(promise,))
        licensed = judge(paper, {REPOSITORY: [declares()]}).artifacts[0].license
        assert ("paper says MIT" in licensed.reason) is said
        assert (licensed.evidence[-1].quote == f"abstract: {promise.quote[:-1]}") is said
        if said:
            assert licensed.evidence[-1].url == paper.id


@pytest.mark.parametrize(
    ("holder", "named"),
    [
        ("Foo Lab", True),
        ("Foo Code", False),
        ("FOO-CODE", False),
        ("Ada", False),
        ("Li Wei", True),
        ("Lovelace Inc.", False),
        ("lab", False),
    ],
)
def test_a_word_of_four_letters_tells_whose_copyright_it_is_a_shorter_one_only_as_the_whole(
    holder: str, named: bool
) -> None:
    paper = msgspec.structs.replace(PAPER, authors="Ada Lovelace et al.")
    seen = declares(msgspec.structs.replace(MIT, holder=holder))
    reason = judge(paper, {REPOSITORY: [seen]}).artifacts[0].license.reason
    assert (f"names {holder.rstrip('.')}" in reason) is named


def test_each_holder_is_named_once() -> None:
    other = msgspec.structs.replace(MIT, path="COPYING", holder="Foo Inc")
    seen = declares(msgspec.structs.replace(MIT, holder="Foo Inc"), other)
    assert judged(seen).artifacts[0].license.reason.count("names Foo Inc") == 1


def test_what_the_conclusion_rests_on_is_quoted_first_and_each_declaration_once() -> None:
    badge = Declaration(place=Place.BADGE, path="README.md", quote="MIT-blue", expression="MIT")
    pieces = judged(declares(badge, MIT)).artifacts[0].license.evidence
    assert [each.quote for each in pieces] == ["MIT License", "MIT-blue"]


@pytest.mark.parametrize(
    ("declarations", "remedy"),
    [
        ((), QUESTION.remedy_for("NONE")),
        ((MIT,), None),
        ((MIT, APACHE), QUESTION.remedy_for("conflict")),
        ((Declaration(place=Place.FILE, path="LICENSE", quote="Foo"),), QUESTION.remedy),
    ],
)
def test_what_helps_is_said_for_the_conflict_first_and_for_what_was_read_and_stays_unclear(
    declarations: tuple[Declaration, ...], remedy: str | None
) -> None:
    assert judged(declares(*declarations)).artifacts[0].license.remedy == remedy
    assert judged().artifacts[0].license.remedy == QUESTION.remedy_for("NOASSERTION")


@pytest.mark.parametrize("old", [False, True])
def test_nobody_is_asked_for_what_was_not_read_here(old: bool) -> None:
    """In an old look a file without a quote was not read; a newer one lists it."""
    there = Declaration(place=Place.FILE, path="LICENSE", quote="")
    gap = Unread(piece=Piece.LICENSE, what="LICENSE", why="was not read")
    sighting = declares(there)
    seen = msgspec.structs.replace(sighting.observation, unread=None if old else (gap,))
    verdict = judged(msgspec.structs.replace(sighting, observation=seen)).artifacts[0].license
    assert verdict.answers == ("NOASSERTION",)
    assert verdict.remedy == QUESTION.remedy_for("NOASSERTION") != QUESTION.remedy


def test_a_paper_names_each_artifact_that_it_rests_on() -> None:
    looks = (declares(MIT), declares(NC, subject=SECOND.url))
    made = judged(*looks, artifacts=(CODE, SECOND))
    first, second = (each.license for each in made.artifacts)
    assert made.license.answers == ("MIT", "CC-BY-NC-4.0")
    assert made.license.reason == (
        f"lab/code: MIT ({first.reason[:-1]}); lab/second: CC-BY-NC-4.0 ({second.reason[:-1]})."
    )
    assert made.license.evidence == (*first.evidence, *second.evidence)
    assert made.license.derived_from == (*first.derived_from, *second.derived_from)
    assert made.license.as_of == first.as_of
    one = judged(looks[0], artifacts=(CODE,))
    assert one.license.reason == f"lab/code: {one.artifacts[0].license.reason}"
    nothing = judged(artifacts=())
    assert nothing.license.reason == "No official code, model or dataset is named."
    assert nothing.license.answers == ("NOASSERTION",)


def test_the_newest_look_dates_a_paper_and_the_first_remedy_is_handed_on() -> None:
    old = msgspec.structs.replace(declares(MIT).observation, observed_at=at("2025-05-05"))
    looks = (
        Sighting(id=old.id, observation=old, observed_at=old.observed_at),
        declares(subject=SECOND.url),
    )
    made = judged(*looks, artifacts=(CODE, SECOND)).license
    assert made.answers == ("MIT", "NONE")
    assert made.as_of == at("2026-01-01")
    assert made.remedy == QUESTION.remedy_for("NONE")


@pytest.mark.parametrize(
    "roles",
    [
        (Role.CODE, Role.LIST), (Role.CODE, Role.MODEL), (Role.LIST, Role.DATASET),
        (Role.LIST, Role.SPACE), (Role.CODE, Role.SPACE),
    ],
)  # fmt: skip
def test_what_speaks_for_a_paper_is_what_was_seen_and_of_that_the_code_first(
    roles: tuple[Role, Role],
) -> None:
    pair = tuple(
        msgspec.structs.replace(CODE, role=role, url=f"https://github.com/lab/{role.value}")
        for role in roles
    )
    first, second = (declares(one, subject=each.url)
                     for one, each in zip((MIT, NC), pair, strict=True))  # fmt: skip
    for order in (pair, pair[::-1]):
        assert judged(first, second, artifacts=order).license.answers == ("MIT",)
        assert judged(second, artifacts=order).license.answers == ("CC-BY-NC-4.0",)
        unseen = judged(artifacts=order).license
        assert unseen.answers == ("NOASSERTION",)
        assert unseen.reason.startswith(f"lab/{roles[0].value}: ")


def test_a_page_is_no_release_that_has_a_licence() -> None:
    page = msgspec.structs.replace(CODE, role=Role.PAGE)
    assert judged(declares(MIT), artifacts=(page,)).license.answers == ("NOASSERTION",)


def place(where: Place, expression: str | None = "MIT", path: str | None = None) -> Declaration:
    return Declaration(place=where, quote="words", expression=expression, path=path)


@pytest.mark.parametrize(
    ("declarations", "answers", "said"),
    [
        (None, ("NOASSERTION",), "licence not looked at"),
        ((), ("NONE",), "no licence file"),
        ((place(Place.FILE, path="x/LICENSE"),), ("NONE",), "no licence for the whole"),
        ((MIT,), ("MIT",), "MIT"),
        ((place(Place.CARD),), ("MIT",), "MIT"),
        ((place(Place.FILE, None, "LICENSE"),), ("NOASSERTION",), "licence unclear"),
        ((MIT, APACHE), ("MIT", "conflict"), "MIT and Apache-2.0 declared, they disagree"),
        ((MIT, APACHE, place(Place.CARD, "ISC")), ("MIT", "conflict"),
         "MIT, Apache-2.0 and ISC declared, they disagree"),
        ((MIT,), ("MIT", "conflict"), "MIT"),
        ((MIT, APACHE), ("MIT",), "MIT"),
        ((place(Place.BADGE),), ("NOASSERTION",), "an MIT badge, no licence file"),
        ((place(Place.README),), ("NOASSERTION",), "an MIT line in the README, no licence file"),
        ((place(Place.PACKAGE),), ("NOASSERTION",),
         "an MIT line in the package metadata, no licence file"),
        ((place(Place.DETECTOR),), ("MIT",), "an MIT guess of the host, no licence file"),
        ((place(Place.PAPER),), ("MIT",), "an MIT sentence in the paper, no licence file"),
        ((place(Place.BADGE, "BSD-3-Clause"),), ("NOASSERTION",),
         "a BSD-3-Clause badge, no licence file"),
        ((place(Place.BADGE, None),), ("NOASSERTION",), "an unclear badge, no licence file"),
        ((place(Place.HEADER, path="setup.py"),), ("MIT",),
         "an MIT header in a file, no licence file"),
        ((place(Place.ARTICLE),), ("NOASSERTION",), "an MIT note, no licence file"),
        *((two, ("MIT",), f"an MIT line in the {where}, no licence file") for two, where in (
            ((place(Place.README), place(Place.PACKAGE)), "README"),
            ((place(Place.PACKAGE), place(Place.README)), "package metadata"))),
        ((place(Place.FILE, path="x/LICENSE"), place(Place.BADGE)), ("NOASSERTION",),
         "an MIT badge, no licence file"),
        ((MIT, place(Place.FILE, "ISC", "x/LICENSE")), ("MIT", "conflict"), "MIT"),
        *(((place(Place.BADGE, name),), ("NOASSERTION",),
           f"{article} {name} badge, no licence file")
          for name, article in (("Apache-2.0", "an"), ("EUPL-1.2", "an"), ("FTL", "an"),
                                ("HPND", "an"), ("ISC", "an"), ("LGPL-3.0-only", "an"),
                                ("NCSA", "an"), ("OFL-1.1", "an"), ("SGI-B-2.0", "an"),
                                ("XFree86-1.1", "an"), ("aGPL", "an"), ("Zlib", "a"),
                                ("GPL-3.0-only", "a"), ("RPL-1.5", "an"), ("unclear", "an"))),
        ((place(Place.PACKAGE), place(Place.BADGE, "ISC")), ("NOASSERTION",),
         "an MIT and ISC badge, no licence file"),
    ],
)  # fmt: skip
def test_a_licence_has_a_few_words_in_the_line_of_a_paper(
    declarations: tuple[Declaration, ...] | None, answers: tuple[str, ...], said: str
) -> None:
    assert wording(declarations, verdict(*answers)) == said


@pytest.mark.parametrize(
    ("role", "scope"),
    [(Role.CODE, "code"), (Role.MODEL, "weights"), (Role.DATASET, "data")],
)
def test_of_statements_about_parts_that_of_its_own_kind_decides(role: Role, scope: str) -> None:
    artifact = Artifact(role=role, url=REPOSITORY, relation=Relation.OFFICIAL, seen_in="abstract")

    def statement(about: str, expression: str) -> Declaration:
        words = f"The {about} is under {expression}."
        return Declaration(place=Place.README, path="README.md", line=3, quote=words,
                           expression=expression, how="name", scope=(about,))  # fmt: skip

    parts = [
        statement(about, "MIT" if about == scope else "CC-BY-NC-4.0")
        for about in ("code", "weights", "data")
    ]
    [verdicts] = judged(declares(*parts), artifacts=(artifact,)).artifacts
    assert verdicts.license.answers == ("MIT",)


@pytest.mark.parametrize("piece", Piece)
@pytest.mark.parametrize("how", ["exact", "near"])
def test_a_guess_of_the_host_adds_nothing_to_a_text_that_was_read_word_for_word(
    piece: Piece, how: str
) -> None:
    seen = declares(msgspec.structs.replace(MIT, how=how))
    gap = Unread(piece=piece, what="x", why="was not read")
    half = msgspec.structs.replace(seen.observation, unread=(gap,))
    [verdicts] = judged(msgspec.structs.replace(seen, id=half.id, observation=half)).artifacts
    needed = piece in NEEDS and not (piece is Piece.DETECTOR and how == "exact")
    assert verdicts.license.answers == (("NOASSERTION",) if needed else ("MIT",))
