"""A place for sockets: their addresses hold 108 bytes, and a temporary folder may be called anything."""

from __future__ import annotations

import os
import tempfile

#: Bytes of the temporary folder's name below which what programs put there stays within 108.
_ROOM = 60


def socket_folder() -> str:
    """The temporary folder, or the system's own where that has too long a name."""
    usual = tempfile.gettempdir()
    return usual if len(os.fsencode(usual)) < _ROOM else "/tmp"
