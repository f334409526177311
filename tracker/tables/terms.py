"""What is declared of each part of an artifact, side by side: said alike everywhere."""

from collections.abc import Mapping
from types import MappingProxyType

from tracker.model.terms import Accord, ScopeTerms
from tracker.model.verdict import Verdict

SCOPES: Mapping[str, str] = MappingProxyType(
    {"whole": "as a whole", "docs": "documentation", "others": "work of others"}
)
"""What a person calls a scope, where that is not its own name."""


def name(scope: ScopeTerms) -> str:
    """Return what a person calls a scope."""
    return SCOPES.get(scope.scope, scope.scope)


def of_scope(scope: ScopeTerms) -> str:
    """Say what the places of one scope say together; that they disagree is said first.

    Examples
    --------
    >>> of_scope(ScopeTerms(scope="docs", accord=Accord.ALONE, licenses=("CC-BY-4.0",),
    ...                     sentence="README.md says CC-BY-4.0", places=()))
    'documentation: README.md says CC-BY-4.0'
    """
    against = "they disagree: " if scope.accord is Accord.DISAGREE else ""
    return f"{name(scope)}: {against}{scope.sentence}"


def told_beside(scope: ScopeTerms, verdict: Verdict) -> str | None:
    """Return the words of one scope, or None where the verdict's reason says them already.

    Examples
    --------
    >>> one = ScopeTerms(scope="whole", accord=Accord.ALONE, licenses=("MIT",),
    ...                  sentence="LICENSE says MIT", places=())
    >>> told_beside(one, Verdict(question="license", subject="", answers=("MIT",), rule="license/4",
    ...                          reason="LICENSE says MIT, looked at on 2025-03-01.", terms=(one,)))
    """
    alone = len(verdict.terms) == 1
    repeated = scope.sentence.casefold() in verdict.reason.casefold()
    return None if alone and repeated else of_scope(scope)
