"""登记册: places by kind, one page a household, and what may be done with a place."""
