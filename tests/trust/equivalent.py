"""Mutants that do what the program does, so that no test can tell them from it: each with the reason."""

from __future__ import annotations

_COMMIT = "morgue.index.archive.commit: "
_LOCK = "morgue.index.archive.lock: "
_MANIFEST = "morgue.index.archive.manifest: "
_REPAIR = "morgue.index.archive.maintenance.repair: "
_SALVAGE = "morgue.index.archive.maintenance.salvage: "
_SANITIZE = "morgue.render.sanitize: if code < 0x20:: "
_FOLDER = "morgue.core.regular_files: _FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC: "
_READ = "morgue.core.regular_files: _READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC: "
_NEW = "morgue.core.regular_files: _NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC: "
_DICTIONARIES = "morgue.index.codec.store_dictionaries: "
_SIZES = _DICTIONARIES + "_BODIES, _RECORDS, _MOST = 112 << 10, 16 << 10, 1 << 20: "
_WRITER = "morgue.index.codec.store_writer: "
_FLAGS = (
    _LOCK + "flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY: "
    "'os.O_RDWR | os.O_CREAT | os.O_CLOEXEC"
)
_A_ROUND_BOUND = "a round bound: nothing hangs on its last unit"
_NOT_INHERITED = "O_CLOEXEC: Python opens nothing that is inherited"

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
    _FLAGS + "' -> 'os.O_RDWR | os.O_CREAT'": _NOT_INHERITED,
    _LOCK
    + 'holder = os.pread(self._descriptor, 200, 0).decode("utf-8", "replace").strip() or "another process": '
    + "'200' -> '201'": _A_ROUND_BOUND,
    _MANIFEST + "_MOST = 16 << 20: '16' -> '17'": _A_ROUND_BOUND,
    _MANIFEST + "_MOST = 16 << 20: '20' -> '21'": _A_ROUND_BOUND,
    _MANIFEST + "_PART = 1 << 20: '20' -> '21'": _A_ROUND_BOUND,
    _MANIFEST + "_PART = 1 << 20: '1' -> '2'": _A_ROUND_BOUND,
    _MANIFEST
    + "if not isinstance(made.name, str) or not isinstance(made.sha256, str):: 'not isinstance(made.name, str) "
    "or not isinstance(made.sha256, str)' -> 'not isinstance(made.sha256, str)'": (
        "what is no text is no name that a writer gives, and the names are compared with those"
    ),
    _MANIFEST + "all(isinstance(n, str) and _SEGMENT.match(n) for n in names): 'isinstance(n, str) and "
    "_SEGMENT.match(n)' -> '_SEGMENT.match(n)'": "what is no text is a TypeError here, which is damage too",
    _REPAIR + "_COMMIT = 20_000: '20000' -> '20001'": _A_ROUND_BOUND,
    _REPAIR + "disk().make_folder(aside): 'disk().make_folder(aside)' -> 'pass'": (
        "the archive that is then created there makes the folder and puts its name on the disk"
    ),
    _FOLDER + "'os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC' -> "
    "'os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW'": _NOT_INHERITED,
    _READ + "'os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEX' -> "
    "'os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O'": _NOT_INHERITED,
    _NEW + "'os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC' -> "
    "'os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW'": _NOT_INHERITED,
    _NEW + "'os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW' -> 'os.O_RDWR | os.O_CREAT | os.O_EXCL'": (
        "O_NOFOLLOW: with O_CREAT and O_EXCL no link is followed anyhow"
    ),
    _SALVAGE + "for reader, streams in zip(self._readers, damaged, strict=True):: 'True' -> 'False'": (
        "the one list is made from the other, so they are as long"
    ),
    **{
        _DICTIONARIES + what: _A_ROUND_BOUND
        for what in (
            "ENOUGH = 8 << 20: '8' -> '9'",
            "ENOUGH = 8 << 20: '20' -> '21'",
            "_CHOICE = 18: '18' -> '19'",
            "_STRETCH, _COUNTED = 200, 8: '200' -> '201'",
            "_STRETCH, _COUNTED = 200, 8: '8' -> '9'",
            "_LEVEL = 3: '3' -> '4'",
            *(
                f"_OF_SHORT, _OF_LONG, _LONG = (256 << 10, 6), (512 << 10, 9), 2_048: '{n}' -> '{n + 1}'"
                for n in (256, 10, 6, 512, 9, 2_048)
            ),
            *(f"_SHARE, _OF_RECORDS = 1 / 200, 1 / 8: '{n}' -> '{n + 1}'" for n in (1, 200, 8)),
            "usable: list[bytes | bytearray | memoryview] = [s for s in samples if len(s) >= _COUNTED]: "
            "'len(s) >= _COUNTED' -> 'len(s) > _COUNTED'",
        )
    },
    **{_SIZES + f"'{n}' -> '{n + 1}'": _A_ROUND_BOUND for n in (112, 10, 16, 1, 20)},
    _DICTIONARIES + "@lru_cache(maxsize=1): '1' -> '2'": "what is kept has no arguments, so there is one of it",
    _DICTIONARIES + """return b"": "return b''" -> 'return None'""": "both are none: nobody asks which",
    _DICTIONARIES
    + "return stream + _COPIES[0] in file: '0' -> '1'": "a segment with one copy alone is refused at opening",
    _WRITER + "BLOCK = 16: '16' -> '17'": _A_ROUND_BOUND,
    _WRITER
    + 'raise ArchiveError(f"article {id[:80]} has a text of {len(body):,} bytes", '
    + "f\"at most {LONGEST_BODY:,} fit\"): '80' -> '81'": _A_ROUND_BOUND,
    _WRITER + "waiting = [*zip(self._records, self._bodies, strict=True)]: 'True' -> 'False'": (
        "both lists are added to at once, so they are as long"
    ),
    _SANITIZE + "'code < 32' -> 'code <= 32'": "a space is safe and never comes here",
    _SANITIZE + "'32' -> '33'": "a space is safe and never comes here",
}
