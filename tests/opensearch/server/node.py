"""Starts, watches and stops OpenSearch nodes on the loopback address, never as root."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.opensearch.server import tied
from tests.opensearch.server.home import Unavailable, cache, home, java

_JVM = (
    "-XX:+UseSerialGC",
    "-XX:-UsePerfData",
    "-XX:MaxDirectMemorySize=128m",
    "-Djava.security.manager=allow",
    "-Dio.netty.noUnsafe=true",
    "-Dio.netty.noKeySetOptimization=true",
    "-Dio.netty.recycler.maxCapacityPerThread=0",
    "-Dio.netty.allocator.numDirectArenas=0",
    "-Dlog4j.shutdownHookEnabled=false",
    "-Dlog4j2.disable.jmx=true",
    "-Djava.locale.providers=SPI,COMPAT",
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF-8",
)


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now."""
    held = [socket.socket() for _ in range(count)]
    try:
        for each in held:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in held]
    finally:
        for each in held:
            each.close()


class Node:
    """One server process; `url` is where it answers."""

    def __init__(self, name: str, folder: Path, http: int, transport: int, seeds: Sequence[str], heap: int) -> None:
        self.name, self.http, self.folder = name, http, folder
        self._transport, self._seeds, self._heap = transport, seeds, heap
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http}"

    def start(self, managers: Sequence[str]) -> None:
        """Starts the process; `Cluster.wait` says when it answers."""
        assert self.process is None or self.process.poll() is not None, "it runs"
        folder = self.folder
        self._configure(managers)
        server, root = home(), os.geteuid() == 0
        command = [
            java(),
            f"-Xms{self._heap}m",
            f"-Xmx{self._heap}m",
            *(("-XX:TieredStopAtLevel=1",) if self._heap < 1000 else ()),
            *_JVM,
            f"-Djava.io.tmpdir={folder}/tmp",
            f"-Dopensearch.path.home={server}",
            f"-Dopensearch.path.conf={folder}/config",
            "-cp",
            f"{server}/lib/*",
            "org.opensearch.bootstrap.OpenSearch",
        ]
        if root:
            for path in (folder, *folder.rglob("*")):
                shutil.chown(path, "nobody", "nogroup")
        with (folder / "logs/out.txt").open("ab") as out:
            other: dict[str, Any] = {"user": "nobody", "group": "nogroup", "extra_groups": []} if root else {}
            self.process = tied.start(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **other,
            )

    def _configure(self, managers: Sequence[str]) -> None:
        folder = self.folder
        for each in ("config", "data", "logs", "tmp"):
            (folder / each).mkdir(parents=True, exist_ok=True)
        settings = {
            "cluster.name": "morgue-test",
            "node.name": self.name,
            "path.data": str(folder / "data"),
            "path.logs": str(folder / "logs"),
            "network.host": "127.0.0.1",
            "http.port": self.http,
            "transport.port": self._transport,
            "discovery.seed_hosts": list(self._seeds),
            "cluster.initial_cluster_manager_nodes": list(managers),
            "node.processors": 2,
            "cluster.routing.allocation.disk.threshold_enabled": False,
            "indices.breaker.total.use_real_memory": False,
            "cluster.max_shards_per_node": 5000,
        }
        (folder / "config/opensearch.yml").write_text("".join(f"{k}: {json.dumps(v)}\n" for k, v in settings.items()))
        (folder / "config/log4j2.properties").write_text(
            "status = error\nappender.file.type = File\nappender.file.name = file\n"
            f"appender.file.fileName = {folder}/logs/node.log\nappender.file.layout.type = PatternLayout\n"
            "appender.file.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n\n"
            "rootLogger.level = info\nrootLogger.appenderRef.file.ref = file\n"
        )

    def kill(self) -> None:
        """As when the power goes."""
        self.stop(signal.SIGKILL)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Ends the process, by force after ten seconds."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(30)

    def ended(self) -> str | None:
        """The last lines it wrote, when it has ended."""
        if self.process is None or self.process.poll() is None:
            return None
        return (self.folder / "logs/out.txt").read_text(errors="replace")[-800:]


def sweep(folder: Path) -> None:
    """Removes the files of nodes whose owner was killed before it could."""
    for left in folder.glob("nodes-*-*"):
        owner = left.name.split("-")[1]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists() and Path("/proc").exists():
            shutil.rmtree(left, ignore_errors=True)


class Cluster:
    """Some nodes that are one cluster; a context manager that stops them and removes their files."""

    def __init__(self, count: int = 1, heap: int = 320) -> None:
        if os.geteuid() == 0:
            try:
                pwd.getpwnam("nobody")
            except KeyError:
                raise Unavailable("root may not run it, and there is no user nobody") from None
        home()
        sweep(cache())
        self.folder = Path(tempfile.mkdtemp(prefix=f"nodes-{os.getpid()}-", dir=cache()))  # another user may pass
        self.folder.chmod(0o755)
        ports = free_ports(2 * count)
        self._names = [chr(ord("a") + i) for i in range(count)]
        seeds = [f"127.0.0.1:{p}" for p in ports[count:]]
        self.nodes = [
            Node(name, self.folder / name, ports[i], ports[count + i], seeds, heap)
            for i, name in enumerate(self._names)
        ]

    def __enter__(self) -> Cluster:
        try:
            for node in self.nodes:
                node.start(self._names)
            self.wait(len(self.nodes))
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stops all nodes and removes their files."""
        for node in self.nodes:
            node.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def address(self) -> str:
        """All hosts, as they stand in the location of an archive."""
        return ",".join(f"127.0.0.1:{node.http}" for node in self.nodes)

    def wait(self, nodes: int, seconds: float = 240) -> None:
        """Until so many nodes are one cluster."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for node in self.nodes:
                told = node.ended()
                if told is not None and node.process is not None and node.process.returncode not in (-9, 137):
                    raise RuntimeError(f"node {node.name} ended: {told}")
            if any(self._answers(node, nodes) for node in self.nodes):
                return
            time.sleep(0.2)
        raise TimeoutError(f"no cluster of {nodes} nodes after {seconds:.0f} s")

    @staticmethod
    def _answers(node: Node, nodes: int) -> bool:
        try:
            where = f"{node.url}/_cluster/health?wait_for_nodes=>={nodes}&timeout=2s"
            with urllib.request.urlopen(where, timeout=5) as told:
                return int(json.load(told)["number_of_nodes"]) >= nodes
        except (OSError, urllib.error.URLError, ValueError):
            return False
