"""Which articles match a query, over whole arrays."""
