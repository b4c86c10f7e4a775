"""A node does not outlive the tests that started it, though they be killed with kill -9."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.opensearch.server.home import Unavailable, home
from tests.opensearch.server.node import sweep

pytestmark = pytest.mark.opensearch

_OWNER = """
import sys, threading, time
from tests.opensearch.server.node import Cluster

cluster = Cluster(1, 256)
def start():
    cluster.nodes[0].start(["a"])
thread = threading.Thread(target=start)
thread.start()
thread.join()
time.sleep(0.5)
process = cluster.nodes[0].process
print(process.pid, process.poll(), cluster.folder, flush=True)
time.sleep(600)
"""


def _lives(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_a_node_ends_with_its_owner_and_not_with_a_thread_of_it() -> None:
    try:
        home()
    except Unavailable as why:
        pytest.skip(f"no OpenSearch here: {why}")
    owner = subprocess.Popen(
        [sys.executable, "-c", _OWNER], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    )
    assert owner.stdout is not None
    pid, ended, folder = owner.stdout.readline().split()
    try:
        assert ended == "None" and _lives(int(pid)), "it lives though the thread that asked for it has ended"
        owner.send_signal(signal.SIGKILL)
        owner.wait(10)
        end = time.monotonic() + 10
        while _lives(int(pid)) and time.monotonic() < end:
            time.sleep(0.02)
        assert not _lives(int(pid))
    finally:
        owner.kill()
        owner.wait()
        owner.stdout.close()
        if _lives(int(pid)):
            os.kill(int(pid), signal.SIGKILL)
    sweep(Path(folder).parent)
    assert not Path(folder).exists()
