"""`make cluster-demo`: starts one node, indexes the bundled sample into it and searches; nothing is left behind."""

from __future__ import annotations

import subprocess
import sys

from tests.opensearch.server.home import Unavailable
from tests.opensearch.server.node import Cluster


def main() -> int:
    """The exit status of the demo, 2 where no server can be had."""
    try:
        cluster = Cluster(1)
    except Unavailable as why:
        sys.stderr.write(f"no OpenSearch here: {why}\n")
        return 2
    with cluster:
        where = f"opensearch://{cluster.address}/demo"
        return subprocess.run([sys.executable, "-m", "morgue", "demo", "--archive", where], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
