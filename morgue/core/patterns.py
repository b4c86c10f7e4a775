"""Regular expressions that are compiled when they are first used: a search imports a hundred and needs a dozen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from re import compile as compiled
else:

    class compiled:  # noqa: N801 -- it stands for `re.compile`
        """A pattern with its flags; each method is the compiled pattern's own from its first use on."""

        def __init__(self, pattern: str | bytes, flags: int = 0) -> None:
            self._given = pattern, flags

        def __getattr__(self, name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            held = getattr(re.compile(*self._given), name)
            setattr(self, name, held)
            return held


__all__ = ["compiled"]
