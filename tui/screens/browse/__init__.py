"""The screen with the query, the hits and the reader."""
