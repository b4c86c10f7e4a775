"""docs/SECURITY.md: every promise names tests, and they exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "SECURITY.md"
_NAMED = re.compile(r"`(test_\w+\.py)::(test_\w+)`")
_NETWORK = {
    "socket",
    "ssl",
    "http.client",
    "urllib.request",
    "requests",
    "urllib3",
    "aiohttp",
    "httpx",
    "ftplib",
    "smtplib",
}


def promises() -> list[str]:
    """The numbered paragraphs, in order."""
    found = re.findall(r"^\d+\. .*?(?=^\d+\. |^## |\Z)", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    assert [int(p.split(".")[0]) for p in found] == list(range(1, len(found) + 1))
    return found


def written(name: str) -> set[str]:
    """The tests of a module of this folder."""
    tree = ast.parse((Path(__file__).parent / name).read_text(encoding="utf-8"))
    return {n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_promise_names_tests_that_exist() -> None:
    found = promises()
    assert len(found) >= 15
    for promise in found:
        named = _NAMED.findall(promise)
        assert named, f"no test is named: {promise[:60]}"
        for module, test in named:
            assert (Path(__file__).parent / module).exists(), module
            assert test in written(module), f"{module} has no {test}"


def test_every_module_of_this_folder_is_behind_a_promise() -> None:
    named = {module for promise in promises() for module, _ in _NAMED.findall(promise)}
    assert named == {p.name for p in Path(__file__).parent.glob("test_*.py")}


def test_no_module_opens_a_connection() -> None:
    """None imports what could; the name of the host, for the lock's message, is all that is asked of `socket`."""
    for room in ("index", "search", "tui", "cli"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = {a.name for a in node.names} if isinstance(node, ast.Import) else set()
                names |= {node.module or ""} if isinstance(node, ast.ImportFrom) else set()
                if path.name == "lock.py":
                    names.discard("socket")
                    if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "socket":
                        assert node.attr == "gethostname"
                assert not _NETWORK & names, path
