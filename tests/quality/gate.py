"""The quality gate: measures cleaning on the real pages beside the repository and refuses to go below the floors.

Usage: `NEWS_EVAL=... python tests/quality/gate.py [--morgue CMD] [--raise]`. $NEWS_EVAL is the folder that holds
`eval/` and `data/`; without it nothing is measured and the exit status is 0. `--raise` writes every floor anew that was
exceeded by more than .005, .002 below what was measured; none is ever lowered. Exit status 1 when one is not reached.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.toml")
SCRIPTS = {"pages": ("eval_pages.py", "data"), "seeds": ("eval_seeds.py", "data/seeds")}


def measure(root: Path, name: str, morgue: str) -> dict[str, object]:
    """The report of one eval script."""
    script, data = SCRIPTS[name]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = [sys.executable, str(root / "eval" / script), "--data", str(root / data), "--morgue", morgue]
        subprocess.run([*command, "--json", str(out)], check=False)
        if not out.exists():
            sys.exit(f"{shlex.join(command)} wrote no report")
        found: dict[str, object] = json.loads(out.read_text(encoding="utf-8"))
        return found


def value(report: object, path: str) -> float | None:
    """The number at a dotted path of a report, or None."""
    for step in path.split("."):
        if not isinstance(report, dict):
            return None
        report = report.get(step)
    return float(report) if isinstance(report, int | float) else None


def shortfalls(report: object, floors: dict[str, float]) -> list[str]:
    """One line for each floor that is not reached."""
    out = []
    for path, floor in floors.items():
        found = value(report, path)
        if found is None or found < floor:
            out.append(f"{path}: {found} is below the floor {floor}")
    return out


def raised(text: str, report: object, floors: dict[str, float]) -> str:
    """The floors' text with those floors higher that were exceeded clearly."""
    for path, floor in floors.items():
        found = value(report, path)
        if found is not None and found <= 1 and found > floor + 0.005:
            text = re.sub(rf'("{re.escape(path)}" = )[\d.]+', rf"\g<1>{found - 0.002:.3f}", text)
    return text


def main() -> int:
    """Measures, compares, and says what is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--morgue", default="morgue")
    parser.add_argument("--raise", dest="lift", action="store_true")
    options = parser.parse_args()
    if not os.environ.get("NEWS_EVAL"):
        sys.stdout.write("NEWS_EVAL is not set: nothing measured\n")
        return 0
    root = Path(os.environ["NEWS_EVAL"])
    text = FLOORS.read_text(encoding="utf-8")
    missing: list[str] = []
    for name, floors in tomllib.loads(text).items():
        report = measure(root, name, options.morgue)
        missing += [f"{name}: {line}" for line in shortfalls(report, floors)]
        if options.lift:
            text = raised(text, report, floors)
    if options.lift:
        FLOORS.write_text(text, encoding="utf-8")
    sys.stdout.write(("\n".join(missing) or "every floor is reached") + "\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
