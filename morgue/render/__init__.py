"""Typesets for both faces: safe text, dates, bars, quantities, wrapping, citations."""
