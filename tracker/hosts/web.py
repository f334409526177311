"""Ordinary pages. A page says little; the odd ways of single sites are rows of a table."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from html.parser import HTMLParser
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from tracker.budget import SECONDS, within
from tracker.hosts.answers import absent, detour, message, refusal
from tracker.hosts.observing import Findings, look, refused
from tracker.model.base import Value
from tracker.model.evidence import SPAN_LIMIT, Facts, Observation, Reach
from tracker.model.foreign import decoded
from tracker.model.locator import Locator, locate
from tracker.transport import Door
from tracker.transport.http import Response

VIA = "http"
_ENOUGH = 200_000
"""Bytes of a page that are read: its title stands at the beginning."""


_ANY = r".*"
_PAGES = frozenset(("text/html", "application/xhtml+xml"))


class Quirk(Value, frozen=True):
    """What one kind of answer of one site means."""

    site: str
    """Pattern for the host that was asked, matched as a whole."""
    where: Literal["address", "text"]
    """Whether `sign` is looked for in the final address or in the page."""
    sign: str
    reach: Reach
    note: str


QUIRKS = (
    Quirk(_ANY, "address", r"^https://accounts\.google\.com/", Reach.GATED,
          "the page asks for a Google login"),
    Quirk(_ANY, "address", r"^https://login\.(?:microsoftonline|live)\.com/", Reach.GATED,
          "the page asks for a Microsoft login"),
    Quirk(_ANY, "text",
          r"(?i)<title>[^<]*(?:(?:log|sign) ?in to (?:this|the) network|captive portal)",
          Reach.ERROR, "a network asks for a login, the page itself was not seen"),
    Quirk(r"drive\.google\.com|docs\.google\.com", "text", r"You need (?:access|permission)",
          Reach.GATED, "Google Drive asks to request access"),
    Quirk(r"drive\.google\.com", "text", r"in violation of (?:its|our) Terms of Service",
          Reach.TAKEN_DOWN, "Google Drive blocked the file"),
    Quirk(r"(?:www\.)?dropbox\.com", "text", r"temporarily disabled", Reach.RATE_LIMITED,
          "Dropbox paused the link because of its traffic"),
    Quirk(r"pan\.baidu\.com", "text", r"请输入提取码", Reach.GATED,
          "Baidu asks for an extraction code"),
    Quirk(r"pan\.baidu\.com", "text", r"链接不存在|分享的文件已经被(?:取消|删除)",
          Reach.NOT_VISIBLE, "Baidu says that the share is gone"),
)  # fmt: skip


class Web:
    """Everything that has no host of its own; comes last."""

    name = "web"
    connections = 10

    def identify(self, url: str) -> Locator | None:
        """Return the locator of `url`, whatever it is."""
        return locate(url)

    def batch(self, door: Door) -> int:  # noqa: ARG002
        """Return 1: pages are asked for one by one."""
        return 1

    def observe(self, locators: Sequence[Locator], door: Door) -> Iterator[Observation]:
        """Look at the beginning of each page."""
        for locator in locators:
            yield look(locator, door, partial(_see, locator.url, door), via=VIA)


def _see(url: str, door: Door) -> Findings:
    answer = door.http.get(url, limit=_ENOUGH, cut=True)
    return within(SECONDS, partial(read, answer))


def read(answer: Response) -> Findings:
    """Return what the answer of a page tells."""
    if quirk := _quirk(answer):
        return Findings(reach=quirk.reach, via=VIA, note=quirk.note)
    if trouble := _trouble(answer):
        return Findings(reach=Reach.ERROR, via=VIA, note=trouble)
    if 200 <= answer.status < 300:
        title = _title(answer) if answer.media_type in _PAGES else None
        if title and (what := _another(title)):
            note = f"{what}, titled “{title[:80]}”, came with HTTP 200: the page was not seen"
            return Findings(reach=Reach.ERROR, via=VIA, note=note)
        return Findings(
            reach=Reach.VISIBLE, via=VIA, facts=Facts(title=title, moved_to=_moved_to(answer))
        )
    if absent(answer, "web") and detour(answer) is None:
        note = f"the page is not there (HTTP {answer.status})"
        return Findings(reach=Reach.NOT_VISIBLE, via=VIA, note=note)
    return refused(refusal(answer), VIA)


_NO_PAGE = {
    201: "an answer that is not the page",
    202: "an answer that promises the page for later",
    203: "a page that somebody on the way has changed",
    204: "an answer without a page",
    205: "an answer without a page",
    206: "a part of the page",
    207: "an answer that is not the page",
    208: "an answer that is not the page",
    226: "an answer that is not the page",
}
"""Statuses that sound as if all were well; only 200 is the page itself."""
_ANOTHER = (
    (re.compile(r"(?:\W|^)(?:error )?40[34](?:\W|$)|\bnot[ -]found\b|\bfile not found\b"
                r"|page (?:does ?n[o']t|no longer) exists?|page unavailable|页面不存在|页面未找到",
                re.IGNORECASE),
     "a page that says that there is none"),
    (re.compile(r"(?:please )?(?:log|sign)[ -]?in(?: to [^|]{1,60}| required| \W.*)?"
                r"|login(?: page| required)?(?: \W.*)?|authentication required|登录(?:\W.*)?",
                re.IGNORECASE),
     "a page that asks for a login"),
    (re.compile(r"just a moment\W*|attention required\b.*|(?:re|h)?captcha\b.*"
                r"|are you (?:a )?(?:human|robot)\W*"
                r"|verify(?:ing)? (?:that )?you are (?:a )?human.*"
                r"|checking your browser.*|security check\b.*|robot check\b.*|ddos-guard\b.*",
                re.IGNORECASE),
     "a page that asks whether we are a person"),
    (re.compile(r"access denied\b.*|forbidden\b.*|(?:request|site|website) blocked\b.*"
                r"|web page blocked\b.*|service unavailable\b.*|bad gateway\b.*"
                r"|under maintenance\b.*"
                r"|(?:domain|website|site) (?:is )?(?:for sale|suspended|expired|parked)\b.*"
                r"|account suspended\b.*", re.IGNORECASE),
     "a page about something else"),
)  # fmt: skip
"""Titles of pages that come in place of another, as a whole but for the first row."""


def _another(title: str) -> str | None:
    """Return what a page is by its title that came in place of the one asked for.

    Examples
    --------
    >>> _another("404 - Page not found"), _another("Sign in to your account")
    ('a page that says that there is none', 'a page that asks for a login')
    >>> _another("Sign Language in the Wild"), _another("Objects Not Seen"), _another("4D-LRM")
    (None, None, None)
    """
    for number, (pattern, what) in enumerate(_ANOTHER):
        if (pattern.search if not number else pattern.fullmatch)(title):
            return what
    return None


def _trouble(answer: Response) -> str | None:
    """Return what is wrong with a page whose status says that all is well."""
    if answer.status in _NO_PAGE:
        return f"{_NO_PAGE[answer.status]} (HTTP {answer.status})"
    if answer.status != 200:
        return None
    if answer.media_type == "text/html" and b"\0" in answer.body:
        return "a page that is no text"
    if answer.cut:
        return None
    if not answer.body:
        return "an empty answer"
    if answer.media_type == "text/html" and _is_odd(answer) and "</html>" not in answer.text:
        return "a page that is not whole"
    if answer.media_type.endswith("json"):
        try:
            document = decoded(answer.body, object)
        except msgspec.DecodeError:
            return "an answer that cannot be read"
        if isinstance(document, dict) and (document.get("error") or document.get("errors")):
            return f"an answer that tells of an error: {message(answer)}".rstrip(": ")
    return None


def _quirk(answer: Response) -> Quirk | None:
    site = urlsplit(answer.url).hostname or ""
    texts = {"address": answer.final_url, "text": answer.text}
    for quirk in QUIRKS:
        if re.fullmatch(quirk.site, site) and re.search(quirk.sign, texts[quirk.where]):
            return quirk
    return None


def _is_odd(answer: Response) -> bool:
    """Whether it is a site whose pages say in their text that there is nothing to see."""
    site = urlsplit(answer.url).hostname or ""
    return any(
        quirk.site != _ANY and quirk.where == "text" and re.fullmatch(quirk.site, site)
        for quirk in QUIRKS
    )


def _moved_to(answer: Response) -> str | None:
    """Return the new address if it is another place, not the same with ``www.`` or a slash."""
    return answer.permanent_url if _place(answer.permanent_url) != _place(answer.url) else None


def _place(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), parts.query


class _Title(HTMLParser):
    """Collects the text of the first ``title``."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self._state: Literal["before", "inside", "after"] = "before"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag == "title" and self._state == "before":
            self._state = "inside"

    def handle_endtag(self, tag: str) -> None:
        if tag == "title" and self._state == "inside":
            self._state = "after"

    def handle_data(self, data: str) -> None:
        if self._state == "inside":
            self.text += data


def _title(answer: Response) -> str | None:
    parser = _Title()
    parser.feed(answer.text)
    return " ".join(parser.text.split())[:SPAN_LIMIT] or None
