"""From stored bytes to characters: compression and character sets."""
