"""What an article gains besides its words: for words near each other, and for a word as it was typed."""
