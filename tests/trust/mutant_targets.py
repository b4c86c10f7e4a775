"""Which modules are mutated, and which tests should notice. Data."""

from __future__ import annotations

#: The modules whose faults must be noticed.
TARGETS = (
    "morgue.core.durable_files",
    "morgue.core.regular_files",
    "morgue.index.archive.commit",
    "morgue.index.archive.lock",
    "morgue.index.archive.manifest",
    "morgue.index.archive.maintenance.repair",
    "morgue.index.archive.maintenance.salvage",
    "morgue.index.archive.ids.tombstone",
    "morgue.index.codec.store_dictionaries",
    "morgue.index.codec.store_writer",
    "morgue.render.sanitize",
)
#: The tests that should notice, as `make test` runs them.
NOTICING = (
    *(
        f"tests/archive/{name}.py"
        for name in (
            "test_manifest",
            "test_commit",
            "test_verify",
            "test_repair",
            "test_forgotten",
            "test_salvage",
            "test_tombstone",
            "test_renewal",
            "test_writer",
            "test_furniture",
        )
    ),
    *(
        f"tests/trust/test_{name}.py"
        for name in (
            "crafted",
            "damage",
            "door",
            "faults",
            "forgetting",
            "limits",
            "lock",
            "outside",
            "pickles",
            "power",
            "terminal",
            "two_writers",
        )
    ),
    *(f"tests/codec/test_{name}.py" for name in ("blocks", "damage", "dictionaries", "merge", "segment")),
    "tests/cli/test_safe.py",
)
