"""Sets answers as lines of text for people. Pure: values in, lines of spans out; the output makes them safe."""
