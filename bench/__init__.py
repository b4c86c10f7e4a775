"""Measurements against other engines; `make bench` or `python -m bench`."""
