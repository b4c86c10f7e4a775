"""Keeps the workspace of an archive in a cluster, a document for each small file."""

from __future__ import annotations

import time
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex
from threading import RLock
from typing import Any
from urllib.parse import quote

from morgue.core.errors import MorgueError
from morgue.index.cluster.http import Connection, Refused

Json = dict[str, Any]

#: Files of one group.
_MOST = 10_000
#: Seconds that a change waits for others to end, that one holder may take before he counts as gone, between two looks.
_PATIENCE, _LOST, _A_MOMENT = 60.0, 20.0, 0.05
_LOCK, _CONFLICT = "lock", 409


class ClusterStore:
    """Satisfies `morgue.workspace.store.Store`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._index = connection.address.name + "-state"
        self._turn = RLock()
        self._within = False

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

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Holds the workspace's lock, a document; of one whose holder is gone it takes the place after a while."""
        with self._turn:
            if self._within:
                yield
                return
            held = self._locked()
            self._within = True
            try:
                yield
            finally:
                self._within = False
                self._unlocked(held)

    def _locked(self) -> Json:
        """The lock as the cluster has it; MorgueError when others keep it for long.

        Whoever waits measures by his own clock how long one holder has kept it, so clocks need not agree.
        """
        end = time.monotonic() + _PATIENCE
        own = {"kind": "lock", "alias": token_hex(8)}
        seen, since = "", time.monotonic()
        while True:
            taken = self._put(own, {"op_type": "create"})
            if taken is not None:
                return taken
            there = self._connection.find(self._path(_LOCK))
            if there is not None and there.get("found"):
                holder = str(there["_source"]["alias"])
                if holder == own["alias"]:  # the answer to our own request was lost
                    return there
                if holder != seen:
                    seen, since = holder, time.monotonic()
                elif time.monotonic() - since > _LOST and (taken := self._put(own, _as_it_was(there))) is not None:
                    return taken
            if time.monotonic() > end:
                shown = self._connection.address.shown
                raise MorgueError(f"somebody else keeps the workspace of {shown} for himself", "try it again")
            time.sleep(_A_MOMENT)

    def _put(self, lock: Json, condition: dict[str, str | int]) -> Json | None:
        try:
            return self._connection.call("PUT", self._path(_LOCK), lock, params=condition)
        except Refused as refused:
            if refused.status != _CONFLICT:
                raise
            return None

    def _unlocked(self, held: Json) -> None:
        try:
            self._connection.call("DELETE", self._path(_LOCK), params=_as_it_was(held))
        except Refused as refused:
            if refused.status not in (_CONFLICT, 404):  # it is another's by now
                raise

    def _path(self, name: str) -> str:
        return f"{self._index}/_doc/{quote('file-' + name, safe='')}"


def _as_it_was(held: Json) -> dict[str, str | int]:
    """The condition that nobody has written a document since."""
    return {"if_seq_no": held["_seq_no"], "if_primary_term": held["_primary_term"]}
