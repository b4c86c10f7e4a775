"""What may write where, and what a search may import."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.cli.conftest import Morgue

ROOT = Path(__file__).parents[2]
PACKAGES = ("morgue/cli", "morgue/core", "morgue/engines", "morgue/render", "morgue/workspace", "search", "index")
WRITERS = {"morgue/cli/output.py": "stdout", "morgue/cli/diagnostics.py": "stderr"}
HEAVY = "numba llvmlite rich textual trafilatura lxml whoosh feedparser fastwarc dateparser htmldate pydantic ftfy"
#: What a plain search never needs; most of it is named by libraries, and took a sixth of its processor time.
LATER = (
    "numpy._typing numpy.typing numpy._core._add_newdocs pickle subprocess tokenize ipaddress hashlib calendar locale "
    "morgue.search.local.filters.filters morgue.search.local.aggregation.story_counts"
)


def modules() -> list[Path]:
    return [p for package in PACKAGES for p in (ROOT / package).rglob("*.py") if "/sample/" not in p.as_posix()]


def streams(path: Path) -> set[str]:
    """The ways to a terminal that a module takes: print, echo, a standard stream, or a descriptor by its number."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name in ("print", "typer.echo", "typer.secho", "typer.confirm", "input", "pprint"):
                found.add(name)
            if name in ("os.write", "os.fdopen") and isinstance(node.args[0], ast.Constant):
                found.add(f"{name}({ast.unparse(node.args[0])})")
        if isinstance(node, ast.Attribute) and re.fullmatch(r"sys\._*std(out|err)_*", ast.unparse(node)):
            found.add(node.attr.strip("_"))
        if isinstance(node, ast.ImportFrom) and node.module == "sys":
            found |= {alias.name for alias in node.names if alias.name in ("stdout", "stderr")}
    return found


def test_only_output_and_diagnostics_write_to_a_terminal() -> None:
    seen = {path.relative_to(ROOT).as_posix(): streams(path) for path in modules()}
    strays = {name: ways - {WRITERS.get(name, "")} for name, ways in seen.items()}
    # Asking a stream what it is is no writing; a worker process turns its own streams off; the entry says one fixed
    # line when it is interrupted before diagnostics has been loaded.
    allowed = {
        "morgue/cli/commands/help/doctor.py": {"stdout"},
        "morgue/cli/commands/find/browse.py": {"stdout"},
        "morgue/cli/entry.py": {"stderr"},
        "morgue/cli/diagnostics.py": {"os.write(2)"},  # when telling an error has failed itself
        "index/pipeline/cleaning_pool.py": {"stdout", "stderr"},
    }
    assert {name: left for name, ways in strays.items() if (left := ways - allowed.get(name, set()))} == {}
    assert all(stream in seen[name] for name, stream in WRITERS.items())


def test_only_diagnostics_knows_exit_statuses() -> None:
    for path in (ROOT / "morgue" / "cli").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("sys.exit", "os._exit", "exit", "typer.Exit"):
                assert path.name in ("main.py", "entry.py"), f"{path}:{node.lineno}"


@pytest.fixture(scope="module")
def loaded(held: Morgue) -> set[str]:
    """The modules in memory at the end of `morgue search`."""
    script = (
        "import sys, json, atexit\n"
        "from morgue.cli.entry import run\n"
        "sys.argv[1:] = ['search', 'ferry', 'strike', '--facets', 'outlet,month', '--archive', sys.argv[1]]\n"
        "atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))\n"
        "run()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(held.archive)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=clean_env(),
        check=True,
    )
    return set(json.loads(done.stderr))


def clean_env() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith(("MORGUE_", "COV_"))}


def test_a_search_imports_nothing_heavy(loaded: set[str]) -> None:
    assert not {name.split(".")[0] for name in loaded} & set(HEAVY.split())
    assert "morgue.tui" not in loaded
    assert sorted(loaded & set(LATER.split())) == []


def test_a_search_imports_the_libraries_marked_so(loaded: set[str]) -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    libraries = re.findall(r"^\| ([\w-]+)(| \(\*search\*\)) \|", page.split("## Not used")[0], re.MULTILINE)
    modules = {"PyStemmer": "Stemmer", "whoosh3": "whoosh", "markdown-it-py": "markdown_it"}
    named = {name: modules.get(name, name.replace("-", "_")) for name, _ in libraries}
    assert len(named) > 20
    assert {name for name, mark in libraries if mark} == {name for name, module in named.items() if module in loaded}


def test_the_libraries_told_are_those_declared() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").split("## Not used")[0]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(n for extra in ("parquet", "compiled") for n in project["optional-dependencies"][extra]),
    ]
    told = re.findall(r"^\| ([\w-]+)(?: \(\*search\*\))? \|", page, re.MULTILINE)
    assert {"library", *(re.split(r"[=<>]", name)[0] for name in wanted)} == set(told)


def test_a_search_loads_nothing_that_cleans_files_or_calls(loaded: set[str]) -> None:
    """What a question never runs costs it nothing: these came in once by a helper that stood in their module."""
    assert not {name for name in loaded if name.startswith(("morgue.index.clean", "email", "tomllib", "numpy.ma."))}
    assert (
        not {
            "morgue.search.local.ranking.explain",
            "morgue.search.local.ranking.more_like_this",
            "morgue.search.local.aggregation.histogram",
            "morgue.search.local.completion",
            "morgue.render.references.citations",
            "morgue.core.health",
            "concurrent.futures",
            "logging",
        }
        & loaded
    )


def test_a_search_imports_no_other_command(loaded: set[str]) -> None:
    commands = {name for name in loaded if name.startswith("morgue.cli.commands.")}
    assert commands == {"morgue.cli.commands.find", "morgue.cli.commands.find.search"}
    assert not {
        "morgue.index.archive.writer",
        "morgue.index.pipeline.ingest",
        "morgue.index.clean.html.html_page",
        "morgue.index.sources",
        "morgue.cli.documents",
    } & loaded - {"morgue.cli.documents"}
