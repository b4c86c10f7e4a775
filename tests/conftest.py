"""What every test may rely on."""

from __future__ import annotations

import os
import signal
import threading
from importlib.util import find_spec

import hypothesis.internal.conjecture.providers as drawing
import pytest
from hypothesis import settings
from hypothesis.internal.constants_ast import Constants

from morgue.core.loading.compiled import SETTING, load
from tests.tidy import Tidy

# A shell starts background jobs with Ctrl-C ignored, and programs started by tests would inherit that.
if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples in every run, so that a change is judged by what it changed. `make trust` draws others.
settings.register_profile("fixed", derandomize=True, database=None, deadline=None)
settings.register_profile("random", derandomize=False, deadline=None, print_blob=True)
settings.load_profile("fixed")


def pytest_configure(config: pytest.Config) -> None:
    """Once in the process that begins the run, once in each worker."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Tidy(config), "morgue-tidy")
    if config.getoption("hypothesis_profile") in (None, "fixed"):
        # Hypothesis draws constants from the modules that happen to be loaded: from what ran before in this worker.
        drawing._get_local_constants = Constants


def pytest_sessionstart() -> None:
    """`make compiled` has every question of a run answered with compiled kernels, from the first on."""
    if os.environ.get(SETTING) == "1" and not load():
        if find_spec("numba") is None:
            pytest.exit("numba is not installed here: nothing runs as machine code", 0)
        raise AssertionError("kernels cannot be compiled, though numba is installed")


def pytest_report_header(config: pytest.Config) -> str | None:
    """The seed, for the runs that have one."""
    seed = config.getoption("hypothesis_seed")
    return None if seed is None else f"seed {seed}: the same again with `make trust SEED={seed}`"
