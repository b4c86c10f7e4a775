"""From a source file to a commit: reading, cleaning in killable workers, filing."""
