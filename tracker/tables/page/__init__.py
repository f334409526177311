"""index.html: the table that people read, one file that needs neither network nor server.

The page works without JavaScript; with it, it can be searched, sorted and filtered. Its policy lets
a browser run this one script and style, by their digests, and load nothing. Templates escape by
themselves, and every text is cleaned on its way out.
"""

import base64
import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tracker.model.evidence import Evidence
from tracker.model.verdict import Verdict
from tracker.tables import behind, terms, uses
from tracker.tables import colours as colours
from tracker.tables.brief import brief_of
from tracker.tables.cells import tried
from tracker.tables.page import checks, facets, view
from tracker.tables.page.speech import TEXT, english, link, said
from tracker.tables.rows import Row, heading
from tracker.tables.text import clean
from tracker.tables.words import LANGUAGES, words
from tracker.verdicts import QUESTIONS, license, promise  # noqa: A004  (SPDX's word)
from tracker.verdicts.reproduction import NOT_ATTEMPTED

WHOLE = 500
"""Papers up to which the page holds all evidence; a larger one has one card for each paper, with
the first piece of evidence of each answer, and leaves the rest to ``status.json``."""
_PIECES = 3
"""Pieces of evidence beside a cell; the section of the paper has all of them."""
_BRIEF = 200
"""Characters of a reason on a large page."""
_NONE: Mapping[str, str] = MappingProxyType({})


def render(
    rows: Sequence[Row],
    as_of: dt.datetime | None,
    *,
    lang: str = "en",
    title: str | None = None,
    notebooks: Mapping[str, str] = _NONE,
    reproductions: Mapping[str, str] = _NONE,
) -> str:
    """Return the page.

    Parameters
    ----------
    lang
        ``en`` or ``zh``; see `tracker.tables.words.LANGUAGES`.
    title
        What the page is called; None: what it tells.
    notebooks
        Slug of a paper → address of its executed notebook, relative to the page.
    reproductions
        Id of a run → address of the notebook that it executed, relative to the page.

    Raises
    ------
    KeyError
        If there is no such language.
    """
    known = words(lang)
    whole = len(rows) <= WHOLE
    words_of_rows = [facets.values(row) for row in rows]
    pieces = _PIECES if whole else 1
    style, script = _asset("page.css"), _asset("page.js")
    return (
        _environment()
        .get_template("page.html")
        .render(
            _=known,
            said=said(known),
            english=english(known),
            link=link,
            lang=lang,
            title=title,
            languages=LANGUAGES,
            style=Markup(style),  # noqa: S704  our own file
            script=Markup(script),  # noqa: S704  our own file
            policy=_policy(style, script),
            heading=heading(rows, as_of),
            figures=view.figures(rows),
            facets=facets.facets(rows, words_of_rows),
            papers=[
                (row, view.answers(row, pieces), words_of, view.find(row), whole and brief_of(row))
                for row, words_of in zip(rows, words_of_rows, strict=True)
            ],
            whole=whole,
            notebooks=notebooks,
            reproductions=reproductions,
            questions=QUESTIONS,
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("tracker.tables.page", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters |= {
        "web": view.web,
        "name": view.name,
        "once": view.once,
        "lines": view.lines,
        "whole": view.whole,
        "when": _when,
        "tried": _tried,
        "corrections": behind.corrections,
        "alike": uses.alike,
        "together": uses.together,
        "named": behind.named,
        "scope_name": terms.name,
        "said_of_scope": terms.sentence,
        "stand": behind.stand,
        "brief": lambda text: clean(text, _BRIEF),
    }
    environment.globals |= {
        "between": facets.BETWEEN,
        "colours": colours,
        "licence": license.QUESTION,
        "promise": promise.QUESTION,
        "expectation": checks.expectation,
        "numbers": checks.numbers,
        "drawing": checks.drawing,
        "artifact_name": view.artifact_name,
    }
    return environment


def _finalize(value: object) -> object:
    """Clean every text that a template puts out; what is markup already is ours."""
    if isinstance(value, float):
        return f"{value:g}"
    return clean(value, TEXT) if isinstance(value, str) and not isinstance(value, Markup) else value


def _tried(verdict: Verdict) -> str:
    """Say what was tried, without what it needs, which is shown by itself."""
    return "; ".join(tried(verdict)) or NOT_ATTEMPTED


def _when(piece: Evidence) -> str:
    """Say how and when a piece of evidence was had."""
    if piece.observed_at is not None:
        verb = "run" if piece.source == "run" else "looked"
        return f"{verb} {piece.observed_at:%Y-%m-%d %H:%M} UTC"
    if piece.not_before is not None:
        return f"{piece.source}, not older than {piece.not_before:%Y-%m-%d}"
    return piece.source


@cache
def _asset(name: str) -> str:
    return files("tracker.tables.page").joinpath(name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    """Return the policy of the page: its own style and script, and nothing else."""
    return "; ".join((
        "default-src 'none'",
        f"style-src '{_digest(style)}'",
        f"script-src '{_digest(script)}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ))  # fmt: skip


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
