"""How read models are kept: rows, the pass over the log, the past, the composition of it all."""
