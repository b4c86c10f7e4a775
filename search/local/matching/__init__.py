"""Finds the articles that match a query, over whole arrays."""
