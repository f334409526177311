"""Every answer about a paper or an address with its evidence, at a terminal: all once.

What an artifact's evidence has in common (where it is named, its revision, when it was looked at)
stands beside its address; a piece below says what is its own. Addresses inside that revision are
given as paths. What would help is said once for all answers that it would help.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from tracker.cli.console import day, out, typed
from tracker.model.correction import JudgedCorrection
from tracker.model.evidence import Evidence
from tracker.model.verdict import (
    ArtifactVerdicts,
    PaperVerdicts,
    PromiseVerdict,
    UseVerdict,
    Verdict,
)
from tracker.tables import behind
from tracker.tables.markdown import PERSON
from tracker.tables.terms import lead
from tracker.tables.text import clean
from tracker.tables.uses import alike
from tracker.verdicts import answered
from tracker.verdicts.corrections import Topic, answers
from tracker.verdicts.trail import short

_PIECES = 3
"""Pieces of evidence of one answer that are shown; ``--json`` has all."""
_PLACES = 5
"""Places of one part that are shown."""


def verdicts(judged: PaperVerdicts, *, whole: bool) -> None:
    """Show every answer about a paper or an artifact, each with its reason and evidence.

    Parameters
    ----------
    whole
        Whether it is a paper of the registry, about which more is asked than about an address.
    """
    out.print(f"[bold]{escape(clean(judged.paper.titles.en))}[/]")
    shown = _Shown()
    unseen = [one for one in judged.artifacts if whole and _is_bare(one)]
    for artifact in judged.artifacts:
        if artifact not in unseen:
            _artifact(artifact, shown)
    if unseen:
        _unseen(unseen)
    if whole:
        out.print(f"\n[bold]The paper[/] {escape(clean(judged.summary.answer))}")
        for _, verdict in answered(judged):
            if verdict is judged.summary and not verdict.corrections:  # it sums up the others
                continue
            promised = judged.promises if verdict is judged.promise else ()
            shown.verdict(verdict, summed=bool(promised))
            shown.promises(promised)
        _uses(judged.uses)
    if parts := _parts(judged):
        out.print("\n[bold]Corrections of single parts[/]")
        for place, verdict in parts:
            line = Text(f"{clean(behind.named(place))}: {clean(verdict.answer)}")
            out.print(line)
            for one in verdict.corrections:
                out.print(_said(one))
    shown.remedies()


def _is_bare(artifact: ArtifactVerdicts) -> bool:
    """Whether nobody has looked at it, so that no answer about it tells anything."""
    return not artifact.is_known and not any(
        verdict.derived_from or verdict.corrections for verdict in artifact.verdicts
    )


def _unseen(artifacts: Sequence[ArtifactVerdicts]) -> None:
    """List what nobody has looked at: where it is named, and what somebody reports of it."""
    out.print("\n[bold]Not looked at[/] [dim]nothing is known of it, and nothing concluded[/]")
    for one in artifacts:
        named = f"named in: {one.artifact.seen_in}"
        line = f"{one.artifact.role.value} {one.subject} ({named})"
        out.print(escape(clean(line)))
        for piece in one.license.evidence:
            if piece.source == "reported":
                out.print(f"  [dim]{escape(_piece(piece))}[/]")


def _artifact(judged: ArtifactVerdicts, shown: "_Shown") -> None:
    pieces = [piece for verdict in judged.verdicts for piece in verdict.evidence]
    common = _Common(judged.subject, pieces)
    out.print(f"\n[bold]{judged.artifact.role.value}[/] {escape(clean(judged.subject))}")
    parts = [f"named in: {judged.artifact.seen_in}", *common.words()]
    out.print(f"[dim]{escape(clean('; '.join(parts)))}[/]")
    quiet = []
    for question, verdict in answered(judged):
        if question.tells(verdict):
            shown.verdict(verdict, common)
        else:
            quiet.append(f"{verdict.question}: {verdict.answer}")
    if quiet:
        table = two_columns()
        table.add_row("[dim]also[/]", escape(clean("; ".join(quiet))))
        out.print(table)
    _uses(judged.uses)


class _Common:
    """What the pieces of evidence of one artifact have in common."""

    def __init__(self, subject: str, pieces: Sequence[Evidence]) -> None:
        self.subject = subject
        looks = [piece for piece in pieces if piece.source in ("looked", "stored copy")]
        self.when = _most(_when(piece) for piece in looks)
        self._root = _most(
            root for piece in looks if (root := _root(piece.url, subject)) is not None
        )

    def words(self) -> Iterator[str]:
        """Yield when it was looked at, and at which revision."""
        if self.when:
            yield self.when
        if self._root:
            yield f"paths at {self._root.removeprefix(self.subject)}"

    def address(self, url: str) -> str:
        """Return what an address has of its own: a path at the revision, or nothing."""
        if self._root and url.startswith(self._root):
            return url.removeprefix(self._root)
        return "" if url == self.subject else url

    def piece(self, piece: Evidence) -> str:
        """Return what a piece has of its own."""
        where = self.address(piece.url)
        when = _when(piece)
        if piece.quote and where in piece.quote:
            where = ""
        quote = f"“{clean(piece.quote)}”" if piece.quote else ""
        own = "" if when == self.when else f"({when})"
        return " ".join(filter(None, (quote, clean(where), own)))


def _root(url: str, subject: str) -> str | None:
    """Return the address of the tree at a revision that a file's address begins with."""
    for way in ("/-/blob/", "/blob/", "/-/tree/", "/tree/"):
        if url.startswith(f"{subject}{way}"):
            revision, slash, _ = url.removeprefix(f"{subject}{way}").partition("/")
            return f"{subject}{way}{revision}/" if slash else None
    return None


def _most(words: Iterator[str]) -> str | None:
    return next((word for word, _ in Counter(words).most_common(1)), None)


def _when(piece: Evidence) -> str:
    if piece.observed_at:
        return f"{'run' if piece.source == 'run' else 'looked'} {day(piece.observed_at)}"
    if piece.not_before:
        return f"{piece.source}, not older than {piece.not_before:%Y-%m-%d}"
    return piece.source


def _piece(piece: Evidence) -> str:
    quote = f"“{clean(piece.quote)}” " if piece.quote else ""
    return f"{quote}{clean(piece.url)} ({_when(piece)})"


class _Shown:
    """Shows answers, and remembers what it showed: a piece or a remedy is not shown again."""

    def __init__(self) -> None:
        self._pieces: set[Evidence] = set()
        self._remedies: dict[str, dict[str, None]] = {}

    def verdict(
        self, verdict: Verdict, common: _Common | None = None, *, summed: bool = False
    ) -> None:
        """Show an answer: its words, its reason, what people say, and the evidence of its own.

        Parameters
        ----------
        summed
            Whether what it sums up is shown after it, and the evidence there.
        """
        table = two_columns()
        answer = Text.assemble((clean(verdict.answer), "bold"), ": ", clean(verdict.reason))
        table.add_row(f"[dim]{verdict.question}[/]", answer)
        for one in verdict.corrections:
            table.add_row("", _said(one))
        for line in _terms(verdict, common):
            table.add_row("", line)
        if not summed and not verdict.terms:
            self._evidence(table, verdict, common)
        if verdict.remedy:
            of = short(common.subject) if common else "the paper"
            self._remedies.setdefault(verdict.remedy, {})[f"{verdict.question} of {of}"] = None
        out.print(table)

    def promises(self, judged: Sequence[PromiseVerdict]) -> None:
        """Show each promise: what became of it, its words and its day, and the evidence."""
        table = two_columns()
        for one in judged:
            made = f"promised {one.promise.made_on}" if one.promise.made_on else "date not known"
            line = f" ({one.promise.role.value}, {made}): {clean(one.verdict.reason)}"
            table.add_row("", Text.assemble((one.verdict.answer, "bold"), line))
            self._evidence(table, one.verdict)
        if judged:
            out.print(table)

    def _evidence(self, table: Table, verdict: Verdict, common: _Common | None = None) -> None:
        pieces = list(dict.fromkeys(verdict.evidence))
        parts = [
            common.piece(piece) if common else _piece(piece)
            for piece in pieces[:_PIECES]
            if piece not in self._pieces and not _says_nothing_new(piece, verdict, common)
        ]
        above = sum(piece in self._pieces for piece in pieces[:_PIECES])
        self._pieces.update(pieces[:_PIECES])
        parts += [f"{above} shown above"] if above else []
        parts += [f"{len(pieces) - _PIECES} more by --json"] if len(pieces) > _PIECES else []
        if parts:
            table.add_row("", Text("; ".join(parts), style="dim"))

    def remedies(self) -> None:
        """Show what would help, and which answers it would."""
        if not self._remedies:
            return
        out.print("\n[bold]What would help[/]")
        table = two_columns()
        for number, (remedy, whom) in enumerate(self._remedies.items()):
            first, *others = whom
            more = f" and {len(others)} more" if others else ""
            line = escape(typed(clean(f"{remedy} ({first}{more})")))
            table.add_row("[dim]next[/]" if number == 0 else "", line)
        out.print(table)


def _terms(verdict: Verdict, common: _Common | None) -> Iterator[Text]:
    """Yield what is said of each part, side by side, and every place that says it."""
    for scope in verdict.terms:
        if sentence := lead(scope, verdict):
            yield Text(clean(sentence))
        for place in scope.places[:_PLACES]:
            quote = f": “{clean(place.quote)}”" if place.quote else " was not read"
            url = place.url or ""
            known = common is not None and common.address(url) != url
            address = "" if known else clean(url)
            yield Text(f"{clean(place.where)}{quote} {address}".rstrip(), "dim")
        if more := scope.places[_PLACES:]:
            yield Text(f"… and {len(more)} more", "dim")


def _says_nothing_new(piece: Evidence, verdict: Verdict, common: _Common | None) -> bool:
    """Whether a piece is what the reason says in the same words, of the address above it."""
    if common is None or piece.url != common.subject:
        return False
    if piece.source == "registry":
        return bool(piece.quote and piece.quote.startswith("named in: "))
    return _when(piece) == common.when and (piece.quote or "") in verdict.reason


def _parts(judged: PaperVerdicts) -> list[tuple[Topic, Verdict]]:
    """Return the corrected answers that have no place of their own here."""
    return [(place, one) for place, one in answers(judged) if place.about and one.corrections]


def _said(one: JudgedCorrection) -> Text:
    sentence = f"{PERSON} {behind.told(one)} {one.correction.because}"
    return Text(clean(sentence), style="magenta")


def _uses(uses: Sequence[UseVerdict]) -> None:
    """Show uses of which the same is concluded together; what it rests on stands elsewhere."""
    table = two_columns()
    for number, (names, verdict) in enumerate(alike(uses)):
        answer = f"{', '.join(names)}: {verdict.answer}. {verdict.reason}"
        table.add_row("[dim]use[/]" if number == 0 else "", escape(clean(answer)))
    out.print(table)


def two_columns() -> Table:
    """Return a table of names and what is said of them."""
    table = Table.grid(padding=(0, 1))
    table.add_column(min_width=13)
    table.add_column(overflow="fold")
    return table
