"""Mutants that do what the program does, so that no test can tell them from it: each with the reason."""

from __future__ import annotations

_COMMIT = "morgue.index.archive.commit: "
_LOCK = "morgue.index.archive.lock: "
_MANIFEST = "morgue.index.archive.manifest: "
_REPAIR = "morgue.index.archive.maintenance.repair: "
_FLAGS = (
    _LOCK + "flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY: "
    "'os.O_RDWR | os.O_CREAT | os.O_CLOEXEC"
)
_A_ROUND_BOUND = "a round bound: nothing hangs on its last unit"

#: By `Mutant.what`.
EQUIVALENT: dict[str, str] = {
    _COMMIT + "newest = max(manifest.generations(folder), default=-1): '1' -> '2'": "any number below 0 is below all",
    _COMMIT + "out.add(manifest.manifest_name(generation)): 'out.add(manifest.manifest_name(generation))' -> 'pass'": (
        "a manifest that can be read begins as ours do, and is swept for that"
    ),
    _FLAGS + " | os.O_NOFOLLOW | os.O_NONBLOCK ' -> 'os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOL'": (
        "O_NOCTTY: a terminal is refused before it is opened; only one put there in between could matter"
    ),
    _FLAGS + " | os.O_NOFOLLOW | os.O_NONBLOCK' -> 'os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOL'": (
        "O_NONBLOCK: a pipe opened for reading and writing never blocks on Linux"
    ),
    _FLAGS + "' -> 'os.O_RDWR | os.O_CREAT'": "O_CLOEXEC: Python opens nothing that is inherited",
    _LOCK
    + 'holder = os.pread(self._descriptor, 200, 0).decode("utf-8", "replace").strip() or "another process": '
    + "'200' -> '201'": _A_ROUND_BOUND,
    _MANIFEST + "_MOST = 16 << 20: '16' -> '17'": _A_ROUND_BOUND,
    _MANIFEST + "_MOST = 16 << 20: '20' -> '21'": _A_ROUND_BOUND,
    _MANIFEST + "_PART = 1 << 20: '20' -> '21'": _A_ROUND_BOUND,
    _REPAIR + "_COMMIT = 20_000: '20000' -> '20001'": _A_ROUND_BOUND,
    _REPAIR + "disk().make_folder(aside): 'disk().make_folder(aside)' -> 'pass'": (
        "the archive that is then created there makes the folder and puts its name on the disk"
    ),
}
