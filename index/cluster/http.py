"""Sends requests to a cluster: tries its hosts in turn, waits for a busy one, and words failures in one line."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from morgue.core.errors import ArchiveError
from morgue.index.cluster.address import CERTIFICATES, PASSWORD, USER, Address

if TYPE_CHECKING:
    import urllib3

Json = dict[str, Any]

#: Seconds that a writer waits for a cluster that is away or full before it gives up, and a reader.
PATIENCE, READERS_PATIENCE = 120.0, 10.0
_BUSY = (429, 502, 503, 504)
_CONNECT_SECONDS = 5.0
#: What is not allowed now: writing, making an index. It may be said as if it were a matter of time.
_BLOCKS = ("cluster_block_exception", "index_create_block_exception")


class Unreachable(ArchiveError):
    """No host of the cluster answers."""


class Refused(Exception):
    """The cluster's own refusal: its status, the kind of error, and its reason."""

    def __init__(self, status: int, kind: str, reason: str) -> None:
        super().__init__(f"{status} {kind}: {reason}")
        self.status = status
        self.kind = kind
        self.reason = reason


class Connection:
    """One user's door to a cluster. For one thread, and those of `bulk`."""

    def __init__(self, address: Address, patience: float = PATIENCE) -> None:
        self.address = address
        self.patience = patience
        self._pools: dict[str, urllib3.HTTPConnectionPool] = {}
        self._at = 0
        self._headers = self._authorization()

    def close(self) -> None:
        """Ends all connections."""
        for pool in self._pools.values():
            pool.close()
        self._pools = {}

    def get(self, path: str, **params: str | int) -> Json:
        """A document that must be there."""
        return self.call("GET", path, None, params=params)

    def find(self, path: str, **params: str | int) -> Json | None:
        """A document, or None where the path leads to nothing."""
        try:
            return self.call("GET", path, None, params=params)
        except Refused as refused:
            if refused.status == 404:
                return None
            raise

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        seconds: float | None = None,
        patience: float | None = None,
        params: Mapping[str, str | int] | None = None,
        **more: str | int,
    ) -> Json:
        """One request, repeated on other hosts and after a while. seconds: how long one answer may take.

        Refused for what the cluster refuses; ArchiveError, with one line, for what a person can mend.
        """
        import orjson

        data = body if body is None or isinstance(body, bytes) else orjson.dumps(body)
        query = "&".join(f"{name}={value}" for name, value in {**(params or {}), **more}.items())
        end = time.monotonic() + (self.patience if patience is None else patience)
        wait = 0.1
        while True:
            last = self._once(method, f"/{path}?{query}" if query else f"/{path}", data, seconds)
            if isinstance(last, dict):
                return last
            if time.monotonic() >= end:
                raise self._gave_up(last)
            time.sleep(min(wait, max(0.0, end - time.monotonic())))
            wait = min(2 * wait, 5.0)

    def _once(self, method: str, path: str, data: bytes | None, seconds: float | None) -> Json | Refused | str:
        """The answer; or why another try may help, after every host was asked once."""
        import orjson
        import urllib3

        why: Refused | str = "no host"
        kind = "application/x-ndjson" if path.split("?")[0].endswith(("_bulk", "_msearch")) else "application/json"
        for _ in self.address.hosts:
            host = self.address.hosts[self._at % len(self.address.hosts)]
            try:
                answer = self._pool(host).urlopen(
                    method,
                    path,
                    data,
                    {**self._headers, "Content-Type": kind},
                    timeout=urllib3.Timeout(connect=_CONNECT_SECONDS, read=seconds or 300.0),
                    retries=False,
                )
            except (urllib3.exceptions.HTTPError, OSError) as error:
                why = f"{host}: {_plain(error)}"
                _untrusted(error, host)
                self._at += 1
                continue
            try:
                found = orjson.loads(answer.data) if answer.data else {}
            except ValueError:
                found = {}
            if answer.status < 300:
                return found if isinstance(found, dict) else {"items": found}
            why = _refusal(answer.status, found)
            if why.status not in _BUSY or why.kind in _BLOCKS:
                raise self.explained(why, host)
            self._at += 1
        return why

    def _pool(self, host: str) -> urllib3.HTTPConnectionPool:
        import urllib3

        if host not in self._pools:
            name, _, port = host.rpartition(":")
            if not self.address.tls:
                self._pools[host] = urllib3.HTTPConnectionPool(name, int(port), maxsize=_AT_ONCE)
            else:
                trusted = self.address.certificates
                if trusted is not None and not trusted.is_file():
                    raise ArchiveError(f"there is no file {trusted}", f"{CERTIFICATES} names the certificates to trust")
                self._pools[host] = urllib3.HTTPSConnectionPool(
                    name,
                    int(port),
                    maxsize=_AT_ONCE,
                    cert_reqs="CERT_REQUIRED",
                    ca_certs=str(trusted) if trusted else None,
                )
        return self._pools[host]

    def _authorization(self) -> dict[str, str]:
        from urllib3.util import make_headers

        if self.address.user is None:
            return {}
        return dict(make_headers(basic_auth=f"{self.address.user}:{self.address.password or ''}"))

    def explained(self, why: Refused, host: str) -> Exception:
        """The refusals that a person can mend, in words."""
        if why.status in (401, 403) and why.kind not in _BLOCKS:
            who = self.address.user or "nobody"
            return ArchiveError(f"{host} does not let {who} in", f"set {USER} and {PASSWORD}")
        if why.kind in _BLOCKS:
            return _blocked(why, self.address.name)
        return why

    def _gave_up(self, why: Refused | str) -> ArchiveError:
        if isinstance(why, Refused):
            return ArchiveError(f"the cluster is too busy ({why.kind})", "try again later, or give it more memory")
        return Unreachable(f"no answer from {self.address.shown} ({why})", "is it running, and is the address right?")


def _refusal(status: int, found: object) -> Refused:
    error = found.get("error") if isinstance(found, dict) else None
    if isinstance(error, dict):
        causes = error.get("root_cause") or [error]
        cause = causes[0] if isinstance(causes[0], dict) else error
        return Refused(status, str(cause.get("type") or error.get("type")), str(cause.get("reason"))[:400])
    return Refused(status, "http", str(error or "")[:400])


def _blocked(why: Refused, name: str) -> ArchiveError:
    if "read-only" in why.reason or "read_only" in why.reason:
        return ArchiveError(
            f"the cluster has made {name} read-only, mostly because a disk is full",
            "free some space; it opens again by itself, or: set index.blocks.read_only_allow_delete to null",
        )
    if "create-index" in why.reason:
        return ArchiveError(
            f"the cluster takes no new archive such as {name}, mostly because its disks are nearly full",
            "free some space; see: morgue doctor",
        )
    return ArchiveError(f"the cluster holds {name} back: {why.reason:.120}", "see its log")


def _plain(error: BaseException) -> str:
    text = str(error)
    for end, said in (
        ("Connection refused", "connection refused"),
        ("Name or service not known", "no such host"),
        ("Temporary failure in name resolution", "no such host"),
        ("No address associated", "no such host"),
        ("timed out", "no answer in time"),
        ("Connection reset", "connection reset"),
        ("Remote end closed", "connection closed"),
        ("WRONG_VERSION_NUMBER", "it does not speak TLS"),
    ):
        if end in text:
            return said
    return type(error).__name__


def _untrusted(error: BaseException, host: str) -> None:
    """ArchiveError for a certificate that is not trusted: no other try helps."""
    text = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in text:
        raise ArchiveError(
            f"the certificate of {host} is not trusted", f"{CERTIFICATES} names a file of the authority that signed it"
        ) from None
    if "doesn't match" in text or "Hostname mismatch" in text:
        raise ArchiveError(f"the certificate of {host} is for another name", "use the name it was made for") from None


def bulk(connection: Connection, actions: Iterable[Sequence[bytes]], *, there_is_fine: bool = False) -> None:
    """Sends actions, each an action line and perhaps a document, until every one of them is acknowledged.

    Every item's status is looked at: those that the cluster was too busy for are sent again; a conflict of versions is
    a newer writer, ArchiveError, unless there_is_fine; anything else the cluster refuses is told with its reason. The
    actions themselves must not use the connection, and each is about another document, since they arrive in no order.
    """
    from collections import deque
    from concurrent.futures import Future, ThreadPoolExecutor

    done = (*_DONE, 409) if there_is_fine else _DONE
    sent: deque[Future[None]] = deque()
    with ThreadPoolExecutor(_AT_ONCE) as sender:  # the next request is made while the cluster works on the last ones
        for batch in _batches(actions):
            if len(sent) == _AT_ONCE:
                sent.popleft().result()
            sent.append(sender.submit(_send, connection, batch, done))
        for each in sent:
            each.result()


def _batches(actions: Iterable[Sequence[bytes]]) -> Iterator[list[Sequence[bytes]]]:
    batch: list[Sequence[bytes]] = []
    size = 0
    for action in actions:
        batch.append(action)
        size += sum(map(len, action))
        if size >= _BULK_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


#: Bytes of one bulk request: a small heap takes it without throwing its breaker. And so many requests at once.
_BULK_BYTES, _AT_ONCE = 2_000_000, 2
#: What a delete finds gone already is as good as deleted.
_DONE = (200, 201, 404)


def _send(connection: Connection, batch: list[Sequence[bytes]], done: tuple[int, ...]) -> None:
    end, wait = time.monotonic() + PATIENCE, 0.2
    while True:
        body = b"".join(line + b"\n" for action in batch for line in action)
        answer = connection.call("POST", "_bulk", body, filter_path="items.*.status,items.*.error")
        told = [next(iter(item.values())) for item in answer.get("items", ())]
        again = []
        for action, item in zip(batch, told, strict=True):
            if item["status"] not in done:
                _check(item, connection)
                again.append(action)
        if not again:
            return
        if time.monotonic() > end:
            raise ArchiveError("the cluster takes no more articles", "see its health; run the same command again")
        batch = again
        time.sleep(wait)
        wait = min(2 * wait, 5.0)


def _check(item: Json, connection: Connection) -> None:
    """Raises unless sending the item again may help. A delete of what is gone is done; a missing index is not."""
    if item["status"] == 409:
        raise ArchiveError("another machine has taken over the writing", "run the same command again")
    why = _refusal(item["status"], {"error": item.get("error")})
    if why.status not in _BUSY or why.kind in _BLOCKS:
        raise _unfit(why, connection)


def _unfit(why: Refused, connection: Connection) -> Exception:
    explained = connection.explained(why, "the cluster")
    if isinstance(explained, Refused):
        return ArchiveError(f"the cluster refuses an article: {why.kind}: {why.reason:.200}", "report this")
    return explained
