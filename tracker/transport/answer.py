"""What came back over HTTP."""

from collections.abc import Mapping

from tracker.model.base import Value
from tracker.model.evidence import Exchange


class Response(Value, frozen=True, kw_only=True):
    """The last answer of a request, and how it was reached; addresses are without secrets."""

    url: str
    """As asked."""
    final_url: str
    """Where the answer came from."""
    permanent_url: str
    """Where the permanent redirects (301, 308) at the start of the way led; `url` if none did."""
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    exchanges: tuple[Exchange, ...] = ()
    redirects: tuple[str, ...] = ()
    """Addresses that were redirected to, in order."""
    cut: bool = False
    """Whether `body` is only the beginning."""

    @property
    def media_type(self) -> str:
        """Media type without its parameters, in lower case.

        Examples
        --------
        >>> Response(
        ...     url="", final_url="", permanent_url="", status=200, body=b"",
        ...     headers={"content-type": "text/HTML; charset=utf-8"},
        ... ).media_type
        'text/html'
        """
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        """The body as text; what is not UTF-8 is replaced."""
        return self.body.decode("utf-8", "replace")
