"""Commands about stories."""
