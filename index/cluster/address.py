"""Parses the address of a cluster and its archive: `host:9200,host2:9200/news?shards=3&replicas=1`. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from morgue.core.location import LocationError

USER, PASSWORD, CERTIFICATES = "MORGUE_OPENSEARCH_USER", "MORGUE_OPENSEARCH_PASSWORD", "MORGUE_OPENSEARCH_CA"
_FORM = "opensearch://host:9200/name"
#: What OpenSearch takes as the name of an index, less what our own endings need.
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")
_HOST = re.compile(r"(\[[0-9a-fA-F:]+\]|[\w.-]+)(?::(\d{1,5}))?")
_LOOPBACK = re.compile(r"localhost|127(?:\.\d{1,3}){3}|\[::1\]")
_MOST = {"shards": 1024, "replicas": 10}


@dataclass(frozen=True, slots=True)
class Address:
    """hosts with ports, tried in turn; shards and replicas count when the archive is made, and not afterwards.

    tls           whether the connection is encrypted: always, but to this machine itself or with `?tls=off`
    certificates  a file of authorities to trust instead of the system's
    """

    hosts: tuple[str, ...]
    name: str
    tls: bool
    shards: int = 1
    replicas: int = 0
    user: str | None = None
    password: str | None = None
    certificates: Path | None = None

    def __repr__(self) -> str:
        return f"Address({','.join(self.hosts)}/{self.name})"

    @property
    def shown(self) -> str:
        """The location as it is told to people, without what lets one in."""
        return f"opensearch://{','.join(self.hosts)}/{self.name}"


def parse(rest: str, environment: Mapping[str, str]) -> Address:
    """The address in a location, with user, password and certificates from the environment; LocationError."""
    place, _, options = rest.partition("?")
    hosts, _, name = place.rstrip("/").partition("/")
    if "@" in hosts:
        raise LocationError("a location holds no user or password", f"set {USER} and {PASSWORD}")
    if not hosts or not name:
        raise LocationError("an archive in a cluster needs a host and a name", f"write {_FORM}")
    if not _NAME.fullmatch(name):
        raise LocationError(
            f"no index may be called {name!r:.60}", "use small letters, digits, - and _, a letter or digit first"
        )
    found = dict(parse_qsl(options, keep_blank_values=True))
    if unknown := sorted(found.keys() - {"tls", *_MOST}):
        raise LocationError(f"a cluster has no option {unknown[0]!r:.40}", "there are: shards, replicas, tls=off")
    places = tuple(_host(part) for part in hosts.split(","))
    if found.get("tls", "off") != "off":
        raise LocationError("tls is on unless it says tls=off", f"write {_FORM}")
    plain = "tls" in found or all(_LOOPBACK.fullmatch(p.rpartition(":")[0]) for p in places)
    return Address(
        places,
        name,
        not plain,
        _number(found, "shards", 1, 1),
        _number(found, "replicas", 0, 0),
        environment.get(USER) or None,
        environment.get(PASSWORD) or None,
        Path(environment[CERTIFICATES]).expanduser() if environment.get(CERTIFICATES) else None,
    )


def _host(text: str) -> str:
    found = _HOST.fullmatch(text)
    if found is None or not 0 < int(found[2] or 9200) < 65536:
        raise LocationError(f"{text!r:.60} is no host", f"write {_FORM}")
    return f"{found[1]}:{found[2] or 9200}"


def _number(found: Mapping[str, str], name: str, least: int, default: int) -> int:
    text = found.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= _MOST[name]:
        raise LocationError(f"{name}={text!r:.20} is no number from {least} to {_MOST[name]}", "mend the location")
    return int(text)
