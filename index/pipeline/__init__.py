"""Takes sources to a commit: reading, cleaning in workers that can be killed, filing."""
