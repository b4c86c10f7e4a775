"""Turns values into the styled lines that widgets draw."""
