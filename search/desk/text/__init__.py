"""Finds in a text what a query asks for, the words around it, and what is quoted."""
