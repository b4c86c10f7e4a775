"""What is left out, or put off, while the program and its libraries load."""
