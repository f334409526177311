"""Small faults that a test should notice, found in the syntax tree of a file.

Not planted is what only people read (docstrings, sentences, titles, other languages), what only
tools read (annotations, imports, decorators, `__all__`), and what is said of an error.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

PROSE = frozenset((
    "because", "heading", "help", "label", "meaning", "means", "message", "motive", "quote",
    "reason", "remedy", "title", "zh",
))  # fmt: skip
"""Keywords whose values people read; nothing may be decided on them."""
_WORD = re.compile(r"(?=.*[A-Za-z])[\w./:+*#@%=-]+( [\w./:+*#@%=-]+){0,2}", re.ASCII)
"""What a program compares or writes, rather than a sentence."""

_COMPARE: Mapping[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
_METHODS = {
    one: other
    for pair in (
        ("startswith", "endswith"),
        ("removeprefix", "removesuffix"),
        ("partition", "rpartition"),
        ("split", "rsplit"),
        ("lstrip", "rstrip"),
        ("lower", "upper"),
        ("issubset", "issuperset"),
    )
    for one, other in (pair, pair[::-1])
}
_NOTHING = (None, False)
_NO_NUMBERS = (ast.JoinedStr, ast.Tuple, ast.List, ast.Dict)
"""What cannot be subtracted: a fault there would be noticed by anything at all."""


@dataclass(frozen=True)
class Mutant:
    """One change of one place."""

    path: str
    line: int
    start: int
    """In bytes."""
    end: int
    old: str
    new: str
    kind: str
    lines: tuple[int, ...]
    """Where it may be executed: its own lines, and the first of its statement."""
    on_import: bool
    """Whether importing the module executes it."""

    @property
    def change(self) -> str:
        """What was changed, on one line."""
        return f"{' '.join(self.old.split())} → {' '.join(self.new.split())}"

    def planted(self, source: bytes) -> bytes:
        """Return the file with the fault in it."""
        return source[: self.start] + self.new.encode() + source[self.end :]


def optional_names(files: Iterable[Path]) -> frozenset[str]:
    """Return the names of fields and parameters that somebody may leave out of a call.

    To leave out any other would break the call, and tell nothing of the tests.
    """
    names: set[str] = {"key", "default", "reverse", "strict"}
    for path in files:
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.arguments):
                positional = [*node.posonlyargs, *node.args]
                names.update(
                    each.arg for each in positional[len(positional) - len(node.defaults) :]
                )
                pairs = zip(node.kwonlyargs, node.kw_defaults, strict=True)
                names.update(each.arg for each, default in pairs if default)
            elif isinstance(node, ast.ClassDef):
                names.update(
                    each.target.id
                    for each in node.body
                    if isinstance(each, ast.AnnAssign)
                    and each.value
                    and isinstance(each.target, ast.Name)
                )
    return frozenset(names)


def mutants(path: str, source: bytes, optional: frozenset[str]) -> list[Mutant]:
    """Return every fault that can be planted in a file, in a fixed order."""
    planter = _Planter(path, source, optional)
    planter.block(ast.parse(source).body, on_import=True)
    return sorted(planter.found, key=lambda each: (each.start, each.end, each.kind, each.new))


class _Planter:
    def __init__(self, path: str, source: bytes, optional: frozenset[str]) -> None:
        self.path = path
        self.source = source
        self.optional = optional
        self.found: list[Mutant] = []
        self.starts = [0]
        for line in source.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.statement: ast.stmt | None = None
        self.on_import = True

    def plant(self, node: ast.expr | ast.stmt | ast.keyword, new: str, kind: str) -> None:
        """Plant `new` in the place of a node."""
        start = self.starts[node.lineno - 1] + node.col_offset
        end = self.starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        if isinstance(node, ast.keyword):
            end += len(re.match(rb"\s*,?", self.source[end:])[0])  # type: ignore[index]
        own = {*range(node.lineno, (node.end_lineno or node.lineno) + 1)}
        if self.statement is not None:
            own.add(self.statement.lineno)
        old = self.source[start:end].decode()
        self.found.append(
            Mutant(
                path=self.path, line=node.lineno, start=start, end=end, old=old, new=new,
                kind=kind, lines=tuple(sorted(own)), on_import=self.on_import,
            )
        )  # fmt: skip

    def change(self, node: ast.expr, changed: ast.expr, kind: str) -> None:
        """Plant another expression in the place of one."""
        self.plant(node, f"({ast.unparse(changed)})", kind)

    def block(self, body: Iterable[ast.stmt], *, on_import: bool) -> None:
        """Plant in all statements of a block."""
        for statement in body:
            before = self.statement, self.on_import
            self.statement, self.on_import = statement, on_import
            self.visit(statement)
            self.statement, self.on_import = before

    def visit(self, statement: ast.stmt) -> None:  # noqa: C901, PLR0912  (a table of the grammar)
        """Plant in one statement."""
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                arguments = statement.args
                for default in (*arguments.defaults, *filter(None, arguments.kw_defaults)):
                    self.expression(default)
                self.block(statement.body, on_import=False)
            case ast.ClassDef():
                self.block(statement.body, on_import=self.on_import)
            case ast.Import() | ast.ImportFrom() | ast.Assert() | ast.Global() | ast.Nonlocal():
                pass
            case (
                ast.Assign(targets=[ast.Name(id="__all__")])
                | ast.If(test=ast.Name(id="TYPE_CHECKING"))
            ):
                pass
            case ast.Expr(value=ast.Constant()):
                pass  # a docstring
            case ast.Raise():
                self.plant(statement, "pass", "dropped statement")
            case ast.Expr() | ast.AugAssign():
                self.plant(statement, "pass", "dropped statement")
                self.expression(statement.value)
            case ast.Return(value=ast.expr() as value):
                # None for False decides nothing otherwise, and the types tell it
                empty = isinstance(value, ast.Constant) and value.value in _NOTHING
                if not empty:
                    self.plant(statement, "return None", "returned nothing")
                self.expression(value)
            case ast.Continue():
                self.plant(statement, "break", "continue → break")
            case ast.Break():
                self.plant(statement, "continue", "break → continue")
            case ast.AnnAssign():
                if statement.value:
                    self.expression(statement.value)
            case _:
                self.compound(statement)

    def compound(self, statement: ast.stmt) -> None:
        """Plant in what a statement consists of."""
        for name, part in ast.iter_fields(statement):
            if name in {"test", "guard"} and isinstance(part, ast.expr):
                self.condition(part)
            elif isinstance(part, ast.expr):
                self.expression(part)
            elif isinstance(part, list):
                self.parts(part)

    def parts(self, parts: Iterable[object]) -> None:
        for each in parts:
            if isinstance(each, ast.stmt):
                self.block([each], on_import=self.on_import)
            elif isinstance(each, ast.ExceptHandler):
                self.block(each.body, on_import=self.on_import)
            elif isinstance(each, ast.match_case):
                if each.guard:
                    self.condition(each.guard)
                for value in ast.walk(each.pattern):
                    if isinstance(value, ast.MatchValue):
                        self.expression(value.value)
                self.block(each.body, on_import=self.on_import)
            elif isinstance(each, ast.withitem):
                self.expression(each.context_expr)

    def condition(self, node: ast.expr) -> None:
        """Plant in an expression that decides something."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            pass  # planted where it stands
        elif not isinstance(node, ast.Compare):
            self.change(node, ast.UnaryOp(ast.Not(), node), "opposite condition")
        self.expression(node)

    def expression(self, node: ast.AST) -> None:  # noqa: C901, PLR0912  (a table of the grammar)
        """Plant in an expression and in its parts."""
        match node:
            case ast.JoinedStr() | ast.FormattedValue():
                return  # prose, and its parts have no place in the file before Python 3.12
            case ast.Constant():
                self.constant(node)
            case ast.Compare(ops=[op]):
                for other in _COMPARE[type(op)]:
                    changed = ast.Compare(node.left, [other()], node.comparators)
                    self.change(node, changed, "comparison")
            case ast.BoolOp():
                other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
                self.change(node, ast.BoolOp(other, node.values), "and ↔ or")
                for index in range(len(node.values)):
                    rest = node.values[:index] + node.values[index + 1 :]
                    changed = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
                    self.change(node, changed, "dropped operand")
            case ast.UnaryOp(op=ast.Not()):
                self.change(node, node.operand, "dropped not")
            case ast.BinOp() if type(node.op) in _ARITHMETIC:
                if not isinstance(node.left, _NO_NUMBERS) and not isinstance(
                    node.right, _NO_NUMBERS
                ):
                    changed = ast.BinOp(node.left, _ARITHMETIC[type(node.op)](), node.right)
                    self.change(node, changed, "arithmetic")
            case ast.IfExp():
                self.condition(node.test)
                self.expression(node.body)
                self.expression(node.orelse)
                return
            case ast.Call():
                self.call(node)
                return
            case ast.Lambda():
                outside, self.on_import = self.on_import, False
                self.expression(node.body)
                self.on_import = outside
                return
            case ast.Tuple(ctx=ast.Load()) | ast.List(ctx=ast.Load()) | ast.Set():
                self.elements(node)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                self.comprehension(node)
                return
        for part in ast.iter_child_nodes(node):
            self.expression(part)

    def constant(self, node: ast.Constant) -> None:
        match node.value:
            case bool():
                self.change(node, ast.Constant(not node.value), "constant")
            case int() | float():
                self.change(node, ast.Constant(node.value + 1), "constant")
                self.change(node, ast.Constant(node.value - 1), "constant")
            case str() if _WORD.fullmatch(node.value):
                self.change(node, ast.Constant(f"{node.value}X"), "word")

    def call(self, node: ast.Call) -> None:
        match node.func:
            case ast.Name(id=name) if name in _NAMES:
                self.plant(node.func, _NAMES[name], f"{name} → {_NAMES[name]}")
            case ast.Attribute(attr=name) if name in _METHODS and (
                "split" not in name or len(node.args) > 1 or node.keywords
            ):  # without a limit, both split alike
                changed = ast.Attribute(node.func.value, _METHODS[name], ast.Load())
                self.plant(node.func, ast.unparse(changed), f"{name} → {_METHODS[name]}")
        if isinstance(node.func, ast.Attribute):
            self.expression(node.func.value)
        for argument in node.args:
            self.expression(argument)
        for keyword in node.keywords:
            if keyword.arg in PROSE:
                continue
            if keyword.arg in self.optional:
                self.plant(keyword, "", "dropped keyword")
            self.expression(keyword.value)

    def elements(self, node: ast.Tuple | ast.List | ast.Set) -> None:
        """Leave out each element of a list of several words or names."""
        if len(node.elts) < 2 or not all(
            isinstance(each, ast.Constant | ast.Attribute | ast.Name | ast.Call | ast.Starred)
            for each in node.elts
        ):
            return
        for index in range(len(node.elts)):
            rest = node.elts[:index] + node.elts[index + 1 :]
            changed = type(node)(rest) if isinstance(node, ast.Set) else type(node)(rest, node.ctx)
            self.change(node, changed, "dropped element")

    def comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> None:
        """Plant in what is gathered, and in what is left out of it."""
        for name, part in ast.iter_fields(node):
            if name != "generators" and isinstance(part, ast.expr):
                self.expression(part)
        for each in node.generators:
            self.expression(each.iter)
            for clause in each.ifs:
                self.change(clause, ast.Constant(value=True), "dropped clause")
                self.condition(clause)


def everything(root: Path, package: str, optional: frozenset[str]) -> Iterator[Mutant]:
    """Yield every fault of the Python files of a package, or of one file, in a fixed order."""
    folder = root / package
    for path in sorted(folder.rglob("*.py")) if folder.is_dir() else [folder]:
        yield from mutants(path.relative_to(root).as_posix(), path.read_bytes(), optional)
