"""Runs a cluster here until it is told to stop: `python -m tests.opensearch.server.serve [nodes] [heap in MB]`."""

from __future__ import annotations

import signal
import sys

from tests.opensearch.server.node import Cluster


def main(nodes: int = 1, heap: int = 320) -> None:
    """Prints the address once it answers."""
    with Cluster(nodes, heap) as cluster:
        sys.stdout.write(f"opensearch://{cluster.address}/news\n")
        sys.stdout.flush()
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    main(*map(int, sys.argv[1:]))
