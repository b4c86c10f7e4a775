"""Measures how much two texts share: words, signatures and alignment."""
