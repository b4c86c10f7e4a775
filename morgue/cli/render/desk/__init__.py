"""Sets the answers of the desk on a screen, and draws them. Pure."""
