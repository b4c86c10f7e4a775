"""Reads mail: single messages, and mailboxes of many."""
