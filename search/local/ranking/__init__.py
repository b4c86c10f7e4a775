"""In which order matches are shown, and why."""
