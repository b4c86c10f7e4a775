"""Which documents have a field's value: outlet, byline, date, address and the rest."""
