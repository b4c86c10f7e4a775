"""What the desk makes of a search, as screens: occurrences, rates, quotations, receipts."""
