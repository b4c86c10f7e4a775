"""Reads the plain formats of the web and of files, one module a family."""
