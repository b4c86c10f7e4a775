"""The type of an array, for signatures: numpy's own costs a tenth of its import, and nothing reads it at run time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy.typing import NDArray as NDArray
else:

    class NDArray:
        """Takes the type of the elements and forgets it."""

        def __class_getitem__(cls, element):
            return cls
