"""The archive of four articles that the commands are asked about."""

from __future__ import annotations

from tests.cli.conftest import held, morgue, news

__all__ = ["held", "morgue", "news"]
