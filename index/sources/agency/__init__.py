"""Reads the markup of news agencies, of test collections made from it, and of libraries that digitise newspapers."""
