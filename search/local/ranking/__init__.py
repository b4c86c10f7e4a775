"""Orders matches, and explains the order."""
