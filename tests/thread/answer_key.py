"""The answer key, and in what the rows of a live run differ from it.

The key was written by people who read the repositories by hand, in their own words. What it says in
words that are neither yes nor no is not compared.
"""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from tracker.licensing import normalise
from tracker.model.locator import locate
from tracker.model.paper import Depth, Relation
from tracker.model.verdict import NONE, ArtifactVerdicts
from tracker.tables import Row

Fact: TypeAlias = dict[str, Any]


class Live(NamedTuple):
    """One run over all papers."""

    rows: Mapping[str, Row]
    """By bare arXiv identifier."""
    key: Mapping[str, Fact]

    def artifacts(self, paper: str) -> Mapping[str, ArtifactVerdicts]:
        """Return what is said of each artifact of a paper, by the name it has on its host."""
        judged = reversed(self.rows[paper].verdicts.artifacts)  # of two of a name the first
        return {locate(each.artifact.url).name: each for each in judged}


_LICENSE = re.compile(r"Apache-2\.0|CC-BY-NC-SA-4\.0|LicenseRef-[\w.-]*\w|MIT")
_RELATIONS = (
    (r"really holds|framework|^teacher|^code base|upstream list", Relation.UPSTREAM),
    (r"third-party|not SmolDocling", Relation.THIRD_PARTY),
    (r"^official|companion|project page source|source of the project page", Relation.OFFICIAL),
    (r"^repo named|present name of the repo", Relation.OFFICIAL),
)  # fmt: skip
_KEPT = (
    (r"^(False|not kept|no\b)", "not kept"),
    (r"^(partly|nominally|kept in part|only in form)", "partly"),
    (r"^open", "open"),
    (r"^(True|kept|code released)", "kept"),
    (r"^(None|unknown)", "cannot tell"),
)


def tagged(fact: Fact) -> str | None:
    """Return the licence tag that the facts saw on the Hub, or None."""
    word = str(fact.get("licence") or "").partition(" ")[0]
    return word if normalise(word) else None


def licence(fact: Fact) -> str:
    """Return the licence of the file at the root of a repository."""
    if "/" in str(fact.get("licence_path", "")):
        return NONE
    if "licence_spdx" in fact:
        said = [fact["licence_spdx"]]
    elif fact.get("licence_file") or fact.get("licence_files"):
        said = [fact.get("licence_in_readme"), fact.get("licence_contradictions")]
    else:
        said = []
    found = _LICENSE.search(" ".join(map(str, said)))
    return found[0] if found else NONE


def of_repositories(live: Live, stored: Path) -> Iterator[tuple[str, str]]:
    """Yield what and how: each difference between key and row about a repository that was read."""
    for paper, key in live.key.items():
        judged = live.artifacts(paper)
        for fact in key["code"]:
            name, role = fact["repo"], str(fact.get("role"))
            if not (stored / "repos" / name.replace("/", "__")).is_dir():
                continue
            if name not in judged:
                yield f"{paper} {name}: listed", f"the key has it ({role}), the row has not"
                continue
            row = judged[name]
            if row.license.answers != (licence(fact),):
                yield f"{paper} {name}: licence", f"key {licence(fact)}, row {row.license.answer}"
            hollow = row.reached in (Depth.NOTHING, Depth.PLACEHOLDER)
            if fact.get("placeholder") not in (None, hollow):
                yield f"{paper} {name}: placeholder", f"key {fact['placeholder']}, row {hollow}"
            trains = row.reached is not None and row.reached.reaches(Depth.TRAINING)
            if fact.get("training_code") in (True, False) and fact["training_code"] is not trains:
                yield f"{paper} {name}: training code", f"key {fact['training_code']}, row {trains}"
            wanted = next((one for words, one in _RELATIONS if re.search(words, role)), None)
            if wanted not in (None, row.artifact.relation):
                found = row.artifact.relation.value
                yield f"{paper} {name}: relation", f"key {role!r}, row {found}"


def of_the_hub(live: Live) -> Iterator[tuple[str, str]]:
    """Yield each difference about the licence and the gate of a model or dataset."""
    for paper, key in live.key.items():
        judged = {
            locate(each.artifact.url).name: each
            for each in live.rows[paper].verdicts.artifacts
            if locate(each.artifact.url).host == "huggingface"
        }
        for fact in (*key["models"], *key["datasets"]):
            name = str(fact.get("id") or fact.get("hf_id")).partition(" ")[0]
            row = judged.get(name)
            if row is None or row.availability.as_of is None:
                continue
            tag = tagged(fact)
            if tag and row.license.answers != (normalise(tag),):
                yield f"{paper} {name} on the Hub: licence", f"key {tag}, row {row.license.answer}"
            gated = "gated" in row.availability.answers
            if fact.get("gated") not in (None, gated):
                yield f"{paper} {name}: gated", f"key {fact['gated']}, row {gated}"


def of_promises(live: Live) -> Iterator[tuple[str, str]]:
    """Yield each promise of the key that the row has not, or judges in another way.

    Promises belong together where they share a phrase. What the key says in words that are neither
    yes nor no is not compared.
    """
    for paper, key in live.key.items():
        judged = live.rows[paper].verdicts.promises
        for fact in key["promises"]:
            text = fact["text"]
            quoted = _SAME.get((paper, text[:20]), "")
            name = f"{paper} promise {text[:48]!r}"
            said = str(fact.get("kept", fact.get("status")))
            wanted = next((word for words, word in _KEPT if re.match(words, said)), None)
            same = [each for each in judged if _share(each.promise.quote, quoted or text)]
            words = sorted({each.verdict.answer for each in same})
            if not same:
                yield name, f"the key has it ({said[:40]}), the row has not"
            elif wanted and words != [wanted]:
                yield name, f"key {wanted} ({said[:40]}), row {' and '.join(words)}"


def _share(quote: str, text: str) -> bool:
    one, other = (" ".join(each.casefold().split()) for each in (quote, text))
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size >= _PHRASE


_SAME = {
    ("2503.11647", "README 2025-03-17/31"): "Release the MultiCamVideo Dataset.",
    ("2503.18942", "project page"): "https://liuff19.github.io/Video-T1",
    ("2503.19325", "HF weights + dataset"): "We have uploaded the",
}
"""Paper and beginning of a promise that the key tells in words of its own → the authors' words."""
_PHRASE = 18
"""Characters that two wordings of one promise have in common at a stretch."""

_TWO = "the key reads LICENSE alone; the package metadata say otherwise, and the row tells both"
_BADGE = (
    "no licence file, as the key says; the badge claims MIT, and the row concludes nothing from it"
)
_TEMPLATE = "the README puts the page under CC BY-SA 4.0, in the words of the page's template"
_UPKEEP = "a promise of upkeep: one look cannot tell whether it is kept"
_QUALITY = "about text, quality or a mistake, not about a release"
_LICENCE = "about the licence: the row's licence says that no text is shipped"
_NONE_MADE = "the key notes that nothing was promised"
_NO_QUOTE = "the key sums up; the registry holds sentences of the authors only"
_NO_ADDRESS = (
    "no address of it is known: that the registry has none does not prove that there is none"
)
_RUNS = "released, as the row says; that it does not run is in the entry's note"
_LINK = "a link, which the entry has as an artifact, not a promise"
_BESIDE = "the same sentence promises the code, which is kept; the package has a promise of its own"
_KIND = "example scripts are out, the framework is not: partly, by role and depth"
_STALE = "an old line of a page; the promise itself is in the row, from the README"
_PART = "a part of what the vLLM fork runs; the names of files cannot tell the part, the note does"

EXPLAINED: Mapping[str, str] = {
    "2503.06053 IEIT-AGI/DropletVideo: licence": "the README says Apache 2.0; the row says that no "
    "licence text is shipped",
    "2503.07677 cubeyoung/pladis-proejct: licence": _TEMPLATE,
    "2503.11647 KlingAIResearch/ReCamMaster: licence": _TWO,
    "2503.11647 KwaiVGI/ReCamMaster: licence": _TWO,
    "2503.12533 BeingBeyond/Being-0: licence": _BADGE,
    "2503.12533 BeingBeyond/being-0: licence": _BADGE,
    "2503.14476 DAPO-SIA/DAPO-SIA.github.io: licence": _TEMPLATE,
    "2503.16219 knoveleng/open-rs: licence": _TWO,
    "2503.19757 RoboDita/Dita: licence": "the same licence; the row adds that the badge says MIT",
    "2503.06053 promise 'README: \"released under the Apache 2.0 license ('": _LICENCE,
    "2503.11576 promise 'model card: \"Coming soon! Better chart recogniti'": _QUALITY,
    "2503.11647 promise 'README: \"we are working on developing an online '": _NO_ADDRESS,
    "2503.12533 promise 'For further details and videos, visit https://be'": _LINK,
    "2503.13288 promise 'open-source PyPI package coming soon'": _BESIDE,
    "2503.13288 promise '\"temporary bug may appear in this branch ... ref'": _QUALITY,
    "2503.13358 promise 'no code promise in the abstracts v1-v4 seen'": _NONE_MADE,
    "2503.13358 promise 'later abstract: \"We provide the code at https://'": _RUNS,
    "2503.13358 promise 'README: \"To reproduce the results of Tables 1 an'": _RUNS,
    "2503.14378 promise 'We are still polishing an automatic evaluation f'": _KIND,
    "2503.14456 promise 'abstract/seed: \"extended open source 3.1 trillio'": _NO_QUOTE,
    "2503.14476 promise 'README: \"The detailed wandb log will be provided'": "a page of logs "
    "answers; what it holds was not looked at",
    "2503.14476 promise 'README: \"We will provide a full reproduction gui'": _NO_ADDRESS,
    "2503.14476 promise 'project page: \"Model (Coming Soon)\"'": _STALE,
    "2503.16219 promise 'Citation: \"Coming soon.\"'": _QUALITY,
    "2503.16219 promise '\"Additional models in training\"'": _NO_QUOTE,
    "2503.16416 promise 'README (commented out): \"It will be updated as t'": _UPKEEP,
    "2503.16416 promise 'README: \"keep this list comprehensive and up-to-'": _UPKEEP,
    '2503.16419 promise \'entries marked "(.)" stand for "To Be Updated" i\'': _UPKEEP,
    "2503.16419 promise 'README HTML comments still hold template placeho'": _QUALITY,
    "2503.17407 promise '\"commit to regularly updating the repository\" (R'": _UPKEEP,
    "2503.18878 promise 'We will release top feature indices and correspo'": _NO_ADDRESS,
    "2503.18942 promise 'We would release Dataset for Test-Time Scaling i'": _NO_ADDRESS,
    "2503.18942 promise 'code for the diffusion models (CogVideoX-5B/2B, '": _NONE_MADE,
    "2503.19325 promise 'FlexRoPE (v1 abstract and digest): test-time tec'": _QUALITY,
    "2503.19757 promise 'fine-tuned LIBERO checkpoint (issue #3 reading o'": _NO_QUOTE,
    "2503.19757 promise 'CALVIN evaluation and checkpoint'": _NO_QUOTE,
    "2503.19757 promise 'ManiSkill2 data generation'": _NO_QUOTE,
    "2503.20215 promise 'currently only the thinker part in vLLM ... We w'": _PART,
    "2503.20215 promise 'no training code or training data promised'": _NONE_MADE,
    "2503.21776 promise 'author on issue #74 (2025-08-02): the 0.8 coeffi'": _QUALITY,
    "2503.21776 promise '\"We will add more details in the paper\" about th'": _QUALITY,
}


def differences(live: Live, stored: Path) -> dict[str, str]:
    """Return what differs, and how."""
    return dict([*of_repositories(live, stored), *of_the_hub(live), *of_promises(live)])
