"""What happens when the review of a licence that forbids commerce loses a clause."""

import msgspec
import pytest

from tracker.licensing.known import known, licenses
from tracker.licensing.uses import Allowed, Use, reviewed

STRICT = [name for name in licenses() if (row := known(name)) and row.commercial == "no"]
CLAUSES = {
    "CC-BY-NC-4.0": {"non-commercial", "attribution"},
    "CC-BY-NC-SA-3.0": {"non-commercial", "share-alike"},
    "CC-BY-NC-SA-4.0": {"non-commercial", "attribution", "share-alike"},
    "CC-BY-NC-ND-3.0": {"non-commercial", "no-derivatives"},
    "CC-BY-NC-ND-4.0": {"non-commercial", "no-derivatives"},
    "LicenseRef-LLaMA-1": {"research-only", "no-redistribution"},
    "LicenseRef-Tongyi-Qianwen-Research": {"non-commercial", "no-training", "attribution"},
    "LicenseRef-Qwen-Research": {"non-commercial", "attribution", "naming"},
    "LicenseRef-NVIDIA-Source-Code": {"non-commercial", "attribution"},
    "LicenseRef-NVIDIA-Source-Code-Warp": {"non-commercial", "attribution"},
    "LicenseRef-S-Lab-1.0": {"non-commercial", "attribution"},
    "LicenseRef-Adobe-Research": {"non-commercial", "no-redistribution", "attribution"},
    "LicenseRef-Apple-AMLR": {"research-only"},
    "LicenseRef-EXAONE-1.1-NC": {"research-only"},
}
"""What each says, as its text reads; a review may have more."""


@pytest.mark.parametrize(("name", "kinds"), CLAUSES.items())
def test_the_review_has_every_clause_that_its_licence_turns_on(name: str, kinds: set[str]) -> None:
    review = known(name)
    assert review is not None
    assert kinds <= {clause.kind for clause in review.clauses or ()}


@pytest.mark.parametrize("name", STRICT)
@pytest.mark.parametrize("use", [use for use in Use if use is not Use.RESEARCH])
def test_with_a_clause_less_no_use_but_research_is_a_plain_yes(name: str, use: Use) -> None:
    review = known(name)
    assert review is not None
    clauses = review.clauses or ()
    for at in range(len(clauses) + 1):
        left = (*clauses[:at], *clauses[at + 1 :])
        less = msgspec.structs.replace(review, clauses=left)
        allowed = reviewed(name, less, "no", use).allowed
        assert allowed is not Allowed.YES, (name, use, clauses[at : at + 1])
        if use in (Use.INTERNAL, Use.PRODUCT):
            assert allowed is Allowed.NO
