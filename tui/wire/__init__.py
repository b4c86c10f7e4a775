"""What goes over the line to the terminal, and how much of it."""
