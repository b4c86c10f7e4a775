"""Holds the engines, one file each; the scheme of an archive's location chooses one."""
