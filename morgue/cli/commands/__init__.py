"""Holds the commands, one module a noun: each reads its options, asks one door, and hands the answer to the output."""
