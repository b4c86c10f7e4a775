"""What is put off while libraries load comes when it is asked for, and is the real thing."""

from __future__ import annotations

import json
import platform
import subprocess
import sys

import pytest

_LEAN = """
import json, os, sys
from morgue.core.loading.deferred import LeanNumpy
sys.meta_path.insert(0, LeanNumpy())
import numpy as np
"""


def run(program: str) -> object:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    found: object = json.loads(done.stdout)
    return found


def test_a_deferred_module_is_imported_when_something_is_asked_of_it() -> None:
    found = run(
        "import json, sys\n"
        "from morgue.core.loading.deferred import deferred\n"
        "with deferred('colorsys', 'sys'):\n"
        "    import colorsys, sys as same\n"
        "    before = sorted({'colorsys'} & sys.modules.keys()), hasattr(colorsys, '__file__')\n"
        "left = 'colorsys' in sys.modules\n"
        "asked = colorsys.rgb_to_hls(0, 0, 0)\n"
        "import colorsys as real\n"
        "print(json.dumps([before, left, asked, real.rgb_to_hls is colorsys.rgb_to_hls, same is sys,"
        " real.__spec__.name]))"
    )
    assert found == [[["colorsys"], False], False, [0, 0, 0], True, True, "colorsys"]


def test_a_deferred_module_may_be_asked_while_it_is_put_off() -> None:
    program = (
        "import json, sys\n"
        "from morgue.core.loading.deferred import deferred\n"
        "with deferred('colorsys', 'bisect'):\n"
        "    from colorsys import rgb_to_hls\n"
        "import colorsys, bisect\n"
        "print(json.dumps([colorsys.rgb_to_hls is rgb_to_hls, bisect.bisect([1], 2)]))"
    )
    assert run(program) == [True, 1]


def test_numpy_loads_without_types_and_pickles_and_has_them_later() -> None:
    found = run(
        _LEAN + "without = sorted({'numpy._typing', 'pickle'} & sys.modules.keys())\n"
        "import numpy.typing, pickle, io\n"
        "from numpy.typing import NDArray\n"
        "kept = io.BytesIO()\n"
        "np.save(kept, np.array([{1: 2}], object), allow_pickle=True); kept.seek(0)\n"
        "back = np.load(kept, allow_pickle=True)[0][1], pickle.loads(pickle.dumps(np.arange(3))).tolist()\n"
        "names = np.__loader__ is np.__spec__.loader, type(np.__loader__).__name__\n"
        "print(json.dumps([without, str(NDArray[np.int8])[:14], back, names, 'OPENBLAS_NUM_THREADS' in os.environ,"
        " np.linalg.eigh(np.eye(2)).eigenvalues.tolist()]))"
    )
    assert found == [
        [],
        "numpy.ndarray[",
        [2, [0, 1, 2]],
        [True, "SourceFileLoader"],
        False,
        [1.0, 1.0],
    ]


def test_the_number_of_threads_that_somebody_set_stays() -> None:
    program = "import os; os.environ['OPENBLAS_NUM_THREADS'] = '2'\n" + _LEAN
    assert run(program + "print(json.dumps(os.environ['OPENBLAS_NUM_THREADS']))") == "2"


def test_numpy_is_found_by_others_as_it_is() -> None:
    program = _LEAN.replace("import numpy as np", "import bisect, importlib.util")
    program += "found = importlib.util.find_spec('numpy')\n"
    program += "import numpy\nprint(json.dumps([found.name, numpy.__name__, type(sys.meta_path[0]).__name__]))"
    found = run(program)
    assert isinstance(found, list) and found[:2] == ["numpy", "numpy"] and found[2] != "LeanNumpy"


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library keeps its memory by its own rules")
def test_arrays_are_made_in_memory_that_was_used_before() -> None:
    program = (
        "import json, resource, numpy as np\n"
        "from morgue.core.loading.large_pages import use_large_pages\n"
        "CALL\n"
        "def faults(): return resource.getrusage(resource.RUSAGE_SELF).ru_minflt\n"
        "before = faults()\n"
        "for size in range(1, 30): np.ones(size << 20, np.uint8)\n"
        "print(json.dumps(faults() - before))"
    )
    each = {call: run(program.replace("CALL", call)) for call in ("", "use_large_pages()")}
    plain, large = each.values()
    assert isinstance(plain, int) and isinstance(large, int)
    assert plain > 4 * large, (plain, large)


def test_large_pages_are_no_matter_where_there_is_no_room() -> None:
    program = (
        "import json, resource, numpy as np\n"
        "from morgue.core.loading.large_pages import use_large_pages\n"
        "import ctypes\n"
        "used = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize() + (8 << 20)\n"
        "resource.setrlimit(resource.RLIMIT_AS, (used, used))\n"
        "use_large_pages()\n"
        "print(json.dumps(int(np.ones(1000).sum())))"
    )
    assert run(program) == 1000
