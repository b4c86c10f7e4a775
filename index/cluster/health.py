"""Reports what is wrong with a cluster: missing replicas, disks that fill up, indices that take no writes."""

from __future__ import annotations

from collections.abc import Iterator

from morgue.core.health import Check
from morgue.index.cluster.http import Connection, Refused

_MEANING = {
    "green": "every article is on all its copies",
    "yellow": "some articles have fewer copies than they should",
    "red": "some articles cannot be read",
}


def checks(connection: Connection) -> Iterator[Check]:
    """Version and nodes, the health of the archive's indices, disks, blocks."""
    name = connection.address.name
    version = connection.get("")["version"]["number"]
    told = connection.get(f"_cluster/health/{name}-*", level="cluster", expand_wildcards="all")
    nodes = told["number_of_nodes"]
    yield Check("cluster", True, f"OpenSearch {version}, nodes: {nodes}")
    status = told["status"]
    alone = " (one node: a loss of it is a loss of the archive)" if nodes == 1 else ""
    hint = "start the nodes that are away, or add one; see docs/cluster.md"
    yield Check("copies", status == "green", f"{status}: {_MEANING.get(status, 'unknown')}{alone}", hint)
    yield _disks(connection)
    yield _blocks(connection, name)


def _disks(connection: Connection) -> Check:
    from urllib.parse import quote

    columns = quote("node,disk.used_percent", safe="")
    rows = connection.call("GET", "_cat/allocation", None, format="json", h=columns).get("items", [])
    used = [(float(r["disk.used_percent"]), str(r["node"])) for r in rows if r.get("disk.used_percent")]
    if not used:
        return Check("disks", True, "not told")
    most, node = max(used)
    seen = f"{most:.0f} % used on node {node:.40}"
    return Check("disks", most < 85, seen, "free some space: at 95 % the cluster takes no more articles")


def _blocks(connection: Connection, name: str) -> Check:
    try:
        found = connection.get(f"{name}-*/_settings/index.blocks.*", flat_settings="true")
    except Refused:
        return Check("writing", True, "not told")
    blocked = sorted(i for i, told in found.items() if "true" in {str(v) for v in told.get("settings", {}).values()})
    hint = "free some space on its disks, then set index.blocks.read_only_allow_delete to null"
    return Check("writing", not blocked, f"{blocked[0]} takes no writes" if blocked else "allowed", hint)
