"""A copy of the checkout in which a fault is put into the program, and the tests that are to notice it."""

from __future__ import annotations

import compileall
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tests.trust.mutant_rules import ROOT, Mutant, path_of
from tests.trust.mutant_targets import TARGETS

#: Folders and files of a checkout that a test run needs.
_NEEDED = (
    "index",
    "search",
    "tui",
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
        compileall.compile_dir(self.root, quiet=2)  # once, and not in each of the processes

    def uncompiled(self, module: str) -> None:
        """From now on the module is always read from its source."""
        Path(importlib.util.cache_from_source(str(self.root / path_of(module)))).unlink(missing_ok=True)

    def noticed(self, mutant: Mutant, tests: Sequence[str]) -> bool:
        """Whether the tests fail, or never end, with the mutant in place."""
        target = self.root / path_of(mutant.module)
        whole = target.read_text(encoding="utf-8")
        self.uncompiled(mutant.module)
        target.write_text(mutant.text, encoding="utf-8")
        try:
            return not self.passes(tests)
        finally:
            target.write_text(whole, encoding="utf-8")

    def passes(self, tests: Sequence[str]) -> bool:
        """Whether the tests pass in the copy as it is."""
        command = self._pytest("-x", *tests)
        try:
            done = subprocess.run(
                command, cwd=self.root, env=self._env(), capture_output=True, timeout=_HANGS, check=False
            )
        except subprocess.TimeoutExpired:
            return False
        if done.returncode not in (0, 1):
            raise RuntimeError(f"pytest ended with {done.returncode}: {done.stdout[-2000:]!r} {done.stderr[-500:]!r}")
        return done.returncode == 0

    def serving(self, tests: Sequence[str]) -> Server:
        """A process that has these tests in memory."""
        for module in TARGETS:
            self.uncompiled(module)
        return Server(self._pytest("-s", "-p", "tests.trust.mutant_plugin", *tests), self.root, self._env())

    def _pytest(self, *more: str) -> list[str]:
        usual = (sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider")
        return [*usual, *self._options, *more]

    def _env(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "MORGUE_"))}
        # the copy's packages come first, before an installed checkout
        return {**kept, **self._environment, "PYTHONPATH": str(self.root), "PYTHONDONTWRITEBYTECODE": "1"}


class Server:
    """A run of pytest that holds its tests in memory: see `mutant_plugin`."""

    def __init__(self, command: Sequence[str], root: Path, env: Mapping[str, str]) -> None:
        theirs, asks = os.pipe()
        answers, tells = os.pipe()
        more = {"MUTANTS_IN": str(theirs), "MUTANTS_OUT": str(tells)}
        self._process = subprocess.Popen(
            command, cwd=root, env={**env, **more}, pass_fds=(theirs, tells), stdout=subprocess.DEVNULL
        )
        os.close(theirs)
        os.close(tells)
        self._asks, self._answers = os.fdopen(asks, "w"), os.fdopen(answers)

    def ask(self, **what: object) -> dict[str, Any]:
        """One answer; RuntimeError when the process has ended."""
        self._asks.write(json.dumps(what) + "\n")
        self._asks.flush()
        line = self._answers.readline()
        if not line:
            raise RuntimeError("the tests could not be loaded")
        answer = json.loads(line)
        assert isinstance(answer, dict)
        return answer

    def close(self) -> None:
        """Ends it."""
        self._asks.close()
        self._answers.close()
        self._process.wait()
