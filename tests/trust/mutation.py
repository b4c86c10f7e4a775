"""A copy of the program with one fault put into it, and whether some tests notice.

Run as a program it mutates whole modules and lists what no test noticed:

    python -m tests.trust.mutation                  every mutant of the modules of TARGETS: hours
    python -m tests.trust.mutation --sample 60      some of them, chosen by --seed
    python -m tests.trust.mutation --only lock      of modules whose name ends so
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).parents[2]
#: Folders and files of a checkout that a test run needs.
_NEEDED = (
    "index",
    "search",
    "tui",
    "cli",
    "morgue",
    "tests",
    "docs",
    "bench",
    "pyproject.toml",
    "README.md",
    "Makefile",
)
#: Seconds after which a run of tests counts as noticing: the mutant hangs.
_HANGS = 600

#: The rooms whose faults must be noticed, each with the tests that should.
TARGETS: dict[str, tuple[str, ...]] = {
    "morgue.core.durable_files": ("tests/archive", "tests/trust/test_power.py", "tests/trust/test_outside.py"),
    "morgue.core.regular_files": ("tests/trust/test_outside.py", "tests/trust/test_crafted.py"),
    "morgue.index.archive.commit": (
        "tests/archive",
        "tests/trust/test_power.py",
        "tests/trust/test_two_writers.py",
        "tests/trust/test_outside.py",
        "tests/trust/test_forgetting.py",
    ),
    "morgue.index.archive.lock": (
        "tests/archive",
        "tests/trust/test_limits.py",
        "tests/trust/test_two_writers.py",
        "tests/trust/test_outside.py",
    ),
    "morgue.index.archive.manifest": (
        "tests/archive",
        "tests/trust/test_pickles.py",
        "tests/trust/test_limits.py",
        "tests/trust/test_outside.py",
    ),
    "morgue.index.archive.maintenance.repair": (
        "tests/archive",
        "tests/trust/test_damage.py",
        "tests/trust/test_outside.py",
        "tests/trust/test_forgetting.py",
    ),
    "morgue.index.archive.maintenance.salvage": ("tests/archive", "tests/trust/test_damage.py"),
    "morgue.index.archive.ids.tombstone": ("tests/trust/test_forgetting.py",),
    "morgue.render.sanitize": ("tests/cli/test_safe.py", "tests/trust/test_terminal.py"),
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one fault: how its text is made, which takes a while for a long one, and where the fault is."""

    module: str
    make: Callable[[], str]
    where: str

    @property
    def text(self) -> str:
        """The module's text with the fault."""
        return self.make()


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


class Workshop:
    """A copy of the checkout in which mutants are tried, one after another.

    options are pytest's; environment is what its tests find set besides.
    """

    def __init__(
        self, folder: Path, options: Sequence[str] = (), environment: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self._options, self._environment = tuple(options), environment
        self.root = folder / "checkout"
        self.root.mkdir()
        for name in _NEEDED:
            source = ROOT / name
            if source.is_dir():
                left_out = shutil.ignore_patterns("__pycache__", "golden")
                shutil.copytree(source, self.root / name, symlinks=True, ignore=left_out)  # a room has one copy only
            elif source.exists():
                shutil.copy(source, self.root / name)

    def noticed(self, mutant: Mutant, tests: Sequence[str]) -> bool:
        """Whether the tests fail, or never end, with the mutant in place."""
        target = self.root / path_of(mutant.module)
        whole = target.read_text(encoding="utf-8")
        target.write_text(mutant.text, encoding="utf-8")
        try:
            return not self.passes(tests)
        finally:
            target.write_text(whole, encoding="utf-8")

    def passes(self, tests: Sequence[str]) -> bool:
        """Whether the tests pass in the copy as it is."""
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-x",
            "-q",
            "-n",
            "0",
            "-p",
            "no:cacheprovider",
            *self._options,
            *tests,
        ]
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "MORGUE_"))}
        # the copy's packages come first, before an installed checkout
        env = {**kept, **self._environment, "PYTHONPATH": str(self.root), "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = subprocess.run(command, cwd=self.root, env=env, capture_output=True, timeout=_HANGS, check=False)
        except subprocess.TimeoutExpired:
            return False
        if done.returncode not in (0, 1):
            raise RuntimeError(f"pytest ended with {done.returncode}: {done.stdout[-2000:]!r} {done.stderr[-500:]!r}")
        return done.returncode == 0


# -- mutants made by rule


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
    elif isinstance(node, ast.Return) and node.value is not None:
        yield ast.Return(ast.Constant(None))
    elif isinstance(node, ast.If | ast.While):
        yield type(node)(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)


def mutants(module: str) -> list[Mutant]:
    """All mutants of a module by the rules: comparisons, conditions, constants, calls, errors and results."""
    text = (ROOT / path_of(module)).read_text(encoding="utf-8")
    tree = ast.parse(text)
    skipped = {id(n) for d in ast.walk(tree) for n in _not_run(d)}
    out: list[Mutant] = []
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in skipped:
            continue
        for change in _changes(node):
            where = f"{module}:{getattr(node, 'lineno', 0)}: {ast.unparse(node)[:70]!r} -> {ast.unparse(change)[:50]!r}"
            out.append(Mutant(module, partial(_changed, tree, number, change), where))
    return out


def _changed(tree: ast.Module, number: int, change: ast.AST) -> str:
    """The text of a tree of which one node, by its number, is another."""
    made = copy.deepcopy(tree)
    target = next(n for i, n in enumerate(ast.walk(made)) if i == number)
    new = _Swap(target, copy.deepcopy(change)).visit(made)
    return ast.unparse(ast.fix_missing_locations(new))


def _not_run(node: ast.AST) -> Iterator[ast.AST]:
    """Parts that no test can reach: texts of errors, annotations, what only checkers of types read."""
    if isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "sys.platform == 'darwin'"):
        yield from ast.walk(node)
    if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
        yield from ast.walk(node.annotation)
    if isinstance(node, ast.FunctionDef) and node.returns is not None:
        yield from ast.walk(node.returns)
    if isinstance(node, ast.Assert):
        yield from ast.walk(node)


class _Swap(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self._new if node is self._old else self.generic_visit(node)


def main(args: Sequence[str]) -> int:
    """Tries the mutants and prints the survivors and the share that was noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="")
    wanted = parser.parse_args(args)
    chosen = [m for name in TARGETS if name.endswith(wanted.only) for m in mutants(name)]
    if wanted.sample:
        chosen = random.Random(wanted.seed).sample(chosen, min(wanted.sample, len(chosen)))
    survived = 0
    with tempfile.TemporaryDirectory() as folder:
        shop = Workshop(Path(folder))
        for number, mutant in enumerate(chosen, 1):
            if not shop.noticed(mutant, TARGETS[mutant.module]):
                survived += 1
                sys.stdout.write(f"survived: {mutant.where}\n")
            if number % 10 == 0 or number == len(chosen):
                sys.stdout.write(f"{number} of {len(chosen)}: {number - survived} noticed, {survived} not\n")
            sys.stdout.flush()
    return int(survived > 0.05 * len(chosen))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
