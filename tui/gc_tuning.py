"""When Python looks for garbage: not while the program starts, and never again through what a start leaves behind.

A start makes a hundred thousand objects (modules, styles, rules) that live as long as the program. Looking through them
while they are made costs 35 ms of a start, and each time again 25 to 30 ms later on, in the middle of a key: what is
there once the first answer is drawn is set aside. What is drawn afterwards makes ten thousand objects a key, nearly all
of which go without being looked for; looking for the others as often as Python does costs a fifth of the key.
"""

from __future__ import annotations

import gc

#: Objects after which young ones are looked through, and such rounds before older ones and all are.
_SELDOM = 5_000, 8, 1_000
#: Rounds over older ones after which a quiet moment is used to look through all.
_ENOUGH = 4


def wait() -> None:
    """Puts off looking for garbage until `go_on`."""
    gc.disable()


def go_on() -> None:
    """What is there now is set aside for good, and what comes is looked through as usual. Without `wait`, nothing."""
    if not gc.isenabled():
        gc.freeze()
        gc.set_threshold(*_SELDOM)
        gc.enable()


def tidy() -> None:
    """In a quiet moment: looks through everything, where that was put off for long."""
    if gc.get_threshold() == _SELDOM and gc.get_count()[2] >= _ENOUGH:
        gc.collect()
