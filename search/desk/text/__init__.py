"""What stands in a text: what a query asks for, what is around it, what is quoted."""
