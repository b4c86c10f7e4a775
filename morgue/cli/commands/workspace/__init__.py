"""Commands about what a person keeps."""
