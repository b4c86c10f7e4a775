"""Mutants that do what the program does, so that no test can tell them from it: each with the reason."""

from __future__ import annotations

_COMMIT = "morgue.index.archive.commit"
_LOCK = "morgue.index.archive.lock"
_MANIFEST = "morgue.index.archive.manifest"
_REPAIR = "morgue.index.archive.maintenance.repair"
_FLAGS = "os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK"

#: By `Mutant.what`.
EQUIVALENT: dict[str, str] = {}
