"""From values to styled lines: what widgets draw."""
