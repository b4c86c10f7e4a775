"""Mutates whole modules and lists what no test noticed:

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
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any

from tests.trust.equivalent import EQUIVALENT
from tests.trust.mutant_rules import ROOT, Mutant, mutants, path_of
from tests.trust.mutant_targets import NOTICING, TARGETS
from tests.trust.workshop import Workshop

#: How many times as long as without a fault the tests may take, on a machine that does other things meanwhile, and
#: the seconds that they may take anyhow: of the clock, and of the processor.
_SLOWER, _WAIT, _WORK = 30, 90, 30
RESULTS = ROOT / ".mutation.jsonl"


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
        self._server = shop.serving(NOTICING)
        self._tests: dict[str, dict[str, Any]] = {}
        self._noticed = Counter(r["by"] for r in journal.results.values() if r["noticed"])

    def trace(self) -> None:
        """Finds which lines each test runs, unless that is known."""
        programs = b"".join(_text(path_of(module)) for module in TARGETS)
        for file in NOTICING:
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
