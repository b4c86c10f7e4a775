"""Mutants that do what the program does, so that no test can tell them from it: each with the reason."""

from __future__ import annotations

#: By `Mutant.what`.
EQUIVALENT: dict[str, str] = {}
