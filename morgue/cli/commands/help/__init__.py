"""Commands that explain the program and its surroundings."""
