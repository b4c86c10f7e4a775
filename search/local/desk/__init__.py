"""Answers the desk over the arrays of the embedded engine: samples, tables, words."""
