"""The types of what kernels take and give, by which they are compiled (see `compiled`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from morgue.core.loading.arrays import NDArray

# What a kernel reads; to an array of a type that begins with Out it writes.
U8 = NDArray[np.uint8]
U32 = NDArray[np.uint32]
U64 = NDArray[np.uint64]
I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
OutU8 = NDArray[np.uint8]
OutU32 = NDArray[np.uint32]
OutU64 = NDArray[np.uint64]
OutI32 = NDArray[np.int32]
OutI64 = NDArray[np.int64]
OutF32 = NDArray[np.float32]
OutF64 = NDArray[np.float64]

if TYPE_CHECKING:

    def wide(value: Any) -> int:
        """As a number of 64 bits with a sign: numbers without one would make it a float beside one that has it."""

    def single(value: Any) -> float:
        """As a float of 32 bits."""

else:
    wide, single = np.int64, np.float32
