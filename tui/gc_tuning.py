"""When Python looks for garbage: not while the program starts, and never again through what a start leaves behind.

A start makes a hundred thousand objects (modules, styles, rules) that live as long as the program. Looking through them
while they are made costs 35 ms of a start, and each time again 25 to 30 ms later on, in the middle of a key: what is
there once the first answer is drawn is set aside.
"""

from __future__ import annotations

import gc


def wait() -> None:
    """No looking until `go_on`."""
    gc.disable()


def go_on() -> None:
    """What is there now is set aside for good, and what comes is looked through as usual. Without `wait`, nothing."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
