"""How the answers of the desk are set on a screen and drawn. Pure."""
