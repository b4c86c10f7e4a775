"""Answers as lines of text for people. Pure: values in, lines of spans out; the output boundary makes them safe."""
