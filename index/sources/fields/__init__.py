"""Finds what the fields of JSON and table records mean, under whatever names they go."""
