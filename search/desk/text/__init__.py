"""Finds in a text what a query asks for, and the words around it."""
