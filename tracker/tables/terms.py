"""What is declared of each part of an artifact, side by side: said alike everywhere."""

from tracker.licensing.saying import PARTS
from tracker.model.terms import Accord, ScopeTerms
from tracker.model.verdict import Verdict


def name(scope: ScopeTerms) -> str:
    """Return what a person calls a scope."""
    return PARTS.get(scope.scope, scope.scope)


def of_scope(scope: ScopeTerms) -> str:
    """Say what the places of one scope say together; that they disagree is said first.

    Examples
    --------
    >>> of_scope(ScopeTerms(scope="docs", accord=Accord.ALONE, licenses=("CC-BY-4.0",),
    ...                     sentence="README.md says CC-BY-4.0", places=()))
    'documentation: README.md says CC-BY-4.0'
    """
    return f"{heading(scope)}: {scope.sentence}"


def heading(scope: ScopeTerms) -> str:
    """Return the name of a scope, and that its places disagree, if they do."""
    return f"{name(scope)}, they disagree" if scope.accord is Accord.DISAGREE else name(scope)


def sentence(scope: ScopeTerms, verdict: Verdict) -> str | None:
    """Return what is said of one scope, or None where the verdict's reason has said it.

    Examples
    --------
    >>> one = ScopeTerms(scope="whole", accord=Accord.ALONE, licenses=("MIT",),
    ...                  sentence="LICENSE says MIT", places=())
    >>> sentence(one, Verdict(question="license", subject="", answers=("MIT",), rule="license/4",
    ...                       reason="LICENSE says MIT, looked at on 2025-03-01.", terms=(one,)))
    """
    repeated = scope.sentence.casefold() in verdict.reason.casefold()
    return None if repeated else scope.sentence


def lead(scope: ScopeTerms, verdict: Verdict) -> str | None:
    """Return the line above the places of one scope; None where the reason has said it all."""
    more = sentence(scope, verdict)
    if more:
        return of_scope(scope)
    return f"{heading(scope)}:" if len(verdict.terms) > 1 else None
