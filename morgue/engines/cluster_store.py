"""Keeps the workspace of an archive in a cluster, a document for each small file."""

from __future__ import annotations

from base64 import b64decode, b64encode
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING
from urllib.parse import quote

from morgue.core.errors import MorgueError

if TYPE_CHECKING:
    from morgue.index.cluster.http import Connection

#: Files of one group.
_MOST = 10_000


class ClusterStore:
    """Satisfies `morgue.workspace.store.Store`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._index = connection.address.name + "-state"

    def read(self, name: str, most: int) -> bytes | None:
        """The file's bytes, None where there is none."""
        found = self._connection.find(self._path(name))
        if found is None or not found.get("found"):
            return None
        data = b64decode(found["_source"]["data"]["bytes"])
        if len(data) > most:
            raise MorgueError(f"{name} of {self._connection.address.shown} is too large", "mend it or remove it")
        return data

    def replace(self, name: str, data: bytes) -> None:
        """Writes the file, or all of it anew."""
        group = name.rpartition("/")[0]
        body = {"kind": "file", "alias": name, "story": group, "data": {"bytes": b64encode(data).decode("ascii")}}
        self._connection.call("PUT", self._path(name), body, refresh="true")

    def remove(self, name: str) -> None:
        """Takes the file away; nothing where there is none."""
        from morgue.index.cluster.http import Refused

        try:
            self._connection.call("DELETE", self._path(name), refresh="true")
        except Refused as refused:
            if refused.status != 404:
                raise

    def names(self, group: str) -> list[str]:
        """The names of all files in a group, in order."""
        query = {"bool": {"filter": [{"term": {"kind": "file"}}, {"term": {"story": group}}]}}
        body = {"query": query, "size": _MOST, "sort": [{"alias": "asc"}], "_source": ["alias"]}
        found = self._connection.call("POST", f"{self._index}/_search", body)
        return sorted(hit["_source"]["alias"].rpartition("/")[2] for hit in found["hits"]["hits"])

    def alone(self) -> AbstractContextManager[None]:
        """Nobody is kept out: of two changes of one file at the same moment the later holds."""
        return nullcontext()

    def _path(self, name: str) -> str:
        return f"{self._index}/_doc/{quote('file-' + name, safe='')}"
