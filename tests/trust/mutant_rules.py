"""Mutants made by rule: a module's text with one fault, of kinds that some test should notice.

Left out is what no test can tell from the program as it is: words of texts, annotations, options of dataclasses that
only keep people from mistakes, what another system runs, assertions.
"""

from __future__ import annotations

import ast
import copy
import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one fault: how its text is made, which takes a while for a long one, and where the fault is.

    `number` is its place among the module's mutants, -1 for one made by hand. `lines` are those of the statement that
    was changed, of a compound one its head; none where that is not known. `tree` makes the same as a tree whose places
    are those of the module.
    """

    module: str
    make: Callable[[], str]
    where: str
    number: int = -1
    lines: range = range(0)
    tree: Callable[[], ast.Module] | None = None
    line: str = ""

    @property
    def text(self) -> str:
        """The module's text with the fault."""
        return self.make()

    @property
    def what(self) -> str:
        """Where the fault is by the line's text, and not by its number, which changes with what stands above it."""
        module, _, rest = self.where.partition(":")
        return f"{module}: {self.line}: {rest.partition(': ')[2]}"


def path_of(module: str) -> Path:
    """A module's file within the checkout."""
    found = importlib.import_module(module).__file__
    assert found is not None
    return Path(found).resolve().relative_to(ROOT)


def edited(module: str, old: str, new: str) -> Mutant:
    """One place changed by hand; ValueError when it is not there exactly once."""
    text = (ROOT / path_of(module)).read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise ValueError(f"{module} has {text.count(old)} times: {old}")
    return Mutant(module, lambda: text.replace(old, new), f"{module}: {old.strip()!r} became {new.strip()!r}")


_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in a node's place to make a fault."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _COMPARISONS:
        yield ast.Compare(node.left, [_COMPARISONS[type(node.ops[0])]()], node.comparators)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        yield from node.values
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr | ast.Add | ast.Sub):
        yield node.left
    elif (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Yield)) or isinstance(node, ast.Raise):
        yield ast.Pass()
    elif isinstance(node, ast.Return) and not (node.value is None or _nothing(node.value)):
        yield ast.Return(ast.Constant(None))
    elif isinstance(node, ast.If | ast.While):
        yield type(node)(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)


def _nothing(node: ast.expr) -> bool:
    """None, which is what would stand there, and False, which is made True besides."""
    return isinstance(node, ast.Constant) and node.value in (None, False)


def mutants(module: str) -> list[Mutant]:
    """All mutants of a module by the rules: comparisons, conditions, constants, calls, errors and results."""
    text = (ROOT / path_of(module)).read_text(encoding="utf-8")
    tree = ast.parse(text)
    skipped = {id(n) for d in ast.walk(tree) for n in _not_run(d)}
    lines = dict(_lines(tree))
    out: list[Mutant] = []
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in skipped:
            continue
        for change in _changes(node):
            where = f"{module}:{getattr(node, 'lineno', 0)}: {ast.unparse(node)[:70]!r} -> {ast.unparse(change)[:50]!r}"
            made = partial(_changed, tree, number, change)
            line = text.splitlines()[getattr(node, "lineno", 1) - 1].strip()
            out.append(Mutant(module, partial(_text, made), where, len(out), lines.get(id(node), range(0)), made, line))
    return out


def _lines(tree: ast.Module) -> Iterator[tuple[int, range]]:
    """The lines of the statement that each node (by its id) is part of; outer statements come first."""
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            inner = getattr(node, "body", None) or getattr(node, "orelse", None)
            end = inner[0].lineno if inner else (node.end_lineno or node.lineno) + 1
            for each in ast.walk(node):
                yield id(each), range(node.lineno, max(end, node.lineno + 1))


def _changed(tree: ast.Module, number: int, change: ast.AST) -> ast.Module:
    """A tree of which one node, by its number, is another, in the same place."""
    made = copy.deepcopy(tree)
    target = next(n for i, n in enumerate(ast.walk(made)) if i == number)
    new = _Swap(target, ast.copy_location(copy.deepcopy(change), target)).visit(made)
    assert isinstance(new, ast.Module)
    return ast.fix_missing_locations(new)


def _text(made: Callable[[], ast.Module]) -> str:
    return ast.unparse(made())


def _not_run(node: ast.AST) -> Iterator[ast.AST]:
    """Parts of a node that no test can tell from others: see the module's head."""
    if isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "sys.platform == 'darwin'"):
        yield from ast.walk(node)
    if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
        yield from ast.walk(node.annotation)
    if isinstance(node, ast.FunctionDef) and node.returns is not None:
        yield from ast.walk(node.returns)
    if isinstance(node, ast.ClassDef):
        for decorator in node.decorator_list:
            yield from ast.walk(decorator)
    if isinstance(node, ast.Assert):
        yield from ast.walk(node)


class _Swap(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self._new if node is self._old else self.generic_visit(node)
