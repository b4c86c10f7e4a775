"""The parts of the screens. State comes down to them by plain methods, messages go up."""
