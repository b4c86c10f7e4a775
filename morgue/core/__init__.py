"""Holds what every room shares: values, errors, dates, analysis and durable files."""
