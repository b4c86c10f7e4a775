"""The quality gate: measures cleaning on the real pages beside the repository and keeps what was reached.

Usage: `NEWS_EVAL=... python -m tests.quality.gate [--morgue CMD] [--raise] [--json OUT] [--rows OUT]`. $NEWS_EVAL is
the folder that holds `eval/` and `data/`; without it nothing is measured and the exit status is 0.

Fold 0 (pages nobody has opened), folds 1 to 4, the first 718 pages and the others are reported and pinned apart, and
so are values that were given and are wrong, and by how much our lead over trafilatura is smaller on fold 0.
`floors.toml` holds bounds from below and from above. `--raise` writes a bound anew that was passed by more than .005
(counts: by one), .002 short of what was measured; none is ever loosened. `--rows` keeps a line a page, fold 0 left
out. Exit status 1 when a bound is broken.
"""

from __future__ import annotations

import argparse
import json
import re
import shlex
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.quality import cleaned, report
from tests.quality.folds import SEALED, fold

FLOORS = Path(__file__).with_name("floors.toml")


def measure_pages(root: Path, morgue: str, rows_out: Path | None = None) -> dict[str, Any]:
    """The report on all pages: the parts of the data, the lead over trafilatura, fold 0 without the second witness."""
    found, first = cleaned.pages(root), cleaned.first_pages(root)
    module = cleaned.eval_pages(root)
    both = cleaned.both(root, found, morgue)
    ours, theirs = cleaned.scored(root, found, both.ours), cleaned.scored(root, found, both.theirs)
    sealed = [p for p in found if fold(p) == SEALED and p["body"]]
    alone = cleaned.scored(root, sealed, cleaned.withheld(root, sealed))
    parts = report.summaries(found, ours, first, module.summarise)
    without = module.summarise(list(alone.values()))["body"]["F1"]
    if rows_out:
        hidden = {str(p["id"]) for p in found if fold(p) == SEALED}
        shown = [{**row, "trafilatura": theirs[i].get("tok")} for i, row in ours.items() if i not in hidden]
        rows_out.write_text("".join(json.dumps(row) + "\n" for row in shown), encoding="utf-8")
    return {
        **parts,
        "lead": report.lead(found, ours, theirs),
        "trafilatura": report.summaries(found, theirs, first, module.summarise),
        "withheld": {"fold_0": without, "falls": round(parts["fold_0"]["body"]["F1"] - without, 4)},
        "speed": {
            "over_trafilatura": round(both.their_time.clock / both.our_time.clock, 3),
            "over_trafilatura_by_processor": round(both.their_time.processor / both.our_time.processor, 3),
            "pages_per_second": round(len(found) / both.our_time.clock, 1),
        },
    }


def measure_seeds(root: Path, morgue: str) -> dict[str, Any]:
    """The report of eval_seeds.py."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = [
            sys.executable,
            str(root / "eval/eval_seeds.py"),
            "--data",
            str(root / "data/seeds"),
            "--morgue",
            morgue,
        ]
        subprocess.run([*command, "--json", str(out)], check=False)
        if not out.exists():
            sys.exit(f"{shlex.join(command)} wrote no report")
        found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        return found


def value(found: object, path: str) -> float | None:
    """The number at a dotted path of a report, or None."""
    for step in path.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(step)
    return float(found) if isinstance(found, int | float) else None


def shortfalls(found: object, floors: Mapping[str, float], ceilings: Mapping[str, float]) -> list[str]:
    """One line for each bound that is broken; a value that is not there breaks it."""
    out = []
    for path, floor in floors.items():
        reached = value(found, path)
        if reached is None or reached < floor:
            out.append(f"{path}: {reached} is below the floor {floor}")
    for path, ceiling in ceilings.items():
        reached = value(found, path)
        if reached is None or reached > ceiling:
            out.append(f"{path}: {reached} is above the ceiling {ceiling}")
    return out


def raised(text: str, found: object, floors: Mapping[str, float], ceilings: Mapping[str, float]) -> str:
    """The bounds' text with those tightened that were passed clearly. Shares are floats, counts whole numbers."""
    for path, bound in (*floors.items(), *ceilings.items()):
        reached = value(found, path)
        if reached is None:
            continue
        above = path in floors
        share = isinstance(bound, float)
        if share and (reached - bound if above else bound - reached) > 0.005:
            new = f"{reached - 0.002 if above else reached + 0.002:.3f}"
        elif not share and (reached > bound if above else reached < bound):
            new = f"{reached:.0f}"
        else:
            continue
        text = re.sub(rf'("{re.escape(path)}" = )[\d.]+', rf"\g<1>{new}", text)
    return text


def main() -> int:
    """Measures, compares, and says what is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--morgue", default="morgue")
    parser.add_argument("--raise", dest="lift", action="store_true")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--rows", type=Path)
    options = parser.parse_args()
    root = cleaned.root()
    if root is None:
        sys.stdout.write("NEWS_EVAL is not set: nothing measured\n")
        return 0
    found = {
        "pages": measure_pages(root, options.morgue, options.rows),
        "seeds": measure_seeds(root, options.morgue),
    }
    if options.json:
        options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    text = FLOORS.read_text(encoding="utf-8")
    bounds = tomllib.loads(text)
    broken: list[str] = []
    for name, report_of in found.items():
        floors, ceilings = bounds.get(name, {}), bounds.get(f"{name}_at_most", {})
        broken += [f"{name}: {line}" for line in shortfalls(report_of, floors, ceilings)]
        if options.lift:
            text = raised(text, report_of, floors, ceilings)
    if options.lift:
        FLOORS.write_text(text, encoding="utf-8")
    sys.stdout.write(report.shown(found["pages"]))
    sys.stdout.write(("\n".join(broken) or "every bound is kept") + "\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
