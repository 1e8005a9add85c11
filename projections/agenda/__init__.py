"""议程: the facts rules ask for, the candidates, the figures and names on paper."""
