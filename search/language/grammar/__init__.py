"""From tokens to a query value."""
