"""The shared ground floor: the values, errors, dates, analysis and durable files that every room uses."""
