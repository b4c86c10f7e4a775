"""Where a text has what a query asks for, and what stands around it."""
