"""The screens: each owns its state, asks the worker, and hands values down to its widgets."""
