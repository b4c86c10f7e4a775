"""Claims files in the cluster, so that one of several machines reads each, and another when that one is gone.

A claim counts as long as some run of those that began together goes on: when the last has ended, the next run begins
anew, as in a folder, and what is in the archive is not filed twice.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

from morgue.core.errors import MorgueError
from morgue.index.cluster import archive
from morgue.index.cluster.complete import complete
from morgue.index.cluster.document import dumps
from morgue.index.cluster.http import Connection, Refused, bulk
from morgue.index.cluster.lease import BEAT, LOST

_POLL = 0.5


class Claims:
    """Satisfies `Sharing` over one archive; nothing is asked of the cluster before the first file."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._index = connection.address.name + "-state"
        self._me = f"{os.uname().nodename}/{os.getpid()}/{token_hex(4)}"
        self._mine: list[str] = []
        #: The number last given by each other run, and when it was first seen.
        self._signs: dict[str, tuple[int, float]] = {}
        self._stop = threading.Event()
        self._began = False

    def take(self, path: Path, size: int, last: bool = False) -> bool:
        """Whether this run is to read the file."""
        if not self._began:
            self._begin()
        name = "claim-" + sha256(f"{path}\0{size}".encode("utf-8", "surrogatepass")).hexdigest()
        while True:
            try:
                self._claim(name, str(path), op_type="create")
                return True
            except Refused as refused:
                if refused.status != 409:
                    raise
            there = self._connection.find(f"{self._index}/_doc/{name}")
            if there is None:
                continue
            data = there["_source"]["data"]
            if data["done"] or there["_source"]["story"] == self._me:
                return False
            lives = self._lives(there["_source"]["story"])
            if lives is False:
                return self._take_over(name, str(path), there)
            if lives or not last:
                return False
            time.sleep(_POLL)

    def _claim(self, name: str, path: str, *, done: bool = False, **params: str | int) -> None:
        body = {"kind": "claim", "alias": path[:8_000], "story": self._me, "data": {"done": done}}
        self._connection.call("PUT", f"{self._index}/_doc/{name}", body, params=params)
        if not done:
            self._mine.append(name)

    def _take_over(self, name: str, path: str, there: dict[str, Any]) -> bool:
        try:
            self._claim(name, path, if_seq_no=there["_seq_no"], if_primary_term=there["_primary_term"])
        except Refused as refused:
            if refused.status != 409:
                raise
            return False
        return True

    def _lives(self, owner: str) -> bool | None:
        """Whether another run goes on; None as long as that is not known."""
        found = self._connection.find(f"{self._index}/_doc/{self._run(owner)}")
        if found is None:
            return False
        beat = int(found["_source"]["data"]["beat"])
        seen, since = self._signs.setdefault(owner, (beat, time.monotonic()))
        if beat != seen:
            return True
        return None if time.monotonic() - since <= LOST else False

    @staticmethod
    def _run(owner: str) -> str:
        return "run-" + sha256(owner.encode()).hexdigest()

    # -- this run

    def _begin(self) -> None:
        archive.create(self._connection)
        complete(self._connection, f"{self._index}/_refresh")
        runs = {"query": {"term": {"kind": "run"}}, "size": 0, "track_total_hits": True}
        others = complete(self._connection, f"{self._index}/_search", runs)["hits"]["total"]["value"]
        self._beat(
            self._connection, 0
        )  # refused at once where nothing may be written; a removal would be tried for long
        if not others:
            self._clear()
        self._began = True
        threading.Thread(target=self._live, daemon=True, name="claims").start()

    def _beat(self, connection: Connection, number: int) -> None:
        body = {"kind": "run", "alias": self._me, "data": {"beat": number}}
        connection.call("PUT", f"{self._index}/_doc/{self._run(self._me)}", body, refresh="true")

    def _live(self) -> None:
        connection = Connection(self._connection.address, LOST)
        number = 0
        while not self._stop.wait(BEAT):
            number += 1
            try:
                self._beat(connection, number)
            except (MorgueError, Refused):
                continue  # the run itself meets the same trouble, and says so
        connection.close()

    def close(self, *, whole: bool) -> None:
        """Says that the files are done, or lets others have them; then that this run is over."""
        if not self._began or self._stop.is_set():
            return
        self._stop.set()
        if whole:
            for name in self._mine:
                self._claim(name, "", done=True)
            self._remove([self._run(self._me)])
        else:  # perhaps because the cluster is away: then others find out that this run is gone
            self._connection.close()
            self._connection = Connection(self._connection.address, 0.0)
            with suppress(MorgueError, Refused):
                self._remove([*self._mine, self._run(self._me)])
        self._connection.close()

    def _remove(self, names: Sequence[str]) -> None:
        bulk(self._connection, ((dumps({"delete": {"_index": self._index, "_id": name}}),) for name in names))

    def _clear(self) -> None:
        """Removes the claims of runs that are over."""
        query = {"query": {"term": {"kind": "claim"}}}
        path = f"{self._index}/_delete_by_query"
        self._connection.call("POST", path, query, conflicts="proceed", refresh="true")
