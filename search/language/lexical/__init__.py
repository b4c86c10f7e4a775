"""From what was typed to tokens."""
