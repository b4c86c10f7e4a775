"""Around every run of the tests: a temporary folder and a home of the run's own, and a last line that can be acted on.

Both folders are gone after the run. What a test leaves behind in them, or beside the sources, fails the run: a test
that forgets a file in one place will sooner or later read it in another.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from morgue.core.loading.compiled import SETTING

ROOT = Path(__file__).parents[1]
#: What the tools keep in the checkout, by a name in the path.
_KEPT = {"__pycache__", "node_modules"}
#: What a developer may be writing while the tests run.
_WRITTEN = (".py", ".md", ".toml", ".sh", "~")
#: In the home, where the checkout cannot be written to.
_CACHE = "kept"
#: Failed tests named in the last line; of more, pytest itself remembers which they were.
NAMED = 5


def sources() -> set[str]:
    """Every file of the checkout but those of the tools, whose names begin with a dot, and what somebody writes now."""
    found: set[str] = set()
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in _KEPT]
        found |= {
            str(Path(folder, name).relative_to(ROOT))
            for name in files
            if not name.startswith(".") and not name.endswith(_WRITTEN)
        }
    return found


class Tidy:
    """A pytest plugin for the process that the run begins in; the workers inherit its environment."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._before = sources()
        self._failed: dict[str, None] = {}
        self._ended: set[str] = set()
        self.left: list[str] = []
        self.folder = Path(tempfile.mkdtemp(prefix="morgue-tests-")).resolve()
        self._home = self.folder / "home"
        self._home.mkdir()
        os.environ.update(TMPDIR=str(self.folder), HOME=str(self._home))
        kept = ("MORGUE_SOAK", "MORGUE_OPENSEARCH", "MORGUE_OPENSEARCH_AT", SETTING)
        for name in [n for n in os.environ if n.startswith(("XDG_", "MORGUE_")) and n not in kept]:
            del os.environ[name]
        os.environ.setdefault(SETTING, "0")
        # To compile kernels takes half a minute, so they are kept from one run to the next where that can be done.
        kept_in = ROOT / ".pytest_cache" / "home" if os.access(ROOT, os.W_OK) else self._home / _CACHE
        os.environ["XDG_CACHE_HOME"] = str(kept_in)
        tempfile.tempdir = None  # to be asked anew

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Also called for what ran in a worker."""
        self._ended.add(report.nodeid)
        if report.failed:
            self._failed[report.nodeid] = None

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file that cannot be loaded fails as a whole."""
        if report.failed:
            self._failed[report.nodeid] = None

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Looks at what is left, and fails the run for it."""
        self.left = [*self._forgotten()]
        if self.left and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _forgotten(self) -> Iterator[str]:
        yield from (f"$TMPDIR/{p.name}" for p in self.folder.iterdir() if p != self._home and not _pytests(p))
        yield from (f"$HOME/{p.name}" for p in self._home.iterdir() if p.name != _CACHE)
        yield from sorted(sources() - self._before)

    def pytest_unconfigure(self) -> None:
        """After pytest's own last line."""
        _remove(self.folder)
        line = self._last_line()
        if line:
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()

    def _last_line(self) -> str:
        if self._failed:
            named = " ".join(map(shlex.quote, self._failed)) if len(self._failed) <= NAMED else "--last-failed"
            return f"failed: {len(self._failed)} of {len(self._ended):,}; to repeat: {self._command()} {named}"
        if self.left:
            same = f"{self._command()} {shlex.join(self._config.args)}"
            return f"failed: the tests left behind {', '.join(self.left)}; to repeat: {same}"
        return ""

    def _command(self) -> str:
        """What runs the same tests with the same seed, one after the other."""
        program = Path(sys.executable).with_name("pytest")
        shown = program.relative_to(Path.cwd()) if program.is_relative_to(Path.cwd()) else program
        options = ["-n", "0"]
        if (chosen := self._config.getoption("markexpr")) not in ("", *self._config.getini("addopts")):
            options += ["-m", chosen]
        if (profile := self._config.getoption("hypothesis_profile")) is not None:
            options += [f"--hypothesis-profile={profile}"]
        if (seed := self._config.getoption("hypothesis_seed")) is not None:
            options += [f"--hypothesis-seed={seed}"]
        soak = ["MORGUE_SOAK=1"] if os.environ.get("MORGUE_SOAK") == "1" else []
        return shlex.join([*soak, str(shown), *options])


def _pytests(path: Path) -> bool:
    """Whether it is pytest's own, where each test has its folder."""
    return path.name.startswith("pytest-of-")


def _remove(folder: Path) -> None:
    """The folder with all that is in it, whatever tests took away from themselves."""

    def opened(function: object, path: str, error: object) -> None:
        for one in (Path(path).parent, Path(path)):
            if one.is_relative_to(folder) and not one.is_symlink():
                one.chmod(0o700)
        shutil.rmtree(path, ignore_errors=True) if Path(path).is_dir() else Path(path).unlink(missing_ok=True)

    shutil.rmtree(folder, onerror=opened)
