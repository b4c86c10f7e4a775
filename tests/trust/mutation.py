"""A copy of the program with one fault put into it, and whether some tests notice.

Run as a program it mutates whole modules and lists what no test noticed:

    python -m tests.trust.mutation                  every mutant of the modules of TARGETS
    python -m tests.trust.mutation --sample 60      some of them, chosen by --seed
    python -m tests.trust.mutation --only lock      of modules whose name ends so
    python -m tests.trust.mutation --resume         goes on where the last run was stopped
    python -m tests.trust.mutation --resume --again  and tries what survived once more: after new tests
    python -m tests.trust.mutation --most 5         no mutant meets tests of more than 5 seconds of processor time in
                                                    all: quicker, and of the survivors some would have been noticed

Each mutant meets the tests that run the statement it changes, those first that noticed most for their time. Which these
are is found once, by tracing each test, and what was found is kept with the results in `.mutation.jsonl`.
"""

from __future__ import annotations

import argparse
import compileall
import importlib.util
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tests.trust.equivalent import EQUIVALENT
from tests.trust.mutant_rules import ROOT, Mutant, mutants, path_of

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
#: How many times as long as without a fault the tests may take, on a machine that does other things meanwhile, and
#: the seconds that they may take anyhow: of the clock, and of the processor.
_SLOWER, _WAIT, _WORK = 30, 90, 30
RESULTS = ROOT / ".mutation.jsonl"

#: The modules whose faults must be noticed.
TARGETS = (
    "morgue.core.durable_files",
    "morgue.core.regular_files",
    "morgue.index.archive.commit",
    "morgue.index.archive.lock",
    "morgue.index.archive.manifest",
    "morgue.index.archive.maintenance.repair",
    "morgue.index.archive.maintenance.salvage",
    "morgue.index.archive.ids.tombstone",
    "morgue.render.sanitize",
)
#: The tests that should notice, as `make test` runs them.
NOTICING = (
    *(
        f"tests/archive/{name}.py"
        for name in (
            "test_manifest",
            "test_commit",
            "test_repair",
            "test_salvage",
            "test_tombstone",
            "test_renewal",
            "test_writer",
            "test_furniture",
        )
    ),
    *(
        f"tests/trust/test_{name}.py"
        for name in (
            "crafted",
            "damage",
            "door",
            "faults",
            "forgetting",
            "limits",
            "outside",
            "pickles",
            "power",
            "terminal",
            "two_writers",
        )
    ),
    "tests/cli/test_safe.py",
)


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


class Journal:
    """What a run found, a line each as it is found, so that another can go on: which tests run what, and results."""

    def __init__(self, path: Path, resume: bool) -> None:
        self.results: dict[str, dict[str, Any]] = {}
        self.traces: dict[str, dict[str, Any]] = {}
        if not resume:
            path.unlink(missing_ok=True)
        for line in path.read_text().splitlines() if path.exists() else ():
            row = json.loads(line)
            (self.traces if "traced" in row else self.results)[row["key"]] = row
        self._file = path.open("a")

    def add(self, **row: Any) -> None:
        """Keeps a result or a trace."""
        (self.traces if "traced" in row else self.results)[row["key"]] = row
        self._file.write(json.dumps(row) + "\n")
        self._file.flush()

    def close(self) -> None:
        """No more is added."""
        self._file.close()


def _text(path: str | Path) -> bytes:
    return (ROOT / path).read_bytes()


def _key(mutant: Mutant) -> str:
    return sha256(_text(path_of(mutant.module)) + f"{mutant.number} {mutant.where}".encode()).hexdigest()[:16]


class Run:
    """Mutants tried one after another."""

    def __init__(self, shop: Workshop, journal: Journal, most: float) -> None:
        self._shop, self._journal, self._most = shop, journal, most
        self._files = [name for name in NOTICING if (ROOT / name).exists()]
        self._server = shop.serving(self._files)
        self._tests: dict[str, dict[str, Any]] = {}
        self._noticed = Counter(r["by"] for r in journal.results.values() if r["noticed"])

    def trace(self) -> None:
        """Finds which lines each test runs, unless that is known."""
        programs = b"".join(_text(path_of(module)) for module in TARGETS)
        for file in self._files:
            key = sha256(programs + _text(file)).hexdigest()[:16]
            if key not in self._journal.traces:
                found = self._server.ask(modules=TARGETS, files=[file])
                self._journal.add(key=key, traced=found)
                _say(f"traced: {len(found)} tests of {file}")
            self._tests |= self._journal.traces[key]["traced"]
        for test, found in self._tests.items():
            if not found["passed"]:
                _say(f"fails without a mutant, and is left out: {test}")
        self._tests = {test: found for test, found in self._tests.items() if found["passed"]}

    def chosen(self, mutant: Mutant) -> list[str]:
        """The tests that run the changed statement, or where none is known to, the module; the likeliest first."""
        rows = {test: found["lines"].get(mutant.module, ()) for test, found in self._tests.items()}
        tests = [t for t, lines in rows.items() if any(n in mutant.lines for n in lines)]
        tests = tests or [t for t, lines in rows.items() if lines]
        ordered = sorted(tests, key=lambda t: (-(self._noticed[t] + 5) / (self._tests[t]["cpu"] + 0.02), t))
        spent = [*accumulate(self._tests[t]["cpu"] for t in ordered)]
        return [t for t, after in zip(ordered, spent, strict=True) if after <= self._most or t == ordered[0]]

    def try_one(self, mutant: Mutant) -> bool:
        """Writes into the journal what became of it; False for a fault that must be imported anew, to be tried last."""
        tests = self.chosen(mutant)
        wall, cpu = (sum(self._tests[t][k] for t in tests) for k in ("seconds", "cpu"))
        answer = self._server.ask(
            module=mutant.module,
            number=mutant.number,
            tests=tests,
            wall=_WAIT + _SLOWER * wall,
            cpu=int(_WORK + 3 * cpu),
        )
        if "outside" not in answer:
            self._keep(mutant, answer)
        return "outside" not in answer

    def try_anew(self, mutant: Mutant) -> None:
        """One that is no function's, in a process that imports all anew: the likeliest tests first, then all."""
        tests = self.chosen(mutant)
        for some in (tests[:6], tests[6:]):
            if some and self._shop.noticed(mutant, some):
                self._keep(mutant, {"passed": False, "by": some[0], "hangs": False})
                return
        self._keep(mutant, {"passed": True, "by": "", "hangs": False})

    def _keep(self, mutant: Mutant, answer: dict[str, Any]) -> None:
        self._noticed[answer["by"]] += not answer["passed"]
        self._journal.add(key=_key(mutant), where=mutant.where, noticed=not answer["passed"], **answer)
        if answer["passed"]:
            _say(f"survived: {mutant.where}")

    def close(self) -> None:
        """Ends what runs."""
        self._server.close()


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _told(chosen: Sequence[Mutant], journal: Journal) -> int:
    """Lists the survivors and says the share; whether it is too small."""
    rows = [(m, journal.results[_key(m)]) for m in chosen if _key(m) in journal.results and m.what not in EQUIVALENT]
    alike = [m for m in chosen if m.what in EQUIVALENT]
    survived = [m for m, row in rows if not row["noticed"]]
    noticed = sum(row["noticed"] for _, row in rows)
    for mutant in alike:
        _say(f"does the same: {mutant.where}: {EQUIVALENT[mutant.what]}")
    for mutant in survived:
        _say(f"survived: {mutant.where}")
    share = noticed / max(1, len(rows))
    _say(
        f"of {len(chosen)} mutants {len(alike)} do the same; of the others {len(rows)} were tried: "
        f"{noticed} noticed ({share:.1%}), {len(survived)} survived"
    )
    return int(share < 0.95)


def main(args: Sequence[str]) -> int:
    """Tries the mutants and prints the survivors and the share that was noticed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--most", type=float, default=float("inf"))
    parser.add_argument("--told", action="store_true", help="say what is known and try nothing")
    wanted = parser.parse_args(args)
    chosen = [m for name in TARGETS if name.endswith(wanted.only) for m in mutants(name)]
    if wanted.sample:
        chosen = random.Random(wanted.seed).sample(chosen, min(wanted.sample, len(chosen)))
    journal = Journal(RESULTS, wanted.resume or wanted.told)
    known = journal.results
    left = [m for m in chosen if _key(m) not in known or (wanted.again and not known[_key(m)]["noticed"])]
    left = [m for m in left if m.what not in EQUIVALENT]
    left.sort(key=lambda m: _key(m) in known)  # what was not tried yet comes first
    if not wanted.told:
        _try(left, journal, wanted.most)
    journal.close()
    return _told(chosen, journal)


def _try(left: Sequence[Mutant], journal: Journal, most: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Workshop(Path(folder)), journal, most)
        try:
            run.trace()
            anew = []
            for number, mutant in enumerate(left, 1):
                if not run.try_one(mutant):
                    anew.append(mutant)
                if number % 10 == 0:
                    _say(f"{number} of {len(left)}, {len(anew)} of them to be tried last")
            for number, mutant in enumerate(anew, 1):
                run.try_anew(mutant)
                _say(f"last: {number} of {len(anew)}")
        finally:
            run.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
