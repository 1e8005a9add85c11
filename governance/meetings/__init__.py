"""双周一议: a grid's meeting of one fortnight, from its agenda to its decisions."""
